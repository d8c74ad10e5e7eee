import CivilTime
import CommandGrammar
import JSONText
import Rendering
import Testing

@testable import SessionctlCommands

/// One typed table feeds all formats, so that they cannot disagree.
@Suite struct FormatTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "1", "3", "--yes", "--as", "601", "-q")
  }

  /// The value as the flat formats print it.
  private static func flat(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: ""
    case .string(let text)?: text
    case .bool(let flag)?: flag ? "true" : "false"
    case let other?: other.text
    }
  }

  private static func flatRow(_ item: JSONValue, _ fields: [Substring]) -> [String] {
    fields.map { field in
      flat(field.split(separator: ".").reduce(Optional(item)) { value, key in value?[String(key)] })
    }
  }

  static let lists: [[String]] = [
    [
      "session", "list", "--all", "--fields",
      "id,ticket_id,channel,state,started_at,last_sender,ended_at,end_reason,ended_by,requester_name,status,group_name",
    ],
    [
      "ticket", "list", "--fields",
      "id,subject,status,priority,routing_channel,requester_name,assignee_id,created_at",
    ],
    ["agent", "list", "--fields", "id,name,email,role,status,messaging_load,email_capacity,suspended"],
    ["group", "list", "--fields", "id,name,agents"], ["log", "list"],
    ["settings", "list", "--fields", "key,value,default"],
    ["report", "ended", "--by", "reason,agent,channel"],
  ]

  @Test("json, ndjson, csv and tsv hold the same values; json counts its items", arguments: lists)
  func agree(words: [String]) throws {
    func run(_ format: String) -> Run {
      let run = machine.run(words + ["--format", format])
      #expect(run.code == .done, "\(run)")
      return run
    }
    let json = run("json")
    #expect(!json.items.isEmpty)
    #expect(json.json["count"]?.integer == Int64(json.items.count))
    #expect(json.json["schema"]?.string?.hasSuffix("/1") == true)
    #expect(json.json.object?.keys == ["schema", "count", "items"])
    #expect(run("ndjson").lines == json.items)
    for (format, separator) in [("csv", ","), ("tsv", "\t")] {
      let lines = run(format).text.split(
        separator: format == "csv" ? "\r\n" : "\n", omittingEmptySubsequences: true)
      let fields = lines[0].split(separator: separator)
      let rows = lines.dropFirst().map { line in
        line.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
      }
      #expect(rows == json.items.map { Self.flatRow($0, fields) }, "\(format)")
    }
  }

  @Test("the table of session list says the same as its JSON")
  func table() {
    let fields = "id,ticket_id,channel,state,last_sender,end_reason,ended_by.name"
    let table = machine.run("session", "list", "--all", "--fields", fields, "--no-headers")
    let items = machine.run("session", "list", "--all", "--json").items
    let rows = table.text.split(separator: "\n").map { line in
      line.drop { $0 == " " }.split(separator: /\ {2,}/).map { String($0) == "-" ? "" : String($0) }
    }
    #expect(rows == items.map { Self.flatRow($0, fields.split(separator: ",")) })
  }

  @Test(
    "--fields chooses and orders; an unknown one: 64 with the list of those there are, before anything happens"
  )
  func fields() {
    let run = machine.run("session", "list", "--fields", "ended_by.name,id", "--format", "csv")
    #expect(run.text.hasPrefix("ended_by.name,id\r\n,2\r\n"))
    let unknown = machine.run("session", "list", "--fields", "id,stae")
    #expect(unknown.code == .usage)
    #expect(
      unknown.errors
        == "sessionctl: there is no field 'stae'; there are id, conversation_id, ticket_id, channel, state, started_at, last_activity_at, last_sender, ended_at, end_reason, ended_by, ended_by.type, ended_by.id, ended_by.name, requester_id, requester_name, subject, status, priority, assignee_id, assignee_name, group_id, group_name, tags; did you mean 'state'?\n"
    )
    #expect(unknown.output.isEmpty)
  }

  static let documents: [[String]] = [
    ["session", "end", "2"], ["session", "end", "2", "--dry-run"], ["session", "show", "1"],
    ["ticket", "list"],
    ["ticket", "show", "1001"], ["ticket", "update", "1002", "--tag", "x", "--json"], ["agent", "list"],
    ["agent", "create", "--email", "x@example.com"], ["agent", "edit", "601", "--status", "away"],
    ["agent", "show", "601"], ["group", "list"], ["group", "show", "701"], ["group", "create", "Night"],
    ["settings", "list"], ["settings", "get", "routing.mode"],
    ["settings", "set", "routing.mode", "messaging", "--json"],
    ["feature", "status"], ["feature", "disable", "--json"], ["log", "list"], ["log", "show", "1"],
    ["report", "list"], ["report", "ended"], ["doctor"], ["import", "-"],
  ]

  @Test(
    "an unknown field is a usage error of every command that prints, and nothing is changed by it",
    arguments: documents)
  func unknownField(words: [String]) {
    let content = machine.content()
    let run = machine.run(words + ["--fields", "no_such_field"])
    #expect(run.code == .usage, "\(run)")
    #expect(run.errors.hasPrefix("sessionctl: there is no field 'no_such_field'; there are "))
    #expect(machine.content() == content)
  }

  @Test("an empty list is no error: items [], no rows, exit 0, and a note for people")
  func empty() throws {
    let empty = try TestMachine.withStore()
    let cases: [(words: [String], note: String)] = [
      (["session", "list"], "no sessions match\n"), (["ticket", "list"], "no tickets match\n"),
      (["group", "list"], "no groups\n"),
      (["report", "ended", "--by", "day"], "no session ended in this period\n"),
    ]
    for (words, note) in cases {
      let table = empty.run(words)
      #expect(table.code == .done)
      #expect(table.errors == note)
      #expect(empty.run(words + ["-q"]).errors.isEmpty)
      let json = empty.run(words + ["--json"])
      #expect(json.code == .done)
      #expect(json.json["count"] == 0)
      #expect(json.json["items"] == [])
      #expect(json.errors.isEmpty)
      let ndjson = empty.run(words + ["--format", "ndjson"])
      #expect(ndjson.code == .done)
      #expect(ndjson.output.isEmpty && ndjson.errors.isEmpty)
    }
    #expect(
      empty.run("report", "ended", "--json").items == [
        ["ended": 0, "routing_channel_changed": 0, "share": .null]
      ])
  }

  static let failures: [(words: [String], code: ExitCode, word: String)] = [
    (["session", "show", "4711"], .no, "not_found"), (["session", "list", "--limit", "x"], .usage, "usage"),
    (["sesion"], .usage, "usage"), (["session", "end", "--all", "--yes", "--max", "0"], .no, "refused"),
    (["session", "end", "2", "--as", "501"], .notPermitted, "not_permitted"),
    (["import", "/none"], .noInput, "no_input"),
    (["init", "--plan", "suite_team", "--admin", "a@b.c"], .cannotCreate, "cannot_create"),
    (["session", "list", "--store", "/none/s.db"], .storeUnavailable, "store_unavailable"),
    (["session", "list", "--fields", "x"], .usage, "usage"),
    (["backup", "/dev"], .cannotCreate, "cannot_create"),
    (["session", "end", "--ids-from", "/none"], .noInput, "no_input"),
    (["agent", "create", "--email", "ana@example.com"], .no, "refused"),
  ]

  @Test(
    "with --json an error is also a document on standard error, which has the same sentence",
    arguments: failures)
  func errors(words: [String], code: ExitCode, word: String) {
    for format in [["--json"], ["--format", "ndjson"]] {
      let run = machine.run(words + format)
      #expect(run.code == code, "\(run)")
      #expect(run.output.isEmpty)
      let message = run.errorDocument["message"]?.string ?? ""
      #expect(!message.isEmpty)
      #expect(run.errorDocument["schema"] == "sessionctl.error/1")
      #expect(run.errorDocument["code"] == .string(word))
      #expect(run.errors.hasPrefix("sessionctl: \(message)\n"))
    }
    let people = machine.run(words)
    #expect(people.code == code)
    #expect(!people.errors.contains("sessionctl.error/1"))
  }

  @Test("csv quotes as RFC 4180 has it and guards text against formulas; tsv escapes")
  func delimited() throws {
    try machine.take([
      Wire.wrapped("ticket", Wire.ticket(1, [("subject", "=1+1"), ("updated_at", "2026-07-15T09:30:00Z")])),
      Wire.wrapped("ticket", Wire.ticket(2, [("subject", "a \"b\", c\r\nd\te\\")])),
      Wire.wrapped("ticket", Wire.ticket(3, [("subject", "@SUM(A1)")])),
      Wire.wrapped("ticket", Wire.ticket(4, [("subject", "-2")])),
    ])
    func subjects(_ format: String) -> String {
      machine.run(
        "ticket", "list", "--fields", "subject", "--no-headers", "--limit", "4", "--sort", "id", "--format",
        format
      ).text
    }
    #expect(subjects("csv") == "'=1+1\r\n\"a \"\"b\"\", c\r\nd\te\\\"\r\n'@SUM(A1)\r\n'-2\r\n")
    #expect(subjects("tsv") == "=1+1\na \"b\", c\\r\\nd\\te\\\\\n@SUM(A1)\n-2\n")
  }

  @Test("tables: aligned, relative times and fitted on a terminal, absolute and whole off it, ids never cut")
  func tables() throws {
    try machine.take([
      Wire.wrapped(
        "ticket",
        Wire.ticket(9_007_199_254_740_991, [("subject", .string(String(repeating: "漢字 long ", count: 30)))]))
    ])
    let wide = machine.run("ticket", "list")
    #expect(wide.text.contains(String(repeating: "漢字 long ", count: 29)))
    #expect(wide.text.contains("2026-07-15T07:00:00+00:00"))
    let fitted = machine.run(["ticket", "list"], terminals: .all)
    #expect(fitted.text.contains("9007199254740991"))
    #expect(fitted.text.contains("…"))
    #expect(!fitted.text.contains("2026-07-15"))
    #expect(fitted.text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 80 })
    #expect(!fitted.text.contains("\u{1B}"))
  }

  @Test("times: UTC in documents, the account's zone or --timezone for people; --now is the clock of the run")
  func times() throws {
    try machine.succeed("settings", "set", "account.timezone", "Europe/Berlin", "-q")
    let words = ["session", "show", "2", "--fields", "started_at"]
    #expect(machine.run(words).text.contains("2026-07-15T04:00:00+02:00"))
    #expect(machine.run(words + ["--timezone", "Asia/Kolkata"]).text.contains("2026-07-15T07:30:00+05:30"))
    #expect(machine.run(words + ["--json"]).item["started_at"] == "2026-07-15T02:00:00Z")
    // A day is the zone's: midnight in Berlin is 22:00 UTC.
    let berlin = machine.run("session", "list", "--started-before", "2026-07-15", "--state", "any", "--json")
    #expect(berlin.json.integers("items", "id") == [3, 5])
    try machine.succeed("session", "end", "4", "--now", "2026-07-15T11:30:00+02:00", "-q")
    #expect(machine.session(4)["ended_at"] == "2026-07-15T09:30:00Z")
  }

  @Test("a disk that is full is 74, and a pipe that was closed is 0")
  func outputFails() throws {
    let full = machine.run(["session", "list", "--all"], output: MemorySink(room: 10))
    #expect(full.code == .ioFailure)
    #expect(full.errors == "sessionctl: writing failed: No space left on device\n")
    let closed = machine.run(
      ["session", "list", "--all"], output: MemorySink(room: 10, failure: ClosedPipe()))
    #expect(closed.code == .done)
    #expect(closed.errors.isEmpty)
  }
}
