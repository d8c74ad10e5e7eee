import CommandGrammar
import Testing

@testable import SessionctlCommands

/// What is wrong with a command line: one sentence, exit 64, and nothing is looked at or changed.
@Suite struct UsageTests {
  static let cases: [(words: String, sentence: String)] = [
    ("session ended", "'session' has no verb 'ended'; did you mean 'session end'?"),
    ("sesion list", "unknown command 'sesion'; did you mean 'session'?"),
    ("list session", "'list' comes after a noun; did you mean 'session list'?"),
    ("session", "'session' needs a verb: list, show, end or remind; see 'sessionctl session -h'"),
    (
      "session list extra",
      "unexpected 'extra': 'session list' takes no operands; see 'sessionctl session list -h'"
    ),
    ("session show", "'session show' needs ID; see 'sessionctl session show -h'"),
    ("session show abc", "ID 'abc' is not a whole number"),
    ("session show 0", "ID '0' is not an id: ids begin at 1"),
    ("session show -5", "ID '-5' must not be negative"),
    (
      "session end 99999999999999999999",
      "ID '99999999999999999999' is beyond 64 bits: the largest number is 9223372036854775807"
    ),
    (
      "session end --ticket 9223372036854775808",
      "--ticket '9223372036854775808' is beyond 64 bits: the largest number is 9223372036854775807"
    ),
    ("session end 1 --bogus", "unknown option '--bogus' for 'session end'; see 'sessionctl session end -h'"),
    ("session end 1 --dry-rum", "unknown option '--dry-rum' for 'session end'; did you mean '--dry-run'?"),
    ("session end 1 --dry", "unknown option '--dry' for 'session end'; did you mean '--dry-run'?"),
    ("session end -dry-run 1", "unknown option '-dry-run' for 'session end'; did you mean '--dry-run'?"),
    ("session end -x 1", "unknown option '-x' for 'session end'; see 'sessionctl session end -h'"),
    ("session end --all=yes", "--all takes no value, but got 'yes'"),
    ("session end --idle-for", "--idle-for needs a value (DURATION); see 'sessionctl session end -h'"),
    (
      "session end --note --dry-run 1",
      "--note needs a value (TEXT), but '--dry-run' follows; if that is the value, write it after '--note='"
    ),
    ("session end --all --max -1", "--max '-1' must not be negative"),
    ("session list --limit -3", "--limit '-3' must not be negative"),
    (
      "session end --reason trigger_ended 1",
      "--reason 'trigger_ended' is not one of agent_ended, inactivity_ended"
    ),
    (
      "session end --reason agent_endet 1",
      "--reason 'agent_endet' is not one of agent_ended, inactivity_ended; did you mean 'agent_ended'?"
    ),
    (
      "session end 1 --routing-channel fax",
      "--routing-channel 'fax' is not one of email, messaging, unchanged"
    ),
    ("session end 1 --last-sender bot", "--last-sender 'bot' is not one of customer, agent, ai_agent"),
    (
      "session list --yes",
      "--yes is not an option of 'session list'; it belongs to 'session end', 'session remind' and 8 others; see 'sessionctl session list -h'"
    ),
    ("--yes session end 1", "--yes must come after the command, as in 'sessionctl session end --yes'"),
    (
      "session list --format yaml",
      "--format 'yaml' is not one of table, json, ndjson, csv, tsv, html, openmetrics"
    ),
    ("session list --wait soon", "--wait 'soon' is not a whole number"),
    ("import", "'import' needs FILE...; see 'sessionctl import -h'"),
    ("init", "'init' needs --plan PLAN and --admin EMAIL; see 'sessionctl init -h'"),
    ("init --plan suite_team --admin nomail", "--admin 'nomail' is not an e-mail address"),
    ("feature enable --for all", "--for 'all' is not one of agents, end_users"),
    (
      "ticket list --without-ticket",
      "--without-ticket is not an option of 'ticket list'; it belongs to 'session list' and 'session end'; see 'sessionctl ticket list -h'"
    ),
    (
      "agent edit 1 --messaging-capacity 501",
      "--messaging-capacity '501' is too large: a capacity is at most 500"
    ),
    (
      "report ended --by dya",
      "--by 'dya' is not one of hour, day, week, month, weekday, hour-of-day, reason, ended-by, agent, group, channel, brand, tag; did you mean 'day'?"
    ),
    ("report ended --by day,day", "--by names the same grouping twice"),
    ("help sesion", "no command or topic 'sesion'; did you mean 'session'?"),
    ("version extra", "unexpected 'extra': 'version' takes no operands; see 'sessionctl version -h'"),
  ]

  @Test("a usage error: its sentence, 64, no store needed", arguments: cases)
  func refused(words: String, sentence: String) throws {
    let run = try TestMachine().run(words.split(separator: " ").map(String.init))
    #expect(run.code == .usage)
    #expect(run.output.isEmpty)
    #expect(run.errors == "sessionctl: \(sentence)\n")
  }

  static let impossible: [(words: [String], part: String)] = [
    (["session", "list", "--idle-for", "4x"], "'4x' has an unknown unit x; use s, m, h, d or w"),
    (["session", "list", "--idle-for", "4"], "'4' needs a unit; did you mean 4h?"),
    (["session", "list", "--idle-for", "-4h"], "'-4h' must not be negative"),
    (["session", "list", "--idle-for", "1.5s"], "'1.5s' is not a whole number of seconds"),
    (["session", "list", "--idle-for", ""], "a duration is missing"),
    (["session", "list", "--idle-for", "99999999999999999999h"], "is longer than 100 years"),
    (
      ["session", "list", "--started-before", "2026-02-30"],
      "'2026-02-30' has an impossible day: February 2026 has 28 days"
    ),
    (["session", "list", "--started-before", "2026-13-01"], "'2026-13-01'"),
    (["session", "list", "--started-before", "yesteryear"], "'yesteryear' is not a time"),
    (["report", "ended", "--from", "2026-02-02", "--to", "2026-02-01"], "the period is empty"),
    (
      ["report", "ended", "--last", "7d", "--from", "2026-02-02"],
      "--last can't be combined with --from or --to"
    ),
    (["session", "list", "--sort", "colour"], "there is no field 'colour'"),
    (["session", "list", "--now", "nonsense"], "'nonsense' is not a time"),
  ]

  @Test("impossible dates and durations: 64, saying what is wrong", arguments: impossible)
  func refusedValue(words: [String], part: String) throws {
    let run = try TestMachine.withStore().run(words)
    #expect(run.code == .usage, "\(run)")
    #expect(run.errors.contains(part), "\(run)")
    #expect(run.output.isEmpty)
  }

  @Test("words that are not UTF-8 are refused with their place")
  func notUTF8() throws {
    let words: [[UInt8]] = [Array("session".utf8), Array("list".utf8), Array("--tag".utf8), [0x61, 0xFF]]
    let run = try TestMachine().run(words) { _ in 0 }
    #expect(run.code == .usage)
    #expect(run.errors == "sessionctl: argument 4, the one after '--tag', is not valid UTF-8\n")
  }

  @Test("without a command: the short help and 64; help and version need no store and are 0")
  func help() throws {
    let machine = try TestMachine()
    let none = machine.run([String]())
    #expect(none.code == .usage)
    #expect(none.errors.hasSuffix("sessionctl: no command given; see 'sessionctl -h'\n"))
    #expect(none.errors.contains("session"))
    for words in [["version"], ["--version"], ["session", "end", "--version"]] {
      let run = machine.run(words)
      #expect(run.code == .done)
      #expect(run.text == "sessionctl \(CommandTable.version)\n")
    }
    for words in [["help"], ["-h"], ["--help"], ["help", "session", "end"], ["session", "end", "-h"]] {
      let run = machine.run(words)
      #expect(run.code == .done)
      #expect(run.text.contains("session"))
      #expect(run.errors.isEmpty)
    }
  }

  @Test("an option may stand anywhere, as --opt=value or --opt value, and only once; -- ends options")
  func conventions() throws {
    let machine = try TestMachine.withAccount()
    let expected = machine.run("session", "list", "--format", "json", "--status", "new").output
    for words in [
      ["--json", "session", "list", "--status=new"],
      ["session", "list", "--status", "new", "--json", "--json"],
      ["session", "list", "--status", "NEW".lowercased(), "--format=json", "--"],
    ] {
      #expect(machine.run(words).output == expected)
    }
    #expect(machine.run("session", "end", "--dry-run", "--json", "--", "2").json["matched"] == 1)
    let twice = machine.run("session", "list", "--limit", "1", "--limit", "2")
    #expect(twice.code == .usage)
    #expect(twice.errors == "sessionctl: --limit takes one value, and is given twice: '1' and '2'\n")
    #expect(machine.run("init", "--plan=", "--admin", "a@b.c").code == .usage)
  }
}

/// The declarations of the real commands.
@Suite struct CommandTableTests {
  @Test("the declarations have no problems") func problems() {
    #expect(CommandTable.toolkit.problems() == [])
  }

  @Test("every command has examples, a summary and, if it can refuse, its exit statuses") func examples() {
    let own = CommandTable.toolkit.commands.filter { $0.path != ["help"] && $0.path != ["version"] }
    #expect(own.count > 20)
    for command in own { #expect(!command.examples.isEmpty, "\(command.name)") }
  }

  @Test("no help line says what the declaration says beside it: its words, its default, that it repeats")
  func doubled() {
    for command in CommandTable.toolkit.commands {
      for option in CommandTable.toolkit.options(of: command) {
        let name = "\(command.name) \(option.spelling): \(option.help)"
        #expect(!option.repeatable || !option.help.contains("repeatable"), "\(name)")
        #expect(option.defaultWord == nil || !option.help.contains("default"), "\(name)")
        let said = Set(option.help.split { !$0.isLetter && !"-_".contains($0) }.map(String.init))
        #expect(option.words.isEmpty || !said.isSuperset(of: option.words), "\(name)")
      }
    }
  }

  @Test("every declared command is built, and every built one declared") func built() {
    for spec in CommandTable.toolkit.commands where spec.path != ["help"] && spec.path != ["version"] {
      #expect(CommandTable.command(spec.path) != nil, "\(spec.name)")
    }
  }

  @Test("the commands that the main job needs are there") func complete() {
    let names = Set(CommandTable.toolkit.commands.map(\.name))
    let wanted = [
      "init", "demo", "import", "export", "doctor", "backup", "help", "version", "feature status",
      "feature enable", "feature disable", "settings list", "settings get", "settings set", "session list",
      "session show", "session end", "ticket list", "ticket show", "ticket history", "ticket update",
      "agent list", "agent show", "agent create", "agent edit", "group list", "group show", "group create",
      "report list", "report ended", "log list", "log show",
    ]
    #expect(wanted.filter { !names.contains($0) } == [])
  }
}
