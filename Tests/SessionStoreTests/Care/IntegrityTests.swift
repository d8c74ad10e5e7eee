import Foundation
import GRDB
import GRDBSQLite
import TestSupport
import Testing

@testable import SessionStore
@testable import StoreDoctor
@testable import StoreEngine

/// The quick way of looking at the indexes says what SQLite's `integrity_check` says, on one core and on two.
@Suite struct IntegrityTests {
  /// A file of a store, which stands still.
  private struct Copy {
    let folder: Folder
    var path: String { folder.path + "/copy.db" }

    init(_ bytes: [UInt8]) throws {
      folder = try Folder()
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      Files.change(path, to: 0o600)
    }

    /// Runs SQL on it, which may change the schema behind SQLite's back.
    func tamper(_ sql: String) throws {
      let queue = try DatabaseQueue(path: path)
      defer { try? queue.close() }
      try queue.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA writable_schema = ON; \(sql); PRAGMA writable_schema = RESET")
      }
    }

    /// What SQLite says, what we say on this thread, and what on another; nil where the file can't be read at all.
    func lines() throws -> (expected: [String], found: [String], aside: [String]?, isWhole: Bool)? {
      guard let queue = try? DatabaseQueue(path: path) else { return nil }
      defer { try? queue.close() }
      return try queue.inDatabase { db in
        guard let expected = try? String.fetchAll(db, sql: "PRAGMA integrity_check(5)") else { return nil }
        return (
          expected, try Integrity.lines(db, largeFile: 0),
          try SecondRead(path, cacheKiB: 64) { try Integrity.lines($0.db, largeFile: 0) }?.found(),
          try Integrity.isWhole(db)
        )
      }
    }
  }

  /// A store in which sessions have customers, and tickets several entries in their history.
  private func bytes(_ seed: UInt64 = 61) throws -> [UInt8] {
    let made = try World(seed: seed).store()
    _ = try made.run(.end(.active))
    try made.execute(
      """
      UPDATE session SET user_id = 1;
      INSERT INTO audit(ticket_id, created_at, events)
      SELECT t.id, 0, '[]' FROM ticket t, (SELECT 1 UNION ALL SELECT 2)
      """)
    let path = made.path
    try made.store.close()
    return try Array(Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func expectSame(_ copy: Copy, _ what: String, isOK: Bool? = nil) throws {
    guard let lines = try copy.lines() else { return }
    #expect(lines.found == lines.expected, "\(what)")
    if OwnThread.hasTwoCores, let aside = lines.aside { #expect(aside == lines.expected, "\(what)") }
    #expect(lines.isWhole == (lines.expected == ["ok"]), "\(what): \(lines.expected)")
    if let isOK { #expect((lines.expected == ["ok"]) == isOK, "\(what): \(lines.expected)") }
  }

  @Test("A store that only this program wrote is whole", arguments: 61..<64 as Range<UInt64>)
  func healthy(seed: UInt64) throws {
    let copy = try Copy(try bytes(seed))
    try expectSame(copy, "\(seed)", isOK: true)
    try Store.open(copy.path).read { reader in
      for table in ["session", "ticket", "audit"] {
        let entries = try #require(try IndexEntries(reader.db, of: table), "\(table)")
        #expect(try entries.areThoseOfRows(), "\(table)")
      }
    }
  }

  @Test(
    "An index whose entries are not those of its table",
    arguments: [
      // Other rows, fewer than it holds, another column, a key that stands twice, and none of its rows.
      "UPDATE sqlite_schema SET sql = replace(sql, 'state = 0', 'state = 1') WHERE name = 'session_active'",
      "UPDATE sqlite_schema SET sql = sql || ' AND ended_at IS NULL' WHERE name = 'session_report'",
      "UPDATE sqlite_schema SET sql = replace(sql, 'user_id)', 'started_at)') WHERE name = 'session_user'",
      """
      UPDATE sqlite_schema SET sql = replace(sql, 'CREATE INDEX', 'CREATE UNIQUE INDEX')
      WHERE name IN ('session_user', 'audit_ticket')
      """,
      "UPDATE sqlite_schema SET sql = replace(sql, 'IS NOT NULL', 'IS NULL') WHERE name = 'audit_ticket'",
    ])
  func otherEntries(sql: String) throws {
    let copy = try Copy(try bytes())
    try copy.tamper(sql)
    try expectSame(copy, sql, isOK: false)
  }

  @Test("An index with another order, of texts, or of a part of its table by other words is left to SQLite")
  func otherKinds() throws {
    let copy = try Copy(try bytes())
    try copy.tamper(
      """
      CREATE INDEX mine_backwards ON session(started_at DESC);
      CREATE INDEX mine_worked_out ON ticket(status + 1);
      create index mine_small on audit(via) where via is not null;
      CREATE TABLE "it's ""mine"" too" (a TEXT PRIMARY KEY, b INTEGER UNIQUE);
      INSERT INTO "it's ""mine"" too" VALUES ('a', 1), ('b', 2)
      """)
    try expectSame(copy, "indexes of others", isOK: true)
    try Store.open(copy.path).read { reader in
      for table in ["session", "ticket", "audit", "user", #"it's "mine" too"#] {
        let entries = try IndexEntries(reader.db, of: table)
        #expect(entries == nil, "\(table)")
      }
    }
  }

  /// Two entries change places, which no look at a page by itself notices.
  @Test func order() throws {
    var file = try bytes()
    let path = try Copy(file)
    let root = try DatabaseQueue(path: path.path).read {
      try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'session_user'")
    }
    let page = (try #require(root) - 1) * 4096
    // A leaf of an index, with several entries; their places follow the eight bytes of its head.
    try #require(file[page] == 10 && file[page + 4] > 1)
    for byte in 0..<2 { file.swapAt(page + 8 + byte, page + 10 + byte) }
    try expectSame(try Copy(file), "swapped", isOK: false)
  }

  /// The same few each time; `SESSIONCTL_RANDOM=integrity:0-4999` is five thousand.
  @Test func damages() throws {
    let good = try bytes()
    for seed in Extent.picks("integrity", usually: 60, of: 1_000_000) {
      var chance = SplitMix(seed: UInt64(seed))
      var file = good
      // The first page has the schema, without which there is nothing to look at.
      let place = chance.number(4096...(file.count - 1))
      if chance.once(in: 2) {
        file[place] ^= 1 << UInt8(chance.number(0...7))
      } else {
        file[place] = UInt8(chance.number(0...255))
      }
      try expectSame(try Copy(file), "SESSIONCTL_RANDOM=integrity:\(seed)")
    }
  }

  // MARK: The other thread

  private struct Failure: Error {}

  @Test("What fails on the other thread is thrown here", .enabled(if: OwnThread.hasTwoCores)) func failure()
    throws
  {
    let made = try TestStore()
    let aside = try #require(SecondRead<Int>(made.path, cacheKiB: 64) { _ in throw Failure() })
    #expect(throws: Failure.self) { try aside.found() }
  }

  @Test("Who isn't waited for any more ends", .enabled(if: OwnThread.hasTwoCores), .timeLimit(.minutes(1)))
  func release() throws {
    let made = try TestStore()
    var aside = SecondRead(made.path, cacheKiB: 64) {
      try Int.fetchOne(
        $0.db,
        sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    }
    #expect(aside != nil)
    // The interruption of a statement that has not begun is lost.
    usleep(100_000)
    aside = nil
  }

  @Test("An interruption is no damage") func interrupted() throws {
    let made = try World(seed: 61).store()
    try made.store.read { reader in
      sqlite3_progress_handler(reader.db.sqliteConnection, 1, { _ in 1 }, nil)
      defer { sqlite3_progress_handler(reader.db.sqliteConnection, 0, nil, nil) }
      let error = #expect(throws: DatabaseError.self) { try Integrity.isWhole(reader.db) }
      #expect(error?.resultCode == .SQLITE_INTERRUPT)
    }
  }
}
