import CommandGrammar
import JSONText
import Testing

/// Who may do what (interface, Security): roles guard against mistakes, refusals are 77.
@Suite struct RoleTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  static let forAdmins: [[String]] = [
    ["feature", "disable"], ["feature", "enable"], ["settings", "set", "account.name", "X"],
    ["agent", "create", "--email", "new@example.com"], ["agent", "edit", "602", "--role", "admin"],
    ["agent", "edit", "601", "--role", "admin"], ["group", "create", "Night"], ["import", "-"],
  ]

  static let forStaff: [[String]] = [
    ["session", "end", "1"], ["session", "end", "1", "--dry-run"],
    ["ticket", "update", "1001", "--tag", "x"],
  ]

  @Test("only admins change settings and rules: an agent gets 77, and nothing changes", arguments: forAdmins)
  func agents(words: [String]) {
    let content = machine.content()
    let run = machine.run(words + ["--as", "ana@example.com"])
    #expect(run.code == .notPermitted, "\(run)")
    #expect(run.errors == "sessionctl: Ana Lima is an agent; only admins may do this (see --as)\n")
    #expect(machine.content() == content)
  }

  @Test("agents end sessions and work on tickets, and the record names them")
  func agentsEnd() {
    #expect(machine.run("session", "end", "1", "--as", "601").code == .done)
    #expect(machine.session(1)["ended_by"] == ["type": "user", "id": 601, "name": "Ana Lima"])
    #expect(machine.run("ticket", "update", "1003", "--tag", "x", "--as", "Ben Okafor", "-q").code == .done)
  }

  @Test("end users can do nothing here: 77", arguments: forAdmins + forStaff)
  func endUsers(words: [String]) {
    let content = machine.content()
    for name in ["501", "carla@example.net"] {
      let run = machine.run(words + ["--as", name])
      #expect(run.code == .notPermitted, "\(run)")
      #expect(
        run.errors
          == "sessionctl: Carla is an end user and can do nothing here; name an agent or admin with --as\n")
    }
    #expect(machine.content() == content)
  }

  @Test("suspended users act on nothing: 77", arguments: forAdmins + forStaff)
  func suspended(words: [String]) throws {
    try machine.succeed("agent", "edit", "602", "--suspended", "yes", "--role", "admin", "-q")
    let content = machine.content()
    let run = machine.run(words + ["--as", "ben@example.com"])
    #expect(run.code == .notPermitted, "\(run)")
    #expect(run.errors == "sessionctl: Ben Okafor is suspended; name somebody else with --as\n")
    #expect(machine.content() == content)
  }

  @Test("--as goes before SESSIONCTL_ACTOR, which goes before the first admin")
  func precedence() {
    machine.environment["SESSIONCTL_ACTOR"] = "ana@example.com"
    #expect(machine.run("settings", "set", "account.name", "X").code == .notPermitted)
    #expect(machine.run("settings", "set", "account.name", "X", "--as", TestMachine.admin).code == .done)
    machine.environment["SESSIONCTL_ACTOR"] = ""
    #expect(machine.run("settings", "set", "account.name", "Y").code == .done)
  }

  @Test("an actor that there is not: 1, with the likely ones")
  func unknownActor() {
    let run = machine.run("session", "end", "1", "--as", "anna@example.com")
    #expect(run.code == .no)
    #expect(
      run.errors
        == "sessionctl: no agent 'anna@example.com' (there are 3; see 'sessionctl agent list'); did you mean 'ana@example.com'?\n"
    )
  }

  @Test("the last admin can't be demoted or suspended; with a second one it works")
  func lastAdmin() throws {
    for words in [["--role", "agent"], ["--suspended", "yes"]] {
      let run = machine.run(["agent", "edit", TestMachine.admin] + words)
      #expect(run.code == .no)
      #expect(
        run.errors == "sessionctl: admin@example.com is the last admin; make somebody else an admin first\n")
    }
    try machine.succeed("agent", "edit", "601", "--role", "admin", "-q")
    try machine.succeed("agent", "edit", TestMachine.admin, "--role", "agent", "-q")
    #expect(machine.run("agent", "show", TestMachine.admin, "--json").item["role"] == "agent")
    // The first admin, who acts by default, is Ana now.
    try machine.succeed("settings", "set", "account.name", "X", "-q")
    #expect(machine.run("log", "list", "--json").items.first?["actor_id"] == 601)
  }

  @Test("an agent may say that they are away, nothing else")
  func ownStatus() {
    let own = machine.run("agent", "edit", "601", "--status", "away", "--as", "601", "--json")
    #expect(own.code == .done)
    #expect(own.item["status"] == "away")
    #expect(machine.run("agent", "edit", "602", "--status", "away", "--as", "601").code == .notPermitted)
    #expect(
      machine.run("agent", "edit", "601", "--status", "online", "--name", "Q", "--as", "601").code
        == .notPermitted)
  }
}
