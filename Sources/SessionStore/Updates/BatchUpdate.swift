import CivilTime
import GRDB
import SessionModel
import WireFormat

/// An update over a batch of subjects, in one transaction; one ticket is a batch of one.
///
/// `freeze` fixes the selection, `decide` asks the domain about each subject and stages what it says in
/// TEMP tables, `apply` writes that with a fixed number of statements, whatever the count. A dry run leaves
/// out `apply` and nothing else, so that it equals the real run by construction.
struct BatchUpdate {
  private let db: Database
  private let request: UpdateRequest
  private(set) var summary = UpdateSummary()

  init(_ db: Database, _ request: UpdateRequest) {
    self.db = db
    self.request = request
  }

  // MARK: Freeze

  /// Fixes which subjects are meant, in id order.
  mutating func freeze() throws {
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS batch (position INTEGER PRIMARY KEY, session_id INTEGER, ticket_id INTEGER);
        CREATE TEMP TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY);
        DELETE FROM temp.batch;
        """)
    var sql = try SelectionSQL(request.selection, in: db)
    let key = request.subjects == .sessions ? "s.id" : "t.id"
    if request.onlyCounted { sql.add("\(key) IN (SELECT id FROM temp.counted)") }
    let source =
      switch (request.subjects, sql.readsTicket) {
      case (.sessions, false): "SELECT s.id, s.ticket_id FROM session s\(sql.indexHint)"
      case (.sessions, true):
        "SELECT s.id, t.id FROM session s\(sql.indexHint) JOIN ticket t ON t.id = s.ticket_id"
      case (.tickets, _): "SELECT s.id, t.id FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id"
      }
    var query = source + sql.whereClause
    if request.subjects == .tickets { query += " AND t.origin > 0" }
    if let limit = request.limit {
      query += " ORDER BY s.last_activity_at, \(key) LIMIT \(limit)"
      query = "SELECT * FROM (\(query)) ORDER BY 1"
    } else {
      query += " ORDER BY \(key)"
    }
    try db.execute(
      sql: "INSERT INTO temp.batch(session_id, ticket_id) \(query)",
      arguments: StatementArguments(sql.arguments))
    try blowFuses()
  }

  private func blowFuses() throws {
    let matched = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.batch")!
    if let max = request.fuses.max, matched > max { throw BlownFuse.tooMany(matched: matched, max: max) }
    if let moment = request.fuses.feedMustReach, try !StoreReader(db).hasActivity(since: moment) {
      throw BlownFuse.stalledFeed(since: moment)
    }
  }

  /// Remembers the frozen subjects, so that a run after a prompt ends no others.
  func count() throws {
    let key = request.subjects == .sessions ? "session_id" : "ticket_id"
    try db.execute(sql: "DELETE FROM temp.counted; INSERT INTO temp.counted SELECT \(key) FROM temp.batch")
  }

  // MARK: Decide

  /// Asks the domain about every subject and stages its answer. Reads the store, writes TEMP tables only.
  mutating func decide(progress: (Int) -> Void) throws {
    var staging = try Staging(db)
    let loader = try SubjectLoader(db, columns: .needed(by: request.update))
    while let subject = try loader.next() {
      summary.matched += 1
      do {
        let outcome = try subject.applying(request.update, policy: request.policy)
        try stage(outcome, before: subject, in: &staging)
      } catch let refusal as UpdateRefusal {
        summary.failed += 1
        try staging.add(failed: subject, message: refusal.message)
      }
      if summary.matched % 4096 == 0 {
        progress(summary.matched)
        try Interruption.check()
      }
    }
    try stageMissing(in: &staging)
  }

  private mutating func stage(
    _ outcome: UpdateOutcome, before: Subject, in staging: inout Staging
  ) throws {
    let kind: UpdateItem.Outcome
    if outcome.endedSession {
      kind = .ended
      summary.ended += 1
      if outcome.subject.ticket?.routingChannel == .messaging { summary.becameUnroutable += 1 }
    } else if request.update.asksForEnd, before.session?.state == .ended {
      kind = .alreadyEnded
      summary.alreadyEnded += 1
    } else {
      kind = outcome.events.isEmpty ? .unchanged : .updated
    }
    if !outcome.events.isEmpty { summary.changed += 1 }
    try staging.add(outcome, before: before, as: kind)
  }

  /// Named things that are not there fail one by one; the rest goes on.
  private mutating func stageMissing(in staging: inout Staging) throws {
    if request.subjects == .sessions {
      try stageMissing(request.selection.sessionIDs, "session", column: "session_id", in: &staging)
    }
    try stageMissing(request.selection.ticketIDs, "ticket", column: "ticket_id", in: &staging)
  }

  private mutating func stageMissing(
    _ ids: [Int64]?, _ noun: String, column: String, in staging: inout Staging
  ) throws {
    guard let ids else { return }
    for id in Set(ids).sorted() {
      guard let message = try absence(of: noun, id) else { continue }
      summary.matched += 1
      summary.failed += 1
      try staging.addMissing(column: column, id: id, message: message)
    }
  }

  /// Why a named thing can't be a subject, or nil when it can.
  private func absence(of noun: String, _ id: Int64) throws -> String? {
    let isStored = noun == "ticket" ? " AND origin > 0" : ""
    let known = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM \(noun) WHERE id = ?\(isStored))", arguments: [id])!
    guard known else { return "no \(noun) \(id)" }
    guard noun == "ticket", request.subjects == .sessions else { return nil }
    let hasSession = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM session WHERE ticket_id = ?)", arguments: [id])!
    return hasSession ? nil : UpdateRefusal.noSession(ticketID: id).message
  }

  // MARK: Apply

  /// Writes what was decided.
  func apply() throws {
    try Interruption.check()
    try Staging.apply(db, update: request.update)
  }
}

extension Update {
  var asksForEnd: Bool {
    steps.contains { if case .endSession = $0 { true } else { false } }
  }
}

extension Store {
  /// Shows what a request would do and leaves the store alone; `forEachUpdateItem` then gives the details.
  public func plan(_ request: UpdateRequest, progress: (Int) -> Void = { _ in }) throws -> UpdateSummary {
    try read { reader in
      var batch = BatchUpdate(reader.db, request)
      try batch.freeze()
      try batch.count()
      try batch.decide(progress: progress)
      return batch.summary
    }
  }

  /// Does what a request asks, in one transaction with the log entry that `log` makes of the outcome;
  /// a run that changes nothing leaves no entry.
  public func run(
    _ request: UpdateRequest, progress: (Int) -> Void = { _ in }, log: (UpdateSummary) -> LogEntry
  ) throws -> UpdateSummary {
    try write { writer in
      var batch = BatchUpdate(writer.db, request)
      try batch.freeze()
      try batch.decide(progress: progress)
      if batch.summary.changed > 0 {
        try batch.apply()
        try writer.log(log(batch.summary))
      }
      return batch.summary
    }
  }

  /// What became of each subject of the last plan or run, in id order, the missing ones last.
  public func forEachUpdateItem(_ body: (UpdateItem) throws -> Void) throws {
    try read { reader in try Staging.forEachItem(reader.db, body) }
  }
}
