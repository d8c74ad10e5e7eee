import CivilTime
import GRDB
import SessionModel
import StoreEngine
import WireFormat

/// An update over a batch of work items, in one transaction; one ticket is a batch of one.
///
/// `freeze` fixes the selection, `decide` asks the domain about each work item and gives what it says to a log
/// (`WriteLog`), `apply` writes what the log has kept. Only the rows that are added, history and outbox, are written at
/// once (`AddedRows`). A dry run's log keeps nothing, and it has TEMP tables for the added rows; it differs in nothing
/// else, so that it equals the real run by construction.
///
/// A large run that has its transaction for itself decides on this thread, by what a second connection reads, while another
/// thread writes: what was there before is all that either way of deciding sees.
package struct BatchUpdate {
  private let db: Database
  private var request: UpdateRequest
  private let addedRows: AddedRows
  private let worthTwoCores: Int?
  private var staging: Staging?
  /// What is meant, as long as it is only in memory; else it stands in `temp.batch`.
  private var frozen: FrozenBatch?
  /// What is done to each work item, where it is not the same for all.
  var individual: (any WorkItemSteps)?
  private(set) var summary = UpdateSummary()
  private var firings = RuleFirings()

  /// A run within one transaction; nothing is read before `freeze`.
  ///
  /// - Parameter worthTwoCores: from how many work items on another thread writes, in a transaction that has changed
  ///   nothing before; nil: never
  package init(
    _ db: Database, _ request: UpdateRequest, _ addedRows: AddedRows, worthTwoCores: Int? = nil
  ) {
    self.db = db
    self.request = request
    self.addedRows = addedRows
    self.worthTwoCores = worthTwoCores
  }

  // MARK: Freeze

  /// Fixes which work items are meant, in id order.
  package mutating func freeze() throws {
    var sql = try SelectionSQL(request.selection, leading: request.subjects, in: db)
    let key = request.subjects == .sessions ? "s.id" : "t.id"
    if request.onlyCounted { sql.add("\(key) IN (SELECT id FROM temp.counted)") }
    // What was only named by an import is not there yet.
    if request.subjects == .tickets { sql.add("t.origin > \(Origin.placeholder.rawValue)") }
    let source =
      switch (request.subjects, sql.readsTicket) {
      case (.sessions, false): "SELECT s.id, s.ticket_id FROM session s\(sql.indexHint)"
      case (.sessions, true):
        "SELECT s.id, t.id FROM session s\(sql.indexHint) JOIN ticket t ON t.id = s.ticket_id"
      case (.tickets, _): "SELECT s.id, t.id FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id"
      }
    if let reminders = request.reminders { try leaveOut(reminders, source, &sql) }
    var query = source + sql.whereClause
    try blowFuses(matching: query, sql)
    if let limit = request.limit {
      query += " ORDER BY s.last_activity_at, \(key) LIMIT \(limit)"
      query = "SELECT * FROM (\(query)) ORDER BY \(request.subjects == .sessions ? 1 : 2)"
    } else {
      query += " ORDER BY \(key)"
    }
    let arguments = StatementArguments(sql.arguments)
    if worthTwoCores != nil, !request.viaFollowsSession,
      let frozen = try FrozenBatch(db, query, arguments)
    {
      self.frozen = frozen
    } else {
      try Self.makeBatchTable(db)
      try db.execute(sql: "INSERT INTO temp.batch(session_id, ticket_id) \(query)", arguments: arguments)
      if request.viaFollowsSession { try followSession() }
    }
  }

  /// Who has been reminded enough is counted and left alone.
  private mutating func leaveOut(
    _ reminders: UpdateRequest.Reminders, _ source: String, _ sql: inout SelectionSQL
  ) throws {
    let isEnough = reminders.isEnough(at: request.update.at)
    var reminded = sql
    reminded.add("s.state = \(SessionState.active.rawValue) AND \(isEnough)")
    summary.alreadyReminded = try Int.fetchSure(
      db, sql: "SELECT count(*) FROM (\(source)\(reminded.whereClause))",
      arguments: StatementArguments(reminded.arguments))
    sql.add("NOT (s.state = \(SessionState.active.rawValue) AND \(isEnough))")
  }

  /// The empty table of the work items of a run, in the order in which they are asked about.
  static func makeBatchTable(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS batch (
          position INTEGER PRIMARY KEY, session_id INTEGER, ticket_id INTEGER, at INTEGER);
        DELETE FROM temp.batch;
        """)
  }

  /// What matches counts, however few of them `--limit` lets through.
  private func blowFuses(matching query: String, _ sql: SelectionSQL) throws {
    if let max = request.fuses.max {
      let matched = try Int.fetchSure(
        db, sql: "SELECT count(*) FROM (\(query))", arguments: StatementArguments(sql.arguments))
      if matched > max { throw BlownFuse.tooMany(matched: matched, max: max) }
    }
    if let moment = request.fuses.feedMustReach,
      try !StoreReader(db).hasActivity(since: moment, until: request.update.at)
    {
      throw BlownFuse.stalledFeed(since: moment)
    }
  }

  /// E12: an agent's update comes in through messaging only while the session is active, and one that ends it does not,
  /// so that ending and solving in one step sends no standard survey.
  private mutating func followSession() throws {
    if request.update.endsSession { return }
    let channel = try String.fetchOne(
      db,
      sql: """
        SELECT s.channel FROM temp.batch b JOIN session s ON s.id = b.session_id
        WHERE s.state = \(SessionState.active.rawValue) LIMIT 1
        """)
    if let channel { request.update.via = .messaging(channel) }
  }

  /// Remembers the frozen work items, so that a run after a prompt ends no others.
  func count() throws {
    let key = request.subjects == .sessions ? "session_id" : "ticket_id"
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY);
        DELETE FROM temp.counted;
        INSERT INTO temp.counted SELECT \(key) FROM temp.batch;
        """)
  }

  // MARK: Decide

  /// Asks the domain about every work item, by the rows as they were before, and notes its answer.
  package mutating func decide(progress: (_ done: Int, _ total: Int) -> Void) throws {
    // The positions are counted from 1.
    let total = try frozen?.count ?? Int.fetchOne(db, sql: "SELECT max(position) FROM temp.batch") ?? 0
    let isEmpty = total == 0
    // A sweep that finds nothing makes nothing ready, and one that names what is not there pays for no rules.
    if isEmpty, request.selection.sessionIDs == nil, request.selection.ticketIDs == nil {
      return try Staging.forget(db)
    }
    if let frozen, let worthTwoCores {
      if total >= worthTwoCores, individual == nil, try decideBeside(frozen, progress) { return }
      try frozen.write(db)
    }
    try decide(
      total, WriteLog(db, addedRows == .plan ? .leftOut : .kept), reading: db, .batch, progress)
  }

  /// Whoever decides reads one work item after the other, and hardly any page twice.
  private static let readingCacheKiB = 2 * 1024

  /// Decides by what a second connection reads, while another thread writes.
  ///
  /// - Returns: false where there is no second connection, and nothing was done
  private mutating func decideBeside(
    _ frozen: FrozenBatch, _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> Bool {
    try SecondConnection.reading(db, cacheKiB: Self.readingCacheKiB) { other in
      try decide(frozen.count, WriteLog(db, .besideDeciding), reading: other, .frozen(frozen), progress)
      return true
    } ?? false
  }

  private mutating func decide(
    _ total: Int, _ log: WriteLog, reading: Database, _ source: WorkItemLoader.Source,
    _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws {
    do {
      try decideEach(total, log, reading: reading, source, progress)
      try log.finishAdding()
    } catch {
      log.abandon()
      throw error
    }
    try blowFusesOfOutcome()
  }

  private mutating func decideEach(
    _ total: Int, _ log: WriteLog, reading: Database, _ source: WorkItemLoader.Source,
    _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws {
    var staging = try Staging(
      log, addedRows, request.update, tellsItems: request.tellsItems || request.update.isRating,
      reading: reading)
    let reader = StoreReader(reading)
    let rules =
      total == 0
      ? RunRules.none
      : request.runsRules
        ? try reader.runRules(for: request.update)
        // Q8: whatever changes a ticket, its place in the queues follows.
        : RunRules(triggers: .none, queues: try reader.queueRules(at: request.update.at))
    let sends = !rules.isEmpty || request.update.steps.contains(where: \.sends)
    var runner = RuleRunner(reading)
    var notices = try sends ? NotificationWriter(reading, log, addedRows, at: request.update.at) : nil
    var loader = try WorkItemLoader(
      reading, source, columns: WorkItemColumns.needed(by: request.update).union(rules.columns))
    var update = request.update
    while individual?.isDone != true, let item = try loader.next() {
      if let individual {
        guard let steps = try individual.steps(for: item) else { continue }
        update.steps = steps
      }
      summary.matched += 1
      do {
        var draft = try item.applying(update, policy: request.policy)
        try notices?.renderComments(of: &draft)
        if draft.isChange { try runner.run(rules, on: &draft) }
        individual?.note(draft)
        summary.leftRouting.note(draft.routingExit(rules.queues))
        try stage(draft, &notices, at: loader.moment, in: &staging)
      } catch let refusal as UpdateRefusal {
        summary.failed += 1
        try staging.add(failed: item, refusal)
      }
      if summary.matched % 256 == 0 {
        progress(summary.matched, total)
        try Interruption.check()
      }
    }
    try stageMissing(in: &staging, reader)
    for left in request.leftOut {
      fail()
      try staging.add(sessionID: left.sessionID, ticketID: left.ticketID, left.refusal)
    }
    self.staging = staging
  }

  /// Fuses that look at what would come of the run.
  private func blowFusesOfOutcome() throws {
    if request.fuses.allOrNone, summary.failed > 0 {
      throw BlownFuse.notAll(failed: summary.failed, of: summary.matched)
    }
    if let foreseen = request.fuses.following {
      let following = UpdateRequest.Following(summary)
      if following.exceeds(foreseen) { throw BlownFuse.moreFollows(following, foreseen: foreseen) }
    }
  }

  private mutating func stage(
    _ draft: UpdateDraft, _ notices: inout NotificationWriter?, at moment: Instant?, in staging: inout Staging
  ) throws {
    let kind: UpdateItem.Outcome
    for trigger in draft.fired { firings.note(trigger.rule) }
    summary.fired += draft.fired.count
    var events = draft.events
    if draft.sendsAnything { events += try notices?.send(draft, counting: &summary) ?? [] }
    if !draft.fired.isEmpty {
      if events.isEmpty { summary.undone += 1 }
      events += draft.firings(untoldBy: events)
    }
    if draft.endedSession {
      kind = .ended
      summary.ended += 1
    } else if request.update.asksForEnd, draft.before.session?.state == .ended {
      kind = .alreadyEnded
      summary.alreadyEnded += 1
    } else {
      kind = events.isEmpty ? .unchanged : .updated
    }
    if !events.isEmpty { summary.changed += 1 }
    try staging.add(draft, events, as: kind, at: moment)
  }

  /// Named things that are not there fail one by one; the rest goes on.
  private mutating func stageMissing(in staging: inout Staging, _ reader: StoreReader) throws {
    if let ids = request.selection.sessionIDs {
      for id in try reader.missing(ids, "SELECT 1 FROM session WHERE id = value") {
        fail()
        let isTickets = try reader.session(ticketID: id) != nil
        try staging.add(
          sessionID: id, ticketID: nil,
          UpdateRefusal(kind: isTickets ? .ticketsNumber : .notFound, message: "no session \(id)"))
      }
    }
    guard let ids = request.selection.ticketIDs else { return }
    let known = "SELECT 1 FROM ticket WHERE id = value AND origin > \(Origin.placeholder.rawValue)"
    let absent = Set(try reader.missing(ids, known))
    let subjects = request.subjects == .tickets ? known : "SELECT 1 FROM session WHERE ticket_id = value"
    for id in try reader.missing(ids, subjects) {
      fail()
      try staging.addMissing(
        ticketID: id,
        absent.contains(id)
          ? "no ticket \(id)" : UpdateRefusal.noSession(ticketID: id).message)
    }
  }

  private mutating func fail() {
    summary.matched += 1
    summary.failed += 1
  }

  // MARK: Apply

  /// Writes what was decided.
  package func apply() throws {
    try Interruption.check()
    try staging?.apply()
    for case .rate(let score, let comment) in request.update.steps {
      try StoreWriter(db).keepRating(score, comment: comment, at: request.update.at)
    }
    try firings.apply(db, at: request.update.at)
  }
}

extension StoreReader {
  fileprivate func missing(_ ids: [Int64], _ lookup: String) throws -> [Int64] {
    try Int64.fetchAll(
      db, sql: "SELECT DISTINCT value FROM json_each(?) WHERE NOT EXISTS (\(lookup)) ORDER BY value",
      arguments: [SelectionSQL.jsonArray(ids)])
  }
}

extension Update.Step {
  /// Whether something may leave the machine by it, rules aside.
  var sends: Bool {
    switch self {
    case .reply, .macro, .remind: true
    default: false
    }
  }
}

extension Update {
  /// Whether a rating is kept of what was staged (`StoreWriter.keepRating`).
  fileprivate var isRating: Bool {
    steps.contains { if case .rate = $0 { true } else { false } }
  }

  var asksForEnd: Bool {
    steps.contains { if case .endSession = $0 { true } else { false } }
  }
}

extension StoreWriter {
  /// Does what a request asks, as a part of the caller's transaction; the caller writes the log.
  ///
  /// - Parameter worthTwoCores: as `BatchUpdate` has it
  package func run(
    _ request: UpdateRequest, worthTwoCores: Int? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> UpdateSummary {
    var batch = BatchUpdate(db, request, .store, worthTwoCores: worthTwoCores)
    try batch.freeze()
    try batch.decide(progress: progress)
    if batch.summary.changed > 0 { try batch.apply() }
    return batch.summary
  }
}

extension Store {
  /// Shows what a request would do and leaves the store alone; `forEachUpdateItem` then gives the details.
  ///
  /// - Parameters:
  ///   - prepare: makes the request from the state it will work on: who may act, names, the policy
  ///   - look: gets the very state that was planned on, with what would come of it
  package func plan(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
    _ prepare: (StoreReader) throws -> UpdateRequest,
    look: (StoreReader, UpdateRequest, UpdateSummary) throws -> Void = { _, _, _ in }
  ) throws -> UpdateSummary {
    try read { reader in
      let request = try prepare(reader)
      var batch = BatchUpdate(reader.db, request, .plan)
      try batch.freeze()
      try batch.count()
      try batch.decide(progress: progress)
      try look(reader, request, batch.summary)
      return batch.summary
    }
  }

  /// Does what a request asks, in one transaction with the log entry that `log` makes of the outcome;
  /// a run that changes nothing leaves no entry.
  ///
  /// - Parameter prepare: makes the request within the transaction, so that nothing it relies on can change
  package func run(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
    log: (UpdateRequest, UpdateSummary) -> LogEntry,
    _ prepare: (StoreReader) throws -> UpdateRequest
  ) throws -> UpdateSummary {
    try write { writer in
      let changesBefore = writer.db.totalChangesCount
      let request = try prepare(writer.reader)
      // A second connection does not see what the transaction has changed.
      let isUnchanged = writer.db.totalChangesCount == changesBefore
      let summary = try writer.run(
        request, worthTwoCores: isUnchanged ? worthTwoCores : nil, progress: progress)
      if summary.changed > 0 { try writer.log(log(request, summary)) }
      return summary
    }
  }

  /// What became of each work item of the last plan or run, in id order, the missing ones last.
  package func forEachUpdateItem(_ body: (UpdateItem) throws -> Void) throws {
    try read { reader in try Staging.forEachItem(reader.db, body) }
  }
}
