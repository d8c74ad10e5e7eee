import Foundation
import GRDB
import Testing

@testable import CommandGrammar
@testable import SessionStore
@testable import StoreEngine
@testable import StoreDoctor

/// Stores of every schema that was released, brought to this program's by commands as they come.
@Suite(.serialized) struct UpgradeTests {
  /// What a file holds, table by table, read without the program.
  private func dump(_ path: String, schema: Int) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.read { db in
      let number = try Int.fetchOne(db, sql: "PRAGMA user_version")
      #expect(number == schema, "\(path)")
      return try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .flatMap { table in
          try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").map { "\(table): \($0.databaseValues)" }
        }
    }
  }

  @Test(
    "five commands at once on an older store: one upgrades, all succeed, and the state before is kept",
    arguments: 1..<Schema.currentNumber)
  func five(schema: Int) throws {
    for round in 0..<Faults.rounds {
      let machine = try TestMachine()
      machine.environment["SWIFT_BACKTRACE"] = "enable=no"
      try OldStore.make(machine.store, schema: schema)
      let before = try dump(machine.store, schema: schema)
      let programs = try (1...5).map {
        try RealProgram(
          machine, ["agent", "create", "--email", "a\($0)@example.com", "--name", "A\($0)", "--wait", "60"])
      }
      for ended in programs.map({ $0.wait(atMost: 120) }) {
        #expect(ended.status == 0, "schema \(schema), round \(round): \(ended)")
      }
      let backups = try FileManager.default.contentsOfDirectory(atPath: machine.folder).filter {
        $0.contains(".schema-") || $0.hasPrefix(".")
      }
      #expect(backups == ["store.db.schema-\(schema).backup"])
      #expect(try dump("\(machine.store).schema-\(schema).backup", schema: schema) == before)
      #expect(machine.run("agent", "list", "--json").items.count == 6)
      let doctor = machine.run("doctor", "--json")
      #expect(doctor.code == .done, "\(doctor)")
    }
  }

  @Test(
    "what migration 3 could not take: the column is empty, and the document stays word for word",
    arguments: [1, 2])
  func unfit(schema: Int) throws {
    let machine = try TestMachine()
    try OldStore.make(machine.store, schema: schema)
    let documents = try machine.column(
      "SELECT body FROM ticket_document UNION ALL SELECT document FROM user ORDER BY 1")
    try machine.succeed("settings", "set", "account.name", "New", "-q")
    #expect(
      try machine.column("SELECT ticket_form_id, custom_status_id, is_public FROM ticket ORDER BY id") == [
        "77|-|1", "-|-|1",
      ])
    #expect(try machine.column("SELECT id, locale_id FROM user ORDER BY id") == ["1|-", "11|8", "12|-"])
    #expect(
      try machine.column("SELECT body FROM ticket_document UNION ALL SELECT document FROM user ORDER BY 1")
        == documents)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("looking at an older store changes nothing and says what does: 69") func looking() throws {
    let machine = try TestMachine()
    try OldStore.make(machine.store, schema: 3)
    let run = machine.run("session", "list")
    #expect(run.code == .storeUnavailable)
    #expect(run.errors.contains("any changing command upgrades it"))
  }

  @Test("an upgrade waits for who is writing, and says so when that takes too long: 75, nothing left")
  func waiting() throws {
    let machine = try TestMachine()
    try OldStore.make(machine.store, schema: 3)
    let queue = try DatabaseQueue(path: machine.store)
    try queue.inDatabase { db in
      try db.inTransaction(.immediate) {
        let run = machine.run("settings", "set", "account.name", "New", "--wait", "0")
        #expect(run.code == .busy, "\(run)")
        return .rollback
      }
    }
    try queue.close()
    let names = try FileManager.default.contentsOfDirectory(atPath: machine.folder).filter {
      !$0.hasPrefix("store.db-")
    }
    #expect(names == ["store.db"])
    try machine.succeed("settings", "set", "account.name", "New", "-q")
  }
}
