import CommandGrammar
import JSONText
import Testing

/// The selection of `session end` and `session list` over the account of the table in Account.swift.
@Suite struct SelectionTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  /// Options, and the sessions that they select of 1, 2, 3, 4 (and 50, which has no ticket).
  static let cases: [(words: [String], sessions: [Int64])] = [
    (["--all"], [1, 2, 3, 4]),
    (["--idle-for", "4h"], [1, 3]),
    (["--idle-for", "3h"], [1, 2, 3]),
    (["--idle-for", "3h1s"], [1, 3]),
    (["--idle-for", "2d"], []),
    (["--started-before", "2026-07-15T00:00:01Z"], [1, 3]),
    (["--started-before", "2026-07-15T00:00:00Z"], [3]),
    (["--group", "Support"], [1, 4]),
    (["--group", "702"], [3]),
    (["--group", "none"], [2]),
    (["--group", "none", "--group", "702"], [2, 3]),
    (["--group", "Support,702"], [1, 3, 4]),
    (["--not-group", "Support"], [2, 3]),
    (["--not-group", "none"], [1, 3, 4]),
    (["--not-group", "none,702"], [1, 4]),
    (["--agent", "601,ben@example.com"], [1, 3]),
    (["--not-agent", "ana@example.com"], [2, 3, 4]),
    (["--not-agent", "none", "--not-agent", "601"], [3]),
    (["--not-channel", "whatsapp"], [1, 3, 4]),
    (["--channel", "whatsapp,telegram"], [2]),
    (["--not-channel", "messaging"], []),
    (["--not-status", "new"], [1, 3, 4]),
    (["--not-status", "new,pending"], [1, 4]),
    (["--status", "new,pending"], [2, 3]),
    (["--last-sender", "customer,agent"], [1, 2, 4]),
    (["--ticket", "1001,1004"], [1, 4]),
    (["--idle-for", "3h", "--idle-under", "3h1s"], [2]),
    (["--idle-under", "3h1s"], [2, 4]),
    (["--agent", "ana@example.com"], [1]),
    (["--agent", "Ben Okafor"], [3]),
    (["--agent", "601"], [1]),
    (["--agent", "none"], [2, 4]),
    (["--channel", "whatsapp"], [2]),
    (["--channel", "native-messaging"], [1, 3]),
    (["--channel", "messaging"], [1, 2, 3, 4]),
    (["--channel", "telegram"], []),
    (["--status", "new"], [2]),
    (["--status", "pending"], [3]),
    (["--status", "hold"], []),
    (["--tag", "vip"], [1, 3]),
    (["--tag", "late", "--tag", "billing"], [1, 4]),
    (["--tag", "late,billing"], [1, 4]),
    (["--tag", "vi"], []),
    (["--all-tags", "vip,billing"], [1]),
    (["--all-tags", "vip", "--all-tags", "late"], []),
    (["--not-tag", "vip"], [2, 4]),
    (["--not-tag", "vip", "--not-tag", "late"], [2]),
    (["--last-sender", "customer"], [1, 4]),
    (["--last-sender", "agent"], [2]),
    (["--last-sender", "ai-agent"], []),
    (["--last-sender", "ai_agent", "--without-ticket"], [50]),
    (["--without-ticket"], [50]),
    (["--without-ticket", "--idle-for", "7h"], []),
    (["--ticket", "1001"], [1]),
    (["--ticket", "1001", "--ticket", "1004"], [1, 4]),
    (["--tag", "vip", "--group", "Support"], [1]),
    (["--idle-for", "4h", "--channel", "messaging", "--status", "pending", "--not-tag", "late"], [3]),
    (["--tag", "vip", "--agent", "none"], []),
    (["--ticket", "1001", "--tag", "late"], []),
  ]

  @Test("every selection option selects what it says, the same for list and for end", arguments: cases)
  func selects(words: [String], sessions: [Int64]) throws {
    let end = machine.run(["session", "end", "--dry-run", "--json"] + words)
    #expect(end.code == .done, "\(end)")
    #expect(end.json.integers("items", "session_id") == sessions, "\(end)")
    #expect(end.json["matched"]?.integer == Int64(sessions.count))

    // `--all` means the ended ones too for a list; an explicit state makes the two alike.
    let list = machine.run(["session", "list", "--state", "active", "--json"] + words)
    #expect(list.code == .done, "\(list)")
    let expected = words == ["--all"] ? sessions + [50] : sessions
    #expect(list.json.integers("items", "id") == expected, "\(list)")
    #expect(list.json["count"]?.integer == Int64(expected.count))
  }

  @Test("--ids-from takes a file and standard input, with comments, blank lines and CRLF")
  func idsFrom() throws {
    let path = try machine.file("ids.txt", "# the stale ones\r\n3\r\n\r\n  1\n")
    let fromFile = machine.run("session", "end", "--ids-from", path, "--dry-run", "--json")
    #expect(fromFile.json.integers("items", "session_id") == [1, 3])
    let fromInput = machine.run("session", "end", "--ids-from", "-", "--dry-run", "--json", input: "4\n2\n")
    #expect(fromInput.json.integers("items", "session_id") == [2, 4])
    let narrowed = machine.run(
      "session", "end", "--ids-from", path, "--tag", "billing", "--dry-run", "--json")
    #expect(narrowed.json.integers("items", "session_id") == [1])
    let together = machine.run("session", "end", "2", "--ids-from", path, "--dry-run", "--json")
    #expect(together.json.integers("items", "session_id") == [1, 2, 3])
  }

  @Test("a bad line of --ids-from is named with its place: 65; a missing file: 66")
  func badIDsFrom() throws {
    let path = try machine.file("ids.txt", "1\nzwei\n")
    let run = machine.run("session", "end", "--ids-from", path, "--dry-run")
    #expect(run.code == .badInput)
    #expect(run.errors == "sessionctl: \(path), line 2: expected a session's id, found 'zwei'\n")
    let missing = machine.run("session", "end", "--ids-from", "\(machine.folder)/none", "--dry-run")
    #expect(missing.code == .noInput)
    #expect(missing.errors == "sessionctl: cannot read \(machine.folder)/none: No such file or directory\n")
  }

  @Test("session list without a selection: all active ones; --all: the ended too; --state and --end-reason")
  func states() throws {
    try machine.succeed("session", "end", "2", "-q")
    try machine.succeed("session", "end", "3", "--reason", "inactivity_ended", "-q")
    func ids(_ words: String...) -> [Int64] {
      machine.run(["session", "list", "--json"] + words).json.integers("items", "id")
    }
    #expect(ids() == [1, 4, 50])
    #expect(ids("--all") == [1, 2, 3, 4, 5, 50])
    #expect(ids("--state", "any") == [1, 2, 3, 4, 5, 50])
    #expect(ids("--state", "ended") == [2, 3, 5])
    #expect(ids("--end-reason", "inactivity-ended") == [3])
    #expect(ids("--end-reason", "agent_ended") == [2])
    #expect(ids("--end-reason", "trigger_ended") == [])
    #expect(ids("--limit", "2") == [1, 4])
    #expect(ids("--sort", "last_activity_at:desc") == [4, 1, 50])
    #expect(ids("--sort", "started_at", "--limit", "1", "--state", "any") == [3])
  }

  @Test("session end --limit takes those that are idle longest")
  func limit() throws {
    let run = machine.run("session", "end", "--all", "--limit", "2", "--dry-run", "--json")
    #expect(run.json.integers("items", "session_id") == [1, 3])
    #expect(machine.run("session", "end", "--all", "--limit", "0", "--yes", "--json").items.isEmpty)
    #expect(machine.active == [1, 2, 3, 4, 50])
  }

  @Test("a name that nothing has: 1, with the likely ones, and nothing is selected")
  func unknownNames() throws {
    let cases: [([String], String)] = [
      (
        ["--agent", "ana@exmple.com"],
        "no agent 'ana@exmple.com' (there are 3; see 'sessionctl agent list'); did you mean 'ana@example.com'?"
      ),
      (
        ["--group", "Suport"],
        "no group 'Suport' (there are 2; see 'sessionctl group list'); did you mean 'Support'?"
      ),
      (["--channel", "whatsap"], "no channel 'whatsap'; did you mean 'whatsapp'?"),
      (["--queue", "Night"], "no queue 'Night' (there are none)"),
      (["--outside-hours", "Office"], "no schedule 'Office' (there are none)"),
    ]
    for (words, sentence) in cases {
      for command in ["end", "list"] {
        let run = machine.run(["session", command] + words)
        #expect(run.code == .no)
        #expect(run.errors == "sessionctl: \(sentence)\n")
        #expect(run.output.isEmpty)
      }
    }
    #expect(machine.active == [1, 2, 3, 4, 50])
  }
}
