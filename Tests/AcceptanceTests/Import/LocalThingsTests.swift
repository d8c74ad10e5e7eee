import CommandGrammar
import JSONText
import Testing

/// §12: ids made here, and that an import never overwrites a thing made here.
@Suite struct LocalThingsTests {
  @Test("ids made here: from 1 as long as none of the kind was imported, else from 9×10^14")
  func ids() throws {
    let machine = try TestMachine.withStore()
    #expect(machine.run("agent", "create", "--email", "a@example.com", "--json").item["id"] == 2)
    #expect(machine.run("group", "create", "First", "--json").item["id"] == 1)
    try machine.take([Wire.wrapped("group", Wire.group(701, "Imported"))])
    #expect(machine.run("group", "create", "Second", "--json").item["id"] == 900_000_000_000_000)
    #expect(machine.run("group", "create", "Third", "--json").item["id"] == 900_000_000_000_001)
    #expect(machine.run("agent", "create", "--email", "b@example.com", "--json").item["id"] == 3)
    try machine.take([Wire.wrapped("user", Wire.user(501))])
    let agent = machine.run("agent", "create", "--email", "c@example.com", "--json").item
    #expect(agent["id"] == 900_000_000_000_000)
  }

  @Test("an import never overwrites a thing made here: 65, naming it, and nothing of the file is taken")
  func neverOverwritten() throws {
    let machine = try TestMachine.withStore()
    try machine.succeed("agent", "create", "--email", "a@example.com", "-q")
    try machine.succeed("group", "create", "Ours", "--agent", "a@example.com", "-q")
    let content = machine.content()
    let cases: [(line: String, name: String)] = [
      (Wire.wrapped("user", Wire.user(2, [("updated_at", "2027-01-01T00:00:00Z")])), "user 2"),
      (Wire.wrapped("user", Wire.user(1, [("role", "admin")])), "user 1"),
      (Wire.wrapped("group", Wire.group(1, "Theirs")), "group 1"),
      (Wire.wrapped("group_membership", Wire.membership(1, user: 1, group: 1)), "group_membership 1"),
    ]
    for (line, name) in cases {
      let run = machine.run("import", "-", input: line + "\n" + Wire.wrapped("ticket", Wire.ticket(5)))
      let kind = name.split(separator: " ")[0]
      #expect(run.code == .badInput)
      #expect(
        run.errors.hasPrefix(
          "sessionctl: standard input, line 1: \(name): a different \(kind) with this id was created here, and an import never overwrites it\n"
        ), "\(run)")
      #expect(machine.content() == content)
    }
  }

  @Test("an audit made here is not overwritten either")
  func audits() throws {
    let machine = try TestMachine.withStore()
    try machine.take([Wire.wrapped("ticket", Wire.ticket(1001))])
    try machine.succeed("ticket", "update", "1001", "--note", "ours", "-q")
    let own = machine.run("ticket", "history", "1001", "--json").items.first
    #expect(own?["id"] == 1)
    let run = machine.run(
      "import", "-", input: Wire.audit(1, ticket: 1001, by: 501, at: "2026-07-15T00:00:00Z"))
    #expect(run.code == .badInput)
    #expect(run.errors.contains("a different audit with this id was created here"))
    #expect(machine.run("ticket", "history", "1001", "--json").items.first == own)
  }

  @Test("staff are matched by e-mail: the imported id takes over, with role, membership, history and log")
  func staffByEmail() throws {
    let machine = try TestMachine.withStore()
    try machine.succeed(
      "agent", "create", "--name", "Ana", "--email", "Ana@Example.com", "--role", "admin",
      "--messaging-capacity", "7", "-q")
    try machine.succeed("group", "create", "Ours", "--agent", "ana@example.com", "-q")
    try machine.succeed("feature", "enable", "--as", "ana@example.com", "-q")
    try machine.take([Wire.wrapped("ticket", Wire.ticket(1001))])
    try machine.succeed("session", "end", "1", "--as", "ana@example.com", "-q")
    try machine.succeed("ticket", "update", "1001", "--agent", "ana@example.com", "-q")

    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(360_000_000_601, [("name", "Ana Lima"), ("email", "ana@example.com"), ("role", "agent")]))
    ])
    let agents = machine.run("agent", "list", "--json").items
    #expect(agents.map { $0["id"] } == [1, 360_000_000_601])
    #expect(agents.last?["name"] == "Ana Lima")
    // Nobody loses the right to administer by being found elsewhere.
    #expect(agents.last?["role"] == "admin")
    #expect(agents.last?["messaging_capacity"] == 7)
    #expect(machine.session(1)["ended_by"]?["id"] == 360_000_000_601)
    #expect(machine.ticket(1001)["assignee_id"] == 360_000_000_601)
    #expect(machine.run("group", "show", "Ours", "--json").item["agent_ids"] == [360_000_000_601])
    #expect(
      machine.run("feature", "status", "--json").item["agents"]?["changed_by"] == 360_000_000_601)
    let actors = machine.run("log", "list", "--json").items.compactMap { $0["actor_id"]?.integer }
    #expect(Set(actors) == [1, 360_000_000_601])
    #expect(machine.run("ticket", "history", "1001", "--json").items.first?["author_id"] == 360_000_000_601)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("the first admin, found elsewhere as an end user's namesake, stays: only staff are matched")
  func onlyStaff() throws {
    let machine = try TestMachine.withStore()
    try machine.take([Wire.wrapped("user", Wire.user(501, [("email", .string(TestMachine.admin))]))])
    #expect(machine.run("agent", "show", TestMachine.admin, "--json").item["id"] == 1)
    #expect(machine.run("feature", "enable").code == .done)
  }

  @Test("two customers may share an address; an agent's address is taken")
  func addresses() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([Wire.wrapped("user", Wire.user(504, [("email", "carla@example.net")]))])
    let taken = machine.run("agent", "create", "--email", "ANA@example.com")
    #expect(taken.code == .no)
    #expect(taken.errors == "sessionctl: ANA@example.com already belongs to Ana Lima (user 601)\n")
    let edited = machine.run("agent", "edit", "602", "--email", "ana@example.com")
    #expect(edited.code == .no)
    #expect(machine.run("agent", "edit", "601", "--email", "Ana@Example.com", "-q").code == .done)
  }
}
