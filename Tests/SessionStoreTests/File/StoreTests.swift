import CivilTime
import Dispatch
import GRDB
import Glibc
import SessionModel
import Synchronization
import Testing

@testable import SessionStore
@testable import StoreEngine

@Suite struct StoreTests {
  private func failure(_ body: () throws -> Void) -> StoreError? {
    do {
      try body()
      return nil
    } catch let error as StoreError { return error } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  @Test("GRDB is not told what statements read and write, which each of them would pay for")
  func nobodyObserves() throws {
    let folder = try Folder()
    try Store.create(folder.path + "/store.db")
    let store = try Store.open(folder.path + "/store.db")
    defer { try? store.close() }
    let region = try store.read { try $0.db.makeStatement(sql: "SELECT id FROM ticket").databaseRegion }
    #expect(region.description == "empty")
  }

  // MARK: Creating

  @Test("Security: 0600 in folders that are made 0700") func permissions() throws {
    let folder = try Folder()
    let path = folder.path + "/a/b/store.db"
    try Store.create(path)
    let store = try Store.open(path)
    defer { try? store.close() }
    #expect(Files.mode(path) == 0o600)
    #expect(Files.mode(folder.path + "/a/b") == 0o700)
    #expect(Files.mode(folder.path + "/a") == 0o700)
    for suffix in ["-wal", "-shm"] where Files.exists(path + suffix) {
      #expect(Files.mode(path + suffix) == 0o600)
    }
  }

  @Test func aFolderThatIsThereStaysAsItIs() throws {
    let folder = try Folder()
    Files.change(folder.path, to: 0o755)
    try Store.create(folder.path + "/store.db")
    #expect(Files.mode(folder.path) == 0o755)
  }

  @Test("73: nothing is overwritten") func alreadyExists() throws {
    let folder = try Folder()
    let path = folder.path + "/store.db"
    try Files.write("a shopping list", to: path)
    #expect(failure { try Store.create(path) }?.kind == .alreadyExists)
    #expect(try Files.bytes(path) == Array("a shopping list".utf8))
    #expect(failure { try Store.create(folder.path) }?.kind == .alreadyExists)

    let made = try TestStore()
    #expect(failure { try Store.create(made.path) }?.kind == .alreadyExists)
    #expect(try made.store.read { try $0.account().plan } == .suiteGrowth)
  }

  @Test("73: a file can't be a folder") func cannotCreate() throws {
    let folder = try Folder()
    try Files.write("x", to: folder.path + "/file")
    let error = failure { try Store.create(folder.path + "/file/store.db") }
    #expect(error?.kind == .cannotCreate)
    let deeper = failure { try Store.create(folder.path + "/file/deeper/store.db") }
    #expect(deeper?.kind == .cannotCreate)
  }

  @Test("Store: WAL, synchronous=FULL, foreign keys") func durability() throws {
    let made = try TestStore()
    #expect(try made.column("PRAGMA journal_mode") == ["wal"])
    #expect(try made.number("PRAGMA synchronous") == 2)
    #expect(try made.number("PRAGMA foreign_keys") == 1)
    #expect(try made.number("PRAGMA user_version") == Int64(Schema.currentNumber))
    #expect(throws: DatabaseError.self) {
      try made.execute("INSERT INTO group_membership VALUES (1, 404, 405, 0, 0, 1, NULL)")
    }
  }

  // MARK: Opening

  @Test("69: missing") func missing() throws {
    let folder = try Folder()
    let error = failure { _ = try Store.open(folder.path + "/none.db") }
    #expect(error?.kind == .unusable)
    #expect(error?.message == "no store at \(folder.path)/none.db" && error?.remedy == .makeOrName)
    #expect(!Files.exists(folder.path + "/none.db"))
  }

  @Test("69: a folder") func directory() throws {
    let folder = try Folder()
    let error = failure { _ = try Store.open(folder.path) }
    #expect(error?.kind == .unusable)
    #expect(error?.message == "\(folder.path) is not a store but a folder or a special file")
  }

  @Test("69: a path through a file") func throughAFile() throws {
    let folder = try Folder()
    try Files.write("x", to: folder.path + "/file")
    #expect(failure { _ = try Store.open(folder.path + "/file/store.db") }?.kind == .unusable)
  }

  @Test(
    "69: a text, an empty file",
    arguments: [
      "", "x", "dear diary\n", String(repeating: "dear diary\n", count: 2000),
    ])
  func text(content: String) throws {
    let folder = try Folder()
    let path = folder.path + "/store.db"
    try Files.write(content, to: path)
    Files.change(path, to: 0o600)
    let error = failure { _ = try Store.open(path) }
    #expect(error?.kind == .unusable)
    #expect(error?.message == "\(path) is not a store of sessionctl")
    #expect(try Files.bytes(path) == Array(content.utf8))
  }

  @Test("69: somebody else's SQLite file") func otherDatabase() throws {
    let folder = try Folder()
    let path = folder.path + "/bookmarks.db"
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE bookmark (url TEXT); PRAGMA user_version = 1") }
    try queue.close()
    Files.change(path, to: 0o600)
    let before = try Files.bytes(path)
    let error = failure { _ = try Store.open(path) }
    #expect(error?.kind == .unusable)
    #expect(error?.message == "\(path) is not a store of sessionctl")
    #expect(try Files.bytes(path) == before)
  }

  @Test("69: truncated") func truncated() throws {
    let made = try TestStore()
    try made.take(all: (1...300).map { Wire.ticket($0, requester: $0) })
    try made.store.close()
    let bytes = try Files.bytes(made.path)
    #expect(bytes.count > 40_000)
    try Files.write(Array(bytes[..<(bytes.count / 2)]), to: made.path)
    let error = failure {
      let store = try Store.open(made.path)
      try store.read { reader in
        _ = try reader.countTickets(Selection())
        try reader.forEachExportLine { _ in }
      }
    }
    #expect(error?.kind == .damaged)
    #expect(try #require(error).message.contains("is damaged"))
  }

  @Test(
    "Security: a store that others can write to is refused unless told otherwise",
    arguments: [
      (mode_t(0o600), true), (0o644, true), (0o660, false), (0o602, false), (0o666, false),
    ])
  func sharedWriting(mode: mode_t, isFine: Bool) throws {
    let made = try TestStore()
    Files.change(made.path, to: mode)
    let error = failure { try Store.open(made.path).close() }
    #expect(error?.kind == (isFine ? nil : .notPermitted))
    #expect(failure { try Store.open(made.path, Store.Options(allowSharedWriting: true)).close() } == nil)
  }

  @Test func readOnlyReadsAndWritesNothing() throws {
    let made = try TestStore()
    let store = try Store.open(made.path, Store.Options(readOnly: true))
    #expect(try store.read { try $0.account().plan } == .suiteGrowth)
    #expect(failure { try store.write { try $0.set("routing.mode", to: "messaging") } }?.kind == .inputOutput)
  }

  // MARK: Transactions

  @Test("§4 all of it is written, or none of it") func allOrNothing() throws {
    struct Stop: Error {}
    let made = try TestStore()
    let before = try made.export()
    #expect(throws: Stop.self) {
      try made.store.write { writer in
        try writer.set("routing.mode", to: "messaging")
        _ = try writer.addGroup(named: "Gone", at: TestStore.now)
        try writer.log(TestStore.entry("half"))
        #expect(try writer.reader.setting("routing.mode") == "messaging")
        throw Stop()
      }
    }
    #expect(try made.export() == before)
    #expect(try made.store.read { try $0.setting("routing.mode") } == "omnichannel")
    #expect(try made.column("SELECT command FROM log_entry") == ["init"])
    // The next one is not in the way of the one that failed.
    try made.store.write { try $0.set("routing.mode", to: "messaging") }
    #expect(try made.store.read { try $0.setting("routing.mode") } == "messaging")
  }

  @Test("75: busy while another one writes") func busy() throws {
    let made = try TestStore()
    let other = try Store.open(made.path, Store.Options(wait: 0))
    try made.store.write { _ in
      let refused = failure { try other.write { try $0.set("routing.mode", to: "messaging") } }
      #expect(refused?.kind == .busy)
      // Readers are in nobody's way.
      let mode = try other.read { try $0.setting("routing.mode") }
      #expect(mode == "omnichannel")
    }
    try other.write { try $0.set("routing.mode", to: "messaging") }
    #expect(try made.store.read { try $0.setting("routing.mode") } == "messaging")
  }

  @Test("The log stays small beside readers that overlap") func boundedLog() throws {
    let made = try TestStore()
    try made.store.close()
    var options = Store.Options()
    options.logLimit = 1 << 20
    let store = try Store.open(made.path, options)
    let isOver = Atomic<Bool>(false)
    let readers = DispatchGroup()
    for number in 0..<3 {
      let path = made.path
      DispatchQueue.global().async(group: readers) {
        guard let reader = try? Store.open(path, Store.Options(readOnly: true)) else { return }
        usleep(UInt32(number) * 7_000)
        while !isOver.load(ordering: .relaxed) {
          _ = try? reader.read { reader in
            _ = try reader.setting("routing.mode")
            usleep(20_000)
          }
        }
      }
    }
    var largest = 0
    for round in 0..<60 {
      try store.write { writer in
        try writer.db.execute(
          sql: "INSERT OR REPLACE INTO setting VALUES ('filler', ?)",
          arguments: [String(repeating: "\(round % 10)", count: 200_000)])
      }
      largest = max(largest, StoreCompanions.size("-wal", beside: made.path))
    }
    isOver.store(true, ordering: .relaxed)
    readers.wait()
    // 12 MB were written; on a busy machine a reader may stay longer than it means to.
    #expect(largest < 6 << 20)
  }

  @Test func whatIsWrittenIsThereAfterwards() throws {
    let made = try TestStore()
    try made.take(Wire.user(11), Wire.ticket(5))
    let before = try made.export()
    try made.store.close()
    let again = try Store.open(made.path)
    var lines: [String] = []
    try again.read { try $0.forEachExportLine { lines.append(String(decoding: $0, as: UTF8.self)) } }
    #expect(lines == before)
  }

  // MARK: Backup

  @Test("Security: a backup is a whole store, 0600, and overwrites nothing") func backup() throws {
    let made = try TestStore()
    try made.take(Wire.user(11), Wire.ticket(5))
    let copy = made.folder.path + "/copy.db"
    var steps: [(Int, Int)] = []
    try made.store.backUp(to: copy) { steps.append(($0, $1)) }
    #expect(steps.last.map { $0.0 == $0.1 && $0.1 > 0 } == true)
    #expect(Files.mode(copy) == 0o600)
    var lines: [String] = []
    let opened = try Store.open(copy)
    try opened.read { try $0.forEachExportLine { lines.append(String(decoding: $0, as: UTF8.self)) } }
    #expect(try lines == made.export())
    try opened.close()
    #expect(failure { try made.store.backUp(to: copy) { _, _ in } }?.kind == .alreadyExists)
    #expect(failure { try made.store.backUp(to: made.path) { _, _ in } }?.kind == .alreadyExists)
    #expect(try made.ticket(5) != nil)
  }

  @Test("a backup is one sound state, also when somebody writes meanwhile", arguments: [false, true])
  func backupOfChanges(isWritten: Bool) throws {
    let made = try TestStore()
    try made.take(Wire.user(11), Wire.ticket(5))
    func backUp(_ path: String, to copy: String) throws {
      let (store, other) = (try Store.open(path), try Store.open(path))
      try store.backUp(to: copy) { _, _ in
        if isWritten {
          #expect(throws: Never.self) { try other.write { try $0.log(TestStore.entry("meanwhile")) } }
        }
      }
    }
    let (copy, damaged) = (made.folder.path + "/copy.db", made.folder.path + "/damaged.db")
    let before = try made.export()
    try backUp(made.path, to: copy)
    let opened = try Store.open(copy)
    var lines: [String] = []
    try opened.read { try $0.forEachExportLine { lines.append(String(decoding: $0, as: UTF8.self)) } }
    #expect(lines == before)
    // A page that neither the writer nor the copying has to understand.
    let page = try opened.read {
      try Int.fetchOne(
        $0.db,
        sql: """
          SELECT (rootpage - 1) * page_size FROM sqlite_schema, pragma_page_size WHERE name = 'recipe_part'
          """)
    }
    try opened.close()
    var bytes = try Files.bytes(copy)
    bytes[try #require(page)] ^= 0xFF
    try Files.write(bytes, to: damaged)
    chmod(damaged, 0o600)
    #expect(failure { try backUp(damaged, to: made.folder.path + "/second.db") }?.kind == .unusable)
    #expect(!Files.exists(made.folder.path + "/second.db"))
  }
}
