import CivilTime
import CommandGrammar
import JSONText
import Testing

/// §10 as stories: whoever writes while a recipe is installed is answered in the end, or stays in the session.
@Suite struct RecipeStoryTests {
  private let machine: TestMachine
  private static let evening = "2026-03-04T22:00:00Z"
  private static let morning = "2026-03-05T10:00:00Z"

  /// An account as `init` makes it, with a group, an agent in it, and office hours.
  init() throws { machine = try Self.account() }

  private static func account() throws -> TestMachine {
    let machine = try TestMachine.withStore()
    machine.now = try Instant(rfc3339: "2026-03-04T10:00:00Z")
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("group", "create", "Support", "-q")
    try machine.succeed(
      "agent", "create", "--email", "ana@example.com", "--name", "Ana", "--group", "Support", "-q")
    try machine.succeed(
      "schedule", "create", "--name", "Office", "--zone", "UTC", "--open", "mon-fri 09:00-17:00", "-q")
    try machine.succeed("settings", "set", "account.default_schedule", "Office", "-q")
    return machine
  }

  /// A customer writes at a moment, and the AI agent hands over.
  ///
  /// - Returns: the ticket
  private func write(
    on machine: TestMachine? = nil, at moment: String = evening, email: String? = "al@example.net",
    to target: String? = "Support"
  ) throws -> JSONValue {
    let machine = machine ?? self.machine
    let start = machine.run(
      ["conversation", "start", "--user-name", "Al", "--message", "Help!", "--json", "--now", moment]
        + (email.map { ["--user-email", $0] } ?? []))
    let id = try #require(start.item["conversation_id"]?.integer, "\(start)")
    let handoff = machine.run(
      ["conversation", "handoff", "\(id)", "--json", "--now", moment]
        + (target.map { ["--group", $0] } ?? []))
    return machine.ticket(try #require(handoff.item["ticket_id"]?.integer, "\(handoff)"))
  }

  private func isAssigned(_ ticket: JSONValue, on machine: TestMachine? = nil) -> Bool {
    (machine ?? self.machine).ticket(ticket["id"]?.integer ?? 0)["assignee_id"]?.integer != nil
  }

  @Test("out of hours: who writes at night is told so, waits, and is assigned in the morning") func night()
    throws
  {
    try machine.succeed("recipe", "install", "out-of-hours", "--yes", "-q")
    let ticket = try write()
    #expect(ticket["session"]?["end_reason"] == "trigger_ended")
    #expect(ticket["queue"]?["name"] == "Standard queue")
    // Whoever was given to no group waits too.
    let nobodys = try write(email: "bo@example.net", to: nil)
    #expect(nobodys["session"]?["state"] == "ended")
    #expect(nobodys["queue"]?["name"] == "Out of hours, without a group")
    #expect(
      machine.run("outbox", "list", "--json").items.map { $0["to"] } == ["al@example.net", "bo@example.net"])
    let run = machine.run("routing", "run", "--now", Self.morning)
    #expect(run.text == "assigned 2 of 2 waiting tickets\n", "\(run)")
    #expect(isAssigned(ticket) && isAssigned(nobodys))
    // By day it leaves everybody alone.
    #expect(try write(at: Self.morning)["session"]?["state"] == "active")
  }

  @Test(
    "E15: who has no e-mail address stays in the session, and is assigned there; unless the admin says otherwise"
  )
  func withoutAddress() throws {
    try machine.succeed("recipe", "install", "out-of-hours", "--yes", "-q")
    let ticket = try write(email: nil)
    #expect(ticket["session"]?["state"] == "active")
    try machine.succeed("routing", "run", "--now", Self.morning, "-q")
    #expect(isAssigned(ticket))
    try machine.succeed("recipe", "remove", "out-of-hours", "--yes", "-q")
    try machine.succeed("recipe", "install", "out-of-hours", "--also-without-address", "--yes", "-q")
    #expect(try write(email: nil)["session"]?["state"] == "ended")
  }

  @Test("the account's tag for ended sessions, asked for later, keeps nobody from the standard queue")
  func tagAskedFor() throws {
    try machine.succeed("recipe", "install", "out-of-hours", "--yes", "-q")
    #expect(try write()["tags"] == ["out_of_hours", "auto-routing"])
  }

  @Test(
    "a surge: the tickets go to the group, and are assigned; with an empty group nothing ends, as is said before"
  )
  func surge() throws {
    let empty = machine.run("recipe", "install", "surge-omnichannel", "--yes")
    #expect(empty.code == .done)
    #expect(empty.errors.contains("nobody in group 'Surge' can take e-mail tickets"), "\(empty)")
    let waiting = try write()
    #expect(waiting["session"]?["state"] == "active")
    // Its queue takes nothing that an agent ends.
    try machine.succeed("session", "end", "\(waiting["session"]?["id"]?.integer ?? 0)", "-q")
    #expect(machine.ticket(1)["queue"]?["name"] != "Ended messaging sessions")
    try machine.succeed("agent", "edit", "ana@example.com", "--group", "Surge", "-q")
    try machine.succeed("trigger", "enable", "Surge: end messaging sessions, route as e-mail", "-q")
    let ticket = try write(email: "bo@example.net")
    #expect(ticket["queue"]?["name"] == "Ended messaging sessions")
    #expect(ticket["tags"] == ["surge"])
    try machine.succeed("routing", "run", "--now", Self.morning, "-q")
    #expect(isAssigned(ticket))
  }

  private static let names = [
    "surge-omnichannel", "out-of-hours", "ended-sessions-report", "csat-on-end", "notify-before-end",
  ]

  @Test("two recipes together strand nobody, write once, and each can be taken away alone", arguments: names)
  func together(first: String) throws {
    for second in Self.names where second != first {
      let machine = try Self.account()
      for name in [first, second] {
        let group = name == "surge-omnichannel" ? ["--group", "Support"] : []
        let run = machine.run(["recipe", "install", name, "--yes"] + group)
        #expect(run.code == .done, "\(run)")
      }
      let customers: [(email: String?, group: String?)] = [
        ("al@example.net", "Support"), ("bo@example.net", nil), (nil, "Support"),
      ]
      let tickets = try customers.map { try write(on: machine, email: $0.email, to: $0.group) }
      let ends =
        first.hasPrefix("surge") || first.hasPrefix("out") || second.hasPrefix("surge")
        || second.hasPrefix("out")
      #expect(tickets.map { $0["session"]?["state"] == "ended" } == [ends, ends, false])
      if ends {
        #expect(machine.run("outbox", "list", "--json").items.count == 2, "\(first), \(second)")
        let isTagged = tickets[0]["tags"]?.array?.contains("session_ended") == true
        #expect(isTagged == (first == "ended-sessions-report" || second == "ended-sessions-report"))
        try machine.succeed("routing", "run", "--now", Self.morning, "-q")
        for ticket in tickets { #expect(isAssigned(ticket, on: machine), "\(first), \(second): \(ticket)") }
      }
      #expect(machine.run("doctor").code == .done)
      let other = machine.run("recipe", "show", second, "--json").item["parts"]
      try machine.succeed("recipe", "remove", first, "--yes", "-q")
      #expect(machine.run("recipe", "show", second, "--json").item["installed"] == true)
      #expect(machine.run("recipe", "show", second, "--json").item["parts"] == other)
      let problems = machine.run("trigger", "list", "--json").items.flatMap { $0["problems"]?.array ?? [] }
      #expect(problems.isEmpty)
    }
  }

  @Test("each surge knows its routing mode, and is refused in the other, naming its twin") func modes() throws
  {
    let content = machine.content()
    let classic = machine.run("recipe", "install", "surge-messaging", "--yes")
    #expect(classic.code == .no && classic.errors.contains("use surge-omnichannel"), "\(classic)")
    #expect(machine.content() == content)
    try machine.succeed("settings", "set", "routing.mode", "messaging", "-q")
    let queues = machine.run("recipe", "install", "surge-omnichannel", "--yes")
    #expect(queues.code == .no && queues.errors.contains("use surge-messaging"))
    try machine.succeed("recipe", "install", "surge-messaging", "--group", "Support", "--yes", "-q")
    #expect(try write()["session"]?["state"] == "ended")
    // Back with queues, what it ends waits in its group's.
    try machine.succeed("settings", "set", "routing.mode", "omnichannel", "-q")
    try machine.succeed("recipe", "install", "surge-omnichannel", "--group", "Support", "--yes", "-q")
    let ticket = try write(email: "bo@example.net")
    #expect(machine.run("outbox", "list", "--json").items.count == 2)
    try machine.succeed("routing", "run", "--now", Self.morning, "-q")
    #expect(isAssigned(ticket))
  }

  @Test("where a trigger's end leaves the routing channel alone, recipes that end are refused with queues")
  func unroutable() throws {
    try machine.succeed("settings", "set", "triggers.end_session_sets_email", "false", "-q")
    for name in ["out-of-hours", "surge-omnichannel"] {
      let run = machine.run("recipe", "install", name, "--group", "Support", "--yes")
      #expect(run.code == .no && run.errors.contains("set triggers.end_session_sets_email to true"), "\(run)")
    }
  }

  @Test(
    "the letters are German where the account is, whatever its country", arguments: ["de", "de-AT", "DE-ch"])
  func german(locale: String) throws {
    try machine.succeed("settings", "set", "account.locale", locale, "-q")
    try machine.succeed("recipe", "install", "out-of-hours", "--yes", "-q")
    _ = try write()
    let mail = machine.run("outbox", "list", "--json").items.first
    #expect(mail?["subject"] == "Ihre Nachricht ist angekommen [1]")
    #expect(mail?["body"]?.string?.hasPrefix("Guten Tag Al,\n\nIhre Nachricht hat uns außerhalb") == true)
    #expect(mail?["body"]?.string?.contains("{") == false)
    // Another language later makes nothing new.
    try machine.succeed("settings", "set", "account.locale", "en-GB", "-q")
    #expect(machine.run("recipe", "install", "out-of-hours", "--yes").errors.contains("is already installed"))
  }

  @Test("a group that is gone is named, whether it is asked for or was used; nothing changes")
  func goneGroup() throws {
    func group(_ id: Int64, _ name: String, deleted: Bool, year: Int) -> String {
      Wire.wrapped(
        "group",
        """
        {"id":\(id),"name":"\(name)","deleted":\(deleted),"created_at":"2020-01-01T00:00:00Z",\
        "updated_at":"\(year)-01-01T00:00:00Z"}
        """)
    }
    try machine.take([group(709, "Old", deleted: true, year: 2020)])
    let asked = machine.run("recipe", "install", "out-of-hours", "--group", "709", "--yes")
    #expect(asked.code == .no && asked.errors.contains("no group 709"), "\(asked)")
    #expect(machine.run("recipe", "install", "out-of-hours", "--group", "Nobody", "--yes").code == .no)
    try machine.take([group(710, "Peak", deleted: false, year: 2020)])
    try machine.succeed("recipe", "install", "surge-omnichannel", "--group", "Peak", "--yes", "-q")
    try machine.take([group(710, "Peak", deleted: true, year: 2021)])
    let content = machine.content()
    let again = machine.run("recipe", "install", "surge-omnichannel", "--yes")
    #expect(again.code == .no, "\(again)")
    #expect(again.errors.contains("recipe remove surge-omnichannel"), "\(again)")
    #expect(machine.content() == content)
    try machine.succeed("recipe", "remove", "surge-omnichannel", "--yes", "-q")
    #expect(
      machine.run("recipe", "install", "surge-omnichannel", "--group", "Support", "--yes").code == .done)
  }

  @Test("the group stays as long as a rule of somebody else's names it") func groupNamedByRule() throws {
    try machine.succeed("recipe", "install", "surge-omnichannel", "--yes", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Mine", "--if", "priority is urgent", "--do", "group_id Surge", "-q")
    let run = machine.run("recipe", "remove", "surge-omnichannel", "--yes")
    #expect(run.errors.contains("kept group 'Surge'"), "\(run)")
    #expect(machine.run("trigger", "show", "Mine", "--json").item["problems"] == [])
  }
}
