import Testing

@testable import CommandGrammar

@Suite struct ParsingTests {
  @Test func optionsAndOperandsInAnyOrder() throws {
    for line in [
      "session end 1 --note x 2 -y", "session end -y --note=x 1 2", "session end -ynx 1 2",
      "session end -yn x 1 2",
      "session end --note x --yes -- 1 2", "--quiet session --quiet end 1 --note x -y 2",
    ] {
      let parsed = try Sample.arguments(Sample.words(line))
      #expect(parsed[all: Sample.id] == [1, 2], "\(line)")
      #expect(parsed[Sample.note] == "x", "\(line)")
      #expect(parsed[Sample.yes], "\(line)")
      #expect(!parsed[Sample.dryRun], "\(line)")
    }
  }

  @Test("A line makes nothing of any other command: each start of the program would pay for it")
  func aLineMakesOneCommand() throws {
    @Sendable func unwanted<Declared>() -> [Declared] {
      Issue.record("made for another command's line")
      return []
    }
    let toolkit = Toolkit(
      program: "sessionctl", version: "1.0", summary: "Administer sessions",
      nouns: [
        NounSpec(
          "session", summary: "Messaging sessions",
          verbs: [
            CommandSpec(
              ["session", "list"], summary: "List sessions", discussion: unwanted(), operands: unwanted(),
              options: unwanted(), examples: unwanted(), exitNotes: unwanted()),
            CommandSpec(
              ["session", "end"], summary: "End sessions", discussion: unwanted(), operands: [Sample.id],
              options: [Sample.yes, Sample.note], examples: unwanted(), exitNotes: unwanted()
            ).with([Sample.dryRun]),
          ])
      ],
      plainCommands: [CommandSpec(["import"], summary: "Read files", operands: unwanted())])
    let line = Sample.words("session end 1 --note x --dry-run -y")
    guard case .run(let spec, let parsed) = try toolkit.parse(line).get() else {
      Issue.record("it is no run")
      return
    }
    #expect(spec.name == "session end")
    #expect(parsed[all: Sample.id] == [1])
    #expect(parsed[Sample.note] == "x")
    #expect(parsed[Sample.dryRun] && parsed[Sample.yes])
  }

  @Test func globalOptionsAnywhere() throws {
    for line in [
      "--store a --json session list", "session --store=a --json list", "session list --json --store a",
      "--json --store a session list --json",
    ] {
      let parsed = try Sample.arguments(Sample.words(line))
      #expect(parsed[Sample.store] == "a", "\(line)")
      #expect(parsed[GlobalOptions.format] == .json, "\(line)")
    }
  }

  @Test func onlyRepeatableOptionsAreGivenTwice() throws {
    let parsed = try Sample.arguments(Sample.words("session end --note a -t1 -t 2 --ticket=3 --yes --yes"))
    #expect(parsed[Sample.note] == "a")
    #expect(parsed[all: Sample.ticket] == [1, 2, 3])
    for (line, problem) in [
      ("session end --note a --note b", "--note takes one value, and is given twice: 'a' and 'b'"),
      ("session end --note=a --note a", "--note takes one value, and is given twice: 'a'"),
      ("session list --json --format csv", "--format takes one value, and is given twice: 'json' and 'csv'"),
      ("--store a session list --store b", "--store takes one value, and is given twice: 'a' and 'b'"),
    ] {
      #expect(Sample.error(Sample.words(line)) == problem)
    }
  }

  @Test func everyRepeatedValueIsChecked() {
    #expect(
      Sample.error(Sample.words("session list --limit x --limit 5")) == "--limit 'x' is not a whole number")
  }

  @Test func defaultsAndAbsence() throws {
    let parsed = try Sample.arguments(["session", "end"])
    #expect(parsed[Sample.reason] == .agentEnded)
    #expect(parsed[required: Sample.reason] == .agentEnded)
    #expect(!parsed.wasGiven(Sample.reason))
    #expect(parsed[Sample.note] == nil)
    #expect(parsed[GlobalOptions.limit] == nil)
    #expect(parsed[Sample.wait] == 5)
  }

  @Test func dashAndUnderscoreAreAlike() throws {
    let parsed = try Sample.arguments(
      Sample.words("session end --dry_run --reason inactivity-ended --idle_for 4h"))
    #expect(parsed[Sample.dryRun])
    #expect(parsed[Sample.reason] == .inactivityEnded)
    #expect(parsed[Sample.idleFor] == 14_400)
    #expect(throws: Never.self) { try Sample.arguments(["messaging_trigger", "list"]) }
  }

  @Test func emptyAndOddValues() throws {
    #expect(try Sample.arguments(["session", "end", "--note="])[Sample.note] == "")
    #expect(try Sample.arguments(["session", "end", "--note", ""])[Sample.note] == "")
    #expect(try Sample.arguments(["session", "end", "--note=a=b"])[Sample.note] == "a=b")
    #expect(try Sample.arguments(["session", "end", "--note", "-x=1"])[Sample.note] == "-x=1")
    #expect(try Sample.arguments(["session", "end", "--note=--dry-run"])[Sample.note] == "--dry-run")
    #expect(try Sample.arguments(["session", "end", "-n-y"])[Sample.note] == "-y")
    // Combining characters merge with the dash or the equals sign before them, as `Character` sees it.
    #expect(try Sample.arguments(["session", "end", "--note=\u{301}x"])[Sample.note] == "\u{301}x")
    #expect(Sample.error(["session", "end", "-\u{301}"])?.hasPrefix("unknown option") == true)
  }

  @Test func dashesAsOperandsAndValues() throws {
    #expect(try Sample.arguments(["import", "-"])[all: Sample.file] == ["-"])
    #expect(try Sample.arguments(["import", "--", "--json", "--"])[all: Sample.file] == ["--json", "--"])
    #expect(try Sample.arguments(["settings", "set", "account.name", "-5"])[Sample.value] == "-5")
    let said = try Sample.arguments(["settings", "rate", "bad", "--message", "--json"])
    #expect(said[required: Sample.message] == "--json")
    #expect(said[Sample.score] == "bad")
  }

  @Test func listsAndSorting() throws {
    let parsed = try Sample.arguments(
      Sample.words("session list --limit 0 --sort id:desc --fields a,b --wait=0"))
    #expect(parsed[GlobalOptions.limit] == 0)
    #expect(parsed[GlobalOptions.sort] == GlobalOptions.SortKey(field: "id", descending: true))
    #expect(parsed[GlobalOptions.fields] == ["a", "b"])
    #expect(parsed[Sample.wait] == 0)
  }

  @Test(arguments: [
    ("-h", "short program"), ("--help", "manual program"), ("help", "short program"),
    ("session -h", "short session"), ("help session", "manual session"),
    ("help session end", "manual session end"),
    ("-h session end", "short session end"), ("session end --help", "manual session end"),
    ("session end --bogus --limit x --help", "manual session end"), ("session end -yh", "short session end"),
    ("import -h", "short import"), ("help import", "manual import"), ("help exit-codes", "manual exit-codes"),
    ("help exit_status", "manual exit-codes"), ("help -h", "short help"),
    ("--version", "version"), ("version", "version"), ("session --version", "version"),
    ("session show --version", "version"),
    ("session show 5 -- -h", "error"), ("session end --note --help", "manual session end"),
  ]) func helpAndVersion(line: String, expected: String) {
    // `--note --help` is a forgotten value, and the help is what is wanted.
    let found: String =
      switch Sample.parse(Sample.words(line)) {
      case .success(.help(let length, .program, _)): "\(length) program"
      case .success(.help(let length, .noun(let noun), _)): "\(length) \(noun.name)"
      case .success(.help(let length, .command(let command), _)): "\(length) \(command.name)"
      case .success(.help(let length, .topic(let topic), _)): "\(length) \(topic.name)"
      case .success(.version): "version"
      case .success(.run(let command, _)): "run \(command.name)"
      case .failure: "error"
      }
    #expect(found == expected, "sessionctl \(line)")
  }

  /// Any command line gets an answer, and the same one twice.
  @Test func noCommandLineCrashes() {
    let pool = [
      "session", "end", "list", "show", "import", "help", "settings", "set", "-", "--", "---", "--=", "-=",
      "-h", "-yn",
      "-t", "--ticket", "--ticket=", "--note", "--note=x", "--json", "--json=", "--sort", ":", "a:desc:",
      "--limit", "-5",
      "99999999999999999999", "", " ", "\u{0}", "\u{1B}[31m", "\u{301}", "-\u{301}", "--\u{301}", "\r\n", "é",
      "`", "'",
      "--fields", ",", "--_", "_", "1", "-1", "🧑‍🚀", "--store", "--wait=-0", String(repeating: "x", count: 500),
    ]
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for _ in 0..<5_000 {
      let words = (0..<random(8)).map { _ in pool[random(pool.count)] }
      if case .failure(let error) = Sample.parse(words) {
        #expect(!error.message.isEmpty)
        #expect(error.message == Sample.error(words))
      }
    }
    for _ in 0..<2_000 {
      let bytes = (0..<random(5)).map { _ in (0..<random(12)).map { _ in UInt8(random(255) + 1) } }
      _ = Sample.toolkit.parse(bytes: bytes)
    }
  }
}
