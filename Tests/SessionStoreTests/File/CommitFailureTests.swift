import GRDB
import Testing

@testable import SessionStore
@testable import StoreEngine

/// What is said when it is the commit that fails: nobody knows then what the file says when it is opened again.
@Suite struct CommitFailureTests {
  /// Makes the commit fail with one of SQLite's results.
  private final class FailingCommit: TransactionObserver {
    let code: ResultCode

    init(_ code: ResultCode) { self.code = code }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() throws { throw DatabaseError(resultCode: code, message: "disk I/O error") }
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
  }

  private func failure(_ code: ResultCode, inCommit: Bool) throws -> StoreError? {
    let folder = try Folder()
    try Store.create(folder.path + "/store.db")
    let store = try Store.open(folder.path + "/store.db")
    defer { try? store.close() }
    do {
      try store.write { writer in
        if inCommit { writer.db.add(transactionObserver: FailingCommit(code), extent: .nextTransaction) }
        try writer.db.execute(sql: "CREATE TABLE more (id INTEGER)")
        if !inCommit { throw DatabaseError(resultCode: code, message: "disk I/O error") }
      }
      return nil
    } catch let error as StoreError { return error }
  }

  @Test("74: too little memory is no bug") func memory() throws {
    let failure = try failure(.SQLITE_NOMEM, inCommit: false)
    #expect(failure?.kind == .inputOutput)
    #expect(failure?.message.contains("not enough memory; nothing was changed") == true)
  }

  @Test("74: a commit whose last step fails is not said to be undone") func uncertain() throws {
    let failure = try failure(.SQLITE_IOERR_FSYNC, inCommit: true)
    #expect(failure?.kind == .inputOutput)
    #expect(failure?.message.contains("it is not known whether the change is stored") == true)
    #expect(failure?.remedy == .seeLogFirst)
  }

  @Test("74: what fails before the commit is undone, and so is what a full disk keeps from it") func certain()
    throws
  {
    let failure = try failure(.SQLITE_IOERR_WRITE, inCommit: false)
    #expect(failure?.kind == .inputOutput)
    #expect(failure?.message.contains("not known") == false)
    #expect(try self.failure(.SQLITE_FULL, inCommit: true)?.message.contains("nothing was changed") == true)
  }
}
