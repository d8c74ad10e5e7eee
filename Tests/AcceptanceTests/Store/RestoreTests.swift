import CommandGrammar
import Foundation
import GRDB
import GRDBSQLite
import Testing

/// `restore`: another file's content becomes the store's, for everybody at once, and the store is kept.
@Suite struct RestoreTests {
  /// A machine whose store has changed since its backup.
  private func changed() throws -> (machine: TestMachine, backup: String) {
    let machine = try TestMachine.withAccount()
    let backup = "\(machine.folder)/backup.db"
    try machine.succeed("backup", backup, "-q")
    try machine.succeed("settings", "set", "account.name", "Later", "-q")
    return (machine, backup)
  }

  private func name(_ machine: TestMachine, _ store: String? = nil) -> String {
    machine.run("settings", "get", "account.name", "--store", store ?? machine.store).text
  }

  @Test("the backup's content comes back, the log says so, and the store before it is kept, each time")
  func back() throws {
    let (machine, backup) = try changed()
    let before = machine.run("export", "--store", backup).output
    let run = machine.run("restore", backup, "--json")
    #expect(run.code == .done && run.errors.isEmpty, "\(run)")
    let kept = "\(machine.store).before-restore.backup"
    #expect(run.item["kept"]?.string == kept)
    #expect(machine.run("export").output == before)
    #expect(name(machine, kept) == "Later\n")
    #expect(
      machine.run("log", "list", "--limit", "1", "--json").items[0]["summary"]?.string?.hasPrefix("restored ")
        == true)
    #expect(machine.run("doctor").code == .done && machine.run("doctor", "--store", kept).code == .done)
    try machine.succeed("restore", backup, "-q")
    #expect(FileManager.default.fileExists(atPath: "\(machine.store).before-restore.2.backup"))
    #expect(name(machine, kept) == "Later\n")
  }

  @Test(
    "only an admin of the store brings a backup back: 77, and nothing is changed",
    arguments: ["ana@example.com", "sus@example.com", "nobody@example.com"])
  func roles(who: String) throws {
    let (machine, backup) = try changed()
    try machine.succeed(
      "agent", "create", "--name", "Sus", "--email", "sus@example.com", "--role", "admin", "-q")
    try machine.succeed("agent", "edit", "sus@example.com", "--suspended", "yes", "-q")
    let run = machine.run("restore", backup, "--as", who)
    #expect(run.code == (who.hasPrefix("nobody") ? .no : .notPermitted), "\(run)")
    let withZone = machine.run("restore", backup, "--as", who, "--timezone", "Nowhere")
    #expect(withZone.code == .usage, "\(withZone)")
    #expect(name(machine) == "Later\n")
    #expect(!FileManager.default.fileExists(atPath: "\(machine.store).before-restore.backup"))
    // Of a store that can't be read, nobody's role is known.
    try Data("damaged".utf8).write(to: URL(fileURLWithPath: machine.store))
    #expect(machine.run("restore", backup, "--force", "--as", "ana@example.com").code == .done)
  }

  @Test("who was redacted since the backup is named, and can be redacted again") func redacted() throws {
    let machine = try TestMachine.withStore()
    try machine.take([
      Wire.wrapped("user", Wire.user(501, [("name", "Otto"), ("email", "otto@example.net")])),
      Wire.wrapped("user", Wire.user(502, [("name", "Carla"), ("email", "carla@example.net")])),
    ])
    try machine.succeed("redact", "user", "501", "--yes", "-q")
    let backup = "\(machine.folder)/backup.db"
    try machine.succeed("backup", backup, "-q")
    try machine.succeed("redact", "user", "502", "--yes", "-q")
    let run = machine.run("restore", backup, "--json")
    #expect(run.code == .done && run.item["returned"] == [502], "\(run)")
    #expect(
      run.errors.contains(
        "1 customer who had been redacted is back with the backup; redact them again: 'sessionctl redact user 502'"
      ),
      "\(run)")
    try machine.succeed("redact", "user", "502", "--yes", "-q")
    #expect(machine.run("restore", backup, "--json").item["returned"] == [502])
    // Nobody has opened what is kept.
    let kept = try FileManager.default.contentsOfDirectory(atPath: machine.folder).filter {
      $0.contains("before-restore")
    }
    #expect(kept.count == 2 && kept.allSatisfy { $0.hasSuffix(".backup") }, "\(kept)")
  }

  @Test("where there is no store, it becomes one") func made() throws {
    let (machine, backup) = try changed()
    let place = "\(machine.folder)/new/store.db"
    let run = machine.run("restore", backup, "--store", place, "--json")
    #expect(run.code == .done && run.item["kept"]?.isNull == true, "\(run)")
    #expect(machine.run("doctor", "--store", place).code == .done)
  }

  @Test("who has the store open sees the old content or the new one, and a later write is refused")
  func beside() throws {
    let (machine, backup) = try changed()
    let reader = try DatabaseQueue(path: machine.store)
    let writer = try DatabaseQueue(path: machine.store)
    let names = "SELECT value FROM setting WHERE key = 'account.name'"
    try reader.inDatabase { db in
      try db.beginTransaction(.deferred)
      #expect(try String.fetchOne(db, sql: names) == "Later")
      try machine.succeed("restore", backup, "-q")
      #expect(try String.fetchOne(db, sql: names) == "Later")
      try db.commit()
      #expect(try String.fetchOne(db, sql: names) == nil)
    }
    // A transaction of another program comes before the restore or after it.
    try writer.inDatabase { db in
      try db.beginTransaction(.immediate)
      #expect(machine.run("restore", backup, "--wait", "0").code == .busy)
      try db.rollback()
    }
    try reader.close()
    try writer.close()
    #expect(machine.run("doctor").code == .done)
  }

  private func facts(_ path: String) -> stat {
    var facts = stat()
    stat(path, &facts)
    return facts
  }

  @Test("where nobody has it open, the two files change places, and the new one takes over the rights")
  func places() throws {
    let (machine, backup) = try changed()
    _ = chmod(machine.store, 0o640)
    let before = facts(machine.store)
    try machine.succeed("restore", backup, "-q")
    #expect(facts("\(machine.store).before-restore.backup").st_ino == before.st_ino)
    #expect(facts(machine.store).st_ino != before.st_ino && facts(machine.store).st_mode == before.st_mode)
    #expect(facts(machine.store).st_nlink == 1)
    // A second name would go on naming the old one.
    link(machine.store, "\(machine.folder)/second.db")
    try machine.succeed("settings", "set", "account.name", "Again", "-q")
    let shared = facts(machine.store).st_ino
    try machine.succeed("restore", backup, "-q")
    #expect(facts(machine.store).st_ino == shared && name(machine) == "\n")
    #expect(name(machine, "\(machine.store).before-restore.2.backup") == "Again\n")
  }

  @Test("another program that has opened the store and not looked yet sees the old one, and writes nothing")
  func opened() throws {
    let (machine, backup) = try changed()
    var other: OpaquePointer?
    #expect(sqlite3_open_v2(machine.store, &other, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
    try machine.succeed("restore", backup, "-q")
    sqlite3_extended_result_codes(other, 1)
    for sql in ["PRAGMA journal_mode = WAL", "DELETE FROM setting"] {
      #expect(sqlite3_exec(other, sql, nil, nil, nil) == ResultCode.SQLITE_READONLY_DBMOVED.rawValue)
    }
    #expect(sqlite3_exec(other, "SELECT * FROM setting", nil, nil, nil) == SQLITE_OK)
    sqlite3_close_v2(other)
    #expect(name(machine, "\(machine.store).before-restore.backup") == "Later\n" && name(machine) == "\n")
    #expect(machine.run("doctor").code == .done)
  }

  @Test("a backup with pages of another size, beside somebody and alone", arguments: [false, true])
  func pages(_ isInUse: Bool) throws {
    let (machine, backup) = try changed()
    let other = try DatabaseQueue(path: backup)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA page_size = 8192; VACUUM")
    }
    try other.close()
    let user = isInUse ? try DatabaseQueue(path: machine.store) : nil
    try machine.succeed("restore", backup, "-q")
    #expect(name(machine) == "\n" && machine.run("doctor").code == .done)
    #expect(try machine.column("PRAGMA page_size") == [isInUse ? "4096" : "8192"])
    #expect(try machine.column("PRAGMA journal_mode") == ["wal"])
    try user?.close()
  }

  @Test("a command that was under way when a backup came back writes nothing into it")
  func underWay() throws {
    let (machine, backup) = try changed()
    var restored: Run?
    machine.editor = { text in
      restored = machine.run("restore", backup, "-q")
      return (text.replacingOccurrences(of: "Tell", with: "Told"), 0)
    }
    let trigger = try machine.succeed(
      "trigger", "create", "--title", "Tell", "--if", "update_type is Change", "--do", "current_tags a",
      "--json")
    let id = trigger.item["id"]?.integer.map(String.init) ?? ""
    machine.environment["EDITOR"] = "ed"
    let run = machine.run("trigger", "edit", id, terminals: .all)
    #expect(restored?.code == .done, "\(String(describing: restored))")
    #expect(run.code == .busy && run.errors.contains("was restored meanwhile"), "\(run)")
    #expect(machine.run("trigger", "list", "--json").items.allSatisfy { $0["title"]?.string != "Told" })
  }

  @Test(
    "what SQLite's tools saved lost its numbers: taken if its tables are ours to the letter",
    arguments: [false, true])
  func adopted(_ isDamaged: Bool) throws {
    let (machine, backup) = try changed()
    try DatabaseQueue(path: backup).write { db in
      try db.execute(sql: "PRAGMA application_id = 0; PRAGMA user_version = 0")
      if isDamaged {
        try db.execute(
          sql: """
            DROP INDEX audit_ticket; DROP VIEW report_agents; DROP TRIGGER session_has_ticket;
            CREATE TABLE lost_and_found(rootpgno INTEGER, pgno INTEGER, nfield INTEGER, id INTEGER, c0);
            INSERT INTO lost_and_found VALUES (9, 9, 1, 9, 'x');
            """)
      }
    }
    let refused = machine.run("session", "list", "--store", backup)
    #expect(refused.code == .storeUnavailable && refused.errors.contains("sessionctl restore"), "\(refused)")
    let run = machine.run("restore", backup, "--json")
    #expect(run.code == .done, "\(run)")
    #expect(run.item["adopted"]?.bool == true)
    #expect(run.item["created"]?.integer == (isDamaged ? 3 : 0))
    #expect(run.item["left_out"]?.array?.map(\.string) == (isDamaged ? ["lost_and_found"] : []))
    #expect(machine.run("doctor").code == .done)
    #expect(try machine.column("SELECT count(*) FROM sqlite_schema WHERE name = 'lost_and_found'") == ["0"])
  }

  @Test("older stores are upgraded on the way, and the file stays as it is", arguments: [1, 4, 11, 18])
  func older(_ schema: Int) throws {
    let machine = try TestMachine.withAccount()
    let old = "\(machine.folder)/old.db"
    try OldStore.make(old, schema: schema)
    let bytes = try machine.bytes(of: old)
    let run = machine.run("restore", old, "--json")
    #expect(run.code == .done && run.item["schema"]?.integer == Int64(schema), "\(run)")
    #expect(try machine.bytes(of: old) == bytes)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("what is refused, with what to do, and the store stays as it is") func refused() throws {
    let (machine, backup) = try changed()
    let before = try machine.storeState()
    let text = try machine.file("text", "hello")
    let newer = "\(machine.folder)/newer.db"
    try FileManager.default.copyItem(atPath: backup, toPath: newer)
    try DatabaseQueue(path: newer).write { try $0.execute(sql: "PRAGMA user_version = 99") }
    let broken = "\(machine.folder)/broken.db"
    try FileManager.default.copyItem(atPath: backup, toPath: broken)
    try DatabaseQueue(path: broken).write {
      try $0.execute(sql: "UPDATE ticket SET status = 77 WHERE id = 1001")
    }
    let foreign = "\(machine.folder)/foreign.db"
    try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE grdb_migrations(a)") }
    for (words, code, sentence) in [
      ([text], ExitCode.storeUnavailable, "is not a store"), ([newer], .storeUnavailable, "newer sessionctl"),
      ([foreign, "--force"], .storeUnavailable, "is not a store"),
      ([newer, "--force"], .storeUnavailable, "newer"),
      (["none"], .noInput, "No such file"), ([broken], .no, "or give --force"),
      ([machine.store], .usage, "the store itself"),
    ] {
      let run = machine.run(["restore"] + words)
      #expect(run.code == code && run.errors.contains(sentence), "\(run)")
    }
    #expect(try machine.storeState() == before)
    #expect(machine.run("restore", backup, "--store", text).code == .cannotCreate)
    #expect(try machine.bytes(of: text) == Array("hello".utf8))
    let forced = machine.run("restore", broken, "--force")
    #expect(forced.code == .done && forced.errors.contains("restored with a problem"), "\(forced)")
    machine.isTampered = true
  }

  @Test("over a store that can't be read at all, byte by byte", arguments: [0, 4096, 20_000])
  func unreadable(_ place: Int) throws {
    let (machine, backup) = try changed()
    var bytes = try machine.bytes(of: machine.store)
    let count = place == 0 ? 4096 : 100
    bytes.replaceSubrange(place..<place + count, with: repeatElement(0x55, count: count))
    if place == 20_000 { bytes.removeLast(bytes.count / 2) }
    try machine.file("store.db", bytes)
    machine.isTampered = false
    _ = chmod(machine.store, 0o600)
    let run = machine.run("restore", backup, "--force", "-q")
    #expect(run.code == .done, "\(run)")
    #expect(machine.run("doctor").code == .done)
    #expect(try machine.bytes(of: "\(machine.store).before-restore.backup").count == bytes.count)
  }
}
