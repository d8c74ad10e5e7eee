import CommandGrammar
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import TestSupport

/// An account with random rules, in which random things happen: `trigger test` is asked what each would come to, the
/// plain engine reckons it, and then it is done.
final class RuleWorld: CustomStringConvertible {
  private(set) var machine: TestMachine
  private var random: RandomRules
  private var rules: [JSONValue] = []
  private var account = PlainEngine.Account()
  /// The conversations, each with its ticket once it has one.
  private var talks: [(session: Int64, ticket: Int64)] = []
  /// How many triples of rule, ticket and event were compared, and in how many the rule was met, and fired.
  private(set) var (compared, met, firings, ends, refused) = (0, 0, 0, 0, 0)
  private(set) var differences: [String] = []

  private static let customers: [(Int64, String?)] = [
    (11, "al@example.net"), (12, nil), (13, "cy@example.net"),
  ]

  /// The account before its rules: made once, and copied.
  private static let empty = Result { () throws -> [UInt8] in
    let machine = try TestMachine.withStore()
    var lines = [1, 2].map { Wire.wrapped("group", Wire.group($0, "Group \($0)")) }
    for id in [2, 3] as [Int64] {
      let email = JSONValue.string("a\(id)@example.com")
      lines.append(
        Wire.wrapped(
          "user", Wire.user(id, [("name", .string("Agent \(id)")), ("email", email), ("role", "agent")])))
    }
    for (id, email) in customers {
      let address = email.map(JSONValue.string) ?? .null
      lines.append(Wire.wrapped("user", Wire.user(id, [("name", .string("C\(id)")), ("email", address)])))
    }
    // Wednesday, ten o'clock: the first is open then, the second is not.
    for (id, end) in [(21, 5340), (22, 4900)] {
      lines.append(
        """
        {"schedule":{"id":\(id),"name":"Hours \(id)","time_zone":"UTC","intervals":[{"start_time":4860,"end_time":\(end)}],\
        "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}
        """)
    }
    try machine.take(lines)
    try machine.does("feature enable -q", "trigger disable 1 -q")
    return try machine.bytes(of: machine.store)
  }

  init(seed: UInt64, rules count: Int) throws {
    machine = try TestMachine.holding(Self.empty.get())
    random = RandomRules(chance: SplitMix(seed: seed))
    account.endedSessionsAsEmail = !random.chance.once(in: 3)
    account.triggerEndSetsEmail = !random.chance.once(in: 4)
    account.endUsersMayEnd = random.chance.once(in: 2)
    account.openSchedules = ["21"]
    account.defaultIsOpen = random.chance.once(in: 2)
    let made = random.triggers(count)
    try machine.take(made.map { Wire.wrapped("trigger", $0.text) } + [Wire.wrapped("ticket", emailTicket)])
    talks.append((0, 31))
    try machine.does(
      "settings set account.default_schedule \(account.defaultIsOpen ? 21 : 22) -q",
      "settings set routing.ended_sessions_as_email \(account.endedSessionsAsEmail) -q",
      "settings set triggers.end_session_sets_email \(account.triggerEndSetsEmail) -q")
    if account.endUsersMayEnd { try machine.does("feature enable --for end-users -q") }
    // Those that need business hours were barred before there were any.
    for rule in made { machine.tries("trigger enable \(rule["id"]!.text) -q") }
    rules = try machine.does("trigger list --json").items.filter { ($0["id"]?.integer ?? 0) > 100 }
    if random.chance.once(in: 6) {
      try machine.does("feature disable --deactivate-triggers -q")
      account.featureOn = false
      rules = try machine.does("trigger list --json").items.filter { ($0["id"]?.integer ?? 0) > 100 }
    }
  }

  private var emailTicket: String {
    Wire.ticket(
      31,
      [
        ("via", ["channel": "email"]), ("from_messaging_channel", false), ("requester_id", 11),
        ("group_id", 1),
      ])
  }

  // MARK: What happens

  /// A conversation begins and is handed over, which makes a ticket.
  func create() throws {
    let customer = random.chance.pick([11, 12, 13])
    let channel = random.chance.pick(["native_messaging", "whatsapp", "telegram"])
    let text = random.chance.pick(["help me", "pay now", "thanks"])
    let session = machine.run(
      ["conversation", "start", "--user", "\(customer)", "--channel", channel, "--message", text, "--json"]
    ).item["conversation_id"]!.integer!
    let target = random.chance.pick([
      ["--group", "1"], ["--group", "2"], ["--agent", "2"], ["--group", "1"],
    ])
    let handoff = ["conversation", "handoff", "\(session)", "--json"] + target
    // What it begins with is seen where no rule runs.
    let quiet = try TestMachine.holding(machine.settled())
    try quiet.disableAll("trigger")
    let ticket = quiet.run(handoff).item["ticket_id"]!.integer!
    let begun = try quiet.plainTickets()[ticket]!
    let event = PlainEngine.Event(
      isCreation: true, updater: "\(customer)", role: "end_user", channel: channel, comment: (text, true))
    var engine = PlainEngine(account, before: [:], now: begun, event)
    engine.made = begun
    try judge(
      engine, ticket,
      Supposed(["--event", "created"]) { Supposition(.created, actor: try $0.firstAdmin()!) }, in: quiet)
    engine.run(rules)
    try compare(engine, ticket, "handed over to \(target)") { machine.run(handoff) }
    talks.append((session, ticket))
  }

  /// Somebody does something about one of the tickets.
  func act() throws {
    let talk = random.chance.pick(talks)
    let deed = random.deed()
    let isTalk = [.customerSays, .botSays, .end, .customerEnds].contains(deed.kind)
    if talk.session == 0 && isTalk { return }
    let ticket = try machine.plainTickets()[talk.ticket]!
    let words = deed.words(ticket: talk.ticket, session: "\(talk.session)")
    switch deed.effect(on: ticket, in: account) {
    case .refused:
      refused += 1
      if let supposed = deed.supposed(ticket) {
        let test = tries(supposed.words, rules[0], talk.ticket, in: machine)
        if test.code == .done { differ("not refused", talk.ticket, deed.description, test.description) }
      }
      let run = machine.run(words)
      if run.code == .done { differ("not refused", talk.ticket, deed.description, run.description) }
      if try machine.plainTickets()[talk.ticket] != ticket {
        differ("changed", talk.ticket, deed.description, "")
      }
    case .nothing:
      if let supposed = deed.supposed(ticket), deed.kind != .customerSays {
        let test = tries(supposed.words, rules[0], talk.ticket, in: machine)
        if test.code == .done { differ("met by nothing", talk.ticket, deed.description, test.description) }
      }
      // E13: where another conversation with a ticket of its own follows, the message is an update of that one.
      if deed.kind == .customerSays, try hasFollower(talk.ticket) { return }
      let engine = PlainEngine(
        account, before: ticket, now: ticket, PlainEngine.Event(updater: nil, role: "", channel: ""))
      try compare(engine, talk.ticket, deed.description) { machine.run(words) }
    case .update(var engine):
      if let supposed = deed.supposed(ticket) { try judge(engine, talk.ticket, supposed, in: machine) }
      let wasActive = ticket["messaging_session_state"] == "active"
      engine.run(rules)
      if wasActive && engine.now["messaging_session_state"] == "ended" { ends += 1 }
      try compare(engine, talk.ticket, deed.description) { machine.run(words) }
    }
  }

  /// Whether a further message goes to the ticket of a later conversation.
  private func hasFollower(_ ticket: Int64) throws -> Bool {
    try !machine.column(
      """
      SELECT 1 FROM session a JOIN session b ON b.chain = coalesce(a.chain, a.id)
      WHERE a.ticket_id = \(ticket) AND b.state = 0 AND b.ticket_id IS NOT NULL
      """
    ).isEmpty
  }

  // MARK: Whether all agree

  private func tries(_ supposed: [String], _ rule: JSONValue, _ ticket: Int64, in machine: TestMachine) -> Run
  {
    machine.run(["trigger", "test", rule["id"]!.text, "--ticket", "\(ticket)", "--json"] + supposed)
  }

  /// Asks what `trigger test` asks about each rule, some of them by the command itself, and compares with what the plain
  /// engine says.
  private func judge(
    _ engine: PlainEngine, _ ticket: Int64, _ supposed: Supposed, in machine: TestMachine
  ) throws {
    let store = try Store.open(machine.store, Store.Options(readOnly: true))
    defer { try? store.close() }
    let answers = try store.read { reader -> [Int64: Bool] in
      let what = try supposed.supposition(reader)
      var answers: [Int64: Bool] = [:]
      for rule in try reader.rules(Trigger.self).map(\.rule) {
        answers[rule.id] = try reader.trial(of: rule, ticketID: ticket, supposing: what, at: machine.now)?
          .isMet
      }
      return answers
    }
    for rule in rules where rule["problems"]?.array?.isEmpty ?? true {
      let isMet = engine.isMet(rule)
      compared += 1
      if isMet { met += 1 }
      let said = answers[rule["id"]!.integer!]
      if said != isMet {
        differ(
          "trigger test said \(said as Bool?), expected \(isMet)", ticket, "\(supposed.words)",
          Self.line(rule))
      }
      guard random.chance.once(in: 12) else { continue }
      let test = tries(supposed.words, rule, ticket, in: machine)
      if test.code != (isMet ? .done : .no) {
        differ("trigger test, expected \(isMet)", ticket, "\(supposed.words)", "\(Self.line(rule))\n\(test)")
      }
    }
  }

  /// Does it, and compares which rules fired and what the ticket has become.
  private func compare(
    _ engine: PlainEngine, _ ticket: Int64, _ what: String, _ run: () -> Run
  ) throws {
    let before = try counts()
    let done = run()
    let after = try counts()
    let fired = Set(after.filter { before[$0.key] != $0.value }.map(\.key))
    firings += fired.count
    if fired != engine.fired {
      let rules = rules.filter { fired.symmetricDifference(engine.fired).contains($0["id"]!.integer!) }
      differ(
        "fired \(fired.sorted()), expected \(engine.fired.sorted())", ticket, what,
        "\(rules.map(Self.line))\n\(done)")
    }
    let now = try machine.plainTickets()[ticket]!
    let places = Set(["queue", "waiting", "is_chosen"])
    for name in Set(now.keys).union(engine.now.keys).subtracting(places).sorted()
    where now[name] != engine.now[name] {
      differ(
        "\(name) is \(now[name] ?? "none"), expected \(engine.now[name] ?? "none")", ticket, what,
        "\(engine.before)\nfired \(fired.sorted())\n\(rules.filter { fired.contains($0["id"]!.integer!) }.map(\.text))"
      )
    }
  }

  private func counts() throws -> [Int64: String] {
    Dictionary(
      uniqueKeysWithValues: try machine.column("SELECT rule_id, fired FROM rule_firing").map { line in
        let parts = line.split(separator: "|")
        return (Int64(parts[0])!, String(parts[1]))
      })
  }

  /// The account and its rules, for whoever has to find out.
  var description: String { "\(account)\n" + rules.map(Self.line).joined(separator: "\n") }

  private static func line(_ rule: JSONValue) -> String {
    func list(_ key: String) -> String {
      (rule["conditions"]?[key]?.array ?? []).map { condition in
        ["field", "operator", "value"].compactMap { condition[$0]?.string }.joined(separator: " ")
      }.joined(separator: key == "all" ? " & " : " | ")
    }
    let actions = (rule["actions"]?.array ?? []).map { "\($0["field"]!.text) \($0["value"]!.text)" }
    let isOff = rule["active"] == true ? "" : " (off)"
    return "\(rule["id"]!.text)\(isOff): \(list("all")) [\(list("any"))] → \(actions.joined(separator: ", "))"
  }

  private func differ(_ what: String, _ ticket: Int64, _ deed: String, _ details: String) {
    differences.append("\(what): ticket \(ticket), \(deed)\n\(details)")
  }
}

extension TestMachine {
  /// The store's bytes, with nothing left beside it.
  func settled() throws -> [UInt8] {
    let queue = try DatabaseQueue(path: store)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    try queue.close()
    return try bytes(of: store)
  }

  /// Lets no rule of a noun run any more.
  func disableAll(_ noun: String) throws {
    let active = try does("\(noun) list --json").items.filter { $0["active"] == true }
    if active.isEmpty { return }
    try does("\(noun) disable \(active.map { $0["id"]!.text }.joined(separator: " ")) -q")
  }
}
