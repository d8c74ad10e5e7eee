import CommandGrammar
import JSONText
import Testing

/// The customer's and the AI agent's side, and the agent's words (§1, §4).
@Suite struct ConversationTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
  }

  private func start(_ words: String...) throws -> JSONValue {
    let run = machine.run(
      [
        "conversation", "start", "--user-name", "Alma", "--user-email", "alma@example.net", "--message",
        "Hello",
      ]
        + words + ["--json"])
    #expect(run.code == .done, "\(run)")
    return run.item
  }

  private func handedOver(_ words: String...) throws -> (conversation: String, ticket: Int64) {
    let id = String(try start()["id"]!.integer!)
    let run = machine.run(["conversation", "handoff", id] + words + ["--json"])
    #expect(run.code == .done, "\(run)")
    return (id, try #require(run.item["ticket_id"]?.integer))
  }

  @Test("start makes a session that is with the AI agent, without a ticket")
  func begin() throws {
    let item = try start("--channel", "whatsapp")
    #expect(
      item.object?.keys == [
        "id", "conversation_id", "user_id", "user_name", "channel", "state", "session_id", "ticket_id",
        "started_at", "ended_at", "session_state", "session_ended_at", "previous_conversation_id", "messages",
        "opened", "assignee_id", "assignee_name", "group_id", "group_name", "queue_id", "queue_name",
        "waits_nowhere",
      ])
    #expect(item["channel"] == "whatsapp")
    #expect(item["state"] == "open" && item["session_state"] == "active")
    #expect(item["ticket_id"] == .null)
    #expect(item["messages"] == 1)
    let session = machine.session(try #require(item["id"]?.integer))
    #expect(session["last_sender"] == "customer")
    #expect(session["started_at"] == "2026-07-15T10:00:00Z")
  }

  @Test("an address tells who somebody is: nobody is made twice")
  func sameCustomer() throws {
    #expect(try start()["user_id"] == start()["user_id"])
    let carla = machine.run(
      "conversation", "start", "--user", "carla@example.net", "--message", "Again", "--json")
    #expect(carla.item["user_id"] == 501)
  }

  @Test("a hand-off makes a ticket of what was said, the customer's own (§1)")
  func handOff() throws {
    let id = String(try start()["id"]!.integer!)
    try machine.succeed("conversation", "say", id, "--from", "ai-agent", "--message", "One moment")
    try machine.succeed("conversation", "say", id, "--message", "It is order 7")
    let item = machine.run("conversation", "handoff", id, "--group", "Support", "--json").item
    let ticket = machine.ticket(try #require(item["ticket_id"]?.integer))
    #expect(ticket["subject"] == "Conversation with Alma")
    #expect(ticket["status"] == "new")
    #expect(ticket["routing_channel"] == "messaging")
    #expect(ticket["group_id"] == 701)
    #expect(ticket["requester_id"] == item["user_id"])
    let audit = try #require(
      machine.run("ticket", "history", "\(ticket["id"]!.integer!)", "--json").items.first)
    #expect(audit["author_id"] == item["user_id"])
    let comment = audit["events"]?.array?.first { $0["type"] == "Comment" }
    #expect(comment?["body"] == "Hello\nIt is order 7")
    #expect(comment?["public"] == true)
    #expect(machine.run("conversation", "show", id, "--json").item["messages"]?.array?.count == 3)
  }

  @Test("E16: who has it from the start has an open ticket, which takes a messaging slot")
  func handOffToAgent() throws {
    let (_, ticket) = try handedOver("--agent", "ana@example.com")
    #expect(machine.ticket(ticket)["status"] == "open")
    #expect(machine.run("agent", "show", "ana@example.com", "--json").item["messaging_load"] == 2)
  }

  @Test("a hand-off twice, or of an ended session, is refused and changes nothing")
  func handOffTwice() throws {
    let (id, ticket) = try handedOver()
    let before = machine.content()
    let again = machine.run("conversation", "handoff", id)
    #expect(again.code == .no)
    #expect(again.errors.contains("it has ticket \(ticket)"))
    try machine.succeed("session", "end", "50", "-q")
    #expect(machine.run("conversation", "handoff", "50").code == .no)
    #expect(machine.content().first?.contains("\"id\":\(ticket)") == true)
    #expect(before.count == 2)
  }

  @Test("E16: a customer's word on a waiting ticket makes it open, and from solved counts a reopen")
  func reopening() throws {
    let (id, ticket) = try handedOver()
    for (status, reopens) in [("pending", 0), ("hold", 0), ("solved", 1), ("solved", 2)] {
      try machine.succeed("ticket", "update", "\(ticket)", "--status", status, "-q")
      try machine.succeed("conversation", "say", id, "--message", "One more thing")
      #expect(machine.ticket(ticket)["status"] == "open")
      let test = machine.run(
        "trigger", "create", "--title", "reopens \(status) \(reopens)", "--if", "reopens is \(reopens)",
        "--do",
        "current_tags x", "--inactive", "--json")
      #expect(
        machine.run("trigger", "test", "\(test.item["id"]!.integer!)", "--ticket", "\(ticket)").code == .done)
    }
  }

  @Test("E13: a word after the end opens a new conversation; the old ticket stays as it is")
  func afterTheEnd() throws {
    let (id, ticket) = try handedOver()
    try machine.succeed("session", "end", id, "-q")
    let before = machine.run("ticket", "history", "\(ticket)", "--json").output
    let run = machine.run("conversation", "say", id, "--message", "Hello?", "--json")
    #expect(run.item["previous_conversation_id"]?.integer == Int64(id))
    let next = try #require(run.item["id"]?.integer)
    #expect(next != Int64(id))
    #expect(run.item["ticket_id"] == .null)
    #expect(machine.run("ticket", "history", "\(ticket)", "--json").output == before)
    #expect(machine.session(next)["state"] == "active")
    let handed = machine.run("conversation", "handoff", "\(next)", "--json").item
    #expect(handed["ticket_id"]?.integer != ticket)
    let shown = machine.ticket(try #require(handed["ticket_id"]?.integer))
    #expect(shown["earlier_conversations"]?.array?.first?["ticket_id"]?.integer == ticket)
  }

  @Test("E2: after the end the AI agent can't write: 77")
  func aiAgentAfterTheEnd() throws {
    let (id, _) = try handedOver()
    try machine.succeed("session", "end", id, "-q")
    let run = machine.run("conversation", "say", id, "--from", "ai-agent", "--message", "Hello?", "--json")
    #expect(run.code == .notPermitted)
    #expect(run.errorDocument["code"] == "not_permitted")
  }

  @Test("E11: a reply goes by messaging, then by e-mail, then nowhere")
  func replies() throws {
    let (id, ticket) = try handedOver()
    let first = try machine.succeed("ticket", "reply", "\(ticket)", "--message", "Hi")
    #expect(first.errors.contains("1 message"))
    #expect(machine.session(Int64(id)!)["last_sender"] == "agent")
    try machine.succeed("session", "end", id, "-q")
    let second = try machine.succeed("ticket", "reply", "\(ticket)", "--message", "Hi by mail")
    #expect(second.errors.contains("1 e-mail"))
    try machine.succeed("session", "end", "2", "-q")
    let third = machine.run("ticket", "reply", "1002", "--message", "Hi")
    #expect(third.code == .notPermitted)
    #expect(third.errors.contains("ticket note"))
    try machine.succeed("ticket", "note", "1002", "--message", "Nobody hears us")
  }

  @Test("a reply after the end is no activity of the session")
  func replyIsNoActivity() throws {
    try machine.succeed("session", "end", "1", "-q")
    let before = machine.session(1)["last_activity_at"]
    try machine.succeed("ticket", "reply", "1001", "--message", "Hi by mail")
    #expect(machine.session(1)["last_activity_at"] == before)
  }

  @Test("a closed ticket takes neither reply nor note")
  func closed() {
    for verb in ["reply", "note"] {
      let run = machine.run("ticket", verb, "1006", "--message", "Hi")
      #expect(run.code == .no)
      #expect(run.errors.contains("never changes again"))
    }
  }

  @Test("Only staff who are not suspended may reply")
  func staffOnly() {
    let run = machine.run("ticket", "reply", "1001", "--message", "Hi", "--as", "501")
    #expect(run.code == .notPermitted)
  }

  @Test("F4: a customer ends only where that is allowed; the routing channel stays (E3)")
  func customerEnds() throws {
    let (id, ticket) = try handedOver()
    #expect(machine.run("conversation", "end", id, "--from", "customer").code == .notPermitted)
    try machine.succeed("feature", "enable", "--for", "end-users", "-q")
    try machine.succeed("conversation", "end", id, "--from", "customer")
    let session = machine.session(Int64(id)!)
    #expect(session["end_reason"] == "end_user_ended")
    #expect(session["ended_by"]?["type"] == "user")
    #expect(machine.ticket(ticket)["routing_channel"] == "messaging")
  }

  @Test("the history names who speaks: the customer, the AI agent, an agent, the account's rules")
  func speakers() throws {
    try machine.succeed(
      "messaging-trigger", "create", "--title", "Thanks", "--event", "message_sent", "--if",
      "message contains hello", "--do", "send_message_to_customer Thank you", "-q")
    let (id, ticket) = try handedOver()
    try machine.succeed("conversation", "say", id, "--from", "ai-agent", "--message", "One moment", "-q")
    try machine.succeed("conversation", "say", id, "--from", "customer", "--message", "Hello again", "-q")
    let rows = machine.run("ticket", "history", "\(ticket)", "--json", "--fields", "who,what,rule").items
    func who(_ text: String) -> JSONValue? {
      rows.first { $0["what"]?.string == "public reply: \(text)" }?["who"]
    }
    #expect(who("One moment") == "AI agent")
    #expect(who("Hello again") == "Alma")
    #expect(who("Thank you") == "system")
    let entry = machine.run("outbox", "list", "--json").items.first
    #expect(entry?["rule_kind"] == "messaging_trigger")
    // §11: what fires in conversations is counted like all else.
    let counts = machine.run("report", "triggers", "--json").items
    #expect(counts.first { $0["title"] == "Thanks" }?["fired"] == 1, "\(counts)")
  }

  @Test("E14, T3: close-solved closes what was solved long ago, ends its session, and runs no trigger")
  func closeSolved() throws {
    try machine.succeed(
      "trigger", "create", "--title", "loud", "--if", "status value closed", "--do",
      "current_tags closed_by_rule",
      "-q")
    #expect(machine.run("ticket", "close-solved", "--after", "2h").errors.contains("closed 0 tickets"))
    let run = try machine.succeed("ticket", "close-solved", "--after", "1h")
    #expect(run.errors.contains("closed 1 ticket solved ≥ 1h, which ended 1 session"))
    #expect(machine.ticket(1004)["status"] == "closed")
    #expect(machine.ticket(1004)["tags"] == ["late"])
    #expect(machine.session(4)["end_reason"] == "ticket_closed")
    #expect(machine.session(4)["ended_by"]?["type"] == "system")
    #expect(machine.run("ticket", "close-solved").code == .usage)
  }

  @Test(
    "Ticket triggers run on creation, and see the update as the customer's",
    arguments: [
      ("update_type is Create", true), ("update_type is Change", false),
      ("comment_includes_word includes hello", true), ("comment_includes_word includes goodbye", false),
      ("role is end_user", true), ("requester_id is current_user", true),
      ("current_via_id is messaging", true),
      ("via_id is whatsapp", true), ("comment_is_public is true", true),
    ])
  func triggersOnCreation(_ condition: String, _ isMet: Bool) throws {
    try machine.succeed(
      "trigger", "create", "--title", "seen", "--if", condition, "--do", "current_tags seen", "-q")
    let id = String(try start("--channel", "whatsapp")["id"]!.integer!)
    let item = machine.run("conversation", "handoff", id, "--json").item
    let tags = machine.ticket(try #require(item["ticket_id"]?.integer))["tags"]
    #expect(tags == (isMet ? ["seen"] : []), "\(condition)")
  }

  @Test(
    "Messages with nothing to read, or too large, are refused: 64",
    arguments: [
      "\u{1}\u{2}", "   ", "\u{200B}\n", LongText(String(repeating: "a", count: 65_537)),
    ])
  func unreadable(_ text: LongText) {
    let run = machine.run("conversation", "say", "50", "--message", text.text)
    #expect(run.code == .usage)
    #expect(run.errors.utf8.count < 1000)
  }

  @Test(
    "Bad calls",
    arguments: [
      (["start", "--message", "x"], ExitCode.usage),
      (["start", "--user", "501", "--user-name", "A", "--message", "x"], .usage),
      (["start", "--user", "999", "--message", "x"], .no),
      (["start", "--user", "ana@example.com", "--message", "x"], .notPermitted),
      (["start", "--user-name", "A", "--channel", "fax", "--message", "x"], .usage),
      (["say", "999", "--message", "x"], .no), (["say", "50"], .usage),
      (["handoff", "50", "--group", "Nowhere"], .no),
      (["handoff", "50", "--agent", "nobody@example.com"], .no),
      (["show", "999"], .no), (["list", "--user", "nobody@example.com"], .no),
    ])
  func badCalls(_ words: [String], _ code: ExitCode) {
    let before = machine.content()
    #expect(machine.run(["conversation"] + words).code == code)
    #expect(machine.content() == before)
  }

  @Test("What customers say never reaches a terminal raw")
  func hostile() throws {
    try machine.succeed("conversation", "say", "50", "--message", "\u{1B}[2J pwned \u{202E}")
    let run = machine.run("conversation", "show", "50")
    #expect(!run.text.contains("\u{1B}"))
    #expect(!run.text.unicodeScalars.contains("\u{202E}"))
  }

  @Test("The history tells people what rules sent, and what they could not (E15)")
  func historyOfNotices() throws {
    try machine.succeed(
      "trigger", "create", "--title", "tell", "--if", "status value solved", "--do",
      #"notification_user ["requester_id","Solved: {{ticket.id}}","Bye"]"#, "-q")
    for id in ["1001", "1002"] { try machine.succeed("ticket", "update", id, "--status", "solved", "-q") }
    let told = machine.run("ticket", "history", "1001", "--fields", "what,rule").text
    #expect(told.contains("notified Carla: Solved: 1001"))
    let untold = machine.run("ticket", "history", "1002", "--fields", "what,rule").text
    #expect(untold.contains("no e-mail was sent: the requester has no e-mail address"))
  }

  @Test("E1: ending what has ended changes nothing, and leaves no entry in the log")
  func endedBefore() throws {
    try machine.succeed("feature", "enable", "--for", "end-users", "-q")
    try machine.succeed("session", "end", "50", "-q")
    let before = machine.content()
    let run = try machine.succeed("conversation", "end", "50", "--from", "customer")
    #expect(run.errors.contains("the session of conversation 50 had already ended"))
    #expect(machine.content() == before)
  }

  @Test("A suspended customer does nothing: neither a new conversation nor a word in an old one")
  func suspended() throws {
    try machine.take([
      Wire.wrapped("user", Wire.user(504, [("name", "Sue"), ("email", "sue@example.net")])),
      Wire.wrapped("ticket", Wire.ticket(1009, [("requester_id", 504)])),
    ])
    let id = try #require(machine.ticket(1009)["session"]?["id"]?.integer)
    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(
          504,
          [
            ("name", "Sue"), ("email", "sue@example.net"), ("suspended", true),
            ("updated_at", "2026-07-15T09:59:00Z"),
          ]))
    ])
    let before = machine.content()
    for words in [["say", "\(id)", "--message", "Hi"], ["start", "--user", "504", "--message", "Hi"]] {
      #expect(machine.run(["conversation"] + words).code == .notPermitted, "\(words)")
    }
    #expect(machine.content() == before)
  }
}
