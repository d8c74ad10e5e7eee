import CivilTime
import SessionModel

@testable import SessionStore
@testable import StoreReports
@testable import StoreEngine

/// What a report must say, session by session and bucket by bucket.
struct NaiveReport {
  struct Row: Equatable, CustomStringConvertible {
    var keys: [ReportKey]
    /// Rounded, so that only the order of additions may differ.
    var values: [Double?]
    var description: String { "\(keys) \(values)" }
  }

  let world: World
  let request: ReportRequest

  private struct Fact {
    var session: World.Session
    var ticket: World.Ticket?
    var moment: Instant
    var end: WorkItem.End?
  }

  private var facts: [Fact] {
    world.sessions.compactMap { session in
      guard world.matches(session, request.selection) else { return nil }
      let ticket = session.ticket.map { world.tickets[$0] }
      if request.report == .active {
        guard session.part.state == .active else { return nil }
        return Fact(session: session, ticket: ticket, moment: session.lastActivityAt)
      }
      guard let end = session.part.end, end.reason != nil, let at = end.at else { return nil }
      if let from = request.from, at < from { return nil }
      if let to = request.to, at >= to { return nil }
      if request.report.isOfTickets, ticket == nil { return nil }
      if request.report == .routingChangeTime, ticket?.routingChangedAt == nil { return nil }
      if request.report == .openEnded, ticket!.part.status >= .solved { return nil }
      return Fact(session: session, ticket: ticket, moment: at, end: end)
    }
  }

  private func keys(_ fact: Fact, _ grouping: ReportGrouping) -> [ReportKey] {
    func id(_ value: Int64?) -> [ReportKey] { [value.map(ReportKey.id) ?? .none] }
    switch grouping {
    case .hour, .day, .week, .month:
      return [.period(grouping.unit!.start(of: fact.moment, in: request.zone))]
    case .reason: return [.reason(fact.end!.reason!)]
    case .agent: return id(fact.ticket?.part.assigneeID)
    case .group: return id(fact.ticket?.part.groupID)
    case .brand: return id(fact.ticket?.brandID)
    case .channel: return [.text(fact.session.channel)]
    case .endedBy:
      switch fact.end?.by {
      case .user(let id)?: return [.text("user:\(id)")]
      case .trigger(let id)?: return [.text("trigger:\(id)")]
      case .system?, nil: return [.text("system")]
      }
    case .tag:
      let tags = fact.ticket?.part.tags ?? []
      return tags.isEmpty ? [.none] : tags.map(ReportKey.text)
    case .weekday:
      let day = request.zone.civil(fact.moment).date
      return [.weekday(day.daysSinceEpoch - day.startOfWeek.daysSinceEpoch)]
    case .hourOfDay: return [.hourOfDay(request.zone.civil(fact.moment).hour)]
    case .age, .idle: return [.band(AgeBand(age: request.now.seconds - fact.moment.seconds))]
    }
  }

  /// The rows in their order, and the measures of everything at once.
  var answer: (rows: [Row], totals: [Double?]) {
    let facts = facts
    var groups: [[ReportKey]: [Fact]] = request.groupings.isEmpty ? [[]: facts] : [:]
    for fact in facts where !request.groupings.isEmpty {
      var all: [[ReportKey]] = [[]]
      for grouping in request.groupings {
        all = all.flatMap { head in keys(fact, grouping).map { head + [$0] } }
      }
      for keys in all { groups[keys, default: []].append(fact) }
    }
    fill(&groups)
    let rows = groups.map { Row(keys: $0.key, values: measures($0.value, all: facts)) }
    return (
      rows.sorted { $0.keys.lexicographicallyPrecedes($1.keys) }, measures(facts, all: facts)
    )
  }

  private func fill(_ groups: inout [[ReportKey]: [Fact]]) {
    let bucketed = request.groupings.indices.filter {
      request.groupings[$0].unit != nil
        || [.age, .idle, .weekday, .hourOfDay].contains(request.groupings[$0])
    }
    guard bucketed.count == 1, let level = bucketed.first else { return }
    var others = Set(
      groups.keys.map { keys in
        var keys = keys
        keys[level] = .none
        return keys
      })
    if request.groupings.count == 1 { others = [[.none]] }
    for other in others {
      for bucket in buckets(Set(groups.keys.map { $0[level] }), request.groupings[level]) {
        var keys = other
        keys[level] = bucket
        if groups[keys] == nil { groups[keys] = [] }
      }
    }
  }

  private func buckets(_ found: Set<ReportKey>, _ grouping: ReportGrouping) -> [ReportKey] {
    if grouping == .weekday { return (0...6).map(ReportKey.weekday) }
    if grouping == .hourOfDay { return (0...23).map(ReportKey.hourOfDay) }
    guard let unit = grouping.unit else { return AgeBand.allCases.map(ReportKey.band) }
    let starts = found.compactMap { if case .period(let start) = $0 { start } else { nil } }
    guard let start = request.from ?? starts.min() else { return [] }
    let lastFound = starts.max().map { $0.advanced(by: 1) } ?? start
    let end = request.to ?? (request.from == nil ? lastFound : max(lastFound, request.now))
    return unit.intervals(from: start, to: end, in: request.zone).map { .period($0.start) }
  }

  private func measures(_ facts: [Fact], all: [Fact]) -> [Double?] {
    let count = Double(facts.count)
    func number(_ holds: (Fact) -> Bool) -> Double { Double(facts.filter(holds).count) }
    func percent(_ part: Double, _ whole: Double) -> Double? {
      whole == 0 ? nil : (part / whole * 10_000).rounded() / 100
    }
    let share = percent(count, Double(all.count))
    let longest = facts.map { Double(request.now.seconds - $0.moment.seconds) }.max()
    switch request.report {
    case .ended: return [count, number { $0.ticket?.routingChangedAt != nil }, share]
    case .outsideHours:
      let outside = number { !request.hours!.isOpen(at: $0.ticket!.createdAt) }
      return [count, outside, percent(outside, count)]
    case .openEnded: return [count, share, longest]
    case .active: return [count, share, number { $0.ticket?.part.assigneeID == nil }, longest]
    case .csat: return [count, 0, 0, 0, 0, nil, nil]
    case .endTime, .routingChangeTime:
      let spans = facts.map { fact in
        (fact.ticket!.createdAt, request.report == .endTime ? fact.moment : fact.ticket!.routingChangedAt!)
      }
      let plain = Self.summary(spans.map { max(0, $1.seconds - $0.seconds) })
      guard let hours = request.hours else { return [count] + plain + [nil, nil, nil] }
      return [count] + plain + Self.summary(spans.map { hours.openSeconds(from: $0, to: $1) })
    }
  }

  /// Mean, median, 90th percentile, from everything in order.
  static func summary(_ values: [Int64]) -> [Double?] {
    guard !values.isEmpty else { return [nil, nil, nil] }
    let ordered = values.sorted()
    func percentile(_ share: Double) -> Double {
      let place = Double(ordered.count - 1) * share
      let low = Int(place.rounded(.down))
      let high = min(low + 1, ordered.count - 1)
      return Double(ordered[low]) + (place - Double(low)) * Double(ordered[high] - ordered[low])
    }
    return [
      round(Double(ordered.reduce(0, +)) / Double(ordered.count)), round(percentile(0.5)),
      round(percentile(0.9)),
    ]
  }

  static func round(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
