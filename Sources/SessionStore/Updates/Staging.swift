import CivilTime
import GRDB
import SessionModel
import StoreEngine
import WireFormat

/// Hot loop: takes the decisions of a run. What a run's report tells of each work item is staged in TEMP tables, one row
/// each; what is written of it, and when, is the log's.
///
/// `Staging+Items` reads back what was staged.
package struct Staging {
  private let log: WriteLog
  private let insert: LoggedStatement
  private let insertFired: LoggedStatement
  private var history: HistoryWriter
  private var rows: ChangedRows
  /// The rules that fired on the last work item on which any did: in a bulk run nearly all work items share one list.
  private var recentFired: [(fired: [FiredRule], id: Int64)] = []
  private var firedCount: Int64 = 0
  private let waiting: StagedWaiting
  private let tellsItems: Bool

  private enum Column: Int, StatementColumn {
    case sessionID, ticketID, outcome, endReason, routingChannel, auditID, fired, message, refusal, customerID
  }
  private enum Fired: Int, StatementColumn { case id, rules }

  /// Together with the cache that bulk commands ask for at most 128 MiB.
  private static let cacheKiB = 32 * 1024

  /// Makes the TEMP tables of a run, empty, and prepares what fills them.
  ///
  /// - Parameters:
  ///   - tellsItems: whether work items are staged that something was done to
  ///   - reading: the connection by which the run decides
  package init(
    _ log: WriteLog, _ addedRows: AddedRows, _ update: Update, tellsItems: Bool = true, reading: Database
  ) throws {
    self.log = log
    self.tellsItems = tellsItems
    // What is staged of a hundred thousand work items fits, and is not written to a file only to be read again.
    try log.db.execute(sql: "PRAGMA temp.cache_size = -\(Self.cacheKiB)")
    let definitions = Column.allCases.map { "\($0.name) \($0 == .message ? "TEXT" : "INTEGER")" }
    try log.db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS staged (
          position INTEGER PRIMARY KEY, \(definitions.joined(separator: ", ")));
        CREATE TEMP TABLE IF NOT EXISTS staged_fired (id INTEGER PRIMARY KEY, rules TEXT);
        DELETE FROM temp.staged;
        DELETE FROM temp.staged_fired;
        """)
    try addedRows.prepare(log.db)
    waiting = try StagedWaiting(log)
    insert = try log.adding(to: "temp.staged", Column.self)
    insertFired = try log.adding(to: "temp.staged_fired", Fired.self)
    history = try HistoryWriter(log, addedRows, update, reading: reading)
    rows = try ChangedRows(log, at: update.at)
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
    let item = draft.item
    if tellsItems { try stage(draft, kind, auditID) }
    try change(item, from: draft.stored, hasEnded: kind == .ended, isTold: auditID != nil, at: moment)
  }

  private mutating func stage(_ draft: UpdateDraft, _ kind: UpdateItem.Outcome, _ auditID: Int64?) throws {
    let item = draft.item
    // A row that is begun is bound to its end.
    let fired = try stage(draft.fired)
    insert.bind(item.session?.id, Column.sessionID)
    insert.bind(item.ticket?.id, Column.ticketID)
    insert.bind(kind, Column.outcome)
    insert.bind(item.session?.end?.reason, Column.endReason)
    insert.bind(item.ticket?.routingChannel, Column.routingChannel)
    insert.bind(auditID, Column.auditID)
    insert.bind(fired, Column.fired)
    try insert.run()
  }

  private mutating func change(
    _ item: WorkItem, from before: WorkItem, hasEnded: Bool, isTold: Bool, at moment: Instant?
  ) throws {
    try rows.change(item, from: before, hasEnded: hasEnded, isTold: isTold, at: moment)
    try waiting.add(item, before: before)
  }

  /// Tells of what happened to a work item that stays as it is.
  package mutating func tell(_ events: [UpdateEvent], of draft: UpdateDraft) throws {
    _ = try history.add(events, of: draft.item, at: nil)
  }

  /// Tells of one of several updates of a work item in a run; what it is in the end comes by `settle`, and which public
  /// comment is its latest.
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
  ///   - isTold: false where its ticket was written with all of them
  ///   - comment: the latest public one of them
  ///   - moment: that of the latest one
  mutating func settle(
    _ item: WorkItem, before: WorkItem, isTold: Bool, comment: HistoryWriter.PublicComment?,
    at moment: Instant
  ) throws {
    let hasEnded = item.session?.state == .ended && before.session?.state == .active
    try change(
      item, from: before, hasEnded: hasEnded, isTold: isTold, at: hasEnded ? item.session?.end?.at : moment)
    if let comment, let ticket = item.ticket { try history.noteLatest(comment, ofTicket: ticket.id) }
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
    insert.bind(sessionID, Column.sessionID)
    insert.bind(ticketID, Column.ticketID)
    insert.bind(UpdateItem.Outcome.failed, Column.outcome)
    insert.bind(refusal.message, Column.message)
    insert.bind(refusal.kind, Column.refusal)
    insert.bind(refusal.customerID, Column.customerID)
    try insert.run()
  }

  // MARK: Writing

  /// Writes what was decided, and what follows from all of it together.
  package func apply() throws {
    try log.finish()
    try waiting.apply()
    try history.finish()
  }

  /// Begins anew, after what was staged has been applied.
  func clear() throws { try waiting.clear() }
}

extension Actor {
  /// The author of an audit: the public API writes -1 for the system.
  var authorID: Int64 { if case .user(let id) = self { id } else { -1 } }
}
