import CommandGrammar
import JSONText
import Testing

/// Schedules through `import` and `export` (§12), with the holidays that are a member of ours.
@Suite struct ScheduleImportTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withStore() }

  private static let christmas = """
    [{"id":5,"name":"Christmas","start_date":"2026-12-25","end_date":"2026-12-26"}]
    """

  /// A schedule as the API hands it out, with its members in an order of its own.
  private func schedule(
    _ id: Int64 = 360_000_071_959, _ name: String = "East", updated: String = "2026-01-02T00:00:00Z",
    holidays: String? = nil
  ) -> String {
    """
    {"id":\(id),"url":"https://example.com/api/v2/business_hours/schedules/\(id).json","name":"\(name)",\
    "time_zone":"Eastern Time (US & Canada)","intervals":[{"end_time":2460,"start_time":1980}],\
    \(holidays.map { "\"holidays\":\($0)," } ?? "")\
    "created_at":"2026-01-01T00:00:00Z","updated_at":"\(updated)"}
    """
  }

  private func take(_ document: String) -> JSONValue {
    let run = machine.run("import", "-", "--json", input: document)
    #expect(run.code == .done, "\(run)")
    return run.items.first ?? .null
  }

  private var holidays: [JSONValue] {
    machine.run("schedule", "list", "--json").items.first?["holidays"]?.array ?? []
  }

  @Test("a collection, wrapped or bare records are understood, and come out word for word")
  func wordForWord() throws {
    let record = schedule()
    for document in [Wire.collection("schedules", [record]), Wire.wrapped("schedule", record), record] {
      let fresh = try TestMachine.withStore()
      #expect(fresh.run("import", "-", "--json", input: document).items.first?["created"] == 1)
      #expect(fresh.run("export", "--type", "schedule").text == Wire.wrapped("schedule", record) + "\n")
      let item = fresh.run("schedule", "show", "East", "--json").item
      #expect(item["hours"] == "mon 09:00-17:00")
      #expect(item["time_zone"] == "Eastern Time (US & Canada)")
    }
  }

  @Test("an upsert by id: again changes nothing, newer updates, older does not")
  func upsert() {
    #expect(take(schedule())["created"] == 1)
    #expect(take(schedule())["unchanged"] == 1)
    #expect(take(schedule(updated: "2026-01-01T12:00:00Z"))["unchanged"] == 1)
    #expect(take(schedule(360_000_071_959, "Renamed", updated: "2026-02-01T00:00:00Z"))["updated"] == 1)
    #expect(machine.run("schedule", "list", "--json").items.compactMap { $0["name"]?.string } == ["Renamed"])
  }

  @Test(
    "holidays: added without a newer time, left by a document that does not tell, removed by an empty list")
  func addHolidays() {
    #expect(take(schedule())["created"] == 1)
    #expect(take(schedule(holidays: Self.christmas))["updated"] == 1)
    #expect(take(schedule(holidays: Self.christmas))["unchanged"] == 1)
    #expect(holidays.first?["name"] == "Christmas")
    #expect(take(schedule())["unchanged"] == 1)
    #expect(take(schedule(updated: "2026-02-01T00:00:00Z"))["updated"] == 1)
    #expect(holidays.first?["id"] == 5)
    // The newest document does not tell of them; the export does.
    #expect(machine.run("export", "--type", "schedule").text.contains("\"holidays\":\(Self.christmas)"))
    #expect(take(schedule(updated: "2026-02-01T00:00:00Z", holidays: "[]"))["updated"] == 1)
    #expect(holidays.isEmpty)
  }

  @Test("ids made here keep apart from imported ones, and an import never overwrites a schedule made here")
  func localThings() throws {
    try machine.succeed("schedule", "create", "--name", "Ours", "--open", "mon 09:00-17:00", "-q")
    let run = machine.run("import", "-", input: schedule(1, "Theirs", updated: "2027-01-01T00:00:00Z"))
    #expect(run.code == .badInput)
    #expect(
      run.errors.contains(
        "schedule 1: a different schedule with this id was created here, and an import never overwrites it"))
    #expect(take(schedule())["created"] == 1)
    let next = machine.run("schedule", "create", "--name", "Next", "--open", "mon 09:00-17:00", "--json")
    #expect(next.item["id"] == 900_000_000_000_000)
    // Its own export is no other schedule.
    #expect(take(machine.run("export", "--type", "schedule").text)["unchanged"] == 3)
  }

  @Test("a deleted schedule comes back by importing it again")
  func afterDeletion() throws {
    #expect(take(schedule())["created"] == 1)
    try machine.succeed("schedule", "delete", "East", "-q")
    #expect(take(schedule())["updated"] == 1)
    #expect(machine.run("schedule", "show", "East").code == .done)
  }

  @Test("export → import into a fresh store → export gives the same bytes, the default schedule included")
  func roundTrip() throws {
    #expect(take(schedule(holidays: Self.christmas))["created"] == 1)
    #expect(take(schedule(7, "West"))["created"] == 1)
    #expect(take(schedule(7, "West", holidays: Self.christmas))["updated"] == 1)
    #expect(take(schedule(7, "West", updated: "2026-03-01T00:00:00Z"))["updated"] == 1)
    try machine.succeed(
      "schedule", "create", "--name", "Büro", "--zone", "Europe/Berlin", "--open", "mon-fri 09:00-17:00",
      "--holiday", "2026-12-25 Weihnachten", "-q")
    try machine.succeed("settings", "set", "account.default_schedule", "Büro", "-q")
    let export = machine.run("export").output
    let fresh = try TestMachine.withStore()
    let taken = fresh.run(["import", "-", "-q"], input: export)
    #expect(taken.code == .done, "\(taken)")
    #expect(fresh.run("export").output == export)
    #expect(fresh.run("schedule", "show", "Büro", "--json").item["default"] == true)
    #expect(fresh.run("doctor").code == .done)
  }

  private static let bad: [(change: (String, String), sentence: String)] = [
    (("\"end_time\":2460", "\"end_time\":4000"), "crosses midnight"),
    (("\"end_time\":2460", "\"end_time\":1980"), "is empty"),
    (("Eastern Time", "Easter Time"), "unknown time zone 'Easter Time (US & Canada)'"),
    (("\"start_time\":1980", "\"start_time\":19.5"), "intervals[0]: expected start_time and end_time"),
    (("\"id\":360000071959,", "\"id\":0,"), "id: expected an id"),
  ]

  @Test("a record that can't be: 65 with its place, and nothing of the file is taken", arguments: bad)
  func refuse(change: (String, String), sentence: String) throws {
    let record = schedule()
    let place = try #require(record.firstRange(of: change.0))
    let wrong = record[..<place.lowerBound] + change.1 + record[place.upperBound...]
    let run = machine.run(
      "import", "-", input: Wire.wrapped("group", Wire.group(7, "G")) + "\n{\"schedule\":\(wrong)}")
    #expect(run.code == .badInput, "\(run)")
    #expect(run.errors.contains("standard input, line 2: schedule"), "\(run)")
    #expect(run.errors.contains(sentence), "\(run)")
    #expect(machine.run("group", "list", "--json").items.isEmpty)
  }
}
