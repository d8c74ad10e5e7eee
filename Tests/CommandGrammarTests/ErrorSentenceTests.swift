import Testing

@testable import CommandGrammar

/// What is typed, and the sentence that answers it.
@Suite struct ErrorSentenceTests {
  static let end = "see 'sessionctl session end -h'"
  static let table: [(String, String)] = [
    ("", "no command given; see 'sessionctl -h'"),
    ("session", "'session' needs a verb: list, show or end; see 'sessionctl session -h'"),
    ("sesion list", "unknown command 'sesion'; did you mean 'session'?"),
    ("Session list", "unknown command 'Session'; did you mean 'session'?"),
    ("sess", "unknown command 'sess'; did you mean 'session'?"),
    ("xyzzy", "unknown command 'xyzzy'; see 'sessionctl -h'"),
    ("session_list", "unknown command 'session_list'; see 'sessionctl -h'"),
    ("list sessions", "'list' comes after a noun; did you mean 'session list' or 'messaging-trigger list'?"),
    ("list session", "'list' comes after a noun; did you mean 'session list'?"),
    ("session edn", "'session' has no verb 'edn'; did you mean 'session end'?"),
    ("session close", "'session' has no verb 'close'; did you mean 'session end'?"),
    ("session ls", "'session' has no verb 'ls'; did you mean 'session list'?"),
    (
      "session frobnicate",
      "'session' has no verb 'frobnicate', only list, show and end; see 'sessionctl session -h'"
    ),
    ("session end --dry-rnu", "unknown option '--dry-rnu' for 'session end'; did you mean '--dry-run'?"),
    ("session end --dry", "unknown option '--dry' for 'session end'; did you mean '--dry-run'?"),
    ("session end -dry-run", "unknown option '-dry-run' for 'session end'; did you mean '--dry-run'?"),
    ("session end --zzzzzz", "unknown option '--zzzzzz' for 'session end'; \(end)"),
    ("session end --=x", "unknown option '--=x' for 'session end'; \(end)"),
    ("session end -z", "unknown option '-z' for 'session end'; \(end)"),
    (
      "session list --dry-run",
      "--dry-run is not an option of 'session list'; it belongs to 'session end'; see 'sessionctl session list -h'"
    ),
    (
      "session end --limit 5",
      "--limit is not an option of 'session end'; it belongs to 'session list' and 'messaging-trigger list'; \(end)"
    ),
    (
      "session list -y",
      "--yes is not an option of 'session list'; it belongs to 'session end'; see 'sessionctl session list -h'"
    ),
    (
      "session --dry-run end",
      "--dry-run must come after the command, as in 'sessionctl session end --dry-run'"
    ),
    (
      "--limit 5 session list", "--limit must come after the command, as in 'sessionctl session list --limit'"
    ),
    ("session end --reason", "--reason needs a value (agent_ended|inactivity_ended); \(end)"),
    (
      "session end --note --dry-run",
      "--note needs a value (TEXT), but '--dry-run' follows; if that is the value, write it after '--note='"
    ),
    (
      "session end -n -y",
      "-n needs a value (TEXT), but '-y' follows; if that is the value, write it after '--note='"
    ),
    (
      "session end --note --",
      "--note needs a value (TEXT), but '--' follows; if that is the value, write it after '--note='"
    ),
    (
      "session end --reason agent_endde",
      "--reason 'agent_endde' is not one of agent_ended, inactivity_ended; did you mean 'agent_ended'?"
    ),
    (
      "session list --format jsno",
      "--format 'jsno' is not one of table, json, ndjson, csv, tsv, html, openmetrics; did you mean 'json'?"
    ),
    ("session list --color red", "--color 'red' is not one of auto, always, never"),
    ("session list --limit -5", "--limit '-5' must not be negative"),
    ("session list --limit=-5", "--limit '-5' must not be negative"),
    ("session list --limit 5x", "--limit '5x' is not a whole number"),
    ("session list --limit=", "--limit '' must be a whole number"),
    (
      "session list --limit 99999999999999999999",
      "--limit '99999999999999999999' is beyond 64 bits: the largest number is 9223372036854775807"
    ),
    ("session list --wait -1", "--wait '-1' must not be negative"),
    ("session list --fields a,,b", "--fields 'a,,b' has an empty part"),
    ("session list --fields=", "--fields '' must not be empty"),
    ("session list --sort id:down", "--sort 'id:down' must end in ':desc' or ':asc', or have no colon"),
    ("session list --store=", "--store '' must not be empty"),
    ("session end --idle-for -4h", "--idle-for '-4h' is not a duration such as 90m, 4h or 2d"),
    ("session end --dry-run=yes", "--dry-run takes no value, but got 'yes'"),
    ("session end --dry-run=", "--dry-run takes no value, but got ''"),
    ("session end -y=1", "-y takes no value, but got '1'"),
    ("session list --json=1", "--json takes no value, but got '1'"),
    ("session show", "'session show' needs ID; see 'sessionctl session show -h'"),
    ("session show x", "ID 'x' is not a whole number"),
    ("session show -5", "ID '-5' must not be negative"),
    ("session show 0", "ID '0' is not an id: ids begin at 1"),
    (
      "session show 9223372036854775808",
      "ID '9223372036854775808' is beyond 64 bits: the largest number is 9223372036854775807"
    ),
    ("session show 1 2", "unexpected '2': 'session show' takes only ID; see 'sessionctl session show -h'"),
    ("session list x", "unexpected 'x': 'session list' takes no operands; see 'sessionctl session list -h'"),
    (
      "settings set routing.mdoe x",
      "KEY 'routing.mdoe' is not one of routing.mode, account.name; did you mean 'routing.mode'?"
    ),
    ("settings set routing.mode", "'settings set' needs VALUE; see 'sessionctl settings set -h'"),
    ("settings rate good", "'settings rate' needs --message TEXT; see 'sessionctl settings rate -h'"),
    ("settings rate goood --message x", "good|bad 'goood' is not one of good, bad; did you mean 'good'?"),
    ("import", "'import' needs FILE...; see 'sessionctl import -h'"),
    ("help sesion", "no command or topic 'sesion'; did you mean 'session'?"),
    ("help exit-code", "no command or topic 'exit-code'; did you mean 'exit-codes'?"),
    (
      "help formats json",
      "unexpected 'json': 'formats' is a topic and takes no further word; see 'sessionctl help -h'"
    ),
    (
      "session end --limti 5",
      "unknown option '--limti' for 'session end'; --limit belongs to 'session list' and 'messaging-trigger list'; \(end)"
    ),
    ("help session edn", "'session' has no verb 'edn'; did you mean 'session end'?"),
    ("help import x", "unexpected 'x': 'import' takes only FILE...; see 'sessionctl import -h'"),
    ("sesion --help", "unknown command 'sesion'; did you mean 'session'?"),
    ("version 1", "unexpected '1': 'version' takes no operands; see 'sessionctl version -h'"),
  ]

  @Test(arguments: table) func sentence(line: String, expected: String) {
    #expect(Sample.error(Sample.words(line)) == expected, "sessionctl \(line)")
  }

  @Test func emptyWordIsNamed() {
    #expect(Sample.error([""]) == "unknown command ''; see 'sessionctl -h'")
    #expect(Sample.error(["session", ""])?.hasPrefix("'session' has no verb ''") == true)
  }

  @Test func longTextIsCut() throws {
    let message = try #require(Sample.error(["session", "show", String(repeating: "x", count: 100_000)]))
    #expect(message.unicodeScalars.count < 120)
    #expect(message.contains("…'"))
  }

  @Test func bytesThatAreNotUTF8() {
    let result = Sample.toolkit.parse(bytes: [Array("session".utf8), Array("show".utf8), [0x66, 0xFF]])
    guard case .failure(let error) = result else { Issue.record("accepted"); return }
    #expect(error.message == "argument 3, the one after 'show', is not valid UTF-8")
    #expect(error.exitCode == .usage)
  }

  @Test func globalsSurviveAnError() throws {
    for line in ["sesion list --json", "session list --bogus --json", "--json session"] {
      guard case .failure(let error) = Sample.parse(Sample.words(line)) else {
        Issue.record("\(line)"); continue
      }
      #expect(error.globals[GlobalOptions.format] == .json, "\(line)")
    }
  }

  @Test func aloneItShowsTheOverview() {
    guard case .failure(let error) = Sample.parse([]), case .program = error.overview else {
      Issue.record("no overview")
      return
    }
  }
}
