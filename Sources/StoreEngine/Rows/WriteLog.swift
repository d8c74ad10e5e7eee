import Dispatch
import GRDB
import Synchronization

/// Hot loop: what a run writes, between the decision and the row.
///
/// Whoever decides reads the rows that are there, so that changes of those wait until everything is decided; rows that are
/// only added are written on the way, some thousand at a time. A dry run leaves the changes out. Where whoever decides
/// reads through a connection of its own, or reads nothing, nothing needs to wait: another thread writes all of it
/// (`besideDeciding`).
///
/// What is noted for one statement is written in its order. Of rows that are added, those of a statement that was made
/// earlier are written before those noted after them for a later one: who is named before who names them.
package final class WriteLog {
  /// What becomes of changes.
  package enum Changes: Sendable {
    /// They are written by `finish`.
    case kept
    /// They are left out: a dry run.
    case leftOut
    /// They are written while others are decided; nobody else may use the connection until `writeAdded`, `finish`, or
    /// `abandon`. Where there is no second core or thread, they are kept.
    case besideDeciding
  }

  /// The connection that writes.
  package let db: Database
  private let leavesOut: Bool
  /// Notes what has to be written no later, each time before added rows are written: for a run without a second thread.
  package var beforeWriting: (() throws -> Void)?
  private var isPreparing = false
  private let worker: Worker
  private let thread: OwnThread?
  /// In the order of the worker's tasks.
  private var statements: [LoggedStatement] = []
  /// What changes, and is kept; in their order. What was kept before is in `temp.write_log`.
  private var kept: [(number: Int, rows: NotedRows)] = []
  private var isSpilled = false

  /// Takes the changes of a run within one transaction.
  package init(_ db: Database, _ changes: Changes) {
    self.db = db
    leavesOut = changes == .leftOut
    worker = Worker()
    thread = changes == .besideDeciding ? OwnThread(worker) : nil
  }

  deinit {
    abandon()
    for rows in kept { rows.rows.deallocate() }
  }

  /// Whether another thread writes.
  private var isBeside: Bool { thread != nil }

  private func checkThread() throws {
    if let thread, thread.isJoined {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the thread that writes has ended")
    }
  }

  // MARK: Statements

  /// Adds rows; who decides reads none of them before `writeAdded`.
  package func adding<Column: StatementColumn>(to table: String, _ columns: Column.Type) throws
    -> LoggedStatement
  {
    let values = Column.allCases.map(\.logged).joined(separator: ", ")
    return try adding("INSERT INTO \(table)(\(Column.names)) SELECT \(values) FROM \(Self.rows)")
  }

  /// The same by a statement of one's own, which takes what is bound from `rows` (`value`).
  package func adding(_ sql: String) throws -> LoggedStatement {
    try note(.together(statement(sql)), .adding)
  }

  /// Changes rows that are there, all that it was noted for at once: each row once. It takes what is bound from
  /// `rows`, by the name that a column has there (`StatementColumn.logged`).
  package func changing(_ sql: String) throws -> LoggedStatement {
    leavesOut ? LoggedStatement(.never) : try note(.together(statement(sql)), .changing)
  }

  /// The same, one after the other, for what is rare or happens to a row more than once.
  package func changingEach<Parameter: StatementColumn>(
    _ sql: String, _ parameters: Parameter.Type
  ) throws -> LoggedStatement {
    leavesOut ? LoggedStatement(.never) : try note(.each(statement(sql, parameters)), .changing)
  }

  /// What a statement reads that writes all at once.
  package static let rows = LoggedRows.source

  /// What was bound at a place, in such a statement.
  package static func value(at place: Int32) -> String { "g.c\(place)" }

  private func statement(_ sql: String) throws -> SteppedStatement {
    // The connection is the other thread's until it has nothing to do.
    try settle()
    return try SteppedStatement(db, sql)
  }

  private func statement<Parameter: StatementColumn>(
    _ sql: String, _ parameters: Parameter.Type
  ) throws -> SteppedStatement {
    try settle()
    return try SteppedStatement(db, sql, parameters)
  }

  private func note(_ task: Worker.Task, _ time: LoggedStatement.Time) -> LoggedStatement {
    worker.tasks.append(task)
    let statement = LoggedStatement(time, log: self, number: worker.tasks.count - 1)
    statements.append(statement)
    return statement
  }

  // MARK: Writing

  /// Writes what a statement has noted, or keeps it.
  fileprivate func take(_ statement: LoggedStatement) throws {
    if isBeside {
      try checkThread()
      worker.exchange(statements)
      try worker.rethrow()
    } else if statement.time == .changing {
      kept.append((statement.number, statement.noted))
      statement.noted = NotedRows()
      if kept.count >= Self.keptStretches { try spill() }
    } else if beforeWriting == nil || statement.noted.isMuch {
      // The later it is, the less of what is noted before has to be changed again.
      try writeAdded()
    }
  }

  private func write(_ statement: LoggedStatement) throws {
    defer { statement.noted.empty() }
    try worker.write(&statement.noted, statement.number)
  }

  private static let keptStretches = 32

  /// However much a run changes, memory stays flat.
  private func spill() throws {
    if !isSpilled {
      try db.execute(
        sql: """
          CREATE TEMP TABLE IF NOT EXISTS write_log (id INTEGER PRIMARY KEY, statement INTEGER, noted BLOB);
          DELETE FROM temp.write_log;
          """)
      isSpilled = true
    }
    let insert = try SteppedStatement(db, "INSERT INTO temp.write_log(statement, noted) VALUES (?, ?)")
    for (number, rows) in kept {
      insert.bind(Int64(number), at: 1)
      insert.bind(blob: rows.bytes, at: 2)
      try insert.run()
    }
    letGo()
  }

  private func letGo() {
    for rows in kept { rows.rows.deallocate() }
    kept = []
  }

  /// Waits until the other thread has written everything so far.
  private func settle() throws {
    guard isBeside else { return }
    try checkThread()
    worker.settle(statements)
    try worker.rethrow()
  }

  /// Writes all rows that were added so far; until the next is noted, the connection is everybody's.
  package func writeAdded() throws {
    if isBeside { return try settle() }
    // What is noted here is written below, however much it is.
    if isPreparing { return }
    if let beforeWriting {
      isPreparing = true
      defer { isPreparing = false }
      try beforeWriting()
    }
    for statement in statements where statement.time == .adding { try write(statement) }
  }

  /// Writes all rows that were added, and ends the other thread: all is decided, and the connection is everybody's again.
  package func finishAdding() throws {
    if let thread, thread.isJoined { return }
    try writeAdded()
    abandon()
  }

  /// Writes what is not written yet; the log can be used on, but for one whose thread has ended.
  package func finish() throws {
    try finishAdding()
    if isBeside { return }
    if isSpilled {
      let stretch = try SteppedStatement(db, "SELECT statement, noted FROM temp.write_log ORDER BY id")
      while try stretch.step() {
        var rows = NotedRows(copying: stretch.blob(1))
        defer { rows.deallocate() }
        try worker.write(&rows, Int(stretch.integer(0)))
        try Interruption.check()
      }
      stretch.reset()
      try db.execute(sql: "DELETE FROM temp.write_log")
      isSpilled = false
    }
    for place in kept.indices {
      try worker.write(&kept[place].rows, kept[place].number)
      try Interruption.check()
    }
    letGo()
    for statement in statements where statement.time == .changing { try write(statement) }
  }

  /// Lets go of what is not written, once the other thread uses the connection no more.
  package func abandon() {
    guard let thread, !thread.isJoined else { return }
    worker.end()
    thread.join()
  }
}

extension StatementColumn {
  /// What was bound of it, in a statement that writes all at once (`WriteLog.rows`).
  package var logged: String { WriteLog.value(at: place) }
}

/// A statement of a log. What is bound holds for one run.
@usableFromInline
package final class LoggedStatement: BindableStatement {
  /// When what is noted is written: when there is enough of it, or when all is decided.
  enum Time { case adding, changing, never }

  let time: Time
  /// It has made this statement, and outlasts its use.
  private unowned(unsafe) let log: WriteLog?
  let number: Int
  fileprivate(set) var noted = NotedRows()

  fileprivate init(_ time: Time, log: WriteLog? = nil, number: Int = 0) {
    self.time = time
    self.log = log
    self.number = number
  }

  deinit { noted.deallocate() }

  /// A number.
  @usableFromInline
  package func bind(_ value: Int64, at index: Int32) {
    if isNoted { noted.note(value, index) }
  }

  /// No value.
  @usableFromInline
  package func bindNull(at index: Int32) {
    if isNoted { noted.noteNull(index) }
  }

  /// UTF-8, which is copied.
  @usableFromInline
  package func bind(utf8: UnsafeRawBufferPointer, at index: Int32) {
    if isNoted { noted.note(utf8, index) }
  }

  /// Notes a row.
  @usableFromInline
  package func run() throws {
    guard isNoted else { return }
    noted.endRow()
    if noted.isEnough { try log?.take(self) }
  }

  private var isNoted: Bool { time != .never }
}

/// Writes what is noted, on a thread of its own or not. Then what is noted goes round: a few pieces that are full wait for
/// it, empty ones for whoever notes.
private final class Worker: OwnWork, @unchecked Sendable {
  enum Task {
    case together(SteppedStatement)
    case each(SteppedStatement)
  }

  /// Only added to while the thread has nothing to do.
  var tasks: [Task] = []
  /// What each statement has noted; the thread's while it is full.
  private final class Place {
    var noted: [NotedRows] = []

    deinit {
      for rows in noted { rows.deallocate() }
    }
  }

  private let ring = (0..<Worker.places).map { _ in Place() }
  private let full = DispatchSemaphore(value: 0)
  private let free = DispatchSemaphore(value: 0)
  private var nextFull = 0
  private var nextWritten = 0
  private let hasFailed = Atomic(false)
  private let isEnding = Atomic(false)
  private var failure: (any Error)?

  private static let places = 3

  override init() {
    for _ in 0..<Self.places { free.signal() }
  }

  // MARK: Of whoever notes

  /// Takes what the statements have noted, and gives them what is empty.
  func exchange(_ statements: [LoggedStatement]) {
    free.wait()
    let place = ring[nextFull]
    for (number, statement) in statements.enumerated() {
      if number == place.noted.count { place.noted.append(NotedRows()) }
      swap(&place.noted[number], &statement.noted)
    }
    nextFull = (nextFull + 1) % Self.places
    full.signal()
  }

  /// The same, and waits until all is written.
  func settle(_ statements: [LoggedStatement]) {
    exchange(statements)
    for _ in 0..<Self.places { free.wait() }
    for _ in 0..<Self.places { free.signal() }
  }

  /// Ends the thread; what is not written yet never is.
  func end() {
    isEnding.store(true, ordering: .releasing)
    full.signal()
  }

  func rethrow() throws {
    if hasFailed.load(ordering: .acquiring), let failure { throw failure }
  }

  // MARK: Of the thread

  override func run() {
    while true {
      full.wait()
      if isEnding.load(ordering: .acquiring) { return }
      if failure == nil {
        do { try write(ring[nextWritten]) } catch {
          failure = error
          hasFailed.store(true, ordering: .releasing)
        }
      }
      nextWritten = (nextWritten + 1) % Self.places
      free.signal()
    }
  }

  private func write(_ place: Place) throws {
    for number in place.noted.indices {
      defer { place.noted[number].empty() }
      try write(&place.noted[number], number)
    }
  }

  /// Writes what was noted for a statement.
  func write(_ noted: inout NotedRows, _ number: Int) throws {
    let rows = noted.bytes
    if rows.isEmpty { return }
    switch tasks[number] {
    case .together(let statement):
      try withUnsafeMutablePointer(to: &noted) { noted in
        LoggedRows.bind(noted, to: statement.handle)
        defer { statement.clear() }
        try statement.run()
      }
    case .each(let statement):
      var place = 0
      while place < rows.count {
        place = NotedRows.forEachValue(of: rows, from: place) { mark, index, payload, text in
          switch mark {
          case .integer: statement.bind(payload, at: Int32(index))
          case .text:
            statement.bind(
              lasting: UnsafeRawBufferPointer(start: text, count: Int(payload)), at: Int32(index))
          case .null, .end: break
          }
        }
        defer { statement.clear() }
        try statement.run()
      }
    }
  }
}
