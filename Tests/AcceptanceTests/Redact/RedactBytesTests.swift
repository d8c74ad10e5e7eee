import Foundation
import GRDB
import Testing

@testable import SessionStore
@testable import StoreEngine

/// No byte of a redacted customer stays in the file, wherever it stood.
@Suite struct RedactBytesTests {
  /// Every column that can hold text, by walking the schema.
  private static func textColumns(_ path: String) throws -> Set<String> {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { db in
      Set(
        try String.fetchAll(
          db,
          sql: """
            SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.type NOT IN ('INTEGER', 'REAL')
            """))
    }
  }

  @Test("every text column there is has a fate") func classified() throws {
    let known = PersonalColumns.all.flatMap { table in table.columns.keys.map { "\(table.name).\($0)" } }
    #expect(Set(known).count == known.count)
    let machine = try TestMachine.withStore()
    #expect(try Self.textColumns(machine.store) == Set(known))
  }

  @Test(
    "needles in every column that holds something of a customer's are gone, from file, log and free pages")
  func needles() throws {
    let machine = try RedactScene.withNeedles()
    let doomed = PersonalColumns.all.flatMap { table in
      table.columns.filter { $0.value != .stays }.map { "\(table.name).\($0.key)" }
    }
    let before = try RedactScene.bytes(of: machine)
    for column in doomed { #expect(before.holds("NEEDLE:\(column);"), "no needle in \(column)") }
    #expect(before.holds("NEEDLE:free;"), "no needle in free pages")
    let run = try machine.succeed("redact", "user", "501", "--yes", "--json")
    #expect(run.item["rewritten"] == true)
    for (table, count) in [
      ("history", 4), ("messages", 2), ("documents", 4), ("outbox", 3), ("ratings", 1), ("log_entries", 2),
      ("conversation_keys", 1),
    ] {
      #expect(run.item[table]?.integer == Int64(count), "\(table): \(run)")
    }
    let after = try RedactScene.bytes(of: machine)
    #expect(!after.holds("NEEDLE"))
    // What is not theirs is as it was.
    #expect(after.holds("STAYS:outbox;") && after.holds("STAYS:audit;") && after.holds("vip billing"))
    let doctor = machine.run("doctor", "--json")
    #expect(doctor.code == .done, "\(doctor)")
  }

  @Test("deleting alone leaves needles: the file has to be rewritten") func deletingIsNotEnough() throws {
    let machine = try RedactScene.withNeedles()
    try machine.tamper("PRAGMA secure_delete = OFF; DELETE FROM message; PRAGMA wal_checkpoint(TRUNCATE)")
    #expect(try RedactScene.bytes(of: machine).holds("NEEDLE:free;"))
  }

  @Test("while somebody reads, old pages stay in the log: it says so, doctor too, and the next run rewrites")
  func reader() throws {
    let machine = try RedactScene.withNeedles()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: machine.store, configuration: configuration)
    try queue.inDatabase { db in
      try db.execute(sql: "BEGIN")
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM user")
    }
    let held = machine.run("redact", "user", "501", "--yes", "--json", "--wait", "0")
    #expect(held.code == .busy && held.item["rewritten"] == false, "\(held)")
    #expect(held.errorDocument["message"]?.string?.contains("redact user 501 --yes' again") == true)
    #expect(try RedactScene.bytes(of: machine).holds("NEEDLE"))
    #expect(machine.run("user", "show", "501", "--json").item["name"] == "")
    let finding = machine.run("doctor", "--json").items.first { $0["check"] == "redactions" }
    #expect(finding?["result"] == "warning", "\(String(describing: finding))")
    try queue.inDatabase { try $0.execute(sql: "COMMIT") }
    try queue.close()
    let again = try machine.succeed("redact", "user", "501", "--yes", "--json")
    #expect(again.item["rewritten"] == true && again.item["history"] == 0, "\(again)")
    #expect(!(try RedactScene.bytes(of: machine).holds("NEEDLE")))
    #expect(machine.run("doctor", "--json").items.first { $0["check"] == "redactions" }?["result"] == "ok")
    #expect(machine.logged.filter { $0 == "redact user" }.count == 1)
  }
}
