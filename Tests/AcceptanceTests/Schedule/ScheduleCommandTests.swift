import CommandGrammar
import JSONText
import Testing

/// `schedule create/list/show/delete`, and the account's default one.
@Suite struct ScheduleCommandTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private static let office = [
    "schedule", "create", "--name", "Office", "--zone", "Europe/Berlin", "--open", "mon,wed 09:00-17:00",
    "--open", "sat 10:00-12:00,13:00-24:00", "--holiday", "2026-12-25..2026-12-26 Christmas", "--holiday",
    "2027-01-01",
  ]

  private func makeOffice() throws {
    let run = machine.run(Self.office + ["-q"])
    guard run.code == .done else { throw Unexpected(run) }
  }

  // MARK: Making

  @Test("from options: hours as typed and in the wire format's minutes, holidays numbered from 1")
  func fromOptions() {
    let run = machine.run(Self.office + ["--json"])
    #expect(run.code == .done, "\(run)")
    #expect(run.json["schema"] == "sessionctl.schedule/1")
    let expected: JSONValue = [
      "id": 1, "name": "Office", "time_zone": "Europe/Berlin",
      "hours": "mon 09:00-17:00; wed 09:00-17:00; sat 10:00-12:00,13:00-24:00",
      "intervals": [
        ["start_time": 1980, "end_time": 2460], ["start_time": 4860, "end_time": 5340],
        ["start_time": 9240, "end_time": 9360], ["start_time": 9420, "end_time": 10080],
      ],
      "holidays": [
        ["id": 1, "name": "Christmas", "start_date": "2026-12-25", "end_date": "2026-12-26"],
        ["id": 2, "name": "Holiday", "start_date": "2027-01-01", "end_date": "2027-01-01"],
      ],
      "default": false, "open_now": true, "created_at": "2026-07-15T10:00:00Z",
      "updated_at": "2026-07-15T10:00:00Z",
    ]
    #expect(run.item == expected)
    #expect(machine.run("schedule", "show", "Office", "--json").item == expected)
    #expect(machine.run("schedule", "show", "1", "--json").item == expected)
    #expect(machine.run("schedule", "list", "--json").items == [expected])

    let entry = machine.run("log", "list", "--json").items.first
    #expect(entry?["command"] == "schedule create")
    #expect(entry?["summary"] == "created schedule Office (1)")
    #expect(entry?["after"]?.string?.hasPrefix("{\"id\":1,\"name\":\"Office\"") == true)
  }

  @Test("the zone is the account's where none is given; hours as shown are taken back")
  func zoneOfTheAccount() throws {
    try machine.succeed("settings", "set", "account.timezone", "Central Time (US & Canada)", "-q")
    try makeOffice()
    let hours = try #require(machine.run("schedule", "show", "Office", "--json").item["hours"]?.string)
    let copy = machine.run("schedule", "create", "--name", "Copy", "--open", hours, "--json")
    #expect(copy.item["hours"]?.string == hours)
    #expect(copy.item["time_zone"] == "Central Time (US & Canada)")
  }

  private static let wire = """
    {"id":360000071959,"name":"East","time_zone":"Eastern Time (US & Canada)","intervals":[{"start_time":1980,\
    "end_time":2460}],"created_at":"2020-01-01T00:00:00Z","updated_at":"2021-01-01T00:00:00Z"
    """

  @Test(
    "from a file in the wire format: bare, wrapped, a collection of one; its id and times are not used",
    arguments: [
      "\(wire)}", "{\"schedule\":\(wire)}}", "{\"schedules\":[\(wire)}],\"count\":1,\"next_page\":null}",
      "[\(wire),\"holidays\":[]}]\n",
    ])
  func fromFile(document: String) throws {
    let path = try machine.file("east.json", document)
    let fromFile = machine.run("schedule", "create", path, "--json")
    #expect(fromFile.code == .done, "\(fromFile)")
    #expect(fromFile.item["id"] == 1)
    #expect(fromFile.item["hours"] == "mon 09:00-17:00")
    #expect(fromFile.item["created_at"] == "2026-07-15T10:00:00Z")
    let again = document.replacing("East", with: "West")
    let fromInput = machine.run("schedule", "create", "-", "--json", input: again)
    #expect(fromInput.item["id"] == 2, "\(fromInput)")
  }

  @Test("open_now is about the run's clock, on the schedule's own, and holidays are closed")
  func openNow() throws {
    try makeOffice()
    func isOpen(_ now: String) -> JSONValue? {
      machine.run("schedule", "show", "Office", "--json", "--now", now).item["open_now"]
    }
    #expect(isOpen("2026-07-15T06:59:59Z") == false)
    #expect(isOpen("2026-07-15T07:00:00Z") == true)
    #expect(isOpen("2026-12-21T07:59:59Z") == false)
    #expect(isOpen("2026-12-21T08:00:00Z") == true)
    #expect(isOpen("2026-12-26T10:00:00Z") == false)
  }

  // MARK: Refusing

  private static let badOptions: [(words: [String], code: ExitCode, sentence: String)] = [
    ([], .usage, "'schedule create' needs --name and --open, or a FILE in the wire format"),
    (["--name", "X"], .usage, "needs --open, or a FILE"),
    (["--open", "mon 09:00-17:00"], .usage, "needs --name, or a FILE"),
    (
      ["--name", "X", "--open", "mon 22:00-06:00"], .usage,
      "'22:00-06:00' crosses midnight; write 22:00-24:00"
    ),
    (["--name", "X", "--open", "noon"], .usage, "--open 'noon' is not opening hours: "),
    (
      ["--name", "X", "--open", "daily 09:00-12:00", "--open", "fri 11:00-13:00"], .usage,
      "the intervals fri 09:00-12:00 and fri 11:00-13:00 overlap"
    ),
    (
      ["--name", "X", "--open", "mon 09:00-17:00", "--zone", "europe/berlin"], .usage,
      "unknown time zone 'europe/berlin'; did you mean 'Europe/Berlin'?"
    ),
    (
      ["--name", "X", "--open", "mon 09:00-17:00", "--zone", "../../etc/passwd"], .usage,
      "is not the name of a time zone"
    ),
    (
      ["--name", "X", "--open", "mon 09:00-17:00", "--holiday", "2026-02-30"], .usage,
      "February 2026 has 28 days"
    ),
    (
      ["--name", "X", "--open", "mon 09:00-17:00", "--holiday", "2026-12-26..2026-12-25 X"], .usage,
      "it ends on 2026-12-25, before it starts on 2026-12-26"
    ),
    (
      ["--name", "X", "--open", "mon 09:00-17:00", "--fields", "colour"], .usage, "there is no field 'colour'"
    ),
    (["-", "--name", "X"], .usage, "--name can't be combined with a FILE"),
    (["/nowhere/office.json"], .noInput, "cannot read /nowhere/office.json"),
    (["--name", "Office", "--open", "mon 09:00-17:00"], .no, "there is already a schedule 'Office' (1)"),
  ]

  @Test("a schedule that can't be: refused with what to do, and nothing changes", arguments: badOptions)
  func refuseOptions(words: [String], code: ExitCode, sentence: String) throws {
    try makeOffice()
    let content = machine.content()
    let run = machine.run(["schedule", "create"] + words)
    #expect(run.code == code, "\(run)")
    #expect(run.errors.contains(sentence), "\(run)")
    #expect(run.output.isEmpty)
    #expect(machine.content() == content)
  }

  private static let badFiles: [(document: String, sentence: String)] = [
    ("", "expected a schedule, found nothing"), ("{}", "line 1: time_zone: expected the name of a time zone"),
    ("{\"name\":\"X\"", "line 1: "), ("[1]", "line 1"),
    ("\(wire)}\n\(wire)}", "line 2: expected one schedule, found another"),
    ("{\"name\":\"X\",\"time_zone\":\"UTC\"}", "intervals: expected a list, found nothing"),
    (
      "{\"name\":\"X\",\"time_zone\":\"UTC\",\"intervals\":[]}",
      "intervals: expected at least one, found none"
    ),
    ("{\"time_zone\":\"UTC\",\"intervals\":[{\"start_time\":0,\"end_time\":1}]}", "name: expected a name"),
    ("{\"name\":\"X\",\"time_zone\":7,\"intervals\":[]}", "time_zone: expected a text, found 7"),
    ("{\"name\":\"X\",\"time_zone\":\"UTC\",\"intervals\":{}}", "intervals: expected a list, found {}"),
    (
      "{\"name\":\"X\",\"time_zone\":\"UTC\",\"intervals\":[{\"start_time\":\"09:00\",\"end_time\":2460}]}",
      "intervals[0]: expected start_time and end_time in minutes since Sunday 00:00, found {\"start_time\":\"09:00\""
    ),
    (
      "{\"name\":\"X\",\"time_zone\":\"UTC\",\"intervals\":[{\"start_time\":2700,\"end_time\":3240}]}",
      "interval 1 (mon 21:00 to tue 06:00) crosses midnight; end it at 24:00, and start another one on the next day"
    ),
    ("{\"name\":\"X\",\"time_zone\":\"Mars/Crater\",\"intervals\":[]}", "unknown time zone 'Mars/Crater'"),
    (
      "{\"name\":\"X\",\"time_zone\":\"UTC\",\"intervals\":[],\"holidays\":[{\"name\":\"Y\",\"start_date\":\"2026-13-01\",\"end_date\":\"2026-12-02\"}]}",
      "holidays[0].start_date: '2026-13-01' has an impossible month"
    ),
    (
      "{\"name\":\"X\",\"time_zone\":\"UTC\",\"intervals\":[],\"holidays\":[{\"name\":\"Y\",\"start_date\":\"2026-12-03\",\"end_date\":\"2026-12-02\"}]}",
      "the holiday 'Y' ends on 2026-12-02, before it starts on 2026-12-03"
    ),
  ]

  @Test("a file that holds no usable schedule: 65 with the place, and nothing changes", arguments: badFiles)
  func refuseFiles(document: String, sentence: String) {
    let content = machine.content()
    let run = machine.run("schedule", "create", "-", input: document)
    #expect(run.code == .badInput, "\(run)")
    #expect(run.errors.hasPrefix("sessionctl: standard input"))
    #expect(run.errors.contains(sentence), "\(run)")
    #expect(machine.content() == content)
  }

  @Test("only admins change schedules: 77")
  func roles() throws {
    try makeOffice()
    let content = machine.content()
    for words in [Self.office, ["schedule", "delete", "Office"]] {
      for actor in ["ana@example.com", "501"] {
        #expect(machine.run(words + ["--as", actor]).code == .notPermitted)
      }
    }
    #expect(machine.content() == content)
    #expect(machine.run("schedule", "list", "--as", "ana@example.com").code == .done)
  }

  // MARK: Deleting, and the default

  @Test("the default schedule is stored by id, can't be deleted, and an empty value unsets it")
  func defaultSchedule() throws {
    try makeOffice()
    let unknown = machine.run("settings", "set", "account.default_schedule", "Offic")
    #expect(unknown.code == .no)
    #expect(
      unknown.errors
        == "sessionctl: no schedule 'Offic' (there is 1; see 'sessionctl schedule list'); did you mean 'Office'?\n"
    )
    for word in ["Office", "1"] {
      #expect(machine.run("settings", "set", "account.default_schedule", word).code == .done)
      #expect(machine.run("settings", "get", "account.default_schedule").text == "1\n")
    }
    #expect(machine.run("schedule", "show", "Office", "--json").item["default"] == true)

    let refused = machine.run("schedule", "delete", "Office")
    #expect(refused.code == .no)
    #expect(refused.errors.contains("schedule 'Office' is the account's default; set another first"))
    #expect(machine.run("schedule", "list", "--json").items.count == 1)

    try machine.succeed("settings", "set", "account.default_schedule", "", "-q")
    #expect(machine.run("schedule", "delete", "Office", "--json").item["name"] == "Office")
    #expect(machine.run("schedule", "list", "--json").items.isEmpty)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("a schedule that an active rule or a queue names can't be deleted, nor pruned")
  func named() throws {
    for name in ["A", "B", "C"] {
      try machine.succeed("schedule", "create", "--name", name, "--open", "mon-fri 09:00-17:00", "-q")
    }
    try machine.succeed(
      "trigger", "create", "--title", "Late", "--if", "within_schedule is_not A", "--do", "current_tags late",
      "-q")
    try machine.succeed(
      "group", "create", "Team", "-q")
    try machine.succeed(
      "queue", "create", "--name", "Day", "--if", "schedule_id is B", "--primary", "Team", "-q")
    let content = machine.content()
    for (name, rule) in [("A", "'Late'"), ("B", "'Day'")] {
      let run = machine.run("schedule", "delete", name)
      #expect(run.code == .no)
      #expect(run.errors.contains("schedule '\(name)' is used by") && run.errors.contains(rule), "\(run)")
    }
    let pruned = machine.run("rules", "apply", "-", "--prune", "--yes", input: #"{"schedules":[]}"#)
    #expect(pruned.code == .no)
    #expect(pruned.errors.contains("'Late'"), "\(pruned)")
    #expect(machine.content() == content)
    // With the rules that name them they go.
    try machine.succeed(
      "rules", "apply", "-", "--prune", "--yes", "-q", input: #"{"schedules":[],"triggers":[],"queues":[]}"#)
    #expect(machine.run("schedule", "list", "--json").items.isEmpty)
  }

  @Test("a deleted schedule is gone, its document is in the log, its id is not given again")
  func delete() throws {
    try makeOffice()
    #expect(machine.run("schedule", "delete", "1").errors == "deleted schedule Office (1)\n")
    #expect(machine.run("schedule", "show", "1").code == .no)
    #expect(machine.run("schedule", "delete", "Office").code == .no)
    #expect(machine.run("export", "--type", "schedule").output.isEmpty)
    let before = machine.run("log", "list", "--json").items.first?["before"]?.string ?? ""
    let again = machine.run("schedule", "create", "-", "--json", input: before)
    #expect(again.code == .done, "\(again)")
    #expect(again.item["id"] == 2)
    #expect(again.item["holidays"]?.array?.count == 2)
  }

  // MARK: Selecting

  /// Sessions 1 to 4 started on the clocks of Berlin at 02:00, 04:00 (both Wednesday), Tuesday 06:00, and
  /// Wednesday 10:00.
  private static let selections: [(hours: [String], sessions: [Int64])] = [
    (["--open", "mon-fri 09:00-17:00"], [1, 2, 3]), (["--open", "wed 02:00-04:00"], [2, 3, 4]),
    (["--open", "wed 02:00-04:01; tue 00:00-24:00"], [4]), (["--open", "daily 00:00-24:00"], []),
    (["--open", "daily 00:00-24:00", "--holiday", "2026-07-14"], [3]),
    (["--open", "daily 00:00-24:00", "--holiday", "2026-07-13..2026-07-15 X"], [1, 2, 3, 4]),
    (["--open", "wed 00:00-24:00", "--zone", "America/New_York"], [1, 2, 3]),
    (["--open", "wed 00:00-24:00", "--zone", "Pacific/Auckland"], [3]),
  ]

  @Test(
    "--outside-hours: the session started outside them, the same for lists and for end", arguments: selections
  )
  func outsideHours(hours: [String], sessions: [Int64]) {
    let zone = hours.contains("--zone") ? [] : ["--zone", "Europe/Berlin"]
    machine.run(["schedule", "create", "--name", "Office"] + zone + hours)
    let list = machine.run("session", "list", "--outside-hours", "Office", "--json")
    #expect(list.json.integers("items", "id") == sessions, "\(list)")
    #expect(list.json["count"]?.integer == Int64(sessions.count))
    let tickets = machine.run("ticket", "list", "--outside-hours", "1", "--status", "open", "--json")
    #expect(tickets.json.integers("items", "id") == (sessions.contains(1) ? [1001] : []), "\(tickets)")
    let plan = machine.run("session", "end", "--outside-hours", "Office", "--dry-run", "--json")
    #expect(plan.json.integers("items", "session_id") == sessions, "\(plan)")
    let end = machine.run("session", "end", "--outside-hours", "Office", "--yes", "--json")
    #expect(end.json.integers("items", "session_id") == sessions, "\(end)")
    #expect(machine.active == [1, 2, 3, 4, 50].filter { !sessions.contains($0) })
  }

  @Test("--outside-hours narrows like every other selection, and needs a schedule that there is")
  func outsideHoursTogether() throws {
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon-fri 09:00-17:00", "-q")
    func ids(_ words: String...) -> [Int64] {
      machine.run(["session", "list", "--json", "--outside-hours", "Office"] + words)
        .json.integers("items", "id")
    }
    #expect(ids() == [1, 2, 3, 4])
    #expect(ids("--tag", "vip") == [1, 3])
    #expect(ids("--idle-for", "4h", "--sort", "id:desc") == [3, 1])
    #expect(ids("--without-ticket") == [50])
    #expect(ids("--channel", "messaging", "--limit", "1") == [1])
    let unknown = machine.run("session", "end", "--outside-hours", "Ofice")
    #expect(unknown.code == .no)
    #expect(unknown.errors.contains("no schedule 'Ofice' (there is 1;"))
  }

  @Test(
    "T10, §8 hours that nobody can tell are not closed ones: rules that ask for them are barred, and it is said"
  )
  func untellable() throws {
    try machine.succeed("schedule", "create", "--name", "Mondays", "--open", "mon 09:00-17:00", "-q")
    try machine.succeed("settings", "set", "account.default_schedule", "Mondays", "-q")
    for (tag, condition) in [("late", "in_business_hours is false"), ("apart", "within_schedule is_not 1")] {
      try machine.succeed(
        "trigger", "create", "--title", tag, "--if", condition, "--do", "current_tags \(tag)", "-q")
    }
    try machine.succeed("ticket", "update", "1001", "--priority", "low", "-q")
    #expect(machine.ticket(1001)["tags"] == ["vip", "billing", "late", "apart"])
    // As on a machine without tzdata.
    try machine.tamper("UPDATE schedule SET time_zone = 'Mars/Olympus'")
    try machine.succeed("ticket", "update", "1002", "--priority", "low", "-q")
    #expect(machine.ticket(1002)["tags"] == [])
    let lint = machine.run("trigger", "lint")
    #expect(lint.code == .no)
    #expect(
      lint.text.contains("schedule 'Mondays' can't be used: unknown time zone 'Mars/Olympus'"), "\(lint)")
    let doctor = machine.run("doctor")
    #expect(doctor.code == .no)
    #expect(
      doctor.text.contains(
        "schedule 'Mondays' can't be used, and neither can any rule that asks for business hours"))
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
