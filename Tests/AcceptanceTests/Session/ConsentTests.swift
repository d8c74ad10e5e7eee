import CommandGrammar
import JSONText
import Testing

/// Ending more than one session is asked for on a terminal and needs `--yes` elsewhere.
@Suite struct ConsentTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private static let question =
    "End 2 sessions idle ≥ 4h (0 e-mails, 0 surveys, 0 webhooks)? [y/N] "

  @Test(
    "off a terminal --yes is required for more than one, else 64 and nothing ends",
    arguments: [TestMachine.Terminals.none, .inputOnly, .errorsOnly])
  func required(terminals: TestMachine.Terminals) {
    let run = machine.run("session", "end", "--idle-for", "4h", input: "y\n", terminals: terminals)
    #expect(run.code == .usage)
    #expect(
      run.errors == "sessionctl: this would end 2 sessions; give --yes to do it, or --dry-run to look first\n"
    )
    #expect(machine.active == [1, 2, 3, 4, 50])
  }

  @Test("one session needs neither, named or found")
  func one() {
    #expect(machine.run("session", "end", "1", "--json").json["ended"] == 1)
    #expect(machine.run("session", "end", "--status", "new", "--json").json["ended"] == 1)
    let onTerminal = machine.run("session", "end", "3", input: "", terminals: .all)
    #expect(onTerminal.code == .done)
    #expect(onTerminal.errors.isEmpty)
    #expect(machine.active == [4, 50])
  }

  @Test(
    "on a terminal it says how many and what will follow, and asks", arguments: ["y\n", "yes\n", "Y\n", "y"])
  func yes(answer: String) {
    let run = machine.run("session", "end", "--idle-for", "4h", input: answer, terminals: .all)
    #expect(run.code == .done)
    #expect(run.errors.hasSuffix("\n\n" + Self.question))
    #expect(run.text == "ended 2 of 2 idle ≥ 4h (0 e-mails, 0 surveys)\n")
    #expect(machine.active == [2, 4, 50])
  }

  @Test(
    "anything but yes is a no, the end of the input too: exit 1, nothing ends",
    arguments: ["n\n", "", "\n", "yo\n", "no\ny\n"])
  func no(answer: String) {
    let run = machine.run("session", "end", "--idle-for", "4h", input: answer, terminals: .all)
    #expect(run.code == .no)
    #expect(run.errors.contains(Self.question))
    #expect(run.errors.hasSuffix("nothing was ended\n"))
    #expect(run.output.isEmpty)
    #expect(machine.active == [1, 2, 3, 4, 50])
  }

  @Test("--yes does not ask on a terminal either")
  func notAsked() {
    let run = machine.run("session", "end", "--idle-for", "4h", "--yes", terminals: .all)
    #expect(run.code == .done)
    #expect(run.errors.isEmpty)
  }

  @Test("after the question only the sessions that were counted are ended, and of those only the still idle")
  func counted() throws {
    let machine = machine
    var answer = Array("y\n".utf8)
    // While the question stands another session that would match comes in, and session 1's customer writes.
    let run = machine.run(
      ["session", "end", "--idle-for", "4h", "--json"].map { Array($0.utf8) }, terminals: .all
    ) { room in
      if answer.count == 2 {
        try machine.take([
          Wire.wrapped("ticket", Wire.ticket(1010, [("updated_at", "2026-07-15T01:00:00Z")])),
          Wire.wrapped("audit", Wire.audit(9031, ticket: 1001, by: 501, at: "2026-07-15T09:59:00Z")),
        ])
      }
      guard !answer.isEmpty else { return 0 }
      room[0] = answer.removeFirst()
      return 1
    }
    #expect(run.code == .done)
    #expect(run.json.integers("items", "session_id") == [3])
    #expect(machine.active.count == 5)
    #expect(machine.ticket(1010)["session"]?["state"] == "active")
    #expect(machine.session(1)["state"] == "active")
  }

  @Test("sessions named by id or ticket are confirmed too when there are several")
  func named() {
    #expect(machine.run("session", "end", "1", "2").code == .usage)
    #expect(machine.run("session", "end", "--ticket", "1001", "--ticket", "1002").code == .usage)
    let run = machine.run("session", "end", "1", "2", input: "y\n", terminals: .all)
    #expect(run.errors.hasSuffix("End 2 sessions (0 e-mails, 0 surveys, 0 webhooks)? [y/N] "))
    #expect(machine.active == [3, 4, 50])
  }
}
