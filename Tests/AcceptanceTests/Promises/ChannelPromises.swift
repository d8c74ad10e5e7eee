import CommandGrammar
import JSONText
import Testing

/// The source's claims on what the agent and the customer still can do after the end, one experiment each.
@Suite struct ChannelPromises {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withSupport() }

  private func composer(_ ticket: Int64) -> JSONValue { machine.ticket(ticket)["composer"] ?? .null }

  private func enabled(_ ticket: Int64) -> [String] {
    (composer(ticket)["channels"]?.array ?? []).filter { $0["enabled"] == true }.compactMap {
      $0["channel"]?.string
    }
  }

  @Test(
    "promise 11: after the end nobody reaches the customer on messaging, neither agent, AI agent nor rule")
  func nobody() throws {
    try machine.does(
      "macro create --title Bye --do 'comment_value Goodbye' -q",
      "messaging-trigger create --title Hi --event message_sent --if 'sender_type is customer' --do 'send_message_to_customer Hi' -q"
    )
    try machine.talk()
    try machine.talk("Otto", email: nil)
    try machine.does("session end 1 2 --yes -q")
    #expect(machine.tries("conversation say 1 --from ai-agent --message Hi").code == .notPermitted)
    try machine.does("ticket reply 1 --message 'By mail.' -q", "macro apply Bye --ticket 1 -q")
    #expect(machine.tries("ticket reply 2 --message Lost").code == .notPermitted)
    _ = machine.tries("macro apply Bye --ticket 2")
    try machine.does("conversation say 1 --message 'New talk' -q")
    let messages = machine.tries("outbox list --json").items.filter { $0["kind"] == "message" }
    #expect(messages.allSatisfy { $0["ticket_id"] == .null || $0["ticket_id"]?.integer ?? 0 > 2 })
    #expect(machine.sent.count { $0 == "email al@y.net" } == 2)
  }

  @Test("promise 18: messaging is off for this interaction, and for no other of the same customer")
  func thisInteraction() throws {
    try machine.talk()
    try machine.talk()
    try machine.does("session end 1 -q")
    #expect(!enabled(1).contains("messaging"))
    #expect(enabled(2).contains("messaging"))
    try machine.does("ticket reply 2 --message 'Still here.' -q")
    #expect(machine.sent == ["message 3"] || machine.sent.first?.hasPrefix("message ") == true)
  }

  @Test("promise 42: agents end the session in the composer, while the feature is on")
  func inTheComposer() throws {
    try machine.talk()
    #expect(composer(1)["can_end_session"] == true)
    try machine.does("feature disable -q")
    #expect(composer(1)["can_end_session"] == false)
    try machine.does("feature enable -q", "session end 1 -q")
    #expect(composer(1)["can_end_session"] == false)
  }

  @Test("promise 43: the composer's messaging is disabled after the end, the other channels stay")
  func othersStay() throws {
    let both = Wire.user(700, [("name", "Phoebe"), ("phone", "+43 1 7654321"), ("email", "p@example.net")])
    try machine.take([Wire.wrapped("user", both)])
    try machine.talk(user: 700)
    #expect(enabled(1) == ["messaging", "email", "voice", "internal_note"])
    try machine.does("session end 1 -q")
    #expect(enabled(1) == ["email", "voice", "internal_note"])
  }

  @Test("promise 44: the default is a public reply where the address is known, else an internal note")
  func theDefault() throws {
    try machine.take([Wire.wrapped("user", Wire.user(700, [("name", "Phoebe"), ("phone", "+43 1 7654321")]))])
    try machine.talk()
    try machine.talk("Otto", email: nil)
    try machine.talk(user: 700)
    #expect((1...3).map { composer($0)["default"] } == ["messaging", "messaging", "messaging"])
    try machine.does("session end 1 2 3 --yes -q")
    #expect((1...3).map { composer($0)["default"] } == ["public_reply", "internal_note", "internal_note"])
  }

  @Test("promise 45: the end stands in the ticket's history: why, who, and the routing channel")
  func inTheHistory() throws {
    try machine.does(
      "trigger create --title Enough --if 'priority value low' --do 'messaging_session end_session' -q")
    try machine.talk()
    try machine.talk()
    try machine.does("session end 1 --as ana@x.com -q", "ticket update 2 --priority low -q")
    func end(_ ticket: Int64) -> (audit: JSONValue?, event: JSONValue?) {
      let audits = machine.run("ticket", "history", "\(ticket)", "--json").items
      for audit in audits {
        let event = audit["events"]?.array?.first { $0["type"] == "MessagingSessionEnded" }
        if let event { return (audit, event) }
      }
      return (nil, nil)
    }
    #expect(end(1).audit?["author_id"] == 2)
    #expect(end(1).event?["reason"] == "agent_ended")
    #expect(end(1).event?["routing_channel_before"] == "messaging")
    #expect(end(1).event?["routing_channel_after"] == "email")
    #expect(end(2).event?["reason"] == "trigger_ended")
    #expect(end(2).event?["via"]?["source"]?["from"]?["title"] == "Enough")
    #expect(machine.session(2)["ended_by"]?["name"] == "Enough")
  }

  @Test("promise 46: agents go on talking to each other in internal notes")
  func notes() throws {
    try machine.talk("Otto", email: nil)
    try machine.does("session end 1 -q", "ticket note 1 --as ana@x.com --message 'Who takes it?' -q")
    try machine.does("ticket note 1 --message 'I do.' -q")
    #expect(machine.told(1).suffix(2).allSatisfy { $0.contains("internal note") })
    #expect(machine.sent.isEmpty)
  }

  @Test("promise 48: the customer's next message makes a new session and, in the end, a new ticket")
  func nextMessage() throws {
    try machine.talk()
    try machine.does("session end 1 -q")
    try machine.does("conversation say 1 --message 'Something else' -q")
    #expect(machine.session(2)["state"] == "active")
    #expect(machine.session(2)["ticket_id"] == .null)
    try machine.does("conversation handoff 2 --group Support -q")
    #expect(machine.session(2)["ticket_id"] == 2)
    #expect(!machine.told(1).contains { $0.contains("Something else") })
  }

  @Test("promise 49: and the message after that goes on in the new conversation, which the answer names")
  func theOneAfter() throws {
    try machine.talk()
    try machine.does("session end 1 -q")
    for text in ["Two", "Three", "Four"] {
      let answer = try machine.does("conversation say 1 --message \(text) --json").item
      #expect(answer["conversation_id"] == 2, "\(text)")
      #expect(answer["previous_conversation_id"] == 1 || answer.text.contains(":1"), "\(answer.text)")
    }
    #expect(machine.tries("conversation list --json").items.count == 2)
    try machine.does("conversation handoff 2 --group Support -q", "session end 2 -q")
    #expect(try machine.does("conversation say 1 --message Five --json").item["conversation_id"] == 3)
    #expect(try machine.does("conversation say 2 --message Six --json").item["conversation_id"] == 3)
  }

  @Test("promise 50: the customer is told nothing of the end, not even of a note")
  func notTold() throws {
    try machine.talk()
    try machine.talk()
    try machine.does("session end 1 2 --note 'Done with it' --yes -q")
    #expect(machine.sent.isEmpty)
    #expect(machine.item("conversation show 1")["messages"]?.array?.count == 1)
  }

  @Test("promise 51: a macro with the standard notice goes out before the end, in the customer's language")
  func notice() throws {
    try machine.does("recipe install notify-before-end --yes -q")
    let people: [(Int64, JSONValue)] = [(701, "de"), (702, "de-AT"), (703, "en"), (704, .null)]
    try machine.take(
      people.map { Wire.wrapped("user", Wire.user($0.0, [("name", "C"), ("locale", $0.1)])) })
    for (id, _) in people { try machine.talk(user: id) }
    let title = try #require(machine.tries("macro list --json").items.first?["title"]?.string)
    try machine.does("session end --all --macro '\(title)' --yes -q")
    let bodies = machine.tries("outbox list --json").items.map { $0["body"]?.string ?? "" }
    #expect(bodies.map { $0.contains("Konversation") } == [true, true, false, false], "\(bodies)")
    #expect(bodies.map { $0.contains("conversation") } == [false, false, true, true], "\(bodies)")
    #expect(machine.tries("outbox list --json").items.allSatisfy { $0["kind"] == "message" })
    for ticket in 1...4 as ClosedRange<Int64> {
      let audits = machine.run("ticket", "history", "\(ticket)", "--json").items
      let kinds = audits.last?["events"]?.array?.compactMap { $0["type"]?.string } ?? []
      let said = kinds.firstIndex(of: "Comment")
      let ended = kinds.firstIndex(of: "MessagingSessionEnded")
      #expect(said != nil && ended != nil && said! < ended!, "\(kinds)")
    }
  }

  @Test("promise 52: a German admin finds the terms of the product, in the manual and by a slip")
  func german() throws {
    let pages = try machine.does("help glossary").text
    for word in [
      "Konversation", "Sitzung", "Ticketauslöser", "Verteilungskanal", "Warteschlange", "Agentenkapazität",
      "Makro", "Kanal", "Kundenzufriedenheitsumfrage", "Geschäftsstunden",
    ] {
      #expect(pages.contains(word), "\(word)")
    }
    for label in ["Kanal", "channel", "Channel"] {
      let slip = machine.tries("trigger create --title v --if '\(label) is messaging' --do 'current_tags x'")
      #expect(slip.code != .done && slip.errors.contains("via_id"), "\(slip)")
    }
    let channel = machine.tries(
      "trigger create --title v --if 'Verteilungskanal is email' --do 'current_tags x'")
    #expect(channel.errors.contains("routing_channel"), "\(channel)")
  }
}
