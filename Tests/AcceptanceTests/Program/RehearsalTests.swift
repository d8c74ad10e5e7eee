import JSONText
import Testing

/// `--dry-run` of what is done and undone.
@Suite struct RehearsalTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @Test("not a byte of the store changes, and what is read meanwhile is what would be") func bytes() throws {
    let before = try machine.storeState()
    let run = machine.run("ticket", "update", "1001", "--status", "closed", "--dry-run", "--json")
    #expect(run.item["status"] == "closed")
    #expect(run.item["session"]?["end_reason"] == "ticket_closed")
    #expect(run.errors == "dry run: nothing was changed\n")
    let note = machine.run("group", "delete", "Support", "--hand-over-to", "Billing", "--dry-run")
    #expect(
      note.errors
        == "dry run: deleted group Support (701); 2 tickets were handed over\ndry run: nothing was changed\n")
    #expect(machine.run("agent", "delete", "601", "--dry-run").code == .no)
    #expect(try machine.storeState() == before)
  }

  @Test("an import is tried with all its files, and its faults are told") func imports() throws {
    let before = try machine.storeState()
    let good = try machine.file("a.json", Wire.tickets(Wire.ticket(3001), Wire.ticket(3002)))
    let bad = try machine.file("b.json", #"{"tickets":[{"id":"x"}]}"#)
    let run = machine.run("import", good, bad, "--dry-run", "--json")
    #expect(run.code == .badInput)
    #expect(run.items.first { $0["type"] == "tickets" || $0["type"] == "ticket" }?["created"] == 2)
    #expect(try machine.storeState() == before)
    #expect(machine.run("import", good, "--dry-run").code == .done)
    #expect(machine.ticket(3001).isNull)
  }

  @Test("closing for long solved, and answers, say how many") func closes() {
    let run = machine.run("ticket", "close-solved", "--after", "30m", "--dry-run")
    #expect(
      run.errors
        == "dry run: closed 1 ticket solved ≥ 30m, which ended 1 session\ndry run: nothing was changed\n")
    #expect(machine.ticket(1004)["status"] == "solved")
  }

  @Test("nothing is handed to a program, and nothing counts as tried") func delivery() throws {
    try machine.succeed("ticket", "reply", "1001", "--message", "On its way", "-q")
    let program = try machine.file("bridge", "#!/bin/sh\ntouch \(machine.folder)/called\n")
    #expect(machine.run("outbox", "deliver", "--dry-run").code == .no)
    try machine.succeed("settings", "set", "outbox.message_command", "/bin/sh \(program)", "-q")
    let run = machine.run("outbox", "deliver", "--dry-run")
    #expect(run.code == .done && run.text == "would deliver 1\n", "\(run)")
    #expect(
      machine.run("outbox", "list", "--json").items.allSatisfy {
        $0["state"] == "waiting" && $0["attempts"] == 0
      })
    #expect(throws: (any Error).self) { try machine.bytes(of: "\(machine.folder)/called") }
  }

  @Test("it is refused where it makes no sense, and who may not still may not") func refused() {
    #expect(machine.run("session", "list", "--dry-run").code == .usage)
    #expect(machine.run("backup", "x.db", "--dry-run").code == .usage)
    #expect(
      machine.run("settings", "set", "account.name", "X", "--as", "ana@example.com", "--dry-run").code
        == .notPermitted)
    #expect(machine.run("recipe", "install", "notify-before-end", "--dry-run").code == .done)
    #expect(machine.run("macro", "list", "--json").items.isEmpty)
  }
}
