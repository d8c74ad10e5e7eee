import CommandGrammar
import JSONText
import Testing

/// Who waits where after whole commands (Q2–Q8, E4, E5).
@Suite struct QueueMembershipTests {
  private let machine: TestMachine

  /// Support's 1001 belongs to nobody; Q7's queue is there.
  init() throws {
    machine = try TestMachine.withAccount()
    try machine.succeed("ticket", "update", "1001", "--agent", "none", "-q")
    try machine.succeed(
      "queue", "create", "--name", "Ended", "--if", "via_id is messaging", "--if", "routing_channel is email",
      "--primary", "Support")
  }

  private func queue(_ id: Int64) -> JSONValue? { machine.ticket(id)["queue"]?["name"] }

  private func reasons(_ id: Int64) -> [String] {
    machine.run("routing", "explain", "\(id)", "--json").item["reasons"]?.array?.compactMap(\.string) ?? []
  }

  @Test("E5, Q7: a session that ends and is routed as email leaves the standard queue for the queue of Q7")
  func ended() throws {
    #expect(queue(1001) == "Standard queue")
    let plan = machine.run("session", "end", "1", "--dry-run", "--json")
    let run = machine.run("session", "end", "1", "--json")
    #expect(plan.json["items"] == run.json["items"])
    #expect(run.items.first?["left_queue"] == "Standard queue")
    #expect(run.items.first?["entered_queue"] == "Ended")
    #expect(queue(1001) == "Ended")
    #expect(machine.ticket(1001)["channel"] == "native_messaging")
  }

  @Test(
    "E4: one that stays with messaging leaves every queue at once, and waits again when it is set to email")
  func unroutable() throws {
    let run = machine.run("session", "end", "1", "--routing-channel", "messaging", "--json")
    #expect(run.items.first?["left_queue"] == "Standard queue")
    #expect(run.items.first?["entered_queue"] == .null)
    #expect(run.json["effects"]?["became_unroutable"] == 1)
    #expect(queue(1001) == nil)
    let explained = machine.run("routing", "explain", "1001", "--json").item
    #expect(explained["eligible"] == false)
    #expect(reasons(1001)[0].contains("its routing channel is still messaging"))
    try machine.succeed("ticket", "update", "1001", "--tag", "x", "-q")
    #expect(queue(1001) == nil)
    try machine.succeed("ticket", "update", "1001", "--routing-channel", "email", "-q")
    #expect(queue(1001) == "Ended")
  }

  @Test("E4, E5: a trigger may set it to email, in the same update") func byTrigger() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Route", "--if", "messaging_session_state value ended", "--do",
      "routing_channel email")
    let run = machine.run("session", "end", "1", "--routing-channel", "messaging", "--json")
    #expect(run.items.first?["entered_queue"] == "Ended")
    #expect(run.json["effects"]?["became_unroutable"] == 0)
  }

  @Test("Q2: who is assigned, pending or solved does not wait, and does again afterwards") func leaving()
    throws
  {
    for (words, reason) in [
      (["--agent", "601"], "it is assigned"), (["--status", "pending"], "its status is pending"),
      (["--status", "solved"], "its status is solved"),
    ] {
      try machine.succeed("ticket", "update", "1001", words[0], words[1], "-q")
      #expect(queue(1001) == nil)
      #expect(reasons(1001)[0].hasPrefix(reason))
      try machine.succeed("ticket", "update", "1001", "--agent", "none", "--status", "open", "-q")
      #expect(queue(1001) == "Standard queue")
    }
    try machine.succeed("ticket", "update", "1001", "--status", "closed", "-q")
    #expect(queue(1001) == nil)
  }

  @Test("Q2: the standard queue needs a group, and of email tickets the auto-routing tag") func standard()
    throws
  {
    // 1002 came in through messaging and has no group, 1005 through e-mail.
    #expect(queue(1002) == nil)
    #expect(reasons(1002).contains("it has no group, and the standard queue needs one"))
    try machine.succeed("ticket", "update", "1002", "--group", "Billing", "-q")
    #expect(queue(1002) == "Standard queue")
    try machine.succeed("ticket", "update", "1005", "--group", "Billing", "-q")
    #expect(queue(1005) == nil)
    #expect(reasons(1005).contains { $0.contains("lacks the tag 'auto-routing'") })
    try machine.succeed("ticket", "update", "1005", "--tag", "auto-routing", "-q")
    #expect(queue(1005) == "Standard queue")
    // The tag is the account's choice, and who waits follows it at once.
    try machine.succeed("settings", "set", "routing.autorouting_tag", "route-me")
    #expect(queue(1005) == nil)
    try machine.succeed("settings", "set", "routing.autorouting_tag", "auto-routing")
    #expect(queue(1005) == "Standard queue")
  }

  @Test("Q3: the first queue by order takes it; without conditions a queue takes everything that gets to it")
  func first() throws {
    try machine.succeed("queue", "create", "--name", "All", "--primary", "Billing", "--priority", "1")
    #expect(queue(1001) == "All")
    try machine.succeed("session", "end", "1", "-q")
    #expect(queue(1001) == "Ended")
  }

  @Test("Q6: creating, deleting and reordering match all that waits again; editing does not")
  func rematching() throws {
    let made = machine.run(
      "queue", "create", "--name", "Support", "--if", "group_id is Support", "--primary", "Support")
    #expect(made.errors.contains("1 waiting ticket moved to another queue"))
    try machine.succeed("queue", "create", "--name", "All", "--primary", "Billing")
    #expect(queue(1001) == "Support")
    try machine.succeed("queue", "reorder", "All", "Ended", "Support")
    #expect(queue(1001) == "All")
    try machine.succeed("queue", "edit", "All", "--if", "status is solved")
    #expect(queue(1001) == "All")
    #expect(reasons(1001).contains { $0.contains("next change moves it to 'Support'") })
    // A change of its own matches it again (Q8).
    try machine.succeed("ticket", "update", "1001", "--tag", "again", "-q")
    #expect(queue(1001) == "Support")
    try machine.succeed("queue", "delete", "Support")
    #expect(queue(1001) == "Standard queue")
    try machine.succeed("queue", "edit", "All", "--if", "status is open", "--order", "2")
    #expect(queue(1001) == "All")
  }

  @Test("Q6: where a queue looks at business hours or ends, schedules and the feature match anew")
  func grounds() throws {
    try machine.succeed("queue", "delete", "Ended")
    // 1002 waits; the clock stands at a Wednesday's 10:00.
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon-fri 09:00-17:00", "-q")
    try machine.succeed("schedule", "create", "--name", "Night", "--open", "mon-fri 20:00-23:00", "-q")
    try machine.succeed("settings", "set", "account.default_schedule", "Office", "-q")
    try machine.succeed(
      "queue", "create", "--name", "Open", "--if", "in_business_hours is true", "--primary", "Billing")
    #expect(queue(1002) == "Open")
    try machine.succeed("settings", "set", "account.default_schedule", "Night", "-q")
    #expect(queue(1002) == nil)
    try machine.succeed(
      "rules", "apply", "-",
      input: #"""
        {"schedules":[{"name":"Night","time_zone":"UTC","intervals":[{"start_time":4320,"end_time":5760}]}]}
        """#)
    #expect(queue(1002) == "Open")
    // A newer one by an import.
    try machine.succeed("settings", "set", "account.default_schedule", "Office", "-q")
    #expect(queue(1002) == "Open")
    try machine.succeed("queue", "delete", "Open")

    try machine.succeed(
      "queue", "create", "--name", "Not ended", "--if", "messaging_session_ended_reason not_present",
      "--primary", "Billing")
    #expect(queue(1002) == "Not ended")
    try machine.succeed("feature", "disable", "-q")
    #expect(queue(1002) == nil)
    try machine.succeed("feature", "enable", "-q")
    #expect(queue(1002) == "Not ended")
    #expect(machine.run("doctor").code == .done)
  }

  @Test("Q4: within a queue the priority of the ticket counts, then how long it has been eligible")
  func order()
    throws
  {
    try machine.succeed("queue", "create", "--name", "All", "--primary", "Billing")
    func line() -> [Int64] {
      machine.run("queue", "tickets", "All", "--json").json.integers("items", "ticket_id")
    }
    // 1001 has waited since just now; 1002 and 1005 as long as they are known.
    let all = line()
    #expect(Set(all) == [1001, 1002, 1005])
    #expect(all.last == 1001)
    try machine.succeed("ticket", "update", "1001", "--priority", "urgent", "-q")
    #expect(line().first == 1001)
    let rows = machine.run("queue", "tickets", "All", "--json").items
    #expect(rows.map { $0["position"] } == [1, 2, 3])
    #expect(rows[0]["priority"] == "urgent")
    #expect(rows[0]["eligible_since"] == "2026-07-15T10:00:00Z")
    for (place, row) in rows.enumerated() {
      let ticket = machine.ticket(row["ticket_id"]?.integer ?? 0)
      #expect(ticket["queue"]?["position"] == .integer(Int64(place + 1)))
    }
    let sorted = machine.run("queue", "tickets", "All", "--sort", "ticket_id:desc", "--json")
    #expect(sorted.json.integers("items", "ticket_id") == [1005, 1002, 1001])
    #expect(sorted.items.last?["position"] == 1)
    // A break begins the time anew; moving between queues does not.
    let since = { machine.run("routing", "explain", "1002", "--json").item["eligible_since"] }
    let before = since()
    try machine.succeed("session", "end", "2", "-q")
    #expect(queue(1002) == "Ended")
    #expect(since() == before)
    try machine.succeed("ticket", "update", "1002", "--status", "pending", "-q")
    machine.now = machine.now.advanced(by: 3600)
    try machine.succeed("ticket", "update", "1002", "--status", "open", "-q")
    #expect(since() == "2026-07-15T11:00:00Z")
  }

  @Test("--queue selects in lists and in ends, also the standard queue") func selection() throws {
    #expect(
      machine.run("ticket", "list", "--queue", "standard", "--json").json.integers("items", "id") == [1001])
    #expect(
      machine.run("session", "list", "--queue", "Standard queue", "--json").json.integers("items", "id") == [
        1
      ])
    #expect(machine.run("session", "end", "--queue", "Ended", "--yes", "--json").json["matched"] == 0)
    #expect(machine.run("session", "end", "--queue", "standard", "--yes", "--json").json["ended"] == 1)
    #expect(machine.run("ticket", "list", "--queue", "Ended", "--json").items[0]["queue"]?["position"] == 1)
    #expect(machine.run("ticket", "list", "--queue", "Endet").errors.contains("did you mean 'Ended'?"))
  }

  @Test("Imports match what they bring, what they change and what they end") func imports() throws {
    try machine.take([
      Wire.wrapped("ticket", Wire.ticket(2001, [("group_id", 701), ("priority", "high")])),
      Wire.wrapped("ticket", Wire.ticket(2002, [("group_id", 701), ("assignee_id", 601)])),
      Wire.wrapped(
        "ticket",
        Wire.ticket(2003, [("group_id", 701), ("via", ["channel": "email"]), ("tags", ["auto-routing"])])),
    ])
    #expect(queue(2001) == "Standard queue")
    #expect(queue(2002) == nil)
    #expect(queue(2003) == "Standard queue")
    #expect(
      machine.run("queue", "tickets", "standard", "--json").json.integers("items", "ticket_id").first == 2001)
    try machine.take([
      Wire.wrapped(
        "ticket",
        Wire.ticket(2001, [("group_id", 701), ("status", "closed"), ("updated_at", "2026-07-15T09:00:00Z")])),
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          2002, [("group_id", 701), ("assignee_id", .null), ("updated_at", "2026-07-15T09:00:00Z")])),
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          2003,
          [
            ("group_id", 701), ("via", ["channel": "email"]), ("tags", ["auto-routing"]),
            ("priority", "urgent"),
            ("updated_at", "2026-07-15T09:00:00Z"),
          ])),
    ])
    #expect(queue(2001) == nil)
    #expect(queue(2002) == "Standard queue")
    #expect(
      machine.run("queue", "tickets", "standard", "--json").json.integers("items", "ticket_id").first == 2003)
    #expect(machine.run("doctor").code == .done)
    // A queue that is imported matches all that waits (Q6).
    try machine.take([
      "{\"queue\":{\"id\":\"first\",\"name\":\"First\",\"order\":0,\"priority\":1,\"primary_groups_id\":[701],\"definition\":{\"all\":[{\"field\":\"group_id\",\"operator\":\"is\",\"value\":\"701\"}]}}}"
    ])
    #expect(queue(2002) == "First")
  }
}
