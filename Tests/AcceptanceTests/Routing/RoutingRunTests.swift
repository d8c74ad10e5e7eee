import CommandGrammar
import Foundation
import JSONText
import Testing

/// Assignments with whole commands (Q4, Q5, Q8, C1–C3, E6, E16).
@Suite struct RoutingRunTests {
  private let machine: TestMachine

  /// Ana is in Support, Ben in Billing; 1001 waits for Support, 1002 (new) for Billing.
  init() throws {
    machine = try TestMachine.withAccount()
    try machine.succeed("agent", "edit", "601", "--group", "Support", "-q")
    try machine.succeed("agent", "edit", "602", "--group", "Billing", "-q")
    try machine.succeed("ticket", "update", "1001", "--agent", "none", "-q")
    try machine.succeed("ticket", "update", "1002", "--group", "Billing", "-q")
  }

  private func agent(_ id: Int64) -> JSONValue { machine.run("agent", "show", "\(id)", "--json").item }

  @Test("Q8: a dry run shows what the run then does, and changes nothing") func dryRun() throws {
    let before = try machine.storeState()
    let plan = machine.run("routing", "run", "--dry-run", "--json")
    #expect(try machine.storeState() == before)
    let run = machine.run("routing", "run", "--json")
    #expect(run.code == .done)
    #expect(plan.json["dry_run"] == true)
    #expect(run.json["dry_run"] == false)
    #expect(plan.items == run.items)
    #expect(run.json["waiting"] == 2)
    #expect(run.json["assigned"] == 2)
    #expect(
      Set(run.items.map { "\($0["ticket_id"]!.text) \($0["agent_id"]!.text)" }) == ["1001 601", "1002 602"])
    #expect(run.items[0]["queue"]?["id"] == "standard")
    #expect(machine.logged.last == "routing run")
    // Nothing waits any more, and nothing is logged.
    #expect(machine.run("routing", "run").text == "assigned 0 of 0 waiting tickets\n")
    #expect(machine.logged.count { $0 == "routing run" } == 1)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("E16, Q8: assigning opens a new ticket, takes it out of the queue, and runs the triggers")
  func update()
    throws
  {
    try machine.succeed(
      "trigger", "create", "--title", "Greet", "--if", "assignee_id changed", "--do", "current_tags greeted")
    let run = machine.run("routing", "run", "--json")
    #expect(run.items.allSatisfy { $0["triggers_fired"]?[0]?["title"] == "Greet" })
    let ticket = machine.ticket(1002)
    #expect(ticket["status"] == "open")
    #expect(ticket["assignee_id"] == 602)
    #expect(ticket["queue"] == .null)
    #expect(ticket["tags"] == ["greeted"])
    #expect(ticket["group_name"] == "Billing")
    let audit = machine.run("ticket", "history", "1002", "--json").items.last
    #expect(audit?["author_id"] == -1)
    #expect(
      audit?["events"]?.array?.contains { $0["field_name"] == "assignee_id" && $0["value"] == "602" } == true)
  }

  @Test("E6: the end gives the messaging slot back and takes no email slot until the next assignment")
  func slots() throws {
    try machine.succeed("routing", "run", "-q")
    #expect(agent(601)["messaging_load"] == 1)
    try machine.succeed("session", "end", "1", "-q")
    #expect(agent(601)["messaging_load"] == 0)
    #expect(agent(601)["email_load"] == 0)
    #expect(machine.ticket(1001)["assignee_id"] == 601)
    // Unassigned and assigned again by routing, it counts as email.
    try machine.succeed("ticket", "update", "1001", "--agent", "none", "--tag", "auto-routing", "-q")
    try machine.succeed("routing", "run", "-q")
    #expect(machine.ticket(1001)["assignee_id"] == 601)
    #expect(agent(601)["messaging_load"] == 0)
    #expect(agent(601)["email_load"] == 1)
  }

  @Test("C1–C3: nobody gets more than their room, nobody who is away; the notes tell what to look at")
  func limits()
    throws
  {
    try machine.succeed("agent", "edit", "601", "--messaging-capacity", "0", "-q")
    try machine.succeed("agent", "edit", "602", "--status", "away", "-q")
    let run = machine.run("routing", "run")
    #expect(run.text == "assigned 0 of 2 waiting tickets\n")
    #expect(run.errors.contains("routing explain"))
    let agents = machine.run("routing", "explain", "1001", "--json").item["agents"]?.array ?? []
    #expect(agents.first { $0["id"] == 601 }?["reason"] == "has no room: all 0 messaging slots taken")
    #expect(agents.first { $0["id"] == 602 }?["reason"] == "is not in Support")
    // C2: by hand it may be more.
    try machine.succeed("ticket", "update", "1001", "--agent", "601", "-q")
    #expect(agent(601)["messaging_load"] == 1)
    #expect(agent(601)["messaging_capacity"] == 0)
    #expect(
      machine.run("agent", "edit", "601", "--messaging-capacity", "501").errors.contains(
        "a capacity is at most 500"))
  }

  @Test(
    "Q4, Q5: custom queues by priority before the standard queue; secondary groups when no primary agent can")
  func priorities() throws {
    try machine.succeed("agent", "edit", "601", "--messaging-capacity", "1", "--group", "Billing", "-q")
    try machine.succeed("agent", "edit", "602", "--status", "offline", "-q")
    try machine.succeed(
      "queue", "create", "--name", "New ones", "--if", "status is new", "--primary", "Support", "--secondary",
      "Billing", "--priority", "1")
    // Ana has one slot, and the custom queue's ticket goes first though the other has waited longer.
    #expect(machine.run("routing", "run", "--json").items.map { $0["ticket_id"] } == [1002])
    try machine.succeed("ticket", "update", "1002", "--agent", "none", "-q")
    try machine.succeed("agent", "edit", "601", "--remove-group", "Support", "-q")
    let run = machine.run("routing", "run", "--json")
    #expect(run.json["assigned"] == 1)
  }

  @Test("Q8: at most one assignment per ticket and run, also when a trigger takes it back") func once() throws
  {
    try machine.succeed(
      "trigger", "create", "--title", "Back", "--if", "assignee_id is 601", "--do", "assignee_id ")
    let run = machine.run("routing", "run", "--json")
    #expect(run.items.count { $0["ticket_id"] == 1001 } == 1)
    #expect(machine.ticket(1001)["queue"]?["name"] == "Standard queue")
    #expect(agent(601)["messaging_load"] == 0)
  }

  @Test("Q1: without queues there is nothing to run; end users may not") func refusals() throws {
    #expect(machine.run("routing", "run", "--as", "501").code == .notPermitted)
    #expect(machine.run("routing", "run", "--as", "ana@example.com").code == .done)
    try machine.succeed("settings", "set", "routing.mode", "messaging")
    let run = machine.run("routing", "run")
    #expect(run.code == .no)
    #expect(run.errors.contains("there are no queues"))
  }

  @Test("Two runs at once assign no ticket twice and exceed no limit") func atOnce() throws {
    try machine.take(
      (3001...3400).map { Wire.wrapped("ticket", Wire.ticket($0, [("group_id", 701)])) })
    try machine.succeed("agent", "edit", "601", "--messaging-capacity", "200", "-q")
    let runs = try (0..<2).map { _ in
      try RealProgram(machine, ["routing", "run", "--json", "--wait", "60"])
    }.map { $0.wait() }
    #expect(runs.allSatisfy { $0.status == 0 })
    let tickets = runs.flatMap { $0.json["items"]?.array ?? [] }.compactMap { $0["ticket_id"]?.integer }
    #expect(Set(tickets).count == tickets.count)
    #expect(tickets.count == 201)
    #expect(agent(601)["messaging_load"] == 200)
    #expect(machine.run("doctor").code == .done)
  }
}

/// The run events that routing sets off (M1).
@Suite struct RoutingEventTests {
  @Test("M1: entering a queue is conversation_queued, leaving it by routing conversation_assigned_from_queue")
  func events() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("agent", "edit", "601", "--group", "Support", "-q")
    for event in ["conversation_queued", "conversation_assigned_from_queue"] {
      try machine.succeed(
        "messaging-trigger", "create", "--title", event, "--event", event, "--if", "customer_name is Carla",
        "--do",
        "add_tags \(event)")
    }
    let tags = { machine.ticket(1001)["tags"]?.array?.compactMap(\.string) ?? [] }
    try machine.succeed("ticket", "update", "1001", "--agent", "none", "-q")
    #expect(tags().contains("conversation_queued"))
    #expect(!tags().contains("conversation_assigned_from_queue"))
    let run = machine.run("routing", "run", "--json")
    #expect(run.items.first?["triggers_fired"]?[0]?["title"] == "conversation_assigned_from_queue")
    #expect(tags().contains("conversation_assigned_from_queue"))
    // By hand nothing is assigned from a queue.
    try machine.succeed(
      "ticket", "update", "1001", "--agent", "none", "--remove-tag", "conversation_assigned_from_queue", "-q")
    try machine.succeed("ticket", "update", "1001", "--agent", "601", "-q")
    #expect(!tags().contains("conversation_assigned_from_queue"))
    // Never on an ended session (E9).
    try machine.succeed("session", "end", "1", "-q")
    try machine.succeed("ticket", "update", "1001", "--remove-tag", "conversation_queued", "-q")
    try machine.succeed("ticket", "update", "1001", "--agent", "none", "--tag", "auto-routing", "-q")
    #expect(machine.ticket(1001)["queue"]?["name"] == "Standard queue")
    #expect(!tags().contains("conversation_queued"))
  }
}
