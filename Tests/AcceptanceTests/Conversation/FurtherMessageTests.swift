import CommandGrammar
import JSONText
import Testing

/// Where messages go after the end of a session (E13).
@Suite struct FurtherMessageTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
  }

  @discardableResult
  private func say(_ id: Int64, _ text: String = "Hello?") throws -> JSONValue {
    try machine.succeed("conversation", "say", "\(id)", "--message", text, "--json").item
  }

  private func end(_ id: Int64) throws { try machine.succeed("session", "end", "\(id)", "-q") }

  @Test("promise 49: the messages after the next one stay in the conversation that it opened")
  func together() throws {
    try end(1)
    let first = try say(1)
    let id = try #require(first["id"]?.integer)
    #expect(first["previous_conversation_id"] == 1 && first["opened"] == true)
    for count in 2...4 {
      let item = try say(1, "m\(count)")
      #expect(item["id"]?.integer == id && item["messages"]?.integer == Int64(count))
      #expect(item["previous_conversation_id"] == 1 && item["opened"] == false)
    }
    let direct = try say(id)
    #expect(direct["id"]?.integer == id && direct["previous_conversation_id"] == .null)
    #expect(machine.run("conversation", "list", "--user", "501", "--json").items.count == 3)
    let told = try machine.succeed("conversation", "say", "1", "--message", "Still there?")
    #expect(
      told.errors == "the session of conversation 1 has ended, so the message went to conversation \(id)\n")
  }

  @Test("E2: the AI agent does not go along by itself, and is told where the customer went on")
  func aiAgent() throws {
    try end(1)
    let id = try #require(try say(1)["id"]?.integer)
    let run = machine.run("conversation", "say", "1", "--from", "ai-agent", "--message", "Hello")
    #expect(run.code == .notPermitted)
    #expect(run.errors.contains("the customer continued in conversation \(id)"), "\(run.errors)")
    try machine.succeed("conversation", "say", "\(id)", "--from", "ai-agent", "--message", "Hello", "-q")
  }

  @Test("when that one has ended as well the next one opens, from whichever of the old ones")
  func nextOne() throws {
    try end(1)
    let second = try #require(try say(1)["id"]?.integer)
    try end(second)
    let third = try say(1)
    #expect(third["opened"] == true && third["previous_conversation_id"] == 1)
    let id = try #require(third["id"]?.integer)
    #expect(try say(second)["id"]?.integer == id)
    #expect(try say(1)["id"]?.integer == id)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("a message from before the newest of them is refused, and changes nothing")
  func late() throws {
    try end(1)
    let second = try #require(try say(1)["id"]?.integer)
    machine.now = machine.now.advanced(by: 60)
    try end(second)
    let before = machine.content()
    let run = machine.run("conversation", "say", "1", "--message", "Late", "--now", "2026-07-15T09:59:00Z")
    #expect(run.code == .no && run.errors.contains("after this happened"), "\(run)")
    #expect(machine.content() == before)
  }

  @Test("a row of any length: from the first of them one look-up finds the newest")
  func longRow() throws {
    var open: Int64 = 1
    for _ in 1...40 {
      try end(open)
      open = try #require(try say(1)["id"]?.integer)
    }
    #expect(try say(1)["id"]?.integer == open)
    #expect(try say(open)["id"]?.integer == open)
    let plan = try machine.column(
      "EXPLAIN QUERY PLAN SELECT id FROM session WHERE chain = 1 ORDER BY started_at DESC, id DESC LIMIT 1")
    #expect(plan.count == 1 && plan[0].contains("session_chain"), "\(plan)")
  }

  @Test("a customer with two channels: what is said in one never goes on in the other")
  func twoChannels() throws {
    // Carla has 1 in native_messaging and 4 in line.
    try end(1)
    let item = try say(1)
    #expect(item["opened"] == true && item["channel"] == "native_messaging")
    try end(4)
    let line = try say(4)
    #expect(line["opened"] == true && line["channel"] == "line")
    #expect(try say(1)["id"] == item["id"])
    #expect(try say(4)["id"] == line["id"])
  }

  @Test("a conversation that the customer begins in the channel after the end takes the old one's place")
  func begun() throws {
    try end(1)
    let other = machine.run(
      "conversation", "start", "--user", "501", "--channel", "line", "--message", "Elsewhere", "--json")
    let begun = machine.run("conversation", "start", "--user", "501", "--message", "Once more", "--json")
    #expect(begun.item["previous_conversation_id"] == .null)
    #expect(other.item["id"] != begun.item["id"])
    #expect(try say(1)["id"] == begun.item["id"])
    // Beside an active one it is another.
    let beside = machine.run("conversation", "start", "--user", "501", "--message", "And this", "--json")
    try end(try #require(beside.item["id"]?.integer))
    #expect(try say(1)["id"] == begun.item["id"])
  }

  @Test("events and commands: the same conversation, whoever brings the message")
  func eventsAndCommands() throws {
    func ingest(_ event: String) {
      let run = machine.run("conversation", "ingest", "-", "-q", input: event)
      #expect(run.code == .done, "\(run)")
    }
    ingest(
      #"{"event_id":"1","type":"start","at":"2026-07-15T09:00:00Z","conversation":"a","user":501,"channel":"whatsapp","message":"Hi"}"#
    )
    let id = try #require(
      machine.run("conversation", "list", "--sort", "id:desc", "--json").items[1]["id"]?.integer)
    try end(id)
    let next = try #require(try say(id)["id"]?.integer)
    ingest(
      #"{"event_id":"2","type":"say","at":"2026-07-15T10:01:00Z","conversation":"a","message":"Anybody?"}"#)
    let shown = machine.run("conversation", "show", "\(next)", "--json").item
    #expect(shown["messages"]?.array?.compactMap { $0["body"]?.string } == ["Hello?", "Anybody?"])
  }

  @Test("the row comes along with an export, also where conversations get other ids")
  func exported() throws {
    try end(1)
    let second = try #require(try say(1)["id"]?.integer)
    try machine.succeed("conversation", "handoff", "\(second)", "-q")
    try end(second)
    let third = try say(second)
    try machine.succeed("conversation", "handoff", "\(third["id"]?.integer ?? 0)", "-q")
    let export = machine.run("export").output
    let fresh = try TestMachine.withStore()
    #expect(fresh.run(["import", "-", "-q"], input: export).code == .done)
    #expect(fresh.run("export").output == export)
    let there = try fresh.succeed("conversation", "say", "1", "--message", "Again", "--json").item
    #expect(there["id"] == third["id"] && there["opened"] == false)
    // Here the ids 1 to 3 are taken.
    let crowded = try TestMachine.withStore()
    for name in ["A", "B", "C"] {
      try crowded.succeed("conversation", "start", "--user-name", name, "--message", "x", "-q")
    }
    let lines =
      machine.run("export", "--type", "user").output + machine.run("export", "--type", "ticket").output
      + machine.run("export", "--type", "session").output
    let taken = crowded.run(["import", "-", "-q"], input: lines)
    #expect(taken.code == .done, "\(taken)")
    let ids = crowded.run("conversation", "list", "--user", "501", "--json").items
    let old = try #require(ids.first { $0["ticket_id"] == 1001 }?["id"]?.integer)
    #expect(old != 1)
    let moved = try crowded.succeed("conversation", "say", "\(old)", "--message", "Again", "--json").item
    #expect(moved["opened"] == false && moved["user_id"] == 501)
    #expect(crowded.run("doctor").code == .done)
  }
}
