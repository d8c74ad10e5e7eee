import CommandGrammar
import Foundation
import JSONText
import TestSupport
import Testing

/// A plan is what a dry run found, reviewed by a person and then done exactly, or not at all.
@Suite struct EndPlanTests {
  private let machine: TestMachine
  private let path: String

  init() throws {
    machine = try TestMachine.withAccount()
    path = "\(machine.folder)/plan.ndjson"
  }

  /// Sessions 1 to 4, all that have a ticket and are active.
  @discardableResult
  private func plan(_ words: String...) throws -> Run {
    let run = machine.run(
      ["session", "end", "--dry-run", "--plan-out", path] + (words.isEmpty ? ["--all"] : words))
    guard run.code == .done else { throw Unexpected(run) }
    return run
  }

  private func apply(_ words: String...) -> Run {
    machine.run(["session", "end", "--plan", path, "--yes"] + words)
  }

  private var lines: [String] {
    get throws {
      String(decoding: try machine.bytes(of: path), as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  private func rewrite(_ change: (inout [String]) -> Void) throws {
    var lines = try lines
    change(&lines)
    try machine.file("plan.ndjson", lines.map { $0 + "\n" }.joined())
  }

  // MARK: Planning

  @Test("the file has a head and a line for each session, and is its owner's only; the store stays as it was")
  func written() throws {
    let before = try machine.storeState()
    machine.now = machine.now.advanced(by: 30)
    let run = try plan("--idle-for", "4h", "--reason", "inactivity_ended", "--note", "swept")
    #expect(run.text.hasPrefix("would end 2 of 2 idle ≥ 4h (0 e-mails, 0 surveys)\n"))
    #expect(
      run.errors
        == "wrote a plan of 2 sessions to \(path); after its review, end them with 'sessionctl session end --plan'\n"
    )
    #expect(try machine.storeState() == before)
    let values = try lines.map { try JSONValue.parse($0) }
    let head = values[0]
    #expect(head["schema"] == "sessionctl.session-end-plan/1")
    #expect(head["planned_at"] == "2026-07-15T10:00:30Z" && head["planned_by_name"] == "admin@example.com")
    #expect(
      head["selection"] == "idle ≥ 4h" && head["reason"] == "inactivity_ended" && head["note"] == "swept")
    #expect(head["sessions"] == 2 && head["emails"] == 0)
    #expect(values.dropFirst().map { $0["session_id"] } == [1, 3])
    #expect(values[1]["ticket_id"] == 1001 && values[1]["status"] == "open")
    #expect(values[1]["tags"] == ["vip", "billing"])
    #expect(values[1]["last_activity_at"] == "2026-07-15T05:00:00Z")
    var facts = stat()
    #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
  }

  @Test(
    "the head says the selection in words",
    arguments: [
      (["--all"], "all"), (["1", "2"], "2 named sessions"),
      (
        ["--group", "Support", "--not-tag", "late", "--not-tag", "vip"],
        "group Support, without tag late, vip"
      ),
      (["--agent", "none", "--status", "new"], "unassigned, status new"),
      (["--started-before", "9h ago"], "started before 2026-07-15T01:00:00+00:00"),
      (["--without-ticket", "--channel", "native_messaging"], "channel native_messaging, without a ticket"),
    ])
  func selection(words: [String], expected: String) throws {
    machine.run(["session", "end", "--dry-run", "--plan-out", path] + words)
    #expect(try JSONValue.parse(lines[0])["selection"]?.string == expected)
  }

  @Test("hostile names and subjects stand escaped in the plan, and come back as they are")
  func hostile() throws {
    let name = "Ev\u{1B}[2Jil\u{202E} \"\\ 😀\u{9B}"
    try machine.take([
      Wire.wrapped("user", Wire.user(590, [("name", .string(name))])),
      Wire.wrapped(
        "ticket", Wire.ticket(1090, [("requester_id", 590), ("subject", "\u{1B}]0;x\u{7}\u{2066}")])),
    ])
    let id = try #require(machine.ticket(1090)["session"]?["id"]?.integer)
    try plan("\(id)")
    let text = try lines.joined()
    #expect(
      !text.unicodeScalars.contains {
        $0.value < 0x20 || "\u{202E}\u{9B}\u{2066}".unicodeScalars.contains($0)
      })
    #expect(try JSONValue.parse(lines[1])["requester_name"]?.string == name)
    #expect(apply("--json").json["ended"] == 1)
  }

  // MARK: Applying

  @Test("what is as it was planned ends as planned, and the same plan again ends nothing")
  func twice() throws {
    try plan("--all", "--reason", "inactivity_ended", "--routing-channel", "unchanged", "--note", "swept")
    let ended = apply("--as", "ana@example.com")
    #expect(ended.code == .done && ended.errors.isEmpty)
    #expect(ended.text.hasPrefix("ended 4 of 4 as planned (0 e-mails, 0 surveys)\n"))
    #expect(machine.active == [50])
    let session = machine.session(1)
    #expect(session["end_reason"] == "inactivity_ended" && session["ended_by"]?["id"] == 601)
    #expect(machine.ticket(1001)["routing_channel"] == "messaging")
    #expect(machine.told(1001).contains { $0.contains("swept") })
    #expect(machine.run("log", "list").text.contains("ended 4 of 4 sessions as planned"))
    let content = machine.content()
    let again = apply()
    #expect(again.code == .no)
    #expect(again.text == "ended 0 of 4 as planned (0 e-mails, 0 surveys), 4 failed\n")
    #expect(
      again.errors.hasPrefix(
        "sessionctl: session 1: it has ended since it was planned at 2026-07-15T10:00:00Z (inactivity_ended)\n"
      ))
    #expect(machine.content() == content)
  }

  @Test("the plan's run equals the plain run but for what the plan leaves to say")
  func equalsPlainRun() throws {
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    let copy = try TestMachine.holding(try machine.bytes(of: machine.store))
    try plan("--all")
    let planned = apply("--json")
    #expect(planned.text == copy.run("session", "end", "--all", "--yes", "--json").text)
    #expect(planned.json["effects"]?["surveys"] != 0)
    #expect(machine.run("export").text == copy.run("export").text)
  }

  @Test("lines can be taken out, copied and remarked on, with whatever line ends")
  func edited() throws {
    try plan()
    try rewrite { lines in
      lines.remove(at: 2)
      lines[1] = lines[1].dropLast() + ",\"remark\":\"ask Ana first\"}"
      lines[2] = lines[2].replacing(",\"", with: " , \"")
      lines.append(lines[1])
      lines = ["\u{FEFF}" + lines[0], "", "  "] + lines.dropFirst().map { $0 + "\r" }
    }
    let run = apply("--json")
    #expect(run.code == .done, "\(run)")
    #expect(run.json.integers("items", "session_id") == [1, 3, 4])
    #expect(machine.active == [2, 50])
  }

  /// What happens in the second of the planning, and how the run tells it.
  static let events: [(String, String)] = [
    ("session end 1", "it has ended since it was planned at 2026-07-15T10:00:00Z (agent_ended)"),
    (
      "conversation say 1 --from customer --message Hello",
      "it has been active since it was planned, last at 2026-07-15T10:00:00Z"
    ),
    (
      "ticket update 1001 --status pending",
      "its ticket has changed since it was planned: status open → pending"
    ),
    (
      "ticket update 1001 --agent ben@example.com",
      "its ticket has changed since it was planned: another assignee"
    ),
    ("ticket update 1001 --tag urgent", "its ticket has changed since it was planned: other tags"),
    (
      "ticket note 1001 --message 'Leave it to me'",
      "its ticket has changed since it was planned: updated at 2026-07-15T10:00:00Z"
    ),
  ]

  @Test(
    "what has happened to a session since leaves it out and names it; --strict then ends none",
    arguments: events)
  func left(line: String, reason: String) throws {
    try plan()
    try machine.does(line)
    let content = machine.content()
    let strict = apply("--strict")
    #expect(strict.code == .no && strict.output.isEmpty)
    #expect(
      strict.errors == """
        sessionctl: session 1: \(reason)
        sessionctl: 1 of 4 sessions can't be ended as planned: nothing was ended; without --strict, the others are

        """)
    #expect(machine.content() == content)
    let dry = machine.run("session", "end", "--plan", path, "--dry-run", "--json")
    let run = apply("--json")
    #expect(dry.text.replacing("\"dry_run\":true", with: "\"dry_run\":false") == run.text)
    #expect(run.code == .no)
    #expect(run.json["ended"] == 3 && run.json["failed"] == 1)
    let item = try #require(run.items.last)
    #expect(item["session_id"] == 1 && item["ticket_id"] == 1001 && item["outcome"] == "failed")
    #expect(item["message"]?.string == reason)
  }

  @Test("a second change within one second is seen by the history")
  func sameSecond() throws {
    try machine.does("ticket note 1001 --message one")
    try plan("1")
    try machine.does("ticket note 1001 --message two")
    #expect(apply().errors == "sessionctl: session 1: its ticket has changed since it was planned\n")
    #expect(machine.active.contains(1))
  }

  @Test("a session without a ticket that was handed over since is left out")
  func handedOver() throws {
    try plan("--without-ticket")
    try machine.does("conversation handoff 50")
    let run = apply()
    #expect(run.errors.contains("session 50: it was handed over after it was planned, and now has ticket"))
    #expect(machine.active.contains(50))
  }

  @Test("history that an import tells late is no change, what it tells of today is")
  func imported() throws {
    try plan("1", "3")
    try machine.take([
      Wire.wrapped("audit", Wire.audit(9050, ticket: 1001, by: 501, at: "2026-07-13T09:59:00Z"))
    ])
    #expect(machine.run("session", "end", "--plan", path, "--dry-run", "--json").json["ended"] == 2)
    try machine.take([
      Wire.wrapped("audit", Wire.audit(9051, ticket: 1003, by: 501, at: "2026-07-15T09:59:00Z"))
    ])
    #expect(apply("--json").json.integers("items", "session_id") == [1, 3])
    #expect(machine.session(1)["state"] == "ended" && machine.session(3)["state"] == "active")
  }

  @Test("more than the head says is not sent: a rule that came since keeps all as it is")
  func moreFollows() throws {
    try plan()
    try machine.does(
      "trigger create --title Tell --if 'messaging_session_ended_reason value agent_ended' --do 'notification_user [\"requester_id\",\"Bye\",\"Bye\"]'"
    )
    let run = apply()
    #expect(run.code == .no)
    #expect(run.errors.contains("more would be sent than the plan says ("))
    #expect(run.errors.hasSuffix("instead of 0): nothing was ended; create the plan again and review it\n"))
    #expect(machine.active == [1, 2, 3, 4, 50])
    // Less than planned is no surprise.
    try plan()
    try machine.does("trigger disable Tell")
    #expect(apply().code == .done)
  }

  @Test("the macro is the one that was planned: changed or deleted since, nothing ends")
  func macro() throws {
    try machine.does("macro create --title Bye --do 'comment_value We close this chat.'")
    try plan("1", "3", "--macro", "Bye")
    let kept = try machine.bytes(of: machine.store)
    try machine.does("macro edit Bye --do 'comment_value Go away.'")
    #expect(
      apply().errors
        == "sessionctl: macro 1 'Bye' was changed after the plan was made; create the plan again and review it\n"
    )
    try machine.does("macro disable Bye", "macro delete Bye")
    #expect(
      apply().errors
        == "sessionctl: macro 1 'Bye' was deleted after the plan was made; create the plan again\n")
    #expect(machine.active == [1, 2, 3, 4, 50])
    // Under another title it is the same macro.
    let other = try TestMachine.holding(kept)
    try other.does("macro edit Bye --title Farewell")
    #expect(other.run("session", "end", "--plan", path, "--yes", "--json").json["ended"] == 2)
    #expect(other.told(1001).contains { $0.contains("We close this chat.") })
  }

  @Test("several sessions are confirmed on a terminal, and need --yes elsewhere; one needs neither")
  func consent() throws {
    try plan("--idle-for", "4h")
    #expect(machine.run("session", "end", "--plan", path).code == .usage)
    let no = machine.run("session", "end", "--plan", path, input: "n\n", terminals: .all)
    #expect(
      no.errors.hasSuffix(
        "End 2 sessions as planned (0 e-mails, 0 surveys, 0 webhooks)? [y/N] nothing was ended\n"))
    #expect(no.errors.hasPrefix("selected: idle ≥ 4h\n"))
    #expect(machine.active.count == 5)
    #expect(machine.run("session", "end", "--plan", path, input: "y\n", terminals: .all).code == .done)
    try plan("2")
    #expect(machine.run("session", "end", "--plan", path).code == .done)
    #expect(machine.active == [4, 50])
  }

  @Test("the plan comes through a pipe, too; --max counts its sessions")
  func pipe() throws {
    try plan()
    let bytes = try machine.bytes(of: path)
    #expect(machine.run(["session", "end", "--plan", "-", "--yes", "--max", "3"], input: bytes).code == .no)
    #expect(machine.active.count == 5)
    #expect(machine.run(["session", "end", "--plan", "-", "--yes"], input: bytes).code == .done)
    #expect(machine.active == [50])
  }

  // MARK: What is no plan, or no more

  private func refused(_ run: Run, _ code: ExitCode, _ sentence: String) {
    #expect(run.code == code, "\(run)")
    #expect(run.errors == "sessionctl: \(sentence)\n")
    #expect(run.output.isEmpty)
  }

  @Test("another store's plan is refused; a copy of the store takes it")
  func otherStore() throws {
    try plan()
    let other = try TestMachine.withStore("--name", "Other")
    try other.succeed("feature", "enable", "-q")
    refused(
      other.run("session", "end", "--plan", path, "--yes"), .badInput,
      "\(path) was made for another store; name that one with --store, or create a plan for this one")
    try machine.succeed("backup", "\(machine.folder)/copy.db", "-q")
    #expect(
      machine.run("session", "end", "--plan", path, "--yes", "--store", "\(machine.folder)/copy.db").code
        == .done)
  }

  @Test("every member that is changed is seen, in the head and in the lines")
  func everyMember() throws {
    try plan("--idle-for", "4h")
    let original = try lines
    for place in 0..<2 {
      let object = try #require(JSONValue.parse(original[place]).object)
      for key in object.keys where key != "schema" {
        var changed = original
        changed[place] =
          JSONValue.object(
            JSONObject(object.members.map { ($0.key, $0.key == key ? Self.other($0.value) : $0.value) })
          ).text
        try machine.file("plan.ndjson", changed.joined(separator: "\n") + "\n")
        let run = apply()
        #expect(run.code == .badInput, "\(key): \(run)")
        #expect(run.errors.hasPrefix("sessionctl: \(path), line \(place + 1): the "), "\(run)")
      }
    }
    #expect(machine.active.count == 5)
  }

  private static func other(_ value: JSONValue) -> JSONValue {
    switch value {
    case .integer(let number): .integer(number + 1)
    case .string("open"): .string("new")
    case .string("agent_ended"): .string("inactivity_ended")
    case .string(let text): .string(text + "0")
    case .null: .integer(1)
    default: .null
    }
  }

  @Test("what is no plan is refused with what it is and where")
  func noPlan() throws {
    try plan()
    let good = try lines
    let make = "create one with 'session end … --dry-run --plan-out FILE'"
    let cases: [(String, String)] = [
      ("", "\(path) is not a plan of 'session end': it is empty; \(make)"),
      ("1\n2\n", "\(path) is not a plan of 'session end': line 1 is not a JSON object; \(make)"),
      (good[1], "\(path) is not a plan of 'session end': line 1 is not the head of a plan; \(make)"),
      (
        good[0].replacing("plan/1", with: "plan/2"),
        "\(path) was made by a newer sessionctl; end the sessions with that, or create the plan again"
      ),
      (
        good[0] + "\n" + good[1].prefix(90),
        "\(path), line 2: the line is cut off; get the whole file again"
      ),
      (
        good[0] + "\n" + good[1].prefix(90) + "\n",
        "\(path), line 2: this is not a session of a plan; lines can be removed, but not changed"
      ),
      (
        good.joined(separator: "\n") + "\n" + good.joined(separator: "\n"),
        "\(path), line 6: another plan starts here; give 'session end' one plan at a time"
      ),
      (
        good[0] + "\n" + String(repeating: "x", count: 1_100_000), "\(path), line 2 has more than 1024 KiB"
      ),
    ]
    for (text, sentence) in cases {
      try machine.file("plan.ndjson", text)
      refused(apply(), .badInput, sentence)
    }
    refused(
      machine.run("session", "end", "--plan", "/nowhere", "--yes"), .noInput,
      "cannot read /nowhere: No such file or directory")
    #expect(machine.active.count == 5)
  }

  @Test("a line of another plan is none of this one's")
  func mixed() throws {
    try plan("1")
    let one = try lines
    machine.now = machine.now.advanced(by: 1)
    try plan("2")
    try rewrite { $0.append(one[1]) }
    #expect(
      apply().errors.contains(
        "line 3: the line was changed after the plan was made, or belongs to another plan"))
  }

  @Test(
    "whatever bytes a plan is cut, swapped or filled with, the answer is a status and a sentence, and nothing ends"
  )
  func random() throws {
    try plan()
    let bytes = try machine.bytes(of: path)
    for seed in Extent.seeds("plans", usually: 0..<60) {
      var chance = SplitMix(seed: seed)
      var mutated = bytes
      for _ in 0...Int.random(in: 0..<3, using: &chance) {
        let place = Int.random(in: 0..<mutated.count, using: &chance)
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: mutated[place] ^= UInt8.random(in: 1...255, using: &chance)
        case 1: mutated.remove(at: place)
        default: mutated.insert(UInt8.random(in: 0...255, using: &chance), at: place)
        }
      }
      try machine.file("plan.ndjson", mutated)
      let run = machine.run("session", "end", "--plan", path, "--dry-run", "--json")
      // A blank more or less between members changes nothing, and a line end in a line takes it out.
      let isHarmless = run.code == .done && (run.json["matched"]?.integer ?? 9) <= 4
      #expect(isHarmless || run.code == .badInput, "seed \(seed): \(run)")
    }
  }

  // MARK: Usage

  @Test(
    "what makes no sense together is a usage error, and nothing is written",
    arguments: [
      (["--all", "--strict"], "--strict needs a plan; give --plan FILE with it"),
      (
        ["--all", "--plan-out", "x.ndjson"],
        "--plan-out writes what a dry run finds; give --dry-run with it"
      ),
      (["--plan", "p", "3"], "--plan says which sessions are ended; leave out the ids"),
      (
        ["--plan", "p", "--reason", "agent_ended"],
        "--plan says which sessions are ended, and how; leave out --reason"
      ),
      (
        ["--plan", "p", "--idle-for", "4h"],
        "--plan says which sessions are ended, and how; leave out --idle-for"
      ),
      (
        ["--plan", "p", "--dry-run", "--plan-out", "q"],
        "--plan says which sessions are ended, and how; leave out --plan-out"
      ),
    ])
  func usage(words: [String], sentence: String) {
    let run = machine.run(["session", "end"] + words)
    #expect(run.code == .usage)
    #expect(run.errors == "sessionctl: \(sentence); see 'sessionctl session end -h'\n")
  }

  @Test("a plan that can't be written is told before the work, and leaves nothing behind")
  func unwritable() throws {
    let run = machine.run("session", "end", "--all", "--dry-run", "--plan-out", "/nowhere/plan")
    #expect(run.code == .cannotCreate && run.output.isEmpty)
    // Refused while planning: no file appears under its name, and no draft stays.
    try machine.does("feature disable")
    #expect(machine.run("session", "end", "--all", "--dry-run", "--plan-out", path).code == .notPermitted)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: machine.folder).allSatisfy { !$0.contains("plan") })
  }
}
