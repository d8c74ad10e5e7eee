import CommandGrammar
import JSONText
import Testing

/// To whom a conversation is handed over, and where its ticket then waits (§1, Q2).
@Suite struct HandoffTargetTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
  }

  private func handOff(_ words: String...) -> Run { machine.run(["conversation", "handoff", "50"] + words) }

  @Test("promise 13: to an agent, a group or a queue; without any it says that the ticket waits nowhere")
  func nowhere() throws {
    let told = handOff()
    #expect(told.code == .done)
    #expect(
      told.errors.contains("waits nowhere: nobody has it and no queue holds it")
        && told.errors.contains("sessionctl ticket update"), "\(told.errors)")
  }

  @Test(
    "promise 13: the document says who has the ticket and where it waits",
    arguments: [
      Titled("nobody", ([], true, .null, .null)),
      Titled("agent", (["--agent", "ana@example.com"], false, 601, .null)),
      Titled("group", (["--group", "Support"], false, .null, "standard")),
      Titled("queue", (["--queue", "Waiting"], false, .null, "Waiting")),
      Titled("queue and group", (["--queue", "Waiting", "--group", "Billing"], false, .null, "Waiting")),
    ] as [Titled<([String], Bool, JSONValue, JSONValue)>])
  func targets(_ target: Titled<([String], Bool, JSONValue, JSONValue)>) throws {
    try machine.succeed(
      "queue", "create", "--name", "Waiting", "--if", "priority is urgent", "--primary", "Support", "-q")
    let (words, nowhere, agent, queue) = target.value
    let run = machine.run(["conversation", "handoff", "50", "--json"] + words)
    #expect(run.code == .done, "\(run)")
    #expect(run.item["waits_nowhere"] == .bool(nowhere))
    #expect(run.item["assignee_id"] == agent)
    let names = [run.item["queue_id"], run.item["queue_name"]]
    #expect(names.contains(queue), "\(names)")
  }

  @Test("promise 13: an agent and a queue exclude each other, in commands and in events")
  func two() throws {
    let before = machine.content()
    let run = handOff("--agent", "ana@example.com", "--queue", "standard")
    #expect(run.code == .usage && run.errors.contains("--agent and --queue exclude each other"))
    try machine.tamper("INSERT INTO conversation_key VALUES ('k', 50)")
    let event =
      #"{"event_id":"1","type":"handoff","at":"2026-07-15T10:00:00Z","conversation":"k","agent":"ana@example.com","queue":"standard"}"#
    let ingest = machine.run("conversation", "ingest", "-", input: event)
    #expect(ingest.code == .badInput && ingest.errors.contains("to an agent or to a queue"), "\(ingest)")
    #expect(machine.content().count == before.count)
    #expect(machine.run("conversation", "show", "50", "--json").item["ticket_id"] == .null)
  }

  @Test("What a rule or a queue takes does not wait nowhere; in classic routing a group is enough")
  func taken() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Sort", "--if", "update_type is Create", "--do", "group_id Support",
      "-q")
    #expect(!handOff().errors.contains("waits nowhere"))
    let classic = try TestMachine.withAccount()
    try classic.succeed("settings", "set", "routing.mode", "messaging", "-q")
    let grouped = classic.run("conversation", "handoff", "50", "--group", "Support", "--json")
    #expect(grouped.item["waits_nowhere"] == false)
  }
}
