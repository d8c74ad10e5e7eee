import TestSupport
import Testing

/// A run that decides on one core while another writes comes to the same rows as one that does one after the other.
@Suite struct TwoCoresTests {
  @Test("One core and two write the same", arguments: Extent.seeds("cores", usually: 0..<4))
  func same(seed: UInt64) throws {
    let account = try RandomAccount(seed: seed)
    let machine = account.machine
    let before = try machine.bytes(of: machine.store)
    var written: [[String]] = []
    var told: [String] = []
    for cores in [Int.max, 1] {
      try machine.file("store.db", before)
      machine.worthTwoCores = cores
      for command in [
        ["session", "end", "--all", "--limit", "20", "--yes"],
        ["session", "end", "--all", "--note", "Over", "--reason", "inactivity_ended", "--yes", "--json"],
        ["ticket", "close-solved", "--after", "1m"],
      ] {
        let run = machine.run(command)
        #expect([.done, .no].contains(run.code), "\(command): \(run.errors)")
        told.append(run.text + run.errors)
      }
      written.append(try machine.allRows())
    }
    #expect(told[0..<3] == told[3..<6])
    #expect(written[0].count > 100)
    for (one, two) in zip(written[0], written[1]) where one != two {
      Issue.record("seed \(seed): \(one)\nwith two cores: \(two)")
    }
    #expect(written[0].count == written[1].count)
  }
}

extension TestMachine {
  /// Each row of each table, as text.
  func allRows() throws -> [String] {
    var rows: [String] = []
    for table in try column(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    {
      let columns = try column("SELECT name FROM pragma_table_info('\(table)')")
      let values = columns.map { "'\($0)=' || quote(\"\($0)\")" }.joined(separator: " || ', ' || ")
      rows += try column("SELECT \(values) FROM \"\(table)\" ORDER BY 1").map { "\(table): \($0)" }
    }
    return rows
  }
}
