import CommandGrammar
import Testing
import TestSupport

/// A value of the wrong type in any column of any table: every command answers right or says 69, none of them traps, and
/// `doctor` sees it.
@Suite struct PlantedValueTests {
  @Test("the account has something in every table") func filled() throws {
    let machine = try TestMachine.filled()
    for table in try machine.column("SELECT name FROM sqlite_schema WHERE type = 'table'") {
      #expect(try machine.column("SELECT count(*) FROM \(table)") != ["0"], "\(table)")
    }
    for line in TestMachine.looks + TestMachine.changes {
      let run = machine.tries(line)
      #expect([.done, .no].contains(run.code), "\(run)")
    }
  }

  /// The same few of them each time; `SESSIONCTL_RANDOM=planted:0-99999` is all, in up to three rows of each table.
  @Test("planted values") func planted() throws {
    let good = try TestMachine.filled()
    let bytes = try good.bytes(of: good.store)
    let answers = Dictionary(
      TestMachine.looks.map { ($0, good.tries($0).output) }, uniquingKeysWith: { first, _ in first })
    let all = try PlantedValue.all(in: good.store)
    for number in Extent.picks("planted", usually: 12, of: all.count * 3) {
      let (value, row) = (all[number % all.count], number / all.count)
      try look(
        at: value, row: row, "\(value), row \(row) (SESSIONCTL_RANDOM=planted:\(number))", in: bytes, answers)
    }
  }

  private func look(
    at value: PlantedValue, row: Int, _ what: String, in store: [UInt8], _ answers: [String: [UInt8]]
  ) throws {
    let machine = try TestMachine.holding(store)
    machine.isTampered = true
    guard try value.plant(in: machine.store, row: row) else { return }
    let doctor = machine.run("doctor")
    #expect(doctor.code != .bug, "\(what): \(doctor)")
    if value.isOfWrongType {
      #expect(doctor.code != .done, "\(what): \(doctor)")
      #expect(!doctor.text.contains(PlantedValue.marker), "\(what): \(doctor)")
    }
    for line in TestMachine.looks {
      let run = machine.tries(line)
      check(run, value, what)
      if doctor.code == .done { #expect(run.code != .storeUnavailable, "\(what): doctor says well: \(run)") }
      // Where `doctor` says well, what is answered is right, but for values that could as well be right ones.
      if run.code == .done, run.output != answers[line], doctor.code == .done {
        #expect(!value.isOfWrongType, "\(what): another answer to \(line), and doctor says well")
      }
    }
    for line in TestMachine.changes { check(machine.tries(line), value, what) }
  }

  private func check(_ run: Run, _ value: PlantedValue, _ what: String) {
    #expect(run.code != .bug, "\(what): \(run)")
    // A text among texts is a name like others, and messages say names.
    if value.isOfWrongType { #expect(!run.errors.contains(PlantedValue.marker), "\(what): \(run)") }
    #expect(!run.errors.contains("SQLite error"), "\(what): \(run)")
  }
}
