import CivilTime
import SessionModel
import SessionStore
import StoreEngine

/// The reports that count sessions one by one (§11); each has its own measures.
package enum SessionReport: String, CaseIterable, Sendable {
  /// Sessions that ended, with a ticket or without.
  case ended
  /// The time from a ticket's creation to the end of its session, in seconds.
  case endTime = "end-time"
  /// The time from a ticket's creation to the latest change of its routing channel, of those that had one, in
  /// seconds.
  case routingChangeTime = "routing-change-time"
  /// Ended sessions whose ticket is neither solved nor closed now.
  case openEnded = "open-ended"
  /// Ended sessions whose ticket was created outside business hours; it needs `ReportRequest.hours`.
  case outsideHours = "outside-hours"
  /// Where the surveys of ended sessions' tickets stand now.
  case csat
  /// Sessions that are active now; it takes no period.
  case active

  /// Whether it looks at tickets, so that conversations which never got one are left out.
  package var isOfTickets: Bool {
    switch self {
    case .ended, .active: false
    case .endTime, .routingChangeTime, .openEnded, .outsideHours, .csat: true
    }
  }

  /// What its sessions have in common beside having ended, as SQL over a session `s` and its ticket `t`.
  var condition: String? {
    switch self {
    case .routingChangeTime: "s.routing_changed_at IS NOT NULL"
    case .openEnded: "t.status < \(TicketStatus.solved.rawValue)"
    case .ended, .endTime, .outsideHours, .csat, .active: nil
    }
  }

  /// How it counts.
  enum Counting { case sessions, times, waits, surveys }

  var counting: Counting {
    switch self {
    case .ended, .outsideHours: .sessions
    case .endTime, .routingChangeTime: .times
    case .openEnded, .active: .waits
    case .csat: .surveys
    }
  }

  /// What it can be grouped by, in the order in which they are offered.
  package var groupings: [ReportGrouping] {
    let things: [ReportGrouping] = [.agent, .group, .channel, .brand, .tag]
    return switch self {
    case .active: [.idle] + things
    case .openEnded: [.age, .hour, .day, .week, .month, .weekday, .hourOfDay, .reason, .endedBy] + things
    default: [.hour, .day, .week, .month, .weekday, .hourOfDay, .reason, .endedBy] + things
    }
  }

  /// What it groups by when nothing is asked for.
  package var defaultGroupings: [ReportGrouping] {
    switch self {
    case .active: [.idle]
    case .openEnded: [.age]
    default: []
    }
  }

  /// In the order of the columns.
  package var measures: [ReportMeasure] {
    switch self {
    case .ended: [.ended, .routingChanged, .share("ended")]
    case .endTime: [.ended] + ReportMeasure.times + ReportMeasure.businessTimes
    case .routingChangeTime: [.changed] + ReportMeasure.times + ReportMeasure.businessTimes
    case .openEnded: [.open, .share("open"), .oldest]
    case .outsideHours: [.ended, .outside, .outsideShare]
    case .csat: [.ended, .offered, .answered, .good, .bad, .responseRate, .score]
    case .active: [.active, .share("active"), .unassigned, .longestIdle]
    }
  }
}

/// One number of a report, and what it means.
package struct ReportMeasure: Sendable, Equatable {
  /// What sort of number it is, and what it is of nothing.
  package enum Kind: Sendable {
    /// A whole number; 0 of nothing.
    case count
    /// Of a hundred, rounded to two digits; none where there is nothing to share.
    case percent
    /// Seconds and parts of them; none of nothing.
    case duration
    /// Whole seconds; none of nothing.
    case age
  }

  /// The column's name in every format.
  package let name: String
  /// What sort of number it is.
  package let kind: Kind
  /// For the manual: the rest of a sentence that begins with the name.
  package let meaning: String
  /// What people read above the column, where that is not the name.
  package let heading: String?
  /// Whether it counts business hours, of which there may be none.
  package let needsHours: Bool

  /// For reports that commands count themselves, such as those on agents and queues.
  package init(
    _ name: String, _ kind: Kind, _ meaning: String, heading: String? = nil, needsHours: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.heading = heading
    self.needsHours = needsHours
  }

  static let ended = ReportMeasure("ended", .count, "sessions that ended")
  static let routingChanged = ReportMeasure(
    "routing_channel_changed", .count,
    "those of them whose ticket's routing channel changed, at the end or since",
    heading: "routing changed")
  static let changed = ReportMeasure(
    "changed", .count, "ended sessions whose ticket's routing channel changed, at the end or since")
  static let open = ReportMeasure(
    "open", .count, "ended sessions whose ticket is neither solved nor closed now")
  static let oldest = ReportMeasure("oldest", .age, "the time since the earliest of these ends")
  static let outside = ReportMeasure(
    "outside_hours", .count, "those of them whose ticket was created outside business hours")
  static let outsideShare = ReportMeasure("share", .percent, "percent of `ended` that are outside")
  static let offered = ReportMeasure(
    "offered", .count, "those of them whose ticket's survey was offered, answered or not")
  static let answered = ReportMeasure("answered", .count, "those of them that were answered")
  static let good = ReportMeasure("good", .count, "those of them that are good")
  static let bad = ReportMeasure("bad", .count, "those of them that are bad")
  static let responseRate = ReportMeasure(
    "response_rate", .percent, "percent of `offered` that were answered")
  static let score = ReportMeasure("score", .percent, "percent of `answered` that are good")
  static let active = ReportMeasure("active", .count, "sessions that are active now")
  static let unassigned = ReportMeasure(
    "unassigned", .count, "those of them whose ticket has no agent, or that have no ticket yet")
  static let longestIdle = ReportMeasure(
    "longest_idle", .age, "the time since the earliest last activity of these")

  static func share(_ of: String) -> ReportMeasure {
    ReportMeasure("share", .percent, "percent of all that the report counts as `\(of)`")
  }

  static let times = [
    ReportMeasure("mean", .duration, "the mean time"), ReportMeasure("median", .duration, "the median"),
    ReportMeasure("p90", .duration, "the time that nine of ten do not exceed"),
  ]

  static let businessTimes = [
    ReportMeasure("business_mean", .duration, "the same, counting only business hours", needsHours: true),
    ReportMeasure("business_median", .duration, "the same, counting only business hours", needsHours: true),
    ReportMeasure("business_p90", .duration, "the same, counting only business hours", needsHours: true),
  ]
}

/// What a report is asked.
package struct ReportRequest: Sendable {
  /// Which sessions are counted, and what of them.
  package var report: SessionReport
  /// In the order of the columns; empty: one row for everything.
  package var groupings: [ReportGrouping]
  /// Which sessions are looked at, beside what the report itself asks of them.
  package var selection: Selection
  /// Ends at this moment or later.
  package var from: Instant?
  /// Ends before this moment.
  package var to: Instant?
  /// The zone in which hours, days, weeks and months begin.
  package var zone: Zone
  /// The moment from which ages are counted, and to which a period goes that has a beginning and no end.
  package var now: Instant
  /// The business hours that are counted by; nil: times in them have no value, nor has what is outside of them.
  package var hours: BusinessHours?
  /// Whether the measures of everything are wanted too, for a row of totals.
  package var wantsTotals: Bool

  /// Asks of everything there is, in one row, where nothing else is given.
  package init(
    _ report: SessionReport, by groupings: [ReportGrouping] = [], _ selection: Selection = Selection(),
    from: Instant? = nil, to: Instant? = nil, zone: Zone, now: Instant, hours: BusinessHours? = nil,
    wantsTotals: Bool = false
  ) {
    self.report = report
    self.groupings = groupings
    self.selection = selection
    self.from = from
    self.to = to
    self.zone = zone
    self.now = now
    self.hours = hours
    self.wantsTotals = wantsTotals
  }
}
