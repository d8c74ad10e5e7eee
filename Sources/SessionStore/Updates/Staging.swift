import CivilTime
import GRDB
import SessionModel
import WireFormat

/// The decisions of a run, staged in TEMP tables, and the fixed set of statements that applies them.
struct Staging {
  /// Which columns of the ticket a decision changes.
  private struct Changes: OptionSet {
    let rawValue: Int64
    static let routingChannel = Changes(rawValue: 1)
    static let status = Changes(rawValue: 2)
    static let priority = Changes(rawValue: 4)
    static let group = Changes(rawValue: 8)
    static let assignee = Changes(rawValue: 16)
    static let tags = Changes(rawValue: 32)
    /// type, form, custom status, schedule, survey, counters
    static let details = Changes(rawValue: 64)
    /// What an import must leave alone until a record is newer (`TicketLocalFields`); of the details, the type.
    static let importable: Changes = [.status, .priority, .group, .assignee, .tags]
  }

  private let insert: SteppedStatement
  private let insertEvents: SteppedStatement
  private let insertDetails: SteppedStatement
  private let insertField: SteppedStatement
  private let waiting: StagedWaiting
  private var auditIDs: LocalIDs
  /// The texts staged last: in a bulk run nearly all subjects share one.
  private var recentEvents: [(events: [UpdateEvent], id: Int64)] = []
  private var eventsCount: Int64 = 0

  init(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS staged (
          position INTEGER PRIMARY KEY, session_id INTEGER, ticket_id INTEGER, outcome INTEGER, end_reason INTEGER,
          ended_by_kind INTEGER, ended_by_id INTEGER, ended_via INTEGER, changes INTEGER, routing_channel INTEGER,
          status INTEGER, priority INTEGER, group_id INTEGER, assignee_id INTEGER, assigned_channel INTEGER,
          tags TEXT, audit_id INTEGER, events_id INTEGER, message TEXT, fired TEXT, refusal INTEGER, at INTEGER);
        CREATE TEMP TABLE IF NOT EXISTS staged_details (
          ticket_id INTEGER PRIMARY KEY, type TEXT, ticket_form_id INTEGER, custom_status_id INTEGER,
          schedule_id INTEGER, satisfaction INTEGER, reopens INTEGER, replies INTEGER, agent_stations INTEGER,
          group_stations INTEGER);
        CREATE TEMP TABLE IF NOT EXISTS staged_fields (ticket_id INTEGER, field_id INTEGER, value TEXT);
        CREATE TEMP TABLE IF NOT EXISTS staged_events (id INTEGER PRIMARY KEY, events TEXT);
        CREATE TEMP TABLE IF NOT EXISTS staged_outbox (
          id INTEGER PRIMARY KEY, kind INTEGER, ticket_id INTEGER, recipient TEXT, subject TEXT, body TEXT,
          rule_id INTEGER);
        DELETE FROM temp.staged;
        DELETE FROM temp.staged_outbox;
        DELETE FROM temp.staged_events;
        DELETE FROM temp.staged_details;
        DELETE FROM temp.staged_fields;
        """)
    insert = try SteppedStatement(
      db,
      """
      INSERT INTO temp.staged(session_id, ticket_id, outcome, end_reason, ended_by_kind, ended_by_id, ended_via,
        changes, routing_channel, status, priority, group_id, assignee_id, assigned_channel, tags, audit_id,
        events_id, message, fired, refusal)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    insertDetails = try SteppedStatement(
      db, "INSERT INTO temp.staged_details VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    insertField = try SteppedStatement(db, "INSERT INTO temp.staged_fields VALUES (?, ?, ?)")
    insertEvents = try SteppedStatement(db, "INSERT INTO temp.staged_events VALUES (?, ?)")
    waiting = try StagedWaiting(db)
    auditIDs = try LocalIDs(db, .audit)
  }

  // MARK: Staging

  mutating func add(_ outcome: UpdateOutcome, _ events: [UpdateEvent], as kind: UpdateItem.Outcome) throws {
    let (session, ticket) = (outcome.subject.session, outcome.subject.ticket)
    insert.bind(session?.id, at: 1)
    insert.bind(ticket?.id, at: 2)
    insert.bind(Int64(kind.rawValue), at: 3)
    insert.bind((session?.end?.reason?.rawValue).map(Int64.init), at: 4)
    insert.bind((session?.end?.by?.kind.rawValue).map(Int64.init), at: 5)
    insert.bind(session?.end?.by?.id, at: 6)
    insert.bind((session?.end?.via?.rawValue).map(Int64.init), at: 7)
    bind(ticket, before: outcome.before.ticket)
    if events.isEmpty {
      insert.bindNull(at: 16)
      insert.bindNull(at: 17)
    } else {
      // The audit and its events share one sequence of ids, as in the public API.
      insert.bind(try auditIDs.take(further: Int64(events.count)), at: 16)
      insert.bind(try stage(events), at: 17)
    }
    insert.bindNull(at: 18)
    insert.bindNull(at: 20)
    if outcome.fired.isEmpty {
      insert.bindNull(at: 19)
    } else {
      AuditFormat.firedText(outcome.fired, events).withUnsafeBytes { insert.bind(utf8: $0, at: 19) }
    }
    try insert.run()
    if let ticket, let before = outcome.before.ticket { try stageDetails(ticket, before: before) }
    try waiting.add(outcome.subject, before: outcome.before)
  }

  private func stageDetails(_ ticket: Subject.Ticket, before: Subject.Ticket) throws {
    if ticket.hasOtherDetails(than: before) {
      insertDetails.bind(ticket.id, at: 1)
      insertDetails.bind(ticket.type?.word, at: 2)
      insertDetails.bind(ticket.formID, at: 3)
      insertDetails.bind(ticket.customStatusID, at: 4)
      insertDetails.bind(ticket.scheduleID, at: 5)
      insertDetails.bind(Int64(ticket.satisfaction.rawValue), at: 6)
      insertDetails.bind(ticket.reopens, at: 7)
      insertDetails.bind(ticket.replies, at: 8)
      insertDetails.bind(ticket.agentStations, at: 9)
      insertDetails.bind(ticket.groupStations, at: 10)
      try insertDetails.run()
    }
    guard ticket.customFields != before.customFields else { return }
    for id in Set(ticket.customFields.keys).union(before.customFields.keys)
    where ticket.customFields[id] != before.customFields[id] {
      insertField.bind(ticket.id, at: 1)
      insertField.bind(id, at: 2)
      insertField.bind(ticket.customFields[id] ?? "", at: 3)
      try insertField.run()
    }
  }

  private func bind(_ ticket: Subject.Ticket?, before: Subject.Ticket?) {
    guard let ticket, let before else {
      for index in Int32(8)...15 { insert.bindNull(at: index) }
      return
    }
    var changes: Changes = []
    if ticket.routingChannel != before.routingChannel { changes.insert(.routingChannel) }
    if ticket.status != before.status { changes.insert(.status) }
    if ticket.priority != before.priority { changes.insert(.priority) }
    if ticket.groupID != before.groupID { changes.insert(.group) }
    if ticket.assigneeID != before.assigneeID { changes.insert(.assignee) }
    if ticket.tags != before.tags { changes.insert(.tags) }
    if ticket.hasOtherDetails(than: before) { changes.insert(.details) }
    insert.bind(changes.rawValue, at: 8)
    insert.bind(Int64(ticket.routingChannel.rawValue), at: 9)
    insert.bind(Int64(ticket.status.rawValue), at: 10)
    insert.bind(Int64(ticket.priority.rawValue), at: 11)
    insert.bind(ticket.groupID, at: 12)
    insert.bind(ticket.assigneeID, at: 13)
    insert.bind((ticket.assignedChannel?.rawValue).map(Int64.init), at: 14)
    if changes.contains(.tags) {
      insert.bind(ticket.tags.joined(separator: " "), at: 15)
    } else {
      insert.bindNull(at: 15)
    }
  }

  mutating func add(failed subject: Subject, _ refusal: UpdateRefusal) throws {
    try addFailure(sessionID: subject.session?.id, ticketID: subject.ticket?.id, refusal)
  }

  /// Something that was named and is not there.
  mutating func addMissing(sessionID: Int64? = nil, ticketID: Int64? = nil, _ message: String) throws {
    try addFailure(sessionID: sessionID, ticketID: ticketID, UpdateRefusal(kind: .notFound, message: message))
  }

  private func addFailure(sessionID: Int64?, ticketID: Int64?, _ refusal: UpdateRefusal) throws {
    for index in Int32(4)...17 { insert.bindNull(at: index) }
    insert.bind(sessionID, at: 1)
    insert.bind(ticketID, at: 2)
    insert.bind(Int64(UpdateItem.Outcome.failed.rawValue), at: 3)
    insert.bind(refusal.message, at: 18)
    insert.bindNull(at: 19)
    insert.bind(Int64(refusal.kind.rawValue), at: 20)
    try insert.run()
  }

  private mutating func stage(_ events: [UpdateEvent]) throws -> Int64 {
    if let match = recentEvents.first(where: { $0.events == events }) { return match.id }
    eventsCount += 1
    insertEvents.bind(eventsCount, at: 1)
    AuditFormat.eventsText(events).withUnsafeBytes { insertEvents.bind(utf8: $0, at: 2) }
    try insertEvents.run()
    if recentEvents.count == 8 { recentEvents.removeFirst() }
    recentEvents.append((events, eventsCount))
    return eventsCount
  }

  // MARK: Applying

  /// The same few statements for one subject and for a hundred thousand; a row that has a moment of its own
  /// happened then, the others when the update did.
  static func apply(_ db: Database, update: Update) throws {
    try applyEnds(db, at: update.at)
    try applyRouting(db, at: update.at)
    // Only the columns that changed, each for the rows where it did: an index on a column is then touched
    // only by those.
    try apply(db, .status, "status = g.status")
    try apply(db, .priority, "priority = g.priority")
    try apply(db, .group, "group_id = g.group_id")
    try apply(db, .assignee, "assignee_id = g.assignee_id, assigned_channel = g.assigned_channel")
    try apply(db, .tags, "tags = g.tags")
    try db.execute(
      sql: """
        UPDATE ticket SET type = d.type,
          local_fields = iif(source_updated_at IS NULL OR ticket.type IS d.type, local_fields,
            local_fields | \(Changes.details.rawValue)),
          ticket_form_id = d.ticket_form_id, custom_status_id = d.custom_status_id,
          schedule_id = d.schedule_id, satisfaction = d.satisfaction, reopens = d.reopens, replies = d.replies,
          agent_stations = d.agent_stations, group_stations = d.group_stations
        FROM temp.staged_details d WHERE ticket.id = d.ticket_id;
        INSERT OR REPLACE INTO ticket_custom_field SELECT ticket_id, field_id, value FROM temp.staged_fields;
        """)
    try StagedWaiting.apply(db)
    try NoticeDesk.apply(db, at: update.at)
    try db.execute(
      sql: """
        INSERT INTO audit(id, ticket_id, session_id, created_at, author_id, via, events)
        SELECT g.audit_id, g.ticket_id, iif(g.ticket_id IS NULL, g.session_id, NULL), coalesce(g.at, ?), ?, ?, e.events
        FROM temp.staged g JOIN temp.staged_events e ON e.id = g.events_id
        WHERE g.audit_id IS NOT NULL ORDER BY g.position
        """, arguments: [update.at.seconds, update.actor.authorID, update.via.rawValue])
    let last = try Int64.fetchOne(
      db,
      sql: """
        SELECT g.audit_id + json_array_length(e.events) FROM temp.staged g JOIN temp.staged_events e ON e.id = g.events_id
        WHERE g.audit_id IS NOT NULL ORDER BY g.position DESC LIMIT 1
        """)
    if let last { try LocalIDs.save(db, .audit, last: last) }
  }

  /// One statement for each kind of end, of which a run has few: it costs a third less than reading reason and
  /// actor from every staged row.
  private static func applyEnds(_ db: Database, at moment: Instant) throws {
    let ended = UpdateItem.Outcome.ended.rawValue
    // Reports read beside the end when the routing channel changed.
    let routed = "(coalesce(changes, 0) & \(Changes.routingChannel.rawValue) > 0)"
    let ends = try Row.fetchAll(
      db,
      sql: """
        SELECT DISTINCT end_reason, ended_by_kind, ended_by_id, ended_via, \(routed) FROM temp.staged
        WHERE outcome = \(ended) AND at IS NULL
        """)
    for end in ends {
      try db.execute(
        sql: """
          UPDATE OR ROLLBACK session SET state = \(SessionState.ended.rawValue), ended_at = ?1, end_reason = ?2,
            ended_by_kind = ?3, ended_by_id = ?4, ended_via = ?5,
            routing_changed_at = iif(?6, ?1, routing_changed_at)
          WHERE id IN (SELECT session_id FROM temp.staged WHERE outcome = \(ended) AND at IS NULL
            AND end_reason IS ?2 AND ended_by_kind IS ?3 AND ended_by_id IS ?4 AND ended_via IS ?5
            AND \(routed) = ?6)
          """,
        arguments: [
          moment.seconds, end[0] as Int?, end[1] as Int?, end[2] as Int64?, end[3] as Int?, end[4] as Int,
        ])
    }
    try db.execute(
      sql: """
        UPDATE session SET state = \(SessionState.ended.rawValue), ended_at = g.at, end_reason = g.end_reason,
          ended_by_kind = g.ended_by_kind, ended_by_id = g.ended_by_id, ended_via = g.ended_via,
          routing_changed_at = iif(\(routed), g.at, routing_changed_at)
        FROM temp.staged g WHERE g.outcome = \(ended) AND g.at IS NOT NULL AND session.id = g.session_id
        """)
  }

  /// The same for the routing channel, which is one of two, and what else every changed ticket gets.
  private static func applyRouting(_ db: Database, at moment: Instant) throws {
    let kinds = try Row.fetchAll(
      db,
      sql: """
        SELECT DISTINCT routing_channel, changes FROM temp.staged
        WHERE audit_id IS NOT NULL AND ticket_id IS NOT NULL AND at IS NULL
        """)
    for kind in kinds {
      try db.execute(
        sql: """
          UPDATE OR ROLLBACK ticket SET routing_channel = ?1,
            routing_channel_changed_at = iif(?2 & \(Changes.routingChannel.rawValue), ?3, routing_channel_changed_at),
            updated_at = max(updated_at, ?3),
            local_fields = iif(source_updated_at IS NULL, 0, local_fields | (?2 & \(Changes.importable.rawValue)))
          WHERE id IN (SELECT ticket_id FROM temp.staged
            WHERE audit_id IS NOT NULL AND at IS NULL AND routing_channel = ?1 AND changes = ?2)
          """, arguments: [kind[0] as Int, kind[1] as Int, moment.seconds])
    }
    try db.execute(
      sql: """
        UPDATE ticket SET routing_channel = g.routing_channel,
          routing_channel_changed_at = iif(g.changes & \(Changes.routingChannel.rawValue), g.at,
            routing_channel_changed_at),
          updated_at = max(updated_at, g.at),
          local_fields = iif(source_updated_at IS NULL, 0,
            local_fields | (g.changes & \(Changes.importable.rawValue)))
        FROM temp.staged g WHERE g.audit_id IS NOT NULL AND g.at IS NOT NULL AND ticket.id = g.ticket_id
        """)
    // E1: an ended session's ticket was moved, which in a run that ends happens to none or few.
    try db.execute(
      sql: """
        UPDATE session SET routing_changed_at = coalesce(g.at, ?)
        FROM temp.staged g WHERE g.changes & \(Changes.routingChannel.rawValue)
          AND g.outcome <> \(UpdateItem.Outcome.ended.rawValue) AND session.id = g.session_id
        """, arguments: [moment.seconds])
  }

  private static func apply(_ db: Database, _ changes: Changes, _ assignments: String) throws {
    let bit = changes.rawValue
    let touched = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM temp.staged WHERE changes & \(bit))")!
    guard touched else { return }
    try db.execute(
      sql: """
        UPDATE ticket SET \(assignments) FROM temp.staged g
        WHERE g.changes & \(bit) AND ticket.id = g.ticket_id
        """)
  }

  // MARK: Reading back

  static func forEachItem(_ db: Database, _ body: (UpdateItem) throws -> Void) throws {
    let statement = try SteppedStatement(
      db,
      """
      SELECT g.session_id, g.ticket_id, outcome, end_reason, routing_channel, fired, message, refusal,
        w.left_queue, w.entered_queue
      FROM temp.staged g LEFT JOIN temp.staged_waiting w ON w.ticket_id = g.ticket_id ORDER BY g.position
      """)
    defer { statement.reset() }
    let queues = try StoreReader(db).queueNames()
    while try statement.step() {
      try body(
        UpdateItem(
          sessionID: statement.optionalInteger(0), ticketID: statement.optionalInteger(1),
          outcome: UpdateItem.Outcome(rawValue: Int(statement.integer(2))) ?? .failed,
          endReason: EndReason(rawValue: Int(statement.integer(3))),
          routingChannel: RoutingChannel(rawValue: Int(statement.integer(4))),
          leftQueue: statement.optionalInteger(8).flatMap { queues[$0] },
          enteredQueue: statement.optionalInteger(9).flatMap { queues[$0] },
          triggersFired: statement.isNull(5) ? nil : Array(statement.utf8(5)),
          refusal: statement.isNull(6)
            ? nil
            : UpdateRefusal(
              kind: UpdateRefusal.Kind(rawValue: Int(statement.integer(7))) ?? .impossible,
              message: statement.text(6))))
    }
  }
}

extension Actor {
  /// The author of an audit: the public API writes -1 for the system.
  var authorID: Int64 { if case .user(let id) = self { id } else { -1 } }
}

extension Subject.Ticket {
  fileprivate func hasOtherDetails(than other: Subject.Ticket) -> Bool {
    type != other.type || formID != other.formID || customStatusID != other.customStatusID
      || scheduleID != other.scheduleID || satisfaction != other.satisfaction || reopens != other.reopens
      || replies != other.replies || agentStations != other.agentStations
      || groupStations != other.groupStations
  }
}
