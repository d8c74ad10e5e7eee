import CommandGrammar
import JSONText
import Testing

/// What the AI agent says stands in the ticket's history, as its own words (promise 16).
@Suite struct AIAgentLineTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withStore()
    try machine.succeed("group", "create", "Support", "-q")
    try machine.succeed("feature", "enable", "-q")
  }

  /// Two words of the customer around one of the AI agent, a minute apart, and the hand-off.
  private func handOver() throws {
    try machine.succeed(
      "conversation", "start", "--user-name", "Alma", "--user-email", "alma@example.net", "--message",
      "My kettle is broken",
      "-q")
    machine.now = machine.now.advanced(by: 60)
    try machine.succeed("conversation", "say", "1", "--from", "ai-agent", "--message", "Which order?", "-q")
    machine.now = machine.now.advanced(by: 60)
    try machine.succeed("conversation", "say", "1", "--message", "Order 7", "-q")
    machine.now = machine.now.advanced(by: 60)
    try machine.succeed("conversation", "handoff", "1", "--group", "Support", "-q")
  }

  private var comments: [JSONValue] {
    machine.run("ticket", "history", "1", "--json").items.flatMap { $0["events"]?.array ?? [] }
      .filter { $0["type"] == "Comment" }
  }

  @Test("promise 16: all public replies are in the history, with who said what and when")
  func history() throws {
    try handOver()
    try machine.succeed("conversation", "say", "1", "--from", "ai-agent", "--message", "Ana is coming", "-q")
    let rows = machine.run("ticket", "history", "1", "--json", "--fields", "at,who,what").items
      .filter { $0["what"]?.string?.hasPrefix("public reply") == true }
    #expect(
      rows.map { $0["what"]?.string } == [
        "public reply: My kettle is broken\nOrder 7", "public reply: Which order?",
        "public reply: Ana is coming",
      ])
    #expect(rows.map { $0["who"]?.string } == ["Alma", "AI agent", "AI agent"])
    #expect(
      rows.map { $0["at"]?.string } == [
        "2026-07-15T10:02:00Z", "2026-07-15T10:01:00Z", "2026-07-15T10:03:00Z",
      ])
    let customer = machine.ticket(1)["requester_id"]
    #expect(comments.map { $0["author_id"] } == [customer, -1, -1])
    // Each was said once.
    #expect(machine.run("conversation", "show", "1", "--json").item["messages"]?.array?.count == 4)
    #expect(machine.run("conversation", "list", "--json").items.first?["messages"] == 4)
  }

  @Test("Conditions on words look at the customer's, which stay the first public comment")
  func conditions() throws {
    for (title, word) in [("theirs", "kettle"), ("later", "order"), ("robot", "which")] {
      try machine.succeed(
        "trigger", "create", "--title", title, "--if", "update_type is Create", "--if",
        "comment_includes_word includes \(word)", "--do", "current_tags \(title)", "-q")
    }
    try handOver()
    #expect(machine.ticket(1)["tags"] == ["theirs", "later"])
  }

  @Test(
    "Placeholders from the hand-off on: who said what, and the customer's words as what it is about",
    arguments: [nil, "de"] as [String?])
  func placeholders(_ locale: String?) throws {
    if let locale { try machine.succeed("settings", "set", "account.locale", locale, "-q") }
    for (title, event) in [("at once", "Create"), ("later", "Change")] {
      try machine.succeed(
        "trigger", "create", "--title", title, "--if", "update_type is \(event)", "--do",
        #"notification_user ["requester_id","About {{ticket.description}}|{{ticket.latest_comment}}","{{ticket.comments_formatted}}"]"#,
        "-q")
    }
    try handOver()
    try machine.succeed("ticket", "update", "1", "--priority", "high", "-q")
    let entries = machine.run("outbox", "list", "--json").items.compactMap { $0["id"]?.integer }
    #expect(entries.count == 2)
    let agent = locale == nil ? "AI agent" : "KI-Agent"
    for id in entries {
      let mail = machine.run("outbox", "show", "\(id)", "--json").item
      let body = try #require(mail["body"]?.string)
      #expect(body.contains("\(agent), 2026-07-15T10:01:00Z\n\nWhich order?"), "\(body)")
      #expect(body.contains("\n\nMy kettle is broken\nOrder 7"), "\(body)")
      #expect(body.hasPrefix("Alma, "), "\(body)")
      #expect(mail["subject"]?.string?.contains("Which") == false, "\(mail)")
      #expect(mail["subject"]?.string?.hasPrefix("About My kettle is broken") == true, "\(mail)")
    }
  }

  @Test(
    "An export of any conversation with an AI agent imports into a fresh store and gives the same documents")
  func exported() throws {
    try handOver()
    try machine.succeed("conversation", "say", "1", "--from", "ai-agent", "--message", "Ana is coming", "-q")
    machine.now = machine.now.advanced(by: 60)
    try machine.succeed("session", "end", "1", "-q")
    machine.now = machine.now.advanced(by: 60)
    try machine.succeed("ticket", "reply", "1", "--from", "customer", "--message", "By mail", "-q")
    try machine.succeed("conversation", "say", "1", "--message", "Hello?", "-q")
    try machine.succeed("conversation", "say", "2", "--from", "ai-agent", "--message", "Welcome back", "-q")
    let export = machine.run("export").output
    let fresh = try TestMachine.withStore()
    fresh.now = machine.now
    let run = fresh.run(["import", "-", "-q"], input: export)
    #expect(run.code == .done, "\(run)")
    for words in [
      ["conversation", "list"], ["conversation", "show", "1"], ["conversation", "show", "2"],
      ["ticket", "history", "1"], ["ticket", "list"], ["ticket", "show", "1"],
      ["session", "list", "--state", "any"], ["session", "show", "1"],
    ] {
      #expect(fresh.run(words + ["--json"]).output == machine.run(words + ["--json"]).output, "\(words)")
    }
    #expect(fresh.run("export").output == export)
    #expect(fresh.run("doctor").code == .done)
  }

  @Test("What an earlier program wrote of the account itself as commenter is read, and is nobody")
  func earlierExport() throws {
    try handOver()
    let export = machine.run("export").text
    let earlier = export.replacing(/"commenter_id":\d+/, with: #""commenter_id":-1"#)
    #expect(earlier != export)
    let fresh = try TestMachine.withStore()
    let run = fresh.run("import", "-", "-q", input: earlier)
    #expect(run.code == .done, "\(run)")
    #expect(fresh.run("export").text.contains(#""commenter_id":null"#))
  }

  @Test("Very long talk is bounded, the latest kept")
  func bounded() throws {
    let start =
      #"{"event_id":"0","type":"start","at":"2026-07-15T10:00:00Z","conversation":"k","user_name":"Alma","message":"Hi"}"#
    let long = String(repeating: "a", count: 60_000)
    let events = (1...20).map {
      #"{"event_id":"\#($0)","type":"say","at":"2026-07-15T10:00:00Z","conversation":"k","from":"ai_agent","message":"\#($0) \#(long)"}"#
    }
    try machine.succeed(
      "conversation", "ingest", "-", "-q", input: ([start] + events).joined(separator: "\n"))
    try machine.succeed("conversation", "handoff", "1", "-q")
    let bodies = comments.compactMap { $0["body"]?.string }
    #expect(bodies.first == "Hi" && bodies.last?.hasPrefix("20 ") == true)
    #expect(bodies.count == 18)
  }
}
