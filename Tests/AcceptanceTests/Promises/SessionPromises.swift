import CommandGrammar
import JSONText
import Testing

/// The source's claims on conversations, sessions and tickets, one experiment each.
@Suite struct SessionPromises {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withSupport() }

  private func conversation(_ id: Int64) -> JSONValue { machine.item("conversation show \(id)") }

  @Test("promise 3: a session is the live exchange with a person or an AI agent")
  func exchange() throws {
    try machine.does("conversation start --user-name Al --message Hello -q")
    try machine.does("conversation say 1 --from ai-agent --message 'How can I help?' -q")
    #expect(machine.session(1)["state"] == "active")
    #expect(machine.session(1)["ticket_id"] == .null)
    #expect(machine.session(1)["last_sender"] == "ai_agent")
    try machine.does("conversation handoff 1 --group Support -q")
    try machine.does("ticket reply 1 --as ana@x.com --message Hello -q")
    #expect(machine.session(1)["state"] == "active")
    #expect(machine.session(1)["last_sender"] == "agent")
  }

  @Test("promise 4: agents end it by hand, triggers by themselves")
  func whoEnds() throws {
    try machine.talk()
    try machine.does("session end 1 --as ana@x.com -q")
    #expect(machine.session(1)["end_reason"] == "agent_ended")
    #expect(machine.session(1)["ended_by"]?["name"] == "Ana")
    try machine.does(
      "trigger create --title 'Enough' --if 'priority value low' --do 'messaging_session end_session' -q")
    try machine.talk()
    try machine.does("ticket update 2 --priority low -q")
    #expect(machine.session(2)["end_reason"] == "trigger_ended")
    #expect(machine.session(2)["ended_by"]?["type"] == "trigger")
    #expect(machine.session(2)["ended_by"]?["name"] == "Enough")
  }

  @Test("promise 5: at any time, whatever the ticket's status, and before there is one")
  func anyTime() throws {
    try machine.does("conversation start --user-name Bo --message Hello -q")
    #expect(try machine.does("session end 1 --json").json["ended"] == 1)
    for status in ["new", "open", "pending", "hold", "solved"] {
      let ticket = try machine.talk()
      if status != "new" { try machine.does("ticket update \(ticket) --status \(status) -q") }
      #expect(try machine.does("session end --ticket \(ticket) --json").json["ended"] == 1, "\(status)")
      #expect(machine.ticket(ticket)["session"]?["state"] == "ended")
    }
  }

  @Test("promise 6: the customer can't go on in the same conversation")
  func notOn() throws {
    try machine.talk()
    try machine.does("session end 1 -q")
    let before = conversation(1)["messages"]
    let answer = try machine.does("conversation say 1 --message 'One more thing' --json").item
    #expect(answer["conversation_id"] == 2)
    #expect(conversation(1)["messages"] == before)
    #expect(machine.session(1)["state"] == "ended")
  }

  @Test("promise 7: the conversation goes on by e-mail or voice, the customer's side included")
  func otherChannels() throws {
    try machine.talk()
    try machine.does("session end 1 -q")
    func channels(_ ticket: Int64) -> [String] {
      (machine.ticket(ticket)["composer"]?["channels"]?.array ?? []).filter { $0["enabled"] == true }
        .compactMap { $0["channel"]?.string }
    }
    #expect(channels(1) == ["email", "internal_note"])
    let phone = Wire.user(700, [("name", "Phoebe"), ("phone", "+43 1 7654321")])
    try machine.take([Wire.wrapped("user", phone)])
    try machine.talk(user: 700)
    try machine.does("session end 2 -q")
    #expect(channels(2) == ["voice", "internal_note"])
    try machine.does("ticket reply 1 --message 'Your invoice.' -q")
    #expect(machine.sent == ["email al@y.net"])
    try machine.does("ticket update 1 --status solved -q")
    try machine.does("ticket reply 1 --from customer --message 'Thanks, but it is empty.' -q")
    #expect(machine.ticket(1)["status"] == "open")
    #expect(machine.told(1).contains { $0.hasPrefix("Al: ") && $0.contains("Thanks, but it is empty.") })
    #expect(machine.session(1)["state"] == "ended")
  }

  @Test("promise 9: a conversation begins with the customer's first comment")
  func beginning() throws {
    #expect(machine.tries("conversation list --json").items.isEmpty)
    #expect(machine.tries("conversation start --user-name Al").code == .usage)
    try machine.does("conversation start --user-name Al --message Hello -q")
    #expect(conversation(1)["started_at"] == "2026-07-15T10:00:00Z")
    #expect(conversation(1)["messages"]?.array?.map { $0["body"] } == ["Hello"])
  }

  @Test("promise 10: a conversation ends when its ticket is closed, not when its session ends")
  func conversationEnds() throws {
    try machine.talk()
    #expect(conversation(1)["state"] == "open")
    machine.now = machine.now.advanced(by: 60)
    try machine.does("session end 1 -q")
    #expect(conversation(1)["state"] == "open")
    #expect(conversation(1)["session_state"] == "ended")
    #expect(conversation(1)["session_ended_at"] == "2026-07-15T10:01:00Z")
    try machine.does("ticket update 1 --status closed -q")
    #expect(conversation(1)["state"] == "closed")
    #expect(machine.tries("conversation list --state closed --json").items.map { $0["id"] } == [1])
  }

  @Test("promise 12: a conversation has exactly one session, which never becomes active again")
  func oneSession() throws {
    try machine.talk()
    let first = try machine.does("session end 1 1 1 --json").json
    #expect(first["ended"] == 1)
    #expect(try machine.does("session end 1 --reason inactivity_ended --json").json["already_ended"] == 1)
    #expect(machine.told(1).count { $0.contains("session ended") } == 1)
    let export = machine.run("export").text
    let edited = export.replacing(#""state":"ended""#, with: #""state":"active""#)
    let ticket = Wire.ticket(1, [("status", "pending"), ("updated_at", "2027-01-01T00:00:00Z")])
    for input in [export, edited, Wire.wrapped("ticket", ticket)] {
      _ = machine.run("import", "-", input: input)
      #expect(machine.session(1)["state"] == "ended")
      #expect(machine.session(1)["end_reason"] == "agent_ended")
      #expect(machine.tries("session list --state any --json").items.count == 1)
    }
  }

  @Test(
    "promise 13: the ticket is made by the hand-off to an agent, a group or a queue, and waits for somebody")
  func handOff() throws {
    try machine.does("queue create --name Urgent --if 'priority is urgent' --primary Support -q")
    #expect(machine.ticket(try machine.talk(to: ["--agent", "ana@x.com"]))["assignee_id"] == 2)
    let group = machine.ticket(try machine.talk(to: ["--group", "Support"]))
    #expect(group["group_id"] == 1 && group["queue"]?["id"] == "standard")
    let queue = machine.ticket(try machine.talk(to: ["--queue", "Urgent"]))
    #expect(queue["queue"]?["name"] == "Urgent")
    // Neither nobody nor two at once goes by without a word.
    try machine.does("conversation start --user-name Al --message Hello -q")
    let nobody = machine.tries("conversation handoff 4")
    #expect(nobody.code != .done || nobody.errors.contains("queue"), "\(nobody)")
    try machine.does("conversation start --user-name Al --message Hello -q")
    let both = machine.tries("conversation handoff 5 --agent ana@x.com --queue Urgent")
    #expect(both.code != .done || both.errors.contains("Urgent"), "\(both)")
  }

  @Test("promise 14: every messaging ticket has a session, however it came in")
  func everyTicket() throws {
    try machine.talk()
    try machine.take([
      Wire.wrapped("user", Wire.user(502)),
      Wire.wrapped("ticket", Wire.ticket(31)),
      Wire.wrapped("ticket", Wire.ticket(32, [("status", "closed")])),
      Wire.wrapped("ticket", Wire.ticket(33, [("status", "deleted")])),
      Wire.wrapped("ticket", Wire.ticket(34, [("via", ["channel": "telegram"])])),
    ])
    let sessions = machine.tries("session list --state any --json").items
    let states = Dictionary(
      uniqueKeysWithValues: sessions.map { ($0["ticket_id"]?.integer ?? 0, $0["state"]?.string ?? "") })
    #expect(states == [1: "active", 31: "active", 32: "ended", 33: "ended", 34: "active"])
  }

  @Test("promise 15: the ticket has all that happened to it, by hand and by itself")
  func everything() throws {
    try machine.does(
      "trigger create --title Raise --if 'status value pending' --do 'priority high' --do 'notification_user [\"requester_id\",\"Wait\",\"Please wait\"]' -q",
      "macro create --title Bye --do 'comment_value Goodbye' --do 'current_tags bye' -q")
    try machine.talk()
    try machine.does(
      "ticket update 1 --status pending --as ana@x.com -q", "macro apply Bye --ticket 1 -q",
      "ticket note 1 --message 'A note' -q", "ticket update 1 --status solved -q",
      "conversation say 1 --message 'Not yet' -q", "session end 1 -q", "ticket update 1 --status solved -q")
    machine.now = machine.now.advanced(by: 10 * 86_400)
    try machine.does("ticket close-solved --after 4d -q")
    let told = machine.told(1)
    for what in [
      "status: new → pending", "priority", "Wait", "Goodbye", "bye", "A note", "solved → open", "Not yet",
      "session ended: agent_ended", "routing channel: messaging → email", "solved → closed", "Bye",
    ] {
      #expect(told.contains { $0.contains(what) }, "\(what): \(told)")
    }
  }

  @Test("promise 16: the ticket has all public replies, the AI agent's too, and all internal ones")
  func allReplies() throws {
    try machine.does("conversation start --user-name Al --user-email al@y.net --message Hello -q")
    try machine.does("conversation say 1 --from ai-agent --message 'I am the bot.' -q")
    try machine.does("conversation say 1 --message 'A person, please.' -q")
    try machine.does("conversation handoff 1 --agent ana@x.com -q")
    try machine.does("ticket reply 1 --as ana@x.com --message 'Here I am.' -q")
    try machine.does("ticket note 1 --as ana@x.com --message 'Grumpy.' -q")
    let told = machine.told(1)
    for word in ["Hello", "I am the bot.", "A person, please.", "Here I am.", "Grumpy."] {
      #expect(told.count { $0.contains(word) } == 1, "\(word): \(told)")
    }
  }

  @Test("promise 17: the ticket names each trigger and what it alone did")
  func eachTrigger() throws {
    try machine.does(
      "trigger create --title A --if 'current_tags includes x' --do 'current_tags a' -q",
      "trigger create --title B --if 'current_tags includes a' --do 'current_tags b' -q")
    try machine.talk()
    try machine.does("ticket update 1 --tag x --as ana@x.com -q")
    let audit = try #require(machine.run("ticket", "history", "1", "--json").items.last)
    var added: [String: String] = [:]
    for event in audit["events"]?.array ?? [] where event["field_name"] == "tags" {
      func words(_ key: String) -> Set<String> { Set(event[key]?.array?.compactMap(\.string) ?? []) }
      let rule = event["via"]?["source"]?["from"]?["title"]?.string
      added[rule ?? "Ana"] = words("value").subtracting(words("previous_value")).sorted().joined(
        separator: " ")
    }
    #expect(audit["author_id"] == 2)
    #expect(added == ["Ana": "x", "A": "a", "B": "b"], "\(audit.text)")
  }
}
