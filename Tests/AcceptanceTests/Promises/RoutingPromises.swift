import CommandGrammar
import JSONText
import Testing

/// The source's claims on routing, capacity and the ticket's status, one experiment each.
@Suite struct RoutingPromises {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withSupport() }

  private func channel(_ ticket: Int64) -> JSONValue? { machine.ticket(ticket)["routing_channel"] }
  private func queue(_ ticket: Int64) -> JSONValue? { machine.ticket(ticket)["queue"]?["name"] }
  private func load(_ kind: String) -> JSONValue? {
    machine.item("agent show ana@x.com")["\(kind)_load"]
  }

  private func addQueueOfEnded() throws {
    try machine.does(
      "queue create --name Ended --if 'via_id is messaging' --if 'routing_channel is email' --primary Support -q"
    )
  }

  @Test("promise 19: after an agent's end it is an e-mail ticket for routing and capacity, and still waits")
  func emailTicket() throws {
    try machine.talk()
    let end = try machine.does("session end 1 --json").json
    #expect(channel(1) == "email")
    #expect(queue(1) == "Standard queue")
    #expect(end["effects"]?["became_unroutable"] == 0)
    #expect(try machine.does("routing run --json").json["assigned"] == 1)
    #expect(machine.ticket(1)["assignee_id"] == 2)
    #expect(load("email") == 1 && load("messaging") == 0)
    #expect(machine.ticket(1)["channel"] == "native_messaging")
  }

  @Test("promise 20: by configuration all agent-ended sessions are routed as messaging, or all as e-mail")
  func allOrAll() throws {
    for asEmail in [true, false] {
      try machine.does("settings set routing.ended_sessions_as_email \(asEmail) -q")
      for reason in ["agent_ended", "inactivity_ended"] {
        for override in ["", "email", "messaging", "unchanged"] {
          let id = try machine.talk()
          let option = override.isEmpty ? "" : "--routing-channel \(override)"
          try machine.does("session end \(id) --reason \(reason) \(option) -q")
          let expected =
            override == "email" || override.isEmpty && asEmail ? "email" : "messaging"
          #expect(channel(id)?.string == expected, "\(asEmail) \(reason) \(override)")
          #expect(machine.session(id)["end_reason"]?.string == reason)
        }
      }
    }
  }

  @Test("promise 21: some but not all, by a trigger with the action Messaging session: end session")
  func some() throws {
    try machine.does("settings set routing.ended_sessions_as_email false -q")
    try machine.does(
      "trigger create --title Some --if 'messaging_session_ended_reason value agent_ended' --if 'current_tags includes vip' --do 'messaging_session end_session' -q"
    )
    try machine.talk()
    try machine.talk()
    try machine.does("ticket update 1 --tag vip -q")
    let end = try machine.does("session end 1 2 --yes --json").json
    #expect(channel(1) == "email" && queue(1) == "Standard queue")
    #expect(channel(2) == "messaging" && queue(2) == nil)
    #expect(machine.session(1)["end_reason"] == "agent_ended")
    #expect(end["items"]?[0]?["triggers_fired"]?[0]?["title"] == "Some")
    #expect(end["items"]?[0]?["triggers_fired"]?[0]?["changes"]?.array?.isEmpty == false)
  }

  @Test("promise 22: a queue of Channel is Messaging and Routing channel is Email takes the ended ones")
  func queueOfEnded() throws {
    try addQueueOfEnded()
    try machine.talk()
    #expect(queue(1) == "Standard queue")
    try machine.does("session end 1 -q")
    #expect(queue(1) == "Ended")
    try machine.talk(to: ["--agent", "ana@x.com"])
    try machine.does("session end 2 -q", "ticket update 2 --agent none --group Support -q")
    #expect(queue(2) == "Ended")
    #expect(try machine.does("routing run --json").json["assigned"] == 2)
    #expect(load("email") == 2)
  }

  @Test("promise 23: also those that had been handed to a queue by name")
  func handedToAQueue() throws {
    try machine.does("queue create --name Named --if 'priority is urgent' --primary Support -q")
    try addQueueOfEnded()
    try machine.talk(to: ["--queue", "Named"])
    #expect(queue(1) == "Named")
    try machine.does("session end 1 -q")
    #expect(queue(1) == "Ended")
  }

  @Test(
    "promise 24: whose routing channel stays messaging is out of every queue, and the run says how many and why"
  )
  func outOfQueues() throws {
    try machine.does("settings set routing.ended_sessions_as_email false -q")
    try machine.talk()
    let end = try machine.does("session end 1 --json").json
    #expect(channel(1) == "messaging" && machine.ticket(1)["queue"] == .null)
    #expect(end["effects"]?["became_unroutable"] == 1)
    let reasons = end["effects"]?["left_routing"]?.object?.members.map(\.value) ?? []
    #expect(reasons.compactMap(\.integer).reduce(0, +) == 1, "\(end.text)")
    let explained = machine.item("routing explain 1")
    #expect(explained["eligible"] == false)
    #expect(explained["reasons"]?.text.contains("still messaging") == true)
    #expect(try machine.does("routing run --json").json["assigned"] == 0)
    #expect(machine.tries("queue list --json").items.allSatisfy { $0["tickets"] != 1 })
  }

  @Test("promise 25: it comes back by the configuration, by a trigger's action, by an agent")
  func back() throws {
    try machine.does("settings set routing.ended_sessions_as_email false -q")
    for (tag, action) in [("a", "routing_channel email"), ("b", "messaging_session end_session")] {
      try machine.does(
        "trigger create --title \(tag) --if 'current_tags includes \(tag)' --do '\(action)' -q")
    }
    for line in ["--tag a", "--tag b", "--routing-channel email"] {
      let id = try machine.talk()
      try machine.does("session end \(id) -q")
      #expect(machine.ticket(id)["queue"] == .null)
      try machine.does("ticket update \(id) \(line) -q")
      #expect(channel(id) == "email" && queue(id) == "Standard queue", "\(line)")
      #expect(machine.session(id)["end_reason"] == "agent_ended")
    }
    try machine.does("settings set routing.ended_sessions_as_email true -q")
    let id = try machine.talk()
    try machine.does("session end \(id) -q")
    #expect(queue(id) == "Standard queue")
  }

  @Test("promise 35: the agent's messaging slot is free at once, and routing uses it")
  func slot() throws {
    try machine.does(
      "agent edit ana@x.com --messaging-capacity 1 -q", "agent edit 1 --status offline -q")
    try machine.talk(to: ["--agent", "ana@x.com"])
    try machine.talk()
    #expect(load("messaging") == 1)
    #expect(try machine.does("routing run --json").json["assigned"] == 0)
    try machine.does("session end 1 -q")
    #expect(load("messaging") == 0)
    #expect(try machine.does("routing run --json").json["assigned"] == 1)
    #expect(machine.ticket(2)["assignee_id"] == 2)
  }

  @Test("promise 36: the e-mail capacity is not touched by the end, but by the next assignment")
  func emailLoad() throws {
    try machine.talk(to: ["--agent", "ana@x.com"])
    #expect(load("email") == 0 && load("messaging") == 1)
    try machine.does("session end 1 -q")
    #expect(load("email") == 0 && load("messaging") == 0)
    #expect(machine.ticket(1)["assignee_id"] == 2)
    try machine.does("ticket update 1 --agent none -q", "ticket update 1 --agent ana@x.com -q")
    #expect(load("email") == 1)
  }

  private static let statuses = ["new", "open", "pending", "hold", "solved"]

  @Test(
    "promise 37: the ticket's status does not change, nor anything else that people set", arguments: statuses)
  func nothingElse(status: String) throws {
    try machine.talk()
    if status != "new" { try machine.does("ticket update 1 --status \(status) -q") }
    try machine.does("ticket update 1 --priority high --tag vip -q")
    let before = machine.ticket(1)
    try machine.does("session end 1 -q")
    let after = machine.ticket(1)
    for field in ["status", "assignee_id", "group_id", "priority", "tags", "type", "subject", "channel"] {
      #expect(after[field] == before[field], "\(field)")
    }
    #expect(after["status"]?.string == status)
  }

  @Test(
    "promise 47: the state of the session does not bear on the status: both go their ways",
    arguments: statuses)
  func status(of status: String) throws {
    try machine.talk()
    try machine.does("session end 1 -q")
    for next in [status, "pending", "open", "solved"] where next != "new" {
      _ = machine.tries("ticket update 1 --status \(next) -q")
      #expect(machine.ticket(1)["status"]?.string == next)
      #expect(machine.session(1)["state"] == "ended")
    }
  }
}
