import CivilTime
import GRDB
import SessionModel
import WireFormat

/// Hot loop: stages the decisions of a run in TEMP tables, one row for each subject.
///
/// `Staging+Apply` has the fixed set of statements that applies them, `Staging+Items` reads them back.
struct Staging {
  private let insert: SteppedStatement
  private let insertField: SteppedStatement
  private let insertFired: SteppedStatement
  private var history: HistoryWriter
  /// Whether the last row bound details, which the next must then bind anew.
  private var boundDetails = true
  /// The rules that fired on the last subject on which any did: in a bulk run nearly all subjects share one list.
  private var recentFired: [(fired: [FiredTrigger], id: Int64)] = []
  private var firedCount: Int64 = 0
  private let waiting: StagedWaiting

  init(_ db: Database, _ ledger: Ledger, _ update: Update) throws {
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS staged (
          position INTEGER PRIMARY KEY, session_id INTEGER, ticket_id INTEGER, outcome INTEGER, end_reason INTEGER,
          ended_by_kind INTEGER, ended_by_id INTEGER, ended_via INTEGER, at INTEGER, audit_id INTEGER, changes INTEGER,
          routing_channel INTEGER, status INTEGER, priority INTEGER, group_id INTEGER, assignee_id INTEGER,
          assigned_channel INTEGER, tags TEXT, fired INTEGER, message TEXT, refusal INTEGER, type TEXT,
          ticket_form_id INTEGER, custom_status_id INTEGER, schedule_id INTEGER, satisfaction INTEGER,
          reopens INTEGER, replies INTEGER, agent_stations INTEGER, group_stations INTEGER,
          last_activity_at INTEGER, last_sender INTEGER);
        CREATE TEMP TABLE IF NOT EXISTS staged_fields (ticket_id INTEGER, field_id INTEGER, value TEXT);
        CREATE TEMP TABLE IF NOT EXISTS staged_fired (id INTEGER PRIMARY KEY, rules TEXT);
        """)
    waiting = try StagedWaiting(db)
    try Self.empty(db)
    try ledger.prepare(db)
    insert = try SteppedStatement(
      db,
      """
      INSERT INTO temp.staged(session_id, ticket_id, outcome, end_reason, ended_by_kind, ended_by_id, ended_via, at,
        audit_id, changes, routing_channel, status, priority, group_id, assignee_id, assigned_channel, tags, fired,
        message, refusal, type, ticket_form_id, custom_status_id, schedule_id, satisfaction, reopens, replies,
        agent_stations, group_stations, last_activity_at, last_sender)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    insertField = try SteppedStatement(db, "INSERT INTO temp.staged_fields VALUES (?, ?, ?)")
    insertFired = try SteppedStatement(db, "INSERT INTO temp.staged_fired VALUES (?, ?)")
    history = try HistoryWriter(db, ledger, update)
  }

  private static func empty(_ db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM temp.staged;
        DELETE FROM temp.staged_fields;
        DELETE FROM temp.staged_fired;
        DELETE FROM temp.staged_waiting;
        """)
  }

  /// Begins anew, after what was staged has been applied.
  mutating func clear(_ db: Database) throws {
    try Self.empty(db)
    recentFired = []
    firedCount = 0
  }

  // MARK: Staging

  /// A subject's one update of the run: what it is now, and what happened.
  ///
  /// - Parameters:
  ///   - events: all that happened, what rules sent included
  ///   - moment: when it happened, if not when the update did
  mutating func add(
    _ outcome: UpdateOutcome, _ events: [UpdateEvent], as kind: UpdateItem.Outcome, at moment: Instant?
  ) throws {
    let auditID = events.isEmpty ? nil : try history.add(events, of: outcome.subject, at: moment)
    insert.bind(try stage(outcome.fired), at: 18)
    try add(outcome.subject, before: outcome.stored, as: kind, auditID: auditID, at: moment)
  }

  /// Tells of one of several updates of a subject in a run; what it is in the end comes by `settle`.
  ///
  /// - Returns: the audit's id
  mutating func tell(_ events: [UpdateEvent], of outcome: UpdateOutcome, by actor: Actor, via: Via) throws
    -> Int64
  {
    try history.add(events, of: outcome.subject, by: actor, via: via, at: outcome.at)
  }

  /// What a subject has become by all its updates of a run.
  ///
  /// - Parameters:
  ///   - auditID: the audit of one of them
  ///   - moment: that of the latest one
  mutating func settle(_ subject: Subject, before: Subject, auditID: Int64, at moment: Instant) throws {
    let hasEnded = subject.session?.state == .ended && before.session?.state == .active
    insert.bindNull(at: 18)
    try add(
      subject, before: before, as: hasEnded ? .ended : .updated, auditID: auditID,
      at: hasEnded ? subject.session?.end?.at : moment)
  }

  private mutating func add(
    _ subject: Subject, before: Subject, as kind: UpdateItem.Outcome, auditID: Int64?, at moment: Instant?
  ) throws {
    let session = subject.session
    insert.bind(session?.id, at: 1)
    insert.bind(subject.ticket?.id, at: 2)
    insert.bind(Int64(kind.rawValue), at: 3)
    insert.bind((session?.end?.reason?.rawValue).map(Int64.init), at: 4)
    insert.bind((session?.end?.by?.kind.rawValue).map(Int64.init), at: 5)
    insert.bind(session?.end?.by?.id, at: 6)
    insert.bind((session?.end?.via?.rawValue).map(Int64.init), at: 7)
    insert.bind(moment?.seconds, at: 8)
    insert.bind(auditID, at: 9)
    insert.bindNull(at: 19)
    insert.bindNull(at: 20)
    if let ticket = subject.ticket, let ticketBefore = before.ticket {
      bind(ticket, TicketChanges(from: ticketBefore, to: ticket))
      if ticket.customFields != ticketBefore.customFields { try stageFields(ticket, before: ticketBefore) }
    } else {
      bindNoTicket()
    }
    insert.bind(session?.activity?.at.seconds, at: 30)
    insert.bind((session?.activity?.sender.rawValue).map(Int64.init), at: 31)
    try insert.run()
    try waiting.add(subject, before: before)
  }

  private mutating func bind(_ ticket: Subject.Ticket, _ changes: TicketChanges) {
    insert.bind(changes.rawValue, at: 10)
    insert.bind(Int64(ticket.routingChannel.rawValue), at: 11)
    insert.bind(Int64(ticket.status.rawValue), at: 12)
    insert.bind(Int64(ticket.priority.rawValue), at: 13)
    insert.bind(ticket.groupID, at: 14)
    insert.bind(ticket.assigneeID, at: 15)
    insert.bind((ticket.assignedChannel?.rawValue).map(Int64.init), at: 16)
    if changes.contains(.tags) {
      insert.bind(TagList.text(ticket.tags), at: 17)
    } else {
      insert.bindNull(at: 17)
    }
    if changes.isDisjoint(with: [.type, .form, .customStatus, .details]) { return bindNoDetails() }
    boundDetails = true
    insert.bind(ticket.type?.word, at: 21)
    insert.bind(ticket.formID, at: 22)
    insert.bind(ticket.customStatusID, at: 23)
    insert.bind(ticket.scheduleID, at: 24)
    insert.bind(Int64(ticket.satisfaction.rawValue), at: 25)
    insert.bind(ticket.reopens, at: 26)
    insert.bind(ticket.replies, at: 27)
    insert.bind(ticket.agentStations, at: 28)
    insert.bind(ticket.groupStations, at: 29)
  }

  private mutating func bindNoTicket() {
    for index in Int32(10)...17 { insert.bindNull(at: index) }
    bindNoDetails()
  }

  private mutating func bindNoDetails() {
    guard boundDetails else { return }
    for index in Int32(21)...29 { insert.bindNull(at: index) }
    boundDetails = false
  }

  private func stageFields(_ ticket: Subject.Ticket, before: Subject.Ticket) throws {
    for id in Set(ticket.customFields.keys).union(before.customFields.keys)
    where ticket.customFields[id] != before.customFields[id] {
      insertField.bind(ticket.id, at: 1)
      insertField.bind(id, at: 2)
      insertField.bind(ticket.customFields[id] ?? "", at: 3)
      try insertField.run()
    }
  }

  /// Stages which triggers fired; what each of them did is in the history.
  private mutating func stage(_ fired: [FiredTrigger]) throws -> Int64? {
    if fired.isEmpty { return nil }
    if let match = recentFired.first(where: { $0.fired == fired }) { return match.id }
    firedCount += 1
    insertFired.bind(firedCount, at: 1)
    insertFired.bind(FiredRules.text(fired.map(\.rule)), at: 2)
    try insertFired.run()
    if recentFired.count == 8 { recentFired.removeFirst() }
    recentFired.append((fired, firedCount))
    return firedCount
  }

  mutating func add(failed subject: Subject, _ refusal: UpdateRefusal) throws {
    try addFailure(sessionID: subject.session?.id, ticketID: subject.ticket?.id, refusal)
  }

  /// Something that was named and is not there.
  mutating func addMissing(sessionID: Int64? = nil, ticketID: Int64? = nil, _ message: String) throws {
    try addFailure(sessionID: sessionID, ticketID: ticketID, UpdateRefusal(kind: .notFound, message: message))
  }

  private mutating func addFailure(sessionID: Int64?, ticketID: Int64?, _ refusal: UpdateRefusal) throws {
    insert.bind(sessionID, at: 1)
    insert.bind(ticketID, at: 2)
    insert.bind(Int64(UpdateItem.Outcome.failed.rawValue), at: 3)
    for index in Int32(4)...9 { insert.bindNull(at: index) }
    bindNoTicket()
    insert.bindNull(at: 18)
    insert.bind(refusal.message, at: 19)
    insert.bind(Int64(refusal.kind.rawValue), at: 20)
    insert.bindNull(at: 30)
    insert.bindNull(at: 31)
    try insert.run()
  }

  /// Remembers the ids that the history took.
  func finish() throws { try history.finish() }
}

extension Actor {
  /// The author of an audit: the public API writes -1 for the system.
  var authorID: Int64 { if case .user(let id) = self { id } else { -1 } }
}
