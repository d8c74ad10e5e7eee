import JSONText
import TestSupport
import Testing

/// The proof of `trigger replay`: replayed by the same rules, everything comes to what is recorded.
@Suite struct ReplayAgreementTests {
  @Test(
    "T2–T7: what rules did to random tickets is what their replay says, for every update",
    arguments: Extent.seeds("replays", usually: 0..<2))
  func sameRules(seed: UInt64) throws {
    let world = try RuleWorld(seed: seed, rules: 18)
    for round in 0..<48 where world.differences.isEmpty {
      if round % 8 == 0 { try world.create() } else { try world.act() }
    }
    try expectAgreement(world.machine, seed, "replays") { "\(world)" }
  }

  @Test(
    "T2–T7: replies, macros, ends, reminders, feeds, routing, ratings and imports come out in a replay as they are recorded",
    arguments: Extent.seeds("lives", usually: 0..<8))
  func lives(seed: UInt64) throws {
    var account = try RandomAccount(seed: seed)
    // What was imported happened where other rules were.
    try account.machine.tamper("DELETE FROM audit WHERE document IS NOT NULL")
    for _ in 0..<16 { account.live() }
    try expectAgreement(account.machine, seed, "lives") {
      account.machine.run("trigger", "list", "--json").text
    }
  }

  @Test(
    "F2, E3, T10: updates are replayed with the switch, the settings and the hours of their moment",
    arguments: Extent.seeds("turns", usually: 0..<4))
  func turns(seed: UInt64) throws {
    var account = try RandomAccount(seed: seed)
    // What came before the log began is replayed by what is now.
    let start = account.machine.now.advanced(by: 1).rfc3339
    for _ in 0..<16 {
      account.live()
      account.turn()
    }
    let run = account.machine.run("trigger", "replay", "--from", start, "--json", "--samples", "3")
    #expect(
      run.code == .done && run.json["differing"] == 0 && run.json["impossible"] == 0,
      "seed \(seed): \(run.text)\n\(account.machine.run("log", "list", "--json").text)")
    print("turns: seed \(seed), \(run.json["updates"]!.text) updates, \(run.json["replayed"]!.text) replayed")
  }

  @Test(
    "T4, T5, T8: a rule's replay in an account that lacks it says what it does in one that has it, at the first difference",
    arguments: Extent.seeds("forks", usually: 0..<6))
  func firstFork(seed: UInt64) throws {
    // Not every account has an active rule, and not every rule fires in time.
    let accounts = (0..<10 as Range<UInt64>).map { seed &+ $0 &* 100 }
    #expect(try accounts.contains { try comparesFork($0) }, "seed \(seed): no rule fired that was left out")
  }

  /// Leaves a rule out of one of two equal accounts, and compares its replay there once it has fired in the other.
  ///
  /// - Returns: whether there was anything to compare
  private func comparesFork(_ seed: UInt64) throws -> Bool {
    var without = try RandomAccount(seed: seed)
    var with = try RandomAccount(seed: seed)
    let active = try with.machine.column(
      "SELECT id FROM ticket_trigger WHERE active AND id BETWEEN 101 AND 199 ORDER BY id")
    guard !active.isEmpty else { return false }
    let rule = without.chance.pick(active)
    _ = with.chance.pick(active)
    for machine in [with.machine, without.machine] { try machine.disableAll("messaging-trigger") }
    try without.machine.does("trigger disable \(rule) -q")
    let start = with.machine.now.advanced(by: 1).rfc3339
    func fired() throws -> Int {
      Int(
        try with.machine.column("SELECT fired FROM rule_firing WHERE kind = 'trigger' AND rule_id = \(rule)")
          .first ?? "0") ?? 0
    }
    let before = try fired()
    for _ in 0..<24 {
      // An import on which no rule fires leaves no update that could be replayed.
      without.live(imports: false)
      with.live(imports: false)
      let firings = try fired() - before
      if firings == 0 { continue }
      let run = without.machine.run(
        "trigger", "replay", rule, "--from", start, "--samples", "9", "--json")
      if run.json["not_replayable"]?["gap"] != 0 { return false }
      #expect(run.items.first?["fires"]?.integer == Int64(firings), "seed \(seed): \(run.text)")
      let tickets = try with.machine.plainTickets()
      var compared = 0
      for sample in run.json["samples"]?.array ?? [] where sample["forked"] == false {
        let ticket = tickets[sample["ticket_id"]!.integer!]
        for difference in sample["differences"]?.array ?? [] {
          let field = difference["field"]!.string!
          let now = ticket?[field == "tags" ? "current_tags" : field]
          func plain(_ text: String?) -> [String] {
            (text ?? "").split(separator: " ").map(String.init).sorted()
          }
          #expect(
            plain(now) == plain(difference["replayed"]?.string),
            "seed \(seed): \(field) of \(sample.text)\n\(ticket ?? [:])")
          compared += 1
        }
      }
      print("forks: seed \(seed), rule \(rule) fired \(firings) times, \(compared) fields compared")
      return true
    }
    return false
  }

  private func expectAgreement(
    _ machine: TestMachine, _ seed: UInt64, _ name: String, _ rules: () -> String
  ) throws {
    let run = machine.run("trigger", "replay", "--json", "--samples", "3")
    let report = run.json
    let counted = try machine.column("SELECT count(*) FROM audit WHERE ticket_id IS NOT NULL")
    let histories = (report["samples"]?.array ?? []).compactMap { $0["ticket_id"]?.text }.map {
      machine.run("ticket", "history", $0, "--json").text
    }
    #expect(
      run.code == .done && report["differing"] == 0 && report["impossible"] == 0,
      "seed \(seed): \(run.text)\n\(histories.first ?? "")\n\(rules())")
    #expect(report["updates"]?.text == counted.first, "seed \(seed)")
    // What an import changed on which no rule fired stands nowhere.
    let gaps = ["gap", "field_not_told"].reduce(0) { $0 + (report["not_replayable"]?[$1]?.integer ?? 0) }
    let done = (report["replayed"]?.integer ?? 0) + (report["without_rules"]?.integer ?? 0) + gaps
    #expect(done == report["updates"]?.integer, "seed \(seed): \(run.text)")
    // The firings that are counted where they happen are those that the histories tell, and those of the replay.
    for line in gaps > 0
      ? [] : try machine.column("SELECT rule_id, fired FROM rule_firing WHERE kind = 'trigger'")
    {
      let parts = line.split(separator: "|").map(String.init)
      let row = run.items.first { $0["id"]?.text == parts[0] }
      #expect(row?["fires"]?.text == parts[1] && row?["fired"]?.text == parts[1], "seed \(seed): \(line)")
    }
    print(
      "\(name): seed \(seed), \(report["updates"]!.text) updates, \(report["replayed"]!.text) replayed, \(gaps) unknown, \(report["differing"]!.text) differ, \(run.items.reduce(0) { $0 + ($1["fires"]?.integer ?? 0) }) fired"
    )
  }
}

extension RandomAccount {
  /// Something happens, by any of the ways in which something can.
  ///
  /// - Parameter imports: whether imports that rules follow are among them
  mutating func live(imports: Bool = true) {
    machine.now = machine.now.advanced(by: Int64(chance.number(1...4000)))
    let tickets = ((try? machine.plainTickets()) ?? [:]).keys.sorted()
    let ticket = tickets.isEmpty ? "31" : "\(chance.pick(tickets))"
    switch chance.number(0...13) {
    case 0: machine.run(["session", "end", "--yes"] + endOptions())
    case 1: machine.run(["session", "remind", "--yes"] + remindOptions())
    case 2: machine.run("routing", "run")
    case 3, 4: machine.run("macro", "apply", "1", "--ticket", ticket)
    case 5: machine.run("ticket", "rate", ticket, chance.pick(["good", "bad"]))
    case 6: machine.run("ticket", "close-solved", "--after", "1h")
    case 7: if imports { bring() } else { talk() }
    case 8, 9: talk()
    default: deed()
    }
  }

  /// The account changes, and what rules depend on with it.
  mutating func turn() {
    machine.now = machine.now.advanced(by: Int64(chance.number(1...4000)))
    switch chance.number(0...9) {
    case 0: machine.run("feature", chance.pick(["enable", "disable"]))
    case 1: machine.run("settings", "set", "triggers.end_session_sets_email", chance.pick(["true", "false"]))
    case 2: machine.run("settings", "set", "routing.ended_sessions_as_email", chance.pick(["true", "false"]))
    case 3: machine.run("settings", "set", "account.default_schedule", chance.pick(["21", "22"]))
    case 4:
      machine.run(
        "schedule", "edit", "21", "--open", chance.pick(["Mon-Fri 9-10", "Mon-Fri 9-17", "Sun 1-2"]))
    default: break
    }
  }

  /// An import that rules follow: a ticket that is new, or one that was imported before.
  private mutating func bring() {
    let tags: [JSONValue] = chance.pick([[], ["a"], ["b", "c"]])
    let line = Wire.ticket(
      Int64(chance.number(31...44)),
      [
        ("status", .string(chance.pick(["new", "open", "pending", "solved", "closed"]))),
        ("requester_id", .integer(chance.pick(customers))),
        ("group_id", chance.once(in: 3) ? .null : .integer(chance.pick(groups))),
        ("assignee_id", chance.once(in: 3) ? 2 : .null), ("tags", .array(tags)),
        ("priority", chance.pick(["low", "high", "urgent", .null])),
        ("description", chance.pick(["help now", "pay", .null])),
        ("updated_at", .string(machine.now.rfc3339)),
      ])
    machine.run(
      ["import", "-", "--run-triggers", "-q"], input: Array(Wire.wrapped("ticket", line).utf8))
  }

  private mutating func talk() {
    let session = machine.run(
      [
        "conversation", "start", "--user", "\(chance.pick(customers))", "--message",
        chance.pick(["help me", "pay now"]), "--json",
      ]
    ).item["conversation_id"]?.integer
    guard let session else { return }
    let target = chance.pick([["--group", "\(chance.pick(groups))"], ["--agent", "2"], []])
    machine.run(["conversation", "handoff", "\(session)"] + target)
  }
}
