import CivilTime
import GRDB
import SessionModel
import StoreEngine
import WireFormat

/// Hot loop: stages the decisions of a run in TEMP tables, one row for each work item.
///
/// `Staging+Apply` has the fixed set of statements that applies them, `Staging+Items` reads them back.
package struct Staging {
  private let insert: SteppedStatement
  private let insertField: SteppedStatement
  private let insertFired: SteppedStatement
  private var history: HistoryWriter
  /// The fields that the last row bound: the next must bind these anew.
  private var bound: TicketChanges = []
  /// The rules that fired on the last work item on which any did: in a bulk run nearly all work items share one list.
  private var recentFired: [(fired: [FiredRule], id: Int64)] = []
  private var firedCount: Int64 = 0
  private let waiting: StagedWaiting

  /// The columns beside a ticket's fields, which follow.
  private enum Column: Int, StatementColumn {
    case sessionID, ticketID, outcome, endReason, endedByKind, endedByID, endedVia, at
    case auditID, changes, fired, message, refusal, customerID, lastActivityAt, lastSender
  }
  private enum CustomField: Int, StatementColumn { case ticketID, fieldID, value }
  private enum Fired: Int, StatementColumn { case id, rules }

  private static let fields = TicketField.changeable
  private static let firstField = Int32(Column.allCases.count + 1)

  /// Makes the TEMP tables of a run, empty, and prepares what fills them.
  package init(_ db: Database, _ addedRows: AddedRows, _ update: Update) throws {
    let definitions =
      Column.allCases.map { "\($0.name) \($0 == .message ? "TEXT" : "INTEGER")" }
      + Self.fields.map { field, change in
        if case .text = change.writing { "\(field.column) TEXT" } else { "\(field.column) INTEGER" }
      }
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS staged (
          position INTEGER PRIMARY KEY, \(definitions.joined(separator: ", ")));
        CREATE TEMP TABLE IF NOT EXISTS staged_fields (ticket_id INTEGER, field_id INTEGER, value TEXT);
        CREATE TEMP TABLE IF NOT EXISTS staged_fired (id INTEGER PRIMARY KEY, rules TEXT);
        """)
    waiting = try StagedWaiting(db)
    try Self.empty(db)
    try addedRows.prepare(db)
    let names = Column.allCases.map(\.name) + Self.fields.map(\.field.column)
    insert = try SteppedStatement(
      db,
      """
      INSERT INTO temp.staged(\(names.joined(separator: ", ")))
      VALUES (\(Column.parameters)\(String(repeating: ", ?", count: Self.fields.count)))
      """, Column.self)
    insertField = try SteppedStatement(
      db, "INSERT INTO temp.staged_fields(\(CustomField.names)) VALUES (\(CustomField.parameters))",
      CustomField.self)
    insertFired = try SteppedStatement(
      db, "INSERT INTO temp.staged_fired(\(Fired.names)) VALUES (\(Fired.parameters))", Fired.self)
    history = try HistoryWriter(db, addedRows, update)
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

  /// A work item's one update of the run: what it is now, and what happened.
  ///
  /// - Parameters:
  ///   - events: all that happened, what rules sent included
  ///   - moment: when it happened, if not when the update did
  package mutating func add(
    _ draft: UpdateDraft, _ events: [UpdateEvent], as kind: UpdateItem.Outcome, at moment: Instant?
  ) throws {
    let auditID = events.isEmpty ? nil : try history.add(events, of: draft.item, at: moment)
    bind(try stage(draft.fired), .fired)
    try add(draft.item, before: draft.stored, as: kind, auditID: auditID, at: moment)
  }

  /// Tells of what happened to a work item that stays as it is.
  package mutating func tell(_ events: [UpdateEvent], of draft: UpdateDraft) throws {
    _ = try history.add(events, of: draft.item, at: nil)
  }

  /// Tells of one of several updates of a work item in a run; what it is in the end comes by `settle`.
  ///
  /// - Returns: the audit's id
  mutating func tell(_ events: [UpdateEvent], of draft: UpdateDraft, by actor: Actor, via: Via) throws
    -> Int64
  {
    try history.add(events, of: draft.item, by: actor, via: via, at: draft.at)
  }

  /// What a work item has become by all its updates of a run.
  ///
  /// - Parameters:
  ///   - auditID: the audit of one of them
  ///   - moment: that of the latest one
  mutating func settle(_ item: WorkItem, before: WorkItem, auditID: Int64, at moment: Instant) throws {
    let hasEnded = item.session?.state == .ended && before.session?.state == .active
    bind(nil, .fired)
    try add(
      item, before: before, as: hasEnded ? .ended : .updated, auditID: auditID,
      at: hasEnded ? item.session?.end?.at : moment)
  }

  private mutating func add(
    _ item: WorkItem, before: WorkItem, as kind: UpdateItem.Outcome, auditID: Int64?, at moment: Instant?
  ) throws {
    let session = item.session
    bind(session?.id, .sessionID)
    bind(item.ticket?.id, .ticketID)
    bind(Int64(kind.rawValue), .outcome)
    bind((session?.end?.reason?.rawValue).map(Int64.init), .endReason)
    bind((session?.end?.by?.kind.rawValue).map(Int64.init), .endedByKind)
    bind(session?.end?.by?.id, .endedByID)
    bind((session?.end?.via?.rawValue).map(Int64.init), .endedVia)
    bind(moment?.seconds, .at)
    bind(auditID, .auditID)
    insert.bindNull(Column.message)
    bind(nil, .refusal)
    bind(nil, .customerID)
    if let ticket = item.ticket, let ticketBefore = before.ticket {
      bind(ticket, TicketChanges(from: ticketBefore, to: ticket))
      if ticket.customFields != ticketBefore.customFields { try stageFields(ticket, before: ticketBefore) }
    } else {
      bindNoTicket()
    }
    bind(session?.activity?.at.seconds, .lastActivityAt)
    bind((session?.activity?.sender.rawValue).map(Int64.init), .lastSender)
    try insert.run()
    try waiting.add(item, before: before)
  }

  @inline(__always)
  private func bind(_ value: Int64?, _ column: Column) { insert.bind(value, column) }

  /// Binds what changed, and the routing channel, by which a run's statements are told apart.
  private mutating func bind(_ ticket: WorkItem.Ticket, _ changes: TicketChanges) {
    bind(changes.rawValue, .changes)
    bindFields(of: ticket, changes.union(.routingChannel))
  }

  private mutating func bindNoTicket() {
    bind(nil, .changes)
    bindFields(of: nil, [])
  }

  private mutating func bindFields(of ticket: WorkItem.Ticket?, _ wanted: TicketChanges) {
    let touched = wanted.union(bound)
    bound = wanted
    for (place, bit) in TicketField.changeableBits.enumerated() where !touched.isDisjoint(with: bit) {
      let index = Self.firstField + Int32(place)
      guard let ticket, wanted.contains(bit) else {
        insert.bindNull(at: index)
        continue
      }
      switch Self.fields[place].change.writing {
      case .integer(let value): insert.bind(value(ticket), at: index)
      case .text(let value): insert.bind(value(ticket), at: index)
      }
    }
  }

  private func stageFields(_ ticket: WorkItem.Ticket, before: WorkItem.Ticket) throws {
    for id in Set(ticket.customFields.keys).union(before.customFields.keys)
    where ticket.customFields[id] != before.customFields[id] {
      insertField.bind(ticket.id, CustomField.ticketID)
      insertField.bind(id, CustomField.fieldID)
      insertField.bind(ticket.customFields[id] ?? "", CustomField.value)
      try insertField.run()
    }
  }

  /// Stages which triggers fired; what each of them did is in the history.
  private mutating func stage(_ fired: [FiredRule]) throws -> Int64? {
    if fired.isEmpty { return nil }
    if let match = recentFired.first(where: { $0.fired == fired }) { return match.id }
    firedCount += 1
    insertFired.bind(firedCount, Fired.id)
    insertFired.bind(FiredRules.text(fired.map(\.rule)), Fired.rules)
    try insertFired.run()
    if recentFired.count == 8 { recentFired.removeFirst() }
    recentFired.append((fired, firedCount))
    return firedCount
  }

  mutating func add(failed item: WorkItem, _ refusal: UpdateRefusal) throws {
    try add(sessionID: item.session?.id, ticketID: item.ticket?.id, refusal)
  }

  /// Something that was named and is not there.
  mutating func addMissing(ticketID: Int64, _ message: String) throws {
    try add(sessionID: nil, ticketID: ticketID, UpdateRefusal(kind: .notFound, message: message))
  }

  /// Something that nothing happens to.
  mutating func add(sessionID: Int64?, ticketID: Int64?, _ refusal: UpdateRefusal) throws {
    for column in Column.allCases { insert.bindNull(column) }
    bind(sessionID, .sessionID)
    bind(ticketID, .ticketID)
    bind(Int64(UpdateItem.Outcome.failed.rawValue), .outcome)
    insert.bind(refusal.message, Column.message)
    bind(Int64(refusal.kind.rawValue), .refusal)
    bind(refusal.customerID, .customerID)
    bindNoTicket()
    try insert.run()
  }

  /// Remembers the ids that the history took.
  func finish() throws { try history.finish() }
}

extension Actor {
  /// The author of an audit: the public API writes -1 for the system.
  var authorID: Int64 { if case .user(let id) = self { id } else { -1 } }
}
