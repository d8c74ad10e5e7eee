import CommandGrammar
import JSONText
import Testing

/// `schedule edit`, calendar files, and the zone of a schedule.
@Suite struct ScheduleEditTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
    try machine.succeed(
      "schedule", "create", "--name", "Office", "--open", "mon-fri 09:00-17:00", "--holiday",
      "2026-12-25..2026-12-26 Christmas", "-q")
  }

  private var holidays: [String] {
    machine.run("schedule", "show", "Office", "--json").item["holidays"]?.array?.map {
      "\($0["start_date"]?.string ?? "") \($0["name"]?.string ?? "")"
    } ?? []
  }

  @Test("--timezone says the zone of a schedule too, and --zone goes before it") func zones() {
    func zone(_ words: String...) -> JSONValue? {
      let run = machine.run(["schedule", "create", "--open", "daily 00:00-24:00", "--json"] + words)
      return run.item["time_zone"]
    }
    #expect(zone("--name", "A", "--timezone", "America/New_York") == "America/New_York")
    #expect(zone("--name", "B", "--timezone", "America/New_York", "--zone", "Asia/Tokyo") == "Asia/Tokyo")
    #expect(
      machine.run("schedule", "edit", "A", "--timezone", "Europe/Paris", "--json").item["time_zone"]
        == "Europe/Paris")
    #expect(
      machine.run("schedule", "create", "--name", "C", "--open", "mon 09:00-10:00", "--timezone", "Mars").code
        == .usage)
  }

  @Test("what is named is changed, and the difference is printed") func edits() {
    let run = machine.run(
      "schedule", "edit", "Office", "--add-holiday", "2027-01-01 New Year", "--open", "mon-fri 08:00-17:00")
    #expect(
      run.text == """
          name Office
          zone UTC
        - open mon-fri 09:00-17:00
        + open mon-fri 08:00-17:00
          holiday 2026-12-25..2026-12-26 Christmas
        + holiday 2027-01-01 New Year

        """)
    #expect(machine.run("log", "list", "--json").items.first?["summary"] == "changed schedule Office (1)")
    let item = machine.run(
      "schedule", "edit", "1", "--name", "Bureau", "--remove-holiday", "christmas", "--json"
    ).item
    #expect(item["name"] == "Bureau")
    #expect(item["holidays"]?.array?.count == 1)
    let same = machine.run("schedule", "edit", "Bureau", "--open", "mon-fri 08:00-17:00")
    #expect(same.errors == "nothing changed: schedule 'Bureau' already has these values\n")
    #expect(same.text.isEmpty)
  }

  @Test("a file replaces the whole schedule, and show's document is one") func file() throws {
    let shown = machine.run("schedule", "show", "Office", "--json").text
    let run = machine.run(
      "schedule", "edit", "Office", "-", "--json", input: shown.replacing("Christmas", with: "Xmas"))
    #expect(run.code == .done, "\(run)")
    #expect(holidays == ["2026-12-25 Xmas"])
  }

  @Test("days of a calendar file are added once; what can't be is named") func calendar() throws {
    let path = try machine.file(
      "days.ics",
      """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      DTSTART;VALUE=DATE:20261225
      DTEND;VALUE=DATE:20261227
      SUMMARY:Christmas
      END:VEVENT
      BEGIN:VEVENT
      DTSTART;VALUE=DATE:20201003
      RRULE:FREQ=YEARLY
      SUMMARY:Unity
      END:VEVENT
      BEGIN:VEVENT
      DTSTART:20260907T100000
      SUMMARY:Meeting
      END:VEVENT
      END:VCALENDAR
      """)
    let run = machine.run("schedule", "edit", "Office", "--holidays-from", path)
    #expect(run.code == .done)
    #expect(run.errors.hasPrefix("left out 1 event (with a time of day, or repeating"), "\(run.errors)")
    #expect(holidays.count == 7 && holidays.last == "2031-10-03 Unity")
    let again = machine.run("schedule", "edit", "Office", "--holidays-from", path)
    #expect(again.errors.contains("nothing changed"))
    let made = machine.run(
      "schedule", "create", "--name", "B", "--open", "mon 09:00-10:00", "--holidays-from", path, "--json")
    #expect(made.item["holidays"]?.array?.count == 7)
  }

  @Test(
    "bad input changes nothing",
    arguments: [
      (["Office"], ExitCode.usage, "'schedule edit' needs to know what to change"),
      (["Office", "--remove-holiday", "Easter"], .no, "schedule 'Office' has no holiday 'Easter'"),
      (["Office", "--add-holiday", "2026-13-01"], .usage, "--add-holiday '2026-13-01' is not a holiday"),
      (["Office", "--zone", "Mars/Base"], .usage, "Mars/Base"),
      (["Office", "--open", "mon 22:00-06:00"], .usage, "crosses midnight"),
      (["Nowhere", "--name", "X"], .no, "no schedule 'Nowhere'"),
      (["Office", "--holidays-from", "-"], .badInput, "standard input: it is not a calendar"),
      (["Office", "--holidays-from", "/nowhere.ics"], .noInput, "/nowhere.ics"),
    ])
  func refuses(words: [String], code: ExitCode, sentence: String) {
    let before = machine.content()
    let run = machine.run(["schedule", "edit"] + words)
    #expect(run.code == code, "\(run)")
    #expect(run.errors.contains(sentence), "\(run.errors)")
    #expect(machine.content() == before)
  }

  @Test("a name that another schedule has is refused") func taken() throws {
    try machine.succeed("schedule", "create", "--name", "B", "--open", "mon 09:00-10:00", "-q")
    #expect(machine.run("schedule", "edit", "B", "--name", "office").code == .no)
  }
}
