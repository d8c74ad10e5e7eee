import CivilTime
import SessionModel
import StoreEngine

/// Hot loop: notes what a run makes of sessions and tickets that are there, each row once.
///
/// A run has few kinds of changes, and a statement for each: it sets only the columns that changed, so that an index is
/// touched only by rows where its column did. Where nothing differs from row to row, only ids are noted.
struct ChangedRows {
  private enum Row: Int, StatementColumn { case id, at }
  private enum End: Int, StatementColumn { case id, at, reason, kind, by, via, isRerouted }
  private enum Activity: Int, StatementColumn { case id, at, sender }
  private enum CustomField: Int, StatementColumn { case ticketID, fieldID, value }

  /// How sessions end that have no moment of their own.
  private struct EndKind: Hashable {
    var end: WorkItem.End?
    var isRerouted: Bool
  }

  private struct TicketKind: Hashable {
    var changes: TicketChanges
    /// Where only the channel changed, and at the run's moment; nil: values differ from row to row.
    var alike: RoutingChannel?
  }

  private final class TicketStatement {
    let kind: TicketKind
    private let fields: [TicketField.Writing]
    private let statement: LoggedStatement

    init(_ kind: TicketKind, in log: WriteLog, at moment: Instant) throws {
      self.kind = kind
      let changes = kind.changes
      let at = kind.alike == nil ? Row.at.logged : String(moment.seconds)
      var assignments = ["updated_at = max(updated_at, \(at))"]
      if changes.contains(.routingChannel) { assignments.append("routing_channel_changed_at = \(at)") }
      let importable = changes.intersection(.importable).rawValue
      assignments.append("local_fields = iif(source_updated_at IS NULL, 0, local_fields | \(importable))")
      let rows: String
      if let channel = kind.alike {
        fields = []
        if changes.contains(.routingChannel) { assignments.append("routing_channel = \(channel.rawValue)") }
        rows = "WHERE id IN (SELECT \(Row.id.logged) FROM \(WriteLog.rows))"
      } else {
        let changed = changes.fields
        fields = changed.compactMap { $0.change?.writing }
        assignments += changed.enumerated().map { "\($1.column) = g.c\($0 + Row.allCases.count + 1)" }
        rows = "FROM \(WriteLog.rows) WHERE ticket.id = \(Row.id.logged)"
      }
      statement = try log.changing(
        "UPDATE OR ROLLBACK ticket SET \(assignments.joined(separator: ", ")) \(rows)")
    }

    func note(_ ticket: WorkItem.Ticket, at moment: Instant) throws {
      statement.bind(ticket.id, Row.id)
      if kind.alike == nil {
        statement.bind(moment, Row.at)
        var place = Int32(Row.allCases.count)
        for field in fields {
          place += 1
          field.bind(ticket, to: statement, at: place)
        }
      }
      try statement.run()
    }
  }

  private let log: WriteLog
  private let moment: Instant
  private let endEach: LoggedStatement
  private let rerouteEach: LoggedStatement
  private let speak: LoggedStatement
  private let setField: LoggedStatement
  private var ends: [EndKind: LoggedStatement] = [:]
  private var tickets: [TicketKind: TicketStatement] = [:]
  /// In a bulk run nearly all work items change alike.
  private var latestEnd: (kind: EndKind, statement: LoggedStatement)?
  private var latestTicket: TicketStatement?

  /// - Parameter moment: when it happens to whatever has no moment of its own
  init(_ log: WriteLog, at moment: Instant) throws {
    self.log = log
    self.moment = moment
    let session = "FROM \(WriteLog.rows) WHERE session.id = \(Row.id.logged)"
    endEach = try log.changing(
      """
      UPDATE session SET state = \(SessionState.ended.rawValue), ended_at = \(End.at.logged),
        end_reason = \(End.reason.logged), ended_by_kind = \(End.kind.logged), ended_by_id = \(End.by.logged),
        ended_via = \(End.via.logged),
        routing_changed_at = iif(\(End.isRerouted.logged), \(End.at.logged), routing_changed_at) \(session)
      """)
    rerouteEach = try log.changing("UPDATE session SET routing_changed_at = \(Row.at.logged) \(session)")
    // What comes late does not make a session older.
    speak = try log.changing(
      """
      UPDATE session SET last_activity_at = \(Activity.at.logged), last_sender = \(Activity.sender.logged) \(session)
        AND last_activity_at <= \(Activity.at.logged)
      """)
    let values = CustomField.allCases.map(\.logged).joined(separator: ", ")
    setField = try log.changing(
      "INSERT OR REPLACE INTO ticket_custom_field(\(CustomField.names)) SELECT \(values) FROM \(WriteLog.rows)"
    )
  }

  /// Notes a work item, as far as it is another one than before.
  ///
  /// - Parameters:
  ///   - isTold: whether the history tells of it; else the ticket stays as it was
  ///   - moment: when it happened, if not when the update did
  mutating func change(
    _ item: WorkItem, from before: WorkItem, hasEnded: Bool, isTold: Bool, at moment: Instant?
  ) throws {
    var isRerouted = false
    if let ticket = item.ticket, let old = before.ticket {
      let changes = TicketChanges(from: old, to: ticket)
      isRerouted = changes.contains(.routingChannel)
      if isTold { try change(ticket, changes, at: moment) }
      if ticket.customFields != old.customFields { try setFields(of: ticket, before: old) }
    }
    guard let session = item.session else { return }
    if hasEnded {
      try end(session, isRerouted: isRerouted, at: moment)
    } else if isRerouted {
      // E1: the ticket of a session that had ended was moved, which in a run that ends happens to none or few.
      try reroute(session.id, at: moment ?? self.moment)
    }
    if let activity = session.activity {
      speak.bind(session.id, Activity.id)
      speak.bind(activity.at, Activity.at)
      speak.bind(activity.sender, Activity.sender)
      try speak.run()
    }
  }

  private mutating func end(_ session: WorkItem.Session, isRerouted: Bool, at moment: Instant?) throws {
    if let moment {
      endEach.bind(session.id, End.id)
      endEach.bind(moment, End.at)
      endEach.bind(session.end?.reason, End.reason)
      endEach.bind(session.end?.by?.kind, End.kind)
      endEach.bind(session.end?.by?.id, End.by)
      endEach.bind(session.end?.via, End.via)
      endEach.bind(isRerouted, End.isRerouted)
      return try endEach.run()
    }
    let kind = EndKind(end: session.end, isRerouted: isRerouted)
    if latestEnd?.kind != kind {
      let statement = try ends[kind] ?? statement(kind)
      ends[kind] = statement
      latestEnd = (kind, statement)
    }
    guard let statement = latestEnd?.statement else { return }
    statement.bind(session.id, Row.id)
    try statement.run()
  }

  /// It costs a third less than taking reason and actor from each row. Reports read beside the end when the routing channel
  /// changed.
  private func statement(_ kind: EndKind) throws -> LoggedStatement {
    func text(_ value: Int64?) -> String { value.map(String.init) ?? "NULL" }
    func text(_ value: (some RawRepresentable<Int>)?) -> String { text(value.map { Int64($0.rawValue) }) }
    return try log.changing(
      """
      UPDATE OR ROLLBACK session SET state = \(SessionState.ended.rawValue), ended_at = \(moment.seconds),
        end_reason = \(text(kind.end?.reason)), ended_by_kind = \(text(kind.end?.by?.kind)),
        ended_by_id = \(text(kind.end?.by?.id)), ended_via = \(text(kind.end?.via))
        \(kind.isRerouted ? ", routing_changed_at = \(moment.seconds)" : "")
      WHERE id IN (SELECT \(Row.id.logged) FROM \(WriteLog.rows))
      """)
  }

  private func reroute(_ session: Int64, at moment: Instant) throws {
    rerouteEach.bind(session, Row.id)
    rerouteEach.bind(moment, Row.at)
    try rerouteEach.run()
  }

  private mutating func change(_ ticket: WorkItem.Ticket, _ changes: TicketChanges, at moment: Instant?)
    throws
  {
    let isAlike = moment == nil && changes.isSubset(of: .routingChannel)
    let kind = TicketKind(changes: changes, alike: isAlike ? ticket.routingChannel : nil)
    if latestTicket?.kind != kind {
      let statement = try tickets[kind] ?? TicketStatement(kind, in: log, at: self.moment)
      tickets[kind] = statement
      latestTicket = statement
    }
    try latestTicket?.note(ticket, at: moment ?? self.moment)
  }

  private func setFields(of ticket: WorkItem.Ticket, before: WorkItem.Ticket) throws {
    for id in Set(ticket.customFields.keys).union(before.customFields.keys)
    where ticket.customFields[id] != before.customFields[id] {
      setField.bind(ticket.id, CustomField.ticketID)
      setField.bind(id, CustomField.fieldID)
      setField.bind(ticket.customFields[id] ?? "", CustomField.value)
      try setField.run()
    }
  }
}

extension TicketField.Writing {
  /// Binds what the column gets of a ticket.
  func bind(_ ticket: WorkItem.Ticket, to statement: some BindableStatement, at place: Int32) {
    switch self {
    case .integer(let value): statement.bind(value(ticket), at: place)
    case .text(let value): statement.bind(value(ticket), at: place)
    }
  }
}
