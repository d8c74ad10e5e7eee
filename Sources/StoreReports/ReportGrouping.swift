import CivilTime
import SessionModel
import SessionStore
import StoreEngine

/// What reports can group by (§11). A ticket's agent, group, brand and tags are those it has now; who ended a session
/// is whoever did it then.
package enum ReportGrouping: String, CaseIterable, Sendable {
  /// Hours to months are those in which the session ended, in the zone of the request.
  case hour, day, week, month, reason, agent, group, channel, brand, tag
  /// `user:ID`, `trigger:ID` or `system`.
  case endedBy = "ended-by"
  /// The day of the week on which it ended, whichever week.
  case weekday
  /// The hour of the clock in which it ended, whichever day.
  case hourOfDay = "hour-of-day"
  /// How long ago the session ended, in bands.
  case age
  /// How long ago the session was last active, in bands.
  case idle

  /// The unit of the calendar, for the groupings in time.
  package var unit: CalendarUnit? { CalendarUnit(rawValue: rawValue) }

  /// What its values are, where the word alone could mean something else.
  package var explanation: String? {
    switch self {
    case .agent: "today's assignee of the ticket"
    case .endedBy: "the user, trigger or system that ended the session"
    case .weekday: "the day of the week, from Monday, all weeks together"
    case .hourOfDay: "the hour of the clock, 0 to 23, all days together"
    default: nil
    }
  }

  /// Whether its values are known beforehand, so that the empty ones can be shown.
  var isBanded: Bool { !bands.isEmpty }

  /// All of its values, where they are known beforehand.
  var bands: [ReportKey] {
    switch self {
    case .age, .idle: AgeBand.allCases.map(ReportKey.band)
    case .weekday: (0..<7).map(ReportKey.weekday)
    case .hourOfDay: (0..<24).map(ReportKey.hourOfDay)
    default: []
    }
  }

  /// The stretches of the calendar of which each lies in one of its values, which repeat.
  var cycledUnit: CalendarUnit? {
    switch self {
    case .weekday: .day
    case .hourOfDay: .hour
    default: nil
    }
  }
}

/// A group's value: words for reasons and channels, ids for people, groups and brands, the start of a period.
package enum ReportKey: Hashable, Sendable {
  /// No agent, group, brand or tag, or no ticket at all.
  case none
  /// The start of the hour, day, week or month.
  case period(Instant)
  /// Why the session ended (§3).
  case reason(EndReason)
  /// Of an agent, a group or a brand; the grouping tells of which.
  case id(Int64)
  /// A channel's wire name, a tag, or who ended the session.
  case text(String)
  /// How long ago it was, for `age` and `idle`.
  case band(AgeBand)
  /// 0 for Monday to 6.
  case weekday(Int)
  /// 0 to 23, on the clocks of the zone.
  case hourOfDay(Int)

  /// The day of the week as documents write it.
  package static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]
}

extension ReportKey: Comparable {
  /// Nothing first, then in the order of the values.
  package static func < (left: ReportKey, right: ReportKey) -> Bool {
    switch (left, right) {
    case (.none, .none): false
    case (.none, _): true
    case (_, .none): false
    case (.period(let a), .period(let b)): a < b
    case (.reason(let a), .reason(let b)): a < b
    case (.id(let a), .id(let b)): a < b
    case (.text(let a), .text(let b)): a < b
    case (.band(let a), .band(let b)): a < b
    case (.weekday(let a), .weekday(let b)), (.hourOfDay(let a), .hourOfDay(let b)): a < b
    default: false
    }
  }
}

/// How long ago something was, in stretches that a team lead thinks in; each begins where the one before ends.
package enum AgeBand: Int, Vocabulary {
  /// The words have the bounds: from `under_1h` to `over_30d`.
  case underHour, hours, underDay, days, underWeek, weeks, older

  package var word: String {
    switch self {
    case .underHour: "under_1h"
    case .hours: "1h_to_4h"
    case .underDay: "4h_to_1d"
    case .days: "1d_to_3d"
    case .underWeek: "3d_to_7d"
    case .weeks: "7d_to_30d"
    case .older: "over_30d"
    }
  }

  /// The first age that is beyond it, in seconds.
  private static let ends: [Int64] = [3600, 14_400, 86_400, 259_200, 604_800, 2_592_000]

  /// The band of an age in seconds; what lies ahead is under an hour old.
  package init(age: Int64) {
    self = AgeBand(rawValue: Self.ends.firstIndex { age < $0 } ?? Self.ends.count) ?? .older
  }
}
