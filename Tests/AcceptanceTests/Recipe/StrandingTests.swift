import CivilTime
import CommandGrammar
import JSONText
import Testing

/// Where tickets would wait for ever because nobody could be given them: said by `lint`, `queue list`, `doctor` and
/// `routing explain`, and made by no recipe, alone or beside another one.
@Suite struct StrandingTests {
  private static let evening = "2026-03-04T22:00:00Z"
  private static let noon = "2026-03-04T12:00:00Z"
  private static let morning = "2026-03-05T10:00:00Z"

  /// Groups with an agent each, office hours, and the feature; made once, and copied for each test.
  private static func account() throws -> TestMachine {
    let machine = try TestMachine.holding(made.get())
    machine.now = try Instant(rfc3339: "2026-03-04T10:00:00Z")
    return machine
  }

  private static let made = Result {
    let machine = try TestMachine.withStore()
    machine.now = try Instant(rfc3339: "2026-03-04T10:00:00Z")
    try machine.succeed("feature", "enable", "-q")
    for name in ["Support", "Surge"] {
      try machine.succeed("group", "create", name, "-q")
      try machine.succeed(
        "agent", "create", "--email", "\(name.lowercased())@example.com", "--name", "\(name) agent",
        "--group",
        name, "-q")
    }
    try machine.succeed(
      "schedule", "create", "--name", "Office", "--zone", "UTC", "--open", "mon-fri 09:00-17:00", "-q")
    try machine.succeed("settings", "set", "account.default_schedule", "Office", "-q")
    return try machine.bytes(of: machine.store)
  }

  // MARK: Who says so

  @Test("a queue that nobody serves is told wherever somebody looks") func told() throws {
    let machine = try Self.account()
    try machine.succeed("group", "create", "Empty", "-q")
    try machine.succeed(
      "queue", "create", "--name", "Trap", "--if", "via_id is messaging", "--primary", "Empty", "-q")
    func sentences() throws -> [String] {
      [
        machine.run("queue", "list").text, machine.run("queue", "show", "Trap").text,
        machine.run("queue", "show", "Trap", "--json").item["problems"]?.text ?? "",
        machine.run("trigger", "lint").text, machine.run("doctor").text,
        machine.run("routing", "explain", "1").text,
      ]
    }
    try machine.succeed(
      "conversation", "start", "--user-name", "Al", "--user-email", "al@example.net", "--message", "Hi", "-q")
    try machine.succeed("conversation", "handoff", "1", "--group", "Support", "-q")
    machine.columns = 300
    for text in try sentences() {
      #expect(text.contains("nobody is in 'Empty'"), "\(text)")
    }
    #expect(machine.run("doctor").text.contains(", and 1 ticket waits there"))
    #expect(machine.run("doctor").code == .done, "a note is no problem")
    // Somebody who has no room for it is nobody; whoever is away comes back.
    try machine.succeed(
      "agent", "create", "--email", "e@example.com", "--group", "Empty", "--messaging-capacity", "0",
      "--email-capacity", "0", "--status", "away", "-q")
    for text in try sentences() {
      #expect(text.contains("nobody in 'Empty' can take"), "\(text)")
    }
    try machine.succeed("agent", "edit", "e@example.com", "--messaging-capacity", "1", "-q")
    for text in try sentences() {
      #expect(!text.contains("'Empty' can take") && !text.contains("nobody is in"), "\(text)")
    }
    try machine.succeed("agent", "edit", "e@example.com", "--suspended", "yes", "-q")
    #expect(machine.run("queue", "list").text.contains("nobody serves it"))
  }

  @Test("lint also finds what a queue leaves nothing for, and who gives tickets to nobody") func lint() throws
  {
    let machine = try Self.account()
    try machine.succeed("group", "create", "Empty", "-q")
    try machine.succeed("queue", "create", "--name", "All", "--primary", "Support", "-q")
    try machine.succeed(
      "queue", "create", "--name", "Late", "--if", "status is new", "--primary", "Support", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Give away", "--if", "update_type Create", "--do", "group_id Empty",
      "-q")
    let rows = machine.run("trigger", "lint", "--json").items
    func codes(_ title: String) -> [String] {
      rows.filter { $0["title"]?.string == title }.compactMap { $0["code"]?.string }
    }
    #expect(codes("Late") == ["shadowed"] && codes("All").isEmpty && codes("Give away") == ["nobody_serves"])
    #expect(rows.first { $0["kind"] == "queue" }?["queue_id"] == "2")
    // The standard queue is served by each ticket's own group.
    try machine.succeed("queue", "delete", "All", "-q")
    try machine.succeed("queue", "delete", "Late", "-q")
    try machine.succeed("conversation", "start", "--user-name", "Al", "--message", "Hi", "-q")
    try machine.succeed("conversation", "handoff", "1", "-q")
    #expect(machine.run("doctor").text.contains("nobody is in 'Empty', and 1 ticket waits there"))
    #expect(machine.run("routing", "explain", "1").text.contains("nobody is in 'Empty'"))
  }

  // MARK: Recipes

  private static let routed = ["surge-omnichannel", "out-of-hours"]
  private static let others = ["ended-sessions-report", "csat-on-end"]
  private static let sets: [(names: [String], needsTag: Bool)] =
    (routed + others).map { ([$0], false) }
    + [routed, routed.reversed()].flatMap { [($0, false), ($0, true)] }
    + routed.flatMap { one in others.map { ([one, $0], false) } }
    + [(others, false), (routed + others + ["notify-before-end"], true)]

  @Test("with any recipe, and with any two, whoever writes is helped in the end", arguments: sets.indices)
  func recipes(index: Int) throws {
    let (names, needsTag) = Self.sets[index]
    let machine = try Self.account()
    if needsTag { try machine.succeed("settings", "set", "routing.ended_sessions_need_tag", "true", "-q") }
    for name in names { try machine.succeed("recipe", "install", name, "--yes", "-q") }
    var id = 0
    for (moment, hasAddress, group) in [
      (Self.noon, true, "Support"), (Self.evening, true, "Support"), (Self.evening, true, nil),
      (Self.evening, false, "Support"),
    ] as [(String, Bool, String?)] {
      id += 1
      let start = ["conversation", "start", "--user-name", "Al", "--message", "Hi", "-q", "--now", moment]
      let began = machine.run(start + (hasAddress ? ["--user-email", "al\(id)@example.net"] : []))
      let handoff = ["conversation", "handoff", "\(id)", "-q", "--now", moment]
      let handed = machine.run(handoff + (group.map { ["--group", $0] } ?? []))
      #expect(began.code == .done && handed.code == .done, "\(began) \(handed)")
    }
    machine.now = try Instant(rfc3339: Self.morning)
    try machine.succeed("routing", "run", "-q")
    for ticket in 1...id {
      let shown = machine.ticket(Int64(ticket))
      let isActive = shown["session"]?["state"] == "active"
      // What the AI agent handed over without a group, and nobody ended, is the hand-off's.
      if isActive && shown["group_id"]?.isNull == true { continue }
      #expect(shown["assignee_id"]?.integer != nil, "\(names) \(shown.text)")
      // Who can't be answered stays in the session.
      if ticket == id { #expect(isActive, "\(names) \(shown.text)") }
    }
    let doctor = machine.run("doctor").text
    #expect(!doctor.contains("nobody is in") && !doctor.contains("nobody in"), "\(doctor)")
    #expect(!machine.run("trigger", "lint").text.contains("nobody_serves"))
  }

  @Test(
    "where nobody could be given what comes, the trigger starts inactive, and that is said", arguments: routed
  )
  func inactive(name: String) throws {
    let machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon-fri 09:00-17:00", "-q")
    try machine.succeed("settings", "set", "account.default_schedule", "Office", "-q")
    let run = machine.run("recipe", "install", name, "--yes")
    #expect(run.code == .done && run.errors.contains("starts inactive"), "\(run)")
    let triggers = machine.run("trigger", "list", "--json").items
    #expect(triggers.last?["active"] == false)
    // Switched off, a surge's queue takes nothing but the surge's own.
    let queues = machine.run("queue", "list", "--json").items
    #expect(queues.allSatisfy { $0["definition"]?.text.contains("current_tags") == true }, "\(queues)")
  }
}
