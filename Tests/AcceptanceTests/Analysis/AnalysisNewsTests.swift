import CivilTime
import JSONText
import TestSupport
import Testing

@testable import SessionctlCommands

/// What a run of `export --analysis` looks at where an earlier one was complete.
@Suite struct AnalysisNewsTests {
  @Test(
    "Many runs write what one writes at the end: nothing is missed, and nothing is there twice",
    arguments: Extent.seeds("lakes", usually: 0..<4))
  func many(seed: UInt64) throws {
    var account = try RandomAccount(seed: seed)
    let machine = account.machine
    let kept = Lake(machine, "kept")
    try kept.export()
    for round in 1...24 {
      let now = machine.now
      // A clock that is behind, or a feed that is late, tells of months that are over.
      let isLate = account.chance.once(in: 3)
      if isLate { machine.now = now.advanced(by: -86_400 * Int64(account.chance.number(1...70))) }
      account.live(imports: account.chance.once(in: 4))
      if account.chance.once(in: 3) { ingest(machine, conversation: round) }
      if isLate { machine.now = now }
      if account.chance.once(in: 8) {
        machine.now = machine.now.advanced(by: 1)
        machine.run("prune", "--ended-before", "1h", "--yes")
      }
      if account.chance.once(in: 6) { machine.now = machine.now.advanced(by: 86_400 * 31) }
      if account.chance.once(in: 4) && round < 24 { continue }
      try kept.export()
      let fresh = Lake(machine, "fresh-\(round)")
      try fresh.export()
      try expectSame(kept, fresh, "seed \(seed), round \(round)")
    }
    machine.now = machine.now.advanced(by: 86_400 * 31)
    try kept.export()
    let fresh = Lake(machine, "fresh")
    try fresh.export()
    try expectSame(kept, fresh, "seed \(seed), a month later", isMonthOver: true)
    print("lakes: seed \(seed), \(try kept.rows("sessions").count) sessions")
  }

  private func expectSame(_ kept: Lake, _ fresh: Lake, _ what: String, isMonthOver: Bool = false) throws {
    for (table, members) in [
      ("sessions", ["session_id"]), ("tickets", ["ticket_id", "session_id"]),
      ("firings", ["audit_id", "rule_kind", "rule_id"]),
    ] {
      func keys(_ lake: Lake) throws -> [String] {
        try lake.rows(table).map { row in members.map { row[$0]?.text ?? "" }.joined(separator: " ") }
      }
      let (many, one) = (try keys(kept), try keys(fresh))
      let missed = Set(one).subtracting(many).filter { row in
        guard row.hasPrefix("null ") else { return true }
        // A ticket that was written while it was here needs no further row when it is pruned; one that was closed and
        // pruned within a month is written when that is over.
        return isMonthOver && !many.contains { $0.hasSuffix(row.dropFirst(4)) }
      }
      #expect(missed.isEmpty && Set(many).count == many.count, "\(what), \(table): \(missed)")
    }
  }

  private func ingest(_ machine: TestMachine, conversation: Int) {
    let moments = [0, 60].map { machine.now.advanced(by: $0).rfc3339 }
    machine.run(
      ["conversation", "ingest", "-"],
      input: Array(
        """
        {"event_id":"s\(conversation)","type":"start","at":"\(moments[0])","conversation":"k\(conversation)","user":11,\
        "channel":"whatsapp","message":"Hello"}
        {"event_id":"e\(conversation)","type":"end","at":"\(moments[1])","conversation":"k\(conversation)","from":"customer"}

        """.utf8))
  }

  @Test(
    "After commands that the history tells of nothing else is looked at; after any other, and where an earlier one goes on, all is"
  )
  func shortAndLong() throws {
    let machine = try AnalysisExportTests.machine()
    let lake = Lake(machine)
    try lake.export()
    // A session whose end stands nowhere else.
    let columns = "state, ended_at, end_reason, ended_by_kind, ended_by_id, ended_via"
    func end(_ id: Int) throws {
      try machine.tamper(
        "UPDATE session SET (\(columns)) = (SELECT \(columns) FROM session WHERE id = 1) WHERE id = \(id)")
    }
    func isWritten(_ id: Int) throws -> Bool {
      try lake.export()
      return try lake.rows("sessions").contains { $0["session_id"]?.integer == Int64(id) }
    }
    try end(2)
    try machine.succeed("ticket", "note", "1003", "--message", "Seen", "-q")
    #expect(try !isWritten(2))
    try machine.succeed("prune", "--outbox-before", "1h", "--yes", "-q")
    #expect(try !isWritten(2))
    try machine.succeed("settings", "set", "routing.mode", "messaging", "-q")
    #expect(try isWritten(2))
    try end(4)
    try machine.succeed("session", "end", "3", "--yes", "-q", "--now", "2026-07-20T10:00:00Z")
    // A pull that began before writes a further page: its entry is not the last one.
    try machine.tamper("UPDATE log_entry SET summary = summary || ', and more' WHERE command = 'init'")
    #expect(try isWritten(4) && isWritten(3))
  }

  @Test("The commands that the history tells of are commands")
  func names() {
    let names = Set(CommandTable.toolkit.commands.map(\.name))
    #expect(AnalysisExport.told.isSubset(of: names))
  }
}
