import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

/// The options of reports, declared once for all of them.
enum ReportOptions {
  static func by(_ groupings: [ReportGrouping], default defaults: [ReportGrouping]) -> Option<
    [ReportGrouping]
  > {
    let words = groupings.map(\.rawValue)
    let parser = ValueParser<[ReportGrouping]>.list(
      of: ValueParser<String>.oneOf(words).map { (word) throws(ValueError) -> ReportGrouping in
        guard let grouping = ReportGrouping(rawValue: word) else { throw ValueError("is not a grouping") }
        return grouping
      })
    let described = groupings.map { grouping in
      grouping.rawValue + (grouping.explanation.map { " (\($0))" } ?? "")
    }
    let whole =
      defaults.isEmpty
      ? "without it, there is one row" : "by default, \(defaults.map(\.rawValue).joined(separator: ","))"
    return Option<[ReportGrouping]>(
      "by", "GROUPING,…", parser, repeatable: true,
      help: "Group by one or more of \(described.joined(separator: ", ")); \(whole)")
  }

  static let from = Option<TimeExpression>("from", "TIME", .time, help: "Ended at this time or later")
  static let to = Option<TimeExpression>("to", "TIME", .time, help: "Ended before this time")
  static let last = Option<TimeSpan>(
    "last", "DURATION", .timeSpan, help: "Ended within this time until now: 7d, 24h")
  static let during = Option<TimePeriod>(
    "during", "PERIOD", .period,
    help: "Ended in this day, week, month or year: yesterday, last-week, this-month, 2026-11, 2026-W47")
  static let endReason = Option<[EndReason]>(
    "end-reason", "REASON", .list(of: .vocabulary()), repeatable: true, help: "Ended for this reason")
  static let businessHours = Option<String>(
    "business-hours", "SCHEDULE", .nonEmptyText, completion: .stored("schedule"),
    help: "The business hours that count; by default, the account's default schedule, if there is one")
  static let unit = Option<DurationUnit>(
    "unit", .word, help: "The unit of times; by default seconds, and in tables a form such as 2d 4h")
  static let compare = Option<String>(
    "compare", .oneOf(["previous"]), help: "Show each number beside its value in the period before",
    details: [
      "The period before is as long as the period that you ask for, and ends where that begins. With `--during`, it is the day, week, month or year before; if the period is not over yet, only as much of the one before counts as has passed of this one. Each measure gets two more columns: `…_previous`, and `…_change` in percent of that, or in points if the measure itself is a percentage. A table shows them for the report's main measure; `--fields` names others.",
      "Hours, days, weeks and months stand beside each other by their place: the first day beside the first day. Rows that only the period before has, such as the 31st of a longer month, come last, under their own name or date and with counts of 0. Where clocks change in one of the periods, hours after that stand beside the hour before or after.",
    ])
  static let chart = Flag("chart", help: "Draw bars or sparklines instead of a table")

  static let period: [any OptionDeclaring] = section("Period", [from, to, last, during])

  /// What narrows a report down, by what the ticket is now.
  static let filters: [any OptionDeclaring] = section(
    SelectionOptions.heading, [endReason] + SelectionOptions.ofTickets)

  /// Of sessions that have not ended there is no reason.
  static let filtersOfActive: [any OptionDeclaring] = section(
    SelectionOptions.heading, SelectionOptions.ofTickets + [SelectionOptions.lastSender])
}

/// The units of `--unit`.
enum DurationUnit: String, CaseIterable, Sendable {
  case seconds, minutes, hours, days

  var seconds: Double {
    switch self {
    case .seconds: 1
    case .minutes: 60
    case .hours: 3600
    case .days: 86_400
    }
  }
}

/// From when until when; nil is open.
struct ReportPeriod {
  var from: Instant?
  var to: Instant?
  /// The period before, as long as this one; nil where this one has no beginning.
  private(set) var previous: (from: Instant, to: Instant)?

  init(_ arguments: ParsedArguments, _ clock: RunClock) throws {
    if let period = arguments[ReportOptions.during] {
      let others = [ReportOptions.from.spec, ReportOptions.to.spec, ReportOptions.last.spec]
      if let other = others.first(where: { arguments.wasGiven($0) }) {
        throw Failure.usage("--during can't be combined with \(other.spelling)")
      }
      let bounds = period.bounds(now: clock.now, zone: clock.zone)
      (from, to) = (bounds.start, bounds.end)
      let days = period.previous(today: clock.zone.civil(clock.now).date)
      let before = (from: clock.zone.startOfDay(days.first), to: clock.zone.startOfDay(days.end))
      // As much of it as has passed of one that is not over.
      let passed = clock.now.seconds - bounds.start.seconds
      let isOver = clock.now >= bounds.end || passed < 0
      previous = isOver ? before : (before.from, min(before.to, before.from.advanced(by: passed + 1)))
      return
    }
    if let span = arguments[ReportOptions.last] {
      guard !arguments.wasGiven(ReportOptions.from), !arguments.wasGiven(ReportOptions.to) else {
        throw Failure.usage("--last can't be combined with --from or --to")
      }
      let start = clock.now.advanced(by: -span.seconds)
      (from, to) = (start, clock.now.advanced(by: 1))
      previous = (start.advanced(by: -span.seconds), start)
      return
    }
    from = try arguments[ReportOptions.from]?.resolve(now: clock.now, zone: clock.zone)
    to = try arguments[ReportOptions.to]?.resolve(now: clock.now, zone: clock.zone)
    if let from, let to, to <= from { throw Self.isEmpty(from, before: "--to", to, clock) }
    if let from {
      let length = (to ?? clock.now.advanced(by: 1)).seconds - from.seconds
      if length > 0 { previous = (from.advanced(by: -length), from) }
    }
  }

  private static func isEmpty(_ from: Instant, before word: String, _ to: Instant, _ clock: RunClock)
    -> Failure
  {
    Failure.usage(
      "the period is empty: --from \(from.rfc3339(in: clock.zone)) is not before \(word) \(to.rfc3339(in: clock.zone))"
    )
  }

  /// Where it says no end, that is now, which is part of it.
  ///
  /// - Throws: a usage failure where it begins later
  mutating func endNow(_ clock: RunClock) throws {
    guard to == nil else { return }
    let end = clock.now.advanced(by: 1)
    if let from, from >= end { throw Self.isEmpty(from, before: "now,", clock.now, clock) }
    to = end
  }

  /// Whether a moment lies in it; its end does not.
  func contains(_ moment: Instant) -> Bool {
    (from.map { $0 <= moment } ?? true) && (to.map { moment < $0 } ?? true)
  }

  /// The period before the one that was asked for.
  ///
  /// - Throws: what is wrong with `--compare` where there is none, or where a chart or page is wanted
  static func comparable(_ period: ReportPeriod?, isDrawn: Bool, _ clock: RunClock) throws
    -> (from: Instant, to: Instant)
  {
    if isDrawn { throw Failure.usage("--compare makes no chart or page; leave out --chart or --format html") }
    if var period, period.from != nil { try period.endNow(clock) }
    guard let previous = period?.previous else {
      throw Failure.usage("--compare needs a period: give --last, --during or --from")
    }
    return previous
  }
}
