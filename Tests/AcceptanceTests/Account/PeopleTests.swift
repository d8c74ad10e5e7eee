import JSONText
import Testing

/// Editing and deleting groups and agents: their work goes to somebody, or they stay.
@Suite struct PeopleTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @Test("a group gets another name and other agents, and show says who is in it") func groupEdit() {
    let run = machine.run(
      "group", "edit", "Support", "--name", "First line", "--add-agent", "601", "--add-agent", "Ben Okafor",
      "--json")
    #expect(run.item["name"] == "First line")
    #expect(run.item["agent_names"]?.array == ["Ana Lima", "Ben Okafor"])
    #expect(machine.session(1)["group_name"] == "First line")
    let less = machine.run("group", "edit", "701", "--remove-agent", "601", "--json")
    #expect(less.item["agent_ids"]?.array == [602])
    #expect(machine.run("group", "edit", "701", "--remove-agent", "601").errors.contains("nothing changed"))
    #expect(machine.run("group", "edit", "701", "--name", "billing").code == .no)
    #expect(machine.run("group", "edit", "701").code == .usage)
    #expect(machine.run("group", "edit", "Nobody", "--name", "X").code == .no)
    #expect(machine.run("agent", "show", "602", "--json").item["group_names"]?.array == ["First line"])
  }

  @Test("a group with tickets is deleted only where somebody takes them") func groupDelete() {
    let refused = machine.run("group", "delete", "Support")
    #expect(refused.code == .no)
    #expect(
      refused.errors
        == "sessionctl: 2 tickets that are not closed are with group 701 'Support'; say who takes them with --hand-over-to NAME, or 'none' for nobody\n"
    )
    #expect(machine.run("group", "delete", "Support", "--hand-over-to", "701").code == .no)
    let run = machine.run("group", "delete", "Support", "--hand-over-to", "Billing")
    #expect(run.code == .done)
    #expect(run.errors == "deleted group Support (701); 2 tickets were handed over\n")
    #expect(
      machine.ticket(1001)["group_name"] == "Billing" && machine.ticket(1004)["group_name"] == "Billing")
    #expect(machine.run("group", "list", "--json").json.integers("items", "id") == [702])
    #expect(machine.run("group", "delete", "Billing", "--hand-over-to", "none").code == .done)
    #expect(machine.ticket(1001)["group_id"] == .null)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("what active rules and queues name stays") func named() throws {
    try machine.succeed(
      "trigger", "create", "--title", "To Ana", "--if", "status is new", "--do", "assignee_id Ana Lima", "-q")
    try machine.succeed(
      "queue", "create", "--name", "Q", "--if", "status is new", "--primary", "Billing", "-q")
    let agent = machine.run("agent", "delete", "601", "--hand-over-to", "none")
    #expect(agent.code == .no)
    #expect(
      agent.errors.contains("agent 601 'Ana Lima' is named by trigger 2 'To Ana'; change or disable it first")
    )
    let group = machine.run("group", "delete", "Billing", "--hand-over-to", "none")
    #expect(group.errors.contains("group 702 'Billing' is named by queue"))
    try machine.succeed("trigger", "disable", "To Ana", "-q")
    #expect(machine.run("agent", "delete", "601", "--hand-over-to", "none").code == .done)
  }

  @Test("an agent's tickets go to another, in one update each, and the person stays as a user")
  func agentDelete() {
    let refused = machine.run("agent", "delete", "ana@example.com")
    #expect(refused.code == .no)
    #expect(refused.errors.contains("1 ticket that is not closed is with agent 601 'Ana Lima'"))
    let run = machine.run("agent", "delete", "ana@example.com", "--hand-over-to", "Ben Okafor")
    #expect(run.code == .done)
    #expect(machine.ticket(1001)["assignee_name"] == "Ben Okafor")
    #expect(machine.run("agent", "show", "601").code == .no)
    #expect(machine.run("user", "show", "601", "--json").item["role"] == "end_user")
    let entry = machine.run("log", "list", "--json").items.first
    #expect(entry?["summary"] == "deleted agent Ana Lima (601); handed 1 ticket over to Ben Okafor (602)")
    #expect(machine.run("doctor").code == .done)
  }

  @Test("unassigned tickets wait again; nobody deletes themselves; a customer is no agent") func others() {
    #expect(machine.run("agent", "delete", "602", "--hand-over-to", "none").code == .done)
    #expect(machine.ticket(1003)["assignee_id"] == .null)
    let own = machine.run("agent", "delete", TestMachine.admin)
    #expect(own.code == .no)
    #expect(own.errors.contains("can't delete themselves"))
    #expect(machine.run("agent", "delete", "501").code == .no)
    #expect(machine.run("agent", "delete", "601", "--hand-over-to", "601").code == .no)
    #expect(machine.run("agent", "delete", "601", "--as", "ana@example.com").code == .notPermitted)
  }
}
