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
  }

  private let insert: SteppedStatement
  private let insertEvents: SteppedStatement
  private var auditID: Int64
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
          tags TEXT, audit_id INTEGER, events_id INTEGER, message TEXT);
        CREATE TEMP TABLE IF NOT EXISTS staged_events (id INTEGER PRIMARY KEY, events TEXT);
        DELETE FROM temp.staged;
        DELETE FROM temp.staged_events;
        """)
    insert = try SteppedStatement(
      db,
      """
      INSERT INTO temp.staged(session_id, ticket_id, outcome, end_reason, ended_by_kind, ended_by_id, ended_via,
        changes, routing_channel, status, priority, group_id, assignee_id, assigned_channel, tags, audit_id,
        events_id, message)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    insertEvents = try SteppedStatement(db, "INSERT INTO temp.staged_events VALUES (?, ?)")
    auditID = try StoreReader(db).nextLocalID(.audit)
  }

  // MARK: Staging

  mutating func add(_ outcome: UpdateOutcome, before: Subject, as kind: UpdateItem.Outcome) throws {
    let (session, ticket) = (outcome.subject.session, outcome.subject.ticket)
    insert.bind(session?.id, at: 1)
    insert.bind(ticket?.id, at: 2)
    insert.bind(Int64(kind.rawValue), at: 3)
    insert.bind((session?.end?.reason?.rawValue).map(Int64.init), at: 4)
    insert.bind((session?.end?.by?.kind.rawValue).map(Int64.init), at: 5)
    insert.bind(session?.end?.by?.id, at: 6)
    insert.bind((session?.end?.via?.rawValue).map(Int64.init), at: 7)
    bind(ticket, before: before.ticket)
    if outcome.events.isEmpty {
      insert.bindNull(at: 16)
      insert.bindNull(at: 17)
    } else {
      insert.bind(auditID, at: 16)
      insert.bind(try stage(outcome.events), at: 17)
      // The audit and its events share one sequence of ids, as in the public API.
      auditID += 1 + Int64(outcome.events.count)
    }
    insert.bindNull(at: 18)
    try insert.run()
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

  mutating func add(failed subject: Subject, message: String) throws {
    try addFailure(sessionID: subject.session?.id, ticketID: subject.ticket?.id, message: message)
  }

  mutating func addMissing(column: String, id: Int64, message: String) throws {
    try addFailure(
      sessionID: column == "session_id" ? id : nil, ticketID: column == "ticket_id" ? id : nil,
      message: message)
  }

  private func addFailure(sessionID: Int64?, ticketID: Int64?, message: String) throws {
    for index in Int32(4)...17 { insert.bindNull(at: index) }
    insert.bind(sessionID, at: 1)
    insert.bind(ticketID, at: 2)
    insert.bind(Int64(UpdateItem.Outcome.failed.rawValue), at: 3)
    insert.bind(message, at: 18)
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

  /// The same few statements for one subject and for a hundred thousand.
  static func apply(_ db: Database, update: Update) throws {
    let ended = UpdateItem.Outcome.ended.rawValue
    let at = update.at.seconds
    try db.execute(
      sql: """
        UPDATE session SET state = \(SessionState.ended.rawValue), ended_at = ?, end_reason = g.end_reason,
          ended_by_kind = g.ended_by_kind, ended_by_id = g.ended_by_id, ended_via = g.ended_via
        FROM temp.staged g WHERE g.outcome = \(ended) AND session.id = g.session_id
        """, arguments: [at])
    try db.execute(
      sql: """
        UPDATE ticket SET routing_channel = g.routing_channel,
          routing_channel_changed_at = iif(g.changes & 1, ?1, routing_channel_changed_at),
          updated_at = max(updated_at, ?1)
        FROM temp.staged g WHERE g.audit_id IS NOT NULL AND ticket.id = g.ticket_id
        """, arguments: [at])
    // Only the columns that changed, each for the rows where it did: an index on a column is then touched
    // only by those.
    try apply(db, .status, "status = g.status")
    try apply(db, .priority, "priority = g.priority")
    try apply(db, .group, "group_id = g.group_id")
    try apply(db, .assignee, "assignee_id = g.assignee_id, assigned_channel = g.assigned_channel")
    try apply(db, .tags, "tags = g.tags")
    try db.execute(
      sql: """
        INSERT INTO audit(id, ticket_id, session_id, created_at, author_id, via, events)
        SELECT g.audit_id, g.ticket_id, iif(g.ticket_id IS NULL, g.session_id, NULL), ?, ?, ?, e.events
        FROM temp.staged g JOIN temp.staged_events e ON e.id = g.events_id
        WHERE g.audit_id IS NOT NULL ORDER BY g.position
        """, arguments: [at, update.actor.authorID, update.via.rawValue])
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
      SELECT session_id, ticket_id, outcome, end_reason, routing_channel, message
      FROM temp.staged ORDER BY position
      """)
    defer { statement.reset() }
    while try statement.step() {
      try body(
        UpdateItem(
          sessionID: statement.optionalInteger(0), ticketID: statement.optionalInteger(1),
          outcome: UpdateItem.Outcome(rawValue: Int(statement.integer(2))) ?? .failed,
          endReason: EndReason(rawValue: Int(statement.integer(3))),
          routingChannel: RoutingChannel(rawValue: Int(statement.integer(4))),
          message: statement.optionalText(5)))
    }
  }
}

extension Actor {
  /// The author of an audit: the public API writes -1 for the system.
  var authorID: Int64 { if case .user(let id) = self { id } else { -1 } }
}
