import Foundation
import GRDB
import TestSupport
import Testing

/// `doctor --rescue`: what can be read of a damaged store becomes a new one.
@Suite struct RescueTests {
  @Test("what is on undamaged pages comes out, whatever is damaged") func randomDamage() throws {
    for seed in Extent.picks("rescue", usually: 3, of: 1_000_000) {
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
}
