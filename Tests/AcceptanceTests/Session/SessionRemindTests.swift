import CivilTime
import CommandGrammar
import JSONText
import Testing

/// `session remind`: once per silence, told, and no activity.
@Suite struct SessionRemindTests {
  private let machine: TestMachine
  private static let macro = "Still there?"

  /// Al has ticket 1 with Ana, who has answered; everything is two minutes old.
  init() throws { machine = try Self.account() }

  private static func account() throws -> TestMachine {
    let machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("agent", "create", "--email", "ana@example.com", "--name", "Ana", "-q")
    try machine.succeed(
      "macro", "create", "--title", macro, "--do",
      "comment_value Are you still there, {{ticket.requester.first_name}}?",
      "--do", "status solved", "-q")
    try machine.succeed(
      "macro", "create", "--title", "\(macro) (de)", "--do", "comment_value Sind Sie noch da?", "-q")
    try talk(machine, "Al")
    return machine
  }

  private static func talk(_ machine: TestMachine, _ name: String) throws {
    let start = machine.run(
      "conversation", "start", "--user-name", name, "--message", "My parcel?", "--json")
    let id = "\(start.item["conversation_id"]?.integer ?? 0)"
    try machine.succeed("conversation", "handoff", id, "--agent", "ana@example.com", "-q")
    machine.now = machine.now.advanced(by: 60)
    let ticket = machine.session(Int64(id)!)["ticket_id"]?.integer ?? 0
    try machine.succeed(
      "ticket", "reply", "\(ticket)", "--as", "ana@example.com", "--message", "Which?", "-q")
    machine.now = machine.now.advanced(by: 60)
  }

  private func wait(minutes: Int64) { machine.now = machine.now.advanced(by: minutes * 60) }

  private func remind(_ more: String...) -> Run {
    machine.run(
      ["session", "remind", "--idle-for", "10m", "--macro", Self.macro, "--even-if-stalled", "--yes"] + more)
  }

  private var messages: [String] {
    machine.run("outbox", "list", "--json").items.filter { $0["kind"] == "message" }
      .compactMap {
        machine.run("outbox", "show", "\($0["id"]?.integer ?? 0)", "--json").item["body"]?.string
      }
      .filter { $0.contains("still there") || $0.contains("noch da") }
  }

  @Test(
    "a customer who has gone quiet is reminded once, in the channel; the history tells it, the session stays idle"
  )
  func once() throws {
    #expect(remind("--json").json["reminded"] == 0)
    wait(minutes: 10)
    let before = machine.session(1)
    let replies = machine.run("report", "agents", "--json").items
    let run = remind()
    #expect(run.code == .done)
    #expect(run.text == "reminded 1 of 1 idle ≥ 10m\n", "\(run)")
    #expect(messages == ["Are you still there, Al?"])
    // No activity: last word and last sender stay, and so does how long it has been idle.
    #expect(machine.session(1) == before)
    #expect(machine.run("report", "agents", "--json").items == replies)
    let history = machine.run("ticket", "history", "1", "--fields", "who,what").text
    #expect(history.contains("reminder: Are you still there, Al?"), "\(history)")
    #expect(history.contains("macro applied: Still there?"))
    // Only its message: the ticket is not solved.
    #expect(machine.ticket(1)["status"] == "open")
    let said = machine.run("conversation", "show", "1", "--json").item["messages"]?.array?.last
    #expect(
      said?["body"] == "Are you still there, Al?" && said?["from"] == "agent", "\(String(describing: said))"
    )
    let again = remind("--json")
    #expect(again.json["matched"] == 1 && again.json["already_reminded"] == 1 && again.json["reminded"] == 0)
    #expect(again.items.isEmpty)
    #expect(messages.count == 1)
    #expect(machine.logged.filter { $0 == "session remind" }.count == 1)
    // The sweep comes when it would have come.
    wait(minutes: 10)
    #expect(
      machine.run("session", "end", "--idle-for", "20m", "--even-if-stalled", "--yes", "--json").json["ended"]
        == 1)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("--again: so many in one silence, each that long after the one before; a word begins a new silence")
  func again() throws {
    wait(minutes: 10)
    #expect(remind("--again", "2", "--json").json["reminded"] == 1)
    // Twice in a minute is once.
    wait(minutes: 1)
    #expect(remind("--again", "2", "--json").json["already_reminded"] == 1)
    wait(minutes: 9)
    #expect(remind("--again", "2", "--json").json["reminded"] == 1)
    wait(minutes: 30)
    #expect(remind("--again", "2", "--json").json["reminded"] == 0)
    for words in [
      ["conversation", "say", "1", "--message", "Yes!"],
      ["ticket", "reply", "1", "--as", "ana@example.com", "--message", "Good."],
    ] {
      #expect(machine.run(words).code == .done)
      #expect(remind("--json").json["matched"] == 0)
      wait(minutes: 10)
      #expect(remind("--json").json["reminded"] == 1)
    }
    // A note is no word.
    try machine.succeed("ticket", "note", "1", "--message", "Silent.", "-q")
    wait(minutes: 10)
    #expect(remind("--json").json["reminded"] == 0)
    #expect(messages.count == 4)
  }

  @Test("a dry run equals the run but for the flag, and changes nothing") func dryRun() throws {
    try Self.talk(machine, "Bo")
    wait(minutes: 12)
    let state = try machine.storeState()
    let planned = remind("--dry-run", "--json").json
    #expect(try machine.storeState() == state)
    var done = remind("--json").json
    #expect(planned["dry_run"] == true && done["dry_run"] == false)
    guard case .object(var members) = done else { return #expect(Bool(false)) }
    members["dry_run"] = true
    done = .object(members)
    #expect(planned == done)
    #expect(done["reminded"] == 2 && done["effects"]?["messages"] == 2)
  }

  @Test("ticket triggers see an update by an agent on messaging with a public comment") func triggers() throws
  {
    try machine.succeed(
      "trigger", "create", "--title", "Reminded", "--if", "current_via_id is messaging", "--if",
      "comment_is_public is true", "--if", "comment_includes_word is still there", "--if", "role is admin",
      "--do",
      "current_tags reminded", "-q")
    wait(minutes: 10)
    let run = remind("--json")
    #expect(run.items.first?["triggers_fired"]?.array?.first?["title"] == "Reminded", "\(run)")
    #expect(machine.ticket(1)["tags"] == ["reminded"])
    // What a rule did to the ticket is no word either.
    wait(minutes: 20)
    #expect(remind("--json").json["already_reminded"] == 1)
  }

  @Test("customers are reminded in their language") func language() throws {
    try machine.succeed("settings", "set", "account.locale", "de-CH", "-q")
    wait(minutes: 10)
    #expect(remind().code == .done)
    #expect(messages == ["Sind Sie noch da?"])
  }

  @Test(
    "one that has ended, one without a ticket, one that is not there: said, 1, and the others are reminded")
  func refused() throws {
    try Self.talk(machine, "Bo")
    try machine.succeed("session", "end", "2", "-q")
    try machine.succeed("conversation", "start", "--user-name", "Cy", "--message", "Hi", "-q")
    wait(minutes: 15)
    let run = remind("1", "2", "3", "99")
    #expect(run.code == .no)
    #expect(run.errors.contains("session 2: session 2 has ended, so the messaging channel is off"), "\(run)")
    #expect(run.errors.contains("session 3 has no ticket yet"))
    #expect(run.errors.contains("no session 99"))
    #expect(run.text.hasPrefix("reminded 1 of 4"))
    // A filter is about those that can be reminded.
    #expect(remind("--json").json["failed"] == 0)
  }

  @Test(
    "64 without --idle-for, with --again 0, with --all or unasked for several; 1 for a macro that writes nothing to customers"
  )
  func badInput() throws {
    try Self.talk(machine, "Bo")
    try machine.succeed("macro", "create", "--title", "Tag", "--do", "current_tags x", "-q")
    try machine.succeed(
      "macro", "create", "--title", "Note", "--do", "comment_value Hm", "--do",
      "comment_mode_is_public false", "-q")
    wait(minutes: 12)
    let content = machine.content()
    let base = ["session", "remind", "--even-if-stalled"]
    let idle = ["--idle-for", "10m"]
    let macro = ["--macro", Self.macro]
    for (words, code, sentence) in [
      (macro + ["--yes"], ExitCode.usage, "needs --idle-for"),
      (idle + ["--yes"], .usage, "--macro"),
      (idle + macro + ["--again", "0", "--yes"], .usage, "--again takes a number of 1 or more"),
      (idle + macro + ["--all", "--yes"], .usage, "--all"),
      (idle + macro, .usage, "this would remind 2 sessions; give --yes"),
      (idle + ["--macro", "Tag", "--yes"], .no, "writes nothing"),
      (idle + ["--macro", "Note", "--yes"], .no, "writes an internal note"),
      (idle + ["--macro", "Nope", "--yes"], .no, "no macro"),
      (
        idle + macro + ["--max", "1", "--yes"], .no,
        "2 sessions match, more than --max 1: nobody was reminded"
      ),
    ] {
      let run = machine.run(base + words)
      #expect(run.code == code && run.errors.contains(sentence), "\(run)")
    }
    // A dead feed: everybody seems to have gone quiet.
    let stalled = machine.run(["session", "remind", "--yes"] + idle + macro)
    #expect(
      stalled.code == .no && stalled.errors.contains("the feed has probably stopped: nobody was reminded"))
    #expect(machine.content() == content)
    let asked = machine.run(base + idle + macro, input: Array("y\n".utf8), terminals: .all)
    #expect(asked.errors.contains("Remind 2 sessions idle ≥ 10m? [y/N]") && asked.code == .done)
    #expect(messages.count == 2)
  }

  @Test("--limit takes those idle longest, and what was reminded does not use it up") func limit() throws {
    for name in ["Bo", "Cy"] { try Self.talk(machine, name) }
    wait(minutes: 20)
    var reminded: [Int64] = []
    for _ in 0..<4 { reminded += remind("--limit", "1", "--json").json.integers("items", "session_id") }
    #expect(reminded == [1, 2, 3])
  }

  @Test("an export keeps who was reminded, and no import takes a reminder for a word") func export() throws {
    wait(minutes: 10)
    #expect(remind().code == .done)
    let before = machine.session(1)
    let other = try TestMachine.withStore()
    other.now = machine.now
    #expect(other.run(["import", "-", "-q"], input: machine.run("export").output).code == .done)
    #expect(other.session(1)["last_activity_at"] == before["last_activity_at"])
    #expect(other.session(1)["last_sender"] == "agent")
    other.now = other.now.advanced(by: 3600)
    let run = other.run(
      "session", "remind", "--idle-for", "10m", "--macro", Self.macro, "--even-if-stalled", "--yes", "--json")
    #expect(run.json["already_reminded"] == 1, "\(run)")
  }

  @Test("two crons at once remind nobody twice") func atOnce() throws {
    for name in ["Bo", "Cy", "Di"] { try Self.talk(machine, name) }
    wait(minutes: 20)
    let words = [
      "session", "remind", "--idle-for", "10m", "--macro", Self.macro, "--even-if-stalled", "--yes", "--json",
      "--now", machine.now.rfc3339,
    ]
    let programs = try (0..<4).map { _ in try RealProgram(machine, words) }
    let ended = programs.map { $0.wait() }
    #expect(ended.allSatisfy { $0.status == 0 }, "\(ended.map(\.errors))")
    #expect(ended.compactMap { $0.json["reminded"]?.integer }.reduce(0, +) == 4)
    #expect(messages.count == 4)
  }
}
