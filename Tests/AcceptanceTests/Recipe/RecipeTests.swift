import CommandGrammar
import JSONText
import Testing

/// Recipes with whole commands (§10).
@Suite struct RecipeTests {
  private let machine: TestMachine
  fileprivate static let recipes = [
    "surge-messaging", "surge-omnichannel", "out-of-hours", "ended-sessions-report", "csat-on-end",
    "notify-before-end",
  ]

  init() throws { machine = try TestMachine.withAccount() }

  private func addHours() throws {
    try machine.succeed(
      "schedule", "create", "--name", "Office", "--zone", "UTC", "--open", "mon-fri 09:00-17:00", "-q")
    try machine.succeed("settings", "set", "account.default_schedule", "Office", "-q")
  }

  private func rules(_ noun: String) -> [JSONValue] { machine.run(noun, "list", "--json").items }

  @Test("all six are there, each with what it creates and whether it can be installed") func list() throws {
    let items = machine.run("recipe", "list", "--json").items
    #expect(items.compactMap { $0["name"]?.string } == Self.recipes)
    #expect(items.allSatisfy { $0["installed"] == false && $0["creates"]?.array?.isEmpty == false })
    let night = items.first { $0["name"] == "out-of-hours" }
    #expect(night?["available"] == false)
    #expect(night?["reason"]?.string?.contains("needs business hours") == true)
    for name in Self.recipes { #expect(machine.run("recipe", "show", name).code == .done) }
    let surge = machine.run("recipe", "show", "surge-omnichannel", "--json").item["parts"]?.array ?? []
    let actions = surge.flatMap { $0["actions"]?.array ?? [] }.compactMap(\.string)
    #expect(actions.contains("group_id 'Surge', which will be created"))
    #expect(actions.contains("primary_groups_id 'Surge', which will be created"))
    #expect(machine.run("recipe", "show", "surge-omnichannel").errors.contains("starts inactive"))
    let given = machine.run("recipe", "show", "surge-messaging", "--group", "Support", "--json").item["parts"]
    #expect(given?.array?.first?["actions"]?.array?.contains("group_id 701") == true)
  }

  @Test("what is undone of a removal is the recipe's again", arguments: RecipeTests.recipes)
  func removalUndone(name: String) throws {
    try addHours()
    // So that queues get another key than their id.
    try machine.succeed(
      "queue", "create", "--name", "Other", "--if", "status is open", "--primary", "Support", "-q")
    if name == "surge-messaging" { try machine.succeed("settings", "set", "routing.mode", "messaging", "-q") }
    try machine.succeed("recipe", "install", name, "--yes", "-q")
    for _ in 1...2 {
      try machine.succeed("recipe", "remove", name, "--yes", "-q")
      #expect(machine.run("recipe", "show", name, "--json").item["installed"] == false)
      let entry = try #require(machine.run("log", "list", "--limit", "1", "--json").items[0]["id"]?.integer)
      try machine.succeed("log", "revert", String(entry), "-q")
      #expect(machine.run("recipe", "show", name, "--json").item["installed"] == true)
      #expect(machine.run("recipe", "install", name, "--yes").errors.contains("is already installed"))
    }
    let queues = rules("queue").compactMap { item in
      item["name"]?.string.flatMap { name in item["id"]?.string.map { "queue '\(name)' (\($0))" } }
    }
    let removed = machine.run("recipe", "remove", name, "--yes")
    for line in removed.errors.split(separator: "\n") where line.contains("removed queue") {
      #expect(queues.contains { line.contains($0) }, "\(removed)")
    }
    #expect(machine.run("recipe", "show", name, "--json").item["installed"] == false)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("what an import brings under the id of a removed part is not the recipe's") func foreignID() throws {
    let (here, there) = (try TestMachine.withStore(), try TestMachine.withStore())
    for machine in [here, there] { try machine.succeed("feature", "enable", "-q") }
    try here.succeed("recipe", "install", "notify-before-end", "--yes", "-q")
    try here.succeed("recipe", "remove", "notify-before-end", "--yes", "-q")
    try there.succeed("macro", "create", "--title", "My own", "--do", "status solved", "-q")
    #expect(here.run(["import", "-", "--keep-going"], input: there.run("export").output).code != .usage)
    #expect(here.run("macro", "list").text.contains("My own"))
    #expect(here.run("recipe", "remove", "notify-before-end", "--yes").errors.contains("is not installed"))
    #expect(here.run("macro", "list").text.contains("My own"))
  }

  @Test("what is there already is taken over, and announced so") func takenOver() throws {
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    try machine.tamper("DELETE FROM recipe_part")
    let run = machine.run("recipe", "install", "csat-on-end", "--yes")
    #expect(run.errors.contains("will take over trigger"), "\(run)")
    #expect(!run.errors.contains("will create"), "\(run)")
    #expect(run.errors.contains("took over trigger"), "\(run)")
  }

  @Test(
    "installing twice changes nothing, and removing takes away only what came", arguments: RecipeTests.recipes
  )
  func installAndRemove(name: String) throws {
    try addHours()
    if name == "surge-messaging" { try machine.succeed("settings", "set", "routing.mode", "messaging", "-q") }
    let before = machine.run("export").text
    let first = machine.run("recipe", "install", name, "--yes")
    #expect(first.code == .done, "\(first)")
    #expect(first.errors.contains("will create "))
    let installed = machine.run("export").text
    #expect(installed != before)
    #expect(machine.run("recipe", "show", name, "--json").item["installed"] == true)
    let again = machine.run("recipe", "install", name, "--yes")
    #expect(again.errors.contains("is already installed"))
    #expect(machine.run("export").text == installed)
    #expect(machine.run("doctor").code == .done)
    let removed = machine.run("recipe", "remove", name, "--yes")
    #expect(removed.code == .done, "\(removed)")
    let groups = machine.run("group", "list", "--json").items.compactMap { $0["name"]?.string }
    #expect(groups == ["Support", "Billing"])
    #expect(rules("trigger").count == 1)
    #expect(rules("macro").isEmpty)
    #expect(rules("queue").filter { $0["name"] != "Standard queue" }.isEmpty)
    #expect(machine.run("recipe", "remove", name, "--yes").errors.contains("is not installed"))
  }

  @Test("installing again names what is there but inactive") func inactive() throws {
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    let title = "Survey when a messaging session ends"
    let id = try #require(rules("trigger").first { $0["title"]?.string == title }?["id"]?.integer)
    let active = machine.run("recipe", "install", "csat-on-end", "--yes")
    #expect(active.errors.contains("nothing changed") && !active.errors.contains("inactive"), "\(active)")
    try machine.succeed("trigger", "disable", "\(id)", "-q")
    let again = machine.run("recipe", "install", "csat-on-end", "--yes")
    #expect(again.code == .done)
    let line = "trigger '\(title)' (\(id)) is inactive; enable it with 'sessionctl trigger enable \(id)'\n"
    #expect(again.errors.contains(line), "\(again)")
  }

  @Test("64: off a terminal --yes is required, and nothing has changed") func consent() {
    let content = machine.content()
    #expect(machine.run("recipe", "install", "notify-before-end").code == .usage)
    #expect(machine.content() == content)
    let run = machine.run("recipe", "install", "notify-before-end", input: "n\n", terminals: .all)
    #expect(run.errors.contains("Install notify-before-end? [y/N]"))
    #expect(run.code == .no && run.errors.hasSuffix("nothing was installed\n"))
    #expect(machine.content() == content)
    #expect(
      machine.run("recipe", "install", "notify-before-end", input: "y\n", terminals: .all).code == .done)
    #expect(machine.content() != content)
    let kept = machine.run("recipe", "remove", "notify-before-end", terminals: .all)
    #expect(kept.code == .no && kept.errors.hasSuffix("nothing was removed\n"))
  }

  @Test("77 where the plan or the switch is missing, 1 where a schedule is, and the reason is said")
  func refused() throws {
    let team = try TestMachine.withStore(plan: "suite-team")
    let survey = team.run("recipe", "install", "csat-on-end", "--yes")
    #expect(survey.code == .notPermitted)
    #expect(survey.errors.contains("the customizable survey needs suite_growth or higher"))
    #expect(team.run("recipe", "install", "surge-messaging", "--yes").code == .notPermitted)
    #expect(team.run("recipe", "install", "notify-before-end", "--yes", "-q").code == .done)
    let support = try TestMachine.withStore(plan: "support-team")
    #expect(
      support.run("recipe", "install", "ended-sessions-report", "--yes").errors.contains("needs a suite plan")
    )
    #expect(machine.run("recipe", "install", "out-of-hours", "--yes").code == .no)
    #expect(machine.run("recipe", "install", "csat-on-end", "--yes", "--as", "601").code == .notPermitted)
    #expect(machine.run("recipe", "install", "csat-on-end", "--tag", "x", "--yes").code == .usage)
  }

  @Test("a name that something else has is refused; removing says what was edited since") func names() throws
  {
    try machine.succeed(
      "trigger", "create", "--title", "Survey when a messaging session ends", "--if", "status is open",
      "--do",
      "priority low", "-q")
    let taken = machine.run("recipe", "install", "csat-on-end", "--yes")
    #expect(taken.code == .no)
    #expect(taken.errors.contains("there is already another trigger 'Survey when a messaging session ends'"))
    try machine.succeed("recipe", "install", "ended-sessions-report", "--tag", "done", "--yes", "-q")
    try machine.succeed("trigger", "edit", "Tag ended messaging sessions", "--do", "current_tags other", "-q")
    let removed = machine.run("recipe", "remove", "ended-sessions-report", "--yes")
    #expect(removed.errors.contains("removed trigger 'Tag ended messaging sessions'"))
    #expect(removed.errors.contains("which was edited since"))
  }

  @Test(
    "E12: after an end the standard trigger sends no survey when the ticket is solved; on an active session it does"
  )
  func standardSurvey() throws {
    let trigger = rules("trigger").first
    #expect(trigger?["active"] == true)
    #expect(trigger?["conditions"]?["all"]?.array?.count == 4)
    try machine.succeed("ticket", "update", "1004", "--status", "open", "-q")
    try machine.succeed("ticket", "update", "1004", "--status", "solved", "-q")
    #expect(machine.run("outbox", "list", "--json").items.map { $0["kind"] } == ["survey"])
    try machine.succeed("session", "end", "1", "-q")
    try machine.succeed("ticket", "update", "1001", "--status", "solved", "-q")
    #expect(machine.run("outbox", "list", "--json").items.map { $0["ticket_id"] } == [1004])
  }

  @Test("a survey: with csat-on-end it goes out on the end, once, leaves by the outbox, and is answered")
  func survey()
    throws
  {
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    let run = machine.run("session", "end", "1", "--json")
    #expect(run.json["effects"]?["surveys"] == 1)
    // A sweep writes to nobody (domain §3).
    let sweep = machine.run("session", "end", "4", "--reason", "inactivity_ended", "--json")
    #expect(sweep.json["effects"]?["surveys"] == 0)
    // Without an address there is none (E15), and it is not offered twice.
    #expect(machine.run("session", "end", "2", "--json").json["effects"]?["surveys"] == 0)
    try machine.succeed("ticket", "update", "1001", "--status", "solved", "-q")
    #expect(machine.run("outbox", "list", "--json").items.map { $0["ticket_id"] } == [1001])
    try machine.succeed("settings", "set", "outbox.from", "help@example.com", "-q")
    try machine.succeed("settings", "set", "csat.link", "https://example.com/rate/{{ticket.id}}", "-q")
    let mail = "\(machine.folder)/mail"
    let program = try machine.file("sendmail", "#!/bin/sh\ncat > '\(mail)'\n")
    try machine.succeed("settings", "set", "outbox.sendmail", "/bin/sh \(program)", "-q")
    #expect(machine.run("outbox", "deliver").text == "delivered 1\n")
    #expect(
      String(decoding: try machine.bytes(of: mail), as: UTF8.self).contains("https://example.com/rate/1001\n")
    )
    try machine.succeed(
      "trigger", "create", "--title", "Sorry", "--if", "satisfaction_score is bad_with_comment", "--do",
      "priority urgent", "-q")
    try machine.succeed("ticket", "rate", "1001", "bad", "--comment", "Too slow", "-q")
    #expect(machine.ticket(1001)["priority"] == "urgent")
    let audit = machine.run("ticket", "history", "1001", "--json").items.last
    #expect(audit?["author_id"] == 501)
    let rating = audit?["events"]?.array?.first { $0["type"] == "SatisfactionRating" }
    #expect(rating?["score"] == "bad_with_comment")
    #expect(rating?["body"] == "Too slow")
    #expect(machine.run("ticket", "rate", "1006", "good").code == .no)
    #expect(machine.run("ticket", "rate", "4711", "good").code == .no)
  }

  /// A customer writes, and the AI agent hands over; gives the ticket.
  private func newTicket(from user: String) throws -> JSONValue {
    let start = machine.run(
      "conversation", "start", "--user", user, "--channel", "native_messaging", "--message", "Help!", "--json"
    )
    let id = try #require(start.item["conversation_id"]?.integer, "\(start)")
    let handoff = machine.run("conversation", "handoff", "\(id)", "--json")
    let ticket = try #require(handoff.item["ticket_id"]?.integer, "\(handoff)")
    return machine.ticket(ticket)
  }

  @Test(
    "a surge in both routing modes: new messaging tickets are ended, tagged, grouped and answered by e-mail",
    arguments: [("messaging", "surge-messaging"), ("omnichannel", "surge-omnichannel")])
  func surge(mode: String, recipe: String) throws {
    try machine.succeed("settings", "set", "routing.mode", mode, "-q")
    try machine.succeed("agent", "edit", "601", "--group", "Billing", "-q")
    try machine.succeed("recipe", "install", recipe, "--group", "Billing", "--tag", "storm", "--yes", "-q")
    let ticket = try newTicket(from: "501")
    #expect(ticket["session"]?["state"] == "ended")
    #expect(ticket["session"]?["end_reason"] == "trigger_ended")
    #expect(ticket["tags"] == ["storm"])
    #expect(ticket["group_id"] == 702)
    #expect(ticket["routing_channel"] == "email")
    #expect((ticket["queue"]?["name"] == "Ended messaging sessions") == (mode == "omnichannel"))
    let mail = machine.run("outbox", "list", "--json").items
    #expect(mail.map { $0["to"] } == ["carla@example.net"])
    #expect(mail.first?["body"]?.string?.hasPrefix("Hello Carla,\n") == true)
    // Who has no address could not be told (E15), and stays in the session.
    #expect(try newTicket(from: "502")["session"]?["state"] == "active")
    try machine.succeed("recipe", "remove", recipe, "--yes", "-q")
    try machine.succeed("recipe", "install", recipe, "--also-without-address", "--yes", "-q")
    try machine.succeed(
      "trigger", "enable", machine.run("trigger", "list", "--json").items.last?["title"]?.string ?? "", "-q")
    let silent = try newTicket(from: "502")
    #expect(silent["session"]?["state"] == "ended")
    #expect(machine.run("outbox", "list", "--json").items.count == 1)
    let history = machine.run("ticket", "history", "\(silent["id"]?.integer ?? 0)").text
    #expect(history.contains("no e-mail was sent"))
    try machine.succeed("recipe", "remove", recipe, "--yes", "-q")
    #expect(try newTicket(from: "501")["session"]?["state"] == "active")
  }

  @Test("a night: what comes outside business hours is ended and answered, what comes by day is not")
  func night() throws {
    try addHours()
    try machine.succeed("agent", "edit", "601", "--group", "Support", "-q")
    try machine.succeed("recipe", "install", "out-of-hours", "--yes", "-q")
    #expect(try newTicket(from: "501")["session"]?["state"] == "active")
    machine.now = machine.now.advanced(by: 12 * 3600)
    let ticket = try newTicket(from: "501")
    #expect(ticket["session"]?["end_reason"] == "trigger_ended")
    let mail = machine.run("outbox", "list", "--json").items
    #expect(mail.map { $0["ticket_id"] } == [ticket["id"]])
    try machine.succeed("recipe", "remove", "out-of-hours", "--yes", "-q")
    try machine.succeed("recipe", "install", "out-of-hours", "--schedule", "Office", "--yes", "-q")
    #expect(try newTicket(from: "501")["session"]?["state"] == "ended")
  }

  @Test("a report: the recipe tags what ends, and the reports find it") func report() throws {
    try machine.succeed("recipe", "install", "ended-sessions-report", "--yes", "-q")
    try machine.succeed("session", "end", "1", "3", "--yes", "-q")
    let tagged = machine.run("ticket", "list", "--tag", "session_ended", "--json").items.map { $0["id"] }
    #expect(tagged == [1001, 1003])
    #expect(machine.run("report", "ended", "--json").items.first?["ended"] == 2)
  }

  @Test("P3: on a lower plan the standard survey trigger is there, inactive, and can't be activated")
  func lowerPlan() throws {
    let team = try TestMachine.withStore(plan: "suite-team")
    let trigger = team.run("trigger", "list", "--json").items.first
    #expect(trigger?["active"] == false)
    #expect(team.run("trigger", "enable", "1").code == .notPermitted)
  }

  @Test("a group that tickets belong to stays, as is said before") func groupInUse() throws {
    try machine.succeed("recipe", "install", "surge-omnichannel", "--yes", "-q")
    try machine.succeed("ticket", "update", "1002", "--group", "Surge", "--tag", "a", "-q")
    let told = machine.run("ticket", "history", "1002").text
    #expect(told.contains("tags: none → a"))
    let run = machine.run("recipe", "remove", "surge-omnichannel", "--yes")
    #expect(
      run.errors.contains("will remove group 'Surge' (900000000000000), if nothing belongs to it"), "\(run)")
    #expect(
      run.errors.contains(
        "kept group 'Surge' (900000000000000): tickets, agents, queues or rules still use it"))
  }

  @Test("E4, Q7: a surge whose tickets would not stay routable is refused, with the way out")
  func unroutable() throws {
    try machine.succeed("settings", "set", "triggers.end_session_sets_email", "false", "-q")
    let content = machine.content()
    let run = machine.run("recipe", "install", "surge-omnichannel", "--yes")
    #expect(run.code == .no)
    #expect(run.errors.contains("set triggers.end_session_sets_email to true"))
    #expect(machine.content() == content)
    #expect(
      machine.run("recipe", "list").errors.contains("the tickets of surge-omnichannel can be routed only"))
  }

  @Test("a list says each reason once, for all recipes that it keeps from being installed") func reasons()
    throws
  {
    try machine.succeed("feature", "disable", "-q")
    let notes = machine.run("recipe", "list").errors.split(separator: "\n")
    #expect(notes.count == 1)
    #expect(
      notes.first?.hasPrefix(
        "surge-messaging, surge-omnichannel, out-of-hours, ended-sessions-report, csat-on-end: ending messaging sessions is switched off"
      ) == true)
  }
}
