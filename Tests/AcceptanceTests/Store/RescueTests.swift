import CommandGrammar
import Foundation
import GRDB
import TestSupport
import Testing

/// `doctor --rescue`: what can be read of a damaged store becomes a new one.
@Suite struct RescueTests {
  /// The first of them were once got wrong: a row of a damaged page had another's key, a word that many share was taken for
  /// one that only one row can have, and one row looked like another table's.
  @Test("what is on undamaged pages comes out, whatever is damaged") func randomDamage() throws {
    for seed in Extent.picks("rescue", first: [10, 74, 169], usually: 3, of: 1_000_000) {
      let machine = try TestMachine()
      let script = FileManager.default.currentDirectoryPath + "/Tests/Rescue/damage"
      let run = try machine.shell("python3 '\(script)' \(seed) '\(RealProgram.path)'")
      #expect(run.status == 0, "\(run.output)")
    }
  }

  @Test("an undamaged store comes out whole, with every table, and the first is only read") func whole()
    throws
  {
    let machine = try TestMachine.filled()
    let bytes = try machine.bytes(of: machine.store)
    let saved = "\(machine.folder)/saved.db"
    let run = machine.run("doctor", "--rescue", saved, "--json")
    #expect(run.code == .done, "\(run)")
    #expect(machine.run("export", "--store", saved).output == machine.run("export").output)
    #expect(machine.run("doctor", "--store", saved).code == .done)
    #expect(try machine.bytes(of: machine.store) == bytes)
    #expect(machine.run("doctor", "--rescue", saved).code == .cannotCreate)
  }

  @Test(
    "who may not read the store makes no copy of it: 77, and 1 for somebody unknown",
    arguments: [
      ("carla@example.net", ExitCode.notPermitted), ("sus@example.com", .notPermitted),
      ("nobody@example.com", .no), ("ana@example.com", .done),
    ])
  func roles(who: String, code: ExitCode) throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "agent", "create", "--name", "Sus", "--email", "sus@example.com", "--role", "admin", "-q")
    try machine.succeed("agent", "edit", "sus@example.com", "--suspended", "yes", "-q")
    let saved = "\(machine.folder)/saved.db"
    let run = machine.run("doctor", "--rescue", saved, "--as", who)
    #expect(run.code == code, "\(run)")
    #expect(FileManager.default.fileExists(atPath: saved) == (code == .done))
  }

  @Test("where nobody's role can be read, or nobody could be named, whoever is named makes a copy")
  func unknownRoles() throws {
    let machine = try TestMachine.withAccount()
    let bytes = try machine.bytes(of: machine.store)
    try machine.tamper("UPDATE user SET suspended = 1 WHERE role = 2")
    let saved = "\(machine.folder)/saved.db"
    #expect(machine.run("doctor", "--rescue", saved, "--as", "carla@example.net").code == .no)
    #expect(machine.run("restore", saved, "--as", "carla@example.net").code == .done)
    // Without the page that the schema begins on.
    let damaged = try TestMachine.holding([UInt8](repeating: 0, count: 4096) + bytes[4096...])
    damaged.isTampered = true
    let other = "\(damaged.folder)/saved.db"
    let run = damaged.run("doctor", "--rescue", other, "--as", "carla@example.net")
    #expect([.done, .no].contains(run.code) && FileManager.default.fileExists(atPath: other), "\(run)")
  }

  @Test("of a key that stands twice in a document the first is kept, and the row is told") func doubled()
    throws
  {
    let machine = try TestMachine.withAccount()
    try machine.tamper(
      #"UPDATE user SET document = '{"id":601,"notes":"first","notes":"second","user_fields":{"a":1,"a":2}}' WHERE id = 601"#
    )
    let saved = "\(machine.folder)/saved.db"
    let run = machine.run("doctor", "--rescue", saved, "--json")
    #expect(run.code == .no && run.text.contains("601"), "\(run)")
    #expect(machine.run("doctor", "--store", saved).code == .done)
    let user = machine.run("export", "--type", "user", "--store", saved).text
    #expect(
      user.contains(#""notes":"first","user_fields":{"a":1,"a":2}"#) && !user.contains("second"), "\(user)")
  }

  @Test("a table is told by its rows where the page with its name is lost")
  func namesLost() throws {
    let machine = try TestMachine.filled()
    let bytes = try machine.bytes(of: machine.store)
    let size = 4096
    let text = Array("CREATE TABLE ".utf8)
    // Of pages whose rows are whole: what is free may hold old names.
    let named = (1..<bytes.count / size).filter { page in
      let part = bytes[page * size..<(page + 1) * size]
      return part.first == 13 && part.contains(text)
    }
    #expect(named.count > 3)
    let export = machine.run("export").text
    for page in named {
      var damaged = bytes
      damaged.replaceSubrange(page * size..<(page + 1) * size, with: repeatElement(0, count: size))
      let (store, saved) = ("\(machine.folder)/damaged-\(page).db", "\(machine.folder)/saved-\(page).db")
      try machine.file("damaged-\(page).db", damaged)
      _ = chmod(store, 0o600)
      let run = machine.run("doctor", "--rescue", saved, "--store", store, "--json")
      #expect(run.code == .no || run.code == .done, "\(run)")
      #expect(machine.run("doctor", "--store", saved).code == .done)
      let lost = Set(export.split(separator: "\n")).subtracting(
        machine.run("export", "--store", saved).text.split(separator: "\n"))
      #expect(lost == [], "without page \(page + 1): \(run.errors)")
    }
  }

  @Test("a store of an older schema is upgraded", arguments: [1, 8, 16]) func older(_ schema: Int) throws {
    let machine = try TestMachine()
    try OldStore.make(machine.store, schema: schema)
    let saved = "\(machine.folder)/saved.db"
    #expect(machine.run("doctor", "--rescue", saved).code == .done)
    #expect(machine.run("doctor", "--store", saved).code == .done)
  }

  @Test("lost rows are named, and what names them gets stand-ins") func named() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("DELETE FROM ticket WHERE id = 1001")
    let saved = "\(machine.folder)/saved.db"
    let run = machine.run("doctor", "--rescue", saved, "--json")
    #expect(run.code == .no, "\(run)")
    let ticket = run.items.first { $0["table"]?.string == "ticket" }
    #expect(
      ticket?["stand_ins"]?.integer == 1 && ticket?["detail"]?.string?.contains("1001") == true, "\(run)")
    #expect(machine.run("doctor", "--store", saved).code == .done)
  }

  @Test("a count below nothing becomes nothing") func counts() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("UPDATE ticket SET replies = -3 WHERE id = 1001")
    let saved = "\(machine.folder)/saved.db"
    let run = machine.run("doctor", "--rescue", saved, "--json")
    #expect(run.items.first { $0["table"]?.string == "ticket" }?["changed"] == 1, "\(run)")
    #expect(machine.run("doctor", "--store", saved).code == .done)
  }

  @Test("a schedule that can't be read is left out, and told") func schedule() throws {
    let machine = try TestMachine.withAccount()
    try machine.does(
      "schedule create --name Office --open 'mon-fri 09:00-17:00' -q",
      "settings set account.default_schedule Office -q")
    try machine.tamper("UPDATE schedule SET intervals = '[1]'")
    let saved = "\(machine.folder)/saved.db"
    let run = machine.run("doctor", "--rescue", saved, "--json")
    #expect(run.code == .no, "\(run)")
    #expect(run.items.first { $0["table"]?.string == "schedule" }?["left_out"] == 1, "\(run)")
    #expect(machine.run("doctor", "--store", saved).code == .done)
  }
}
