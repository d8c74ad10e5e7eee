import CivilTime
import CommandGrammar
import JSONText
import Testing

/// `report ended`: days are those of a zone, across the change to summer time too.
@Suite struct ReportTests {
  private let machine: TestMachine

  /// One end on each of these moments around the night in which Berlin's clocks skip from 02:00 to 03:00.
  private static let ends: [(at: String, reason: String)] = [
    ("2026-03-28T22:30:00Z", "agent_ended"),  // Saturday 23:30 in Berlin
    ("2026-03-28T23:00:00Z", "inactivity_ended"),  // Sunday 00:00
    ("2026-03-29T00:59:59Z", "agent_ended"),  // 01:59:59, the last second of winter time
    ("2026-03-29T01:00:00Z", "agent_ended"),  // 03:00, the first of summer time
    ("2026-03-29T21:59:59Z", "inactivity_ended"),  // 23:59:59
    ("2026-03-29T22:00:00Z", "agent_ended"),  // Monday 00:00
  ]

  init() throws {
    machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    try machine.take(
      (1...7).map { id in
        Wire.wrapped(
          "ticket",
          Wire.ticket(
            id,
            [
              ("created_at", "2026-03-01T00:00:00Z"), ("updated_at", "2026-03-01T00:00:00Z"),
              ("status", id == 7 ? "closed" : "open"),
              ("via", ["channel": id % 2 == 0 ? "line" : "whatsapp"]),
            ]))
      })
    for (index, end) in Self.ends.enumerated() {
      try machine.succeed("session", "end", "\(index + 1)", "--reason", end.reason, "--now", end.at, "-q")
    }
  }

  /// The rows of `report ended` in which anything is, without their shares.
  private func rows(_ words: String...) -> [[String]] {
    tsv("ended", words).filter { $0[$0.count - 3] != "0" || $0.count == 3 }.map { $0.dropLast() }
  }

  private func tsv(_ report: String, _ words: [String]) -> [[String]] {
    let run = machine.run(["report", report, "--format", "tsv", "--no-headers"] + words)
    return run.text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("by day and reason in Berlin across the change to summer time, and the same ends in UTC")
  func days() {
    #expect(
      rows("--by", "day,reason", "--timezone", "Europe/Berlin") == [
        ["2026-03-28", "agent_ended", "1", "1"], ["2026-03-29", "agent_ended", "2", "2"],
        ["2026-03-29", "inactivity_ended", "2", "2"], ["2026-03-30", "agent_ended", "1", "1"],
      ])
    #expect(
      rows("--by", "day,reason") == [
        ["2026-03-28", "agent_ended", "1", "1"], ["2026-03-28", "inactivity_ended", "1", "1"],
        ["2026-03-29", "agent_ended", "3", "3"], ["2026-03-29", "inactivity_ended", "1", "1"],
      ])
  }

  @Test("by hour the skipped hour does not exist; half-hour zones have their own hours")
  func hours() {
    let berlin = rows("--by", "hour", "--timezone", "Europe/Berlin").map { $0[0] }
    #expect(berlin.count == 6)
    #expect(berlin[2].hasPrefix("2026-03-29T01:00") && berlin[3].hasPrefix("2026-03-29T03:00"))
    let india = rows("--by", "hour", "--timezone", "Asia/Kolkata").map { $0[0] }
    #expect(india[0].hasPrefix("2026-03-29T04:00"))
  }

  @Test("the groups' sums are the whole, however they are grouped; closed before it was seen does not count")
  func sums() {
    for by in [
      "hour", "day", "week", "month", "reason", "agent", "group", "channel", "brand", "month,channel,reason",
    ] {
      #expect(
        rows("--by", by, "--timezone", "Europe/Berlin").compactMap { Int($0[$0.count - 2]) }.reduce(0, +)
          == 6, "\(by)")
    }
    #expect(rows() == [["6", "6"]])
    #expect(rows("--by", "channel") == [["line", "3", "3"], ["whatsapp", "3", "3"]])
  }

  @Test("all weeks and all days together, with the values that nothing has") func cycles() {
    let berlin = ["--timezone", "Europe/Berlin", "--fields"]
    #expect(
      tsv("ended", ["--by", "weekday"] + berlin + ["weekday,ended"]) == [
        ["monday", "1"], ["tuesday", "0"], ["wednesday", "0"], ["thursday", "0"], ["friday", "0"],
        ["saturday", "1"], ["sunday", "4"],
      ])
    let hours = tsv("ended", ["--by", "hour-of-day"] + berlin + ["hour-of-day,ended"])
    #expect(hours.map { $0[0] } == (0..<24).map(String.init))
    #expect(hours.filter { $0[1] != "0" } == [["0", "2"], ["1", "1"], ["3", "1"], ["23", "2"]])
    // One day's values are those of its day of the week.
    let both = machine.run(
      "report", "ended", "--by", "weekday,reason", "--timezone", "Europe/Berlin", "--json")
    #expect(both.items.count == 14)
  }

  @Test("a period by name: a day, a week, a month, a year") func during() {
    func ended(_ period: String) -> JSONValue? {
      machine.run(
        "report", "ended", "--during", period, "--timezone", "Europe/Berlin", "--now", "2026-04-02T10:00:00Z",
        "--json"
      ).items.first?["ended"]
    }
    #expect(ended("2026-03-29") == 4)
    #expect(ended("last sunday") == 4)
    #expect(ended("monday") == 1)
    #expect(ended("last-week") == 5)
    #expect(ended("2026-W13") == 5)
    #expect(ended("this-week") == 1)
    #expect(ended("last-month") == 6 && ended("2026-03") == 6 && ended("2026") == 6)
    #expect(ended("2026-04") == 0)
    let bad = machine.run("report", "ended", "--during", "lunch")
    #expect(bad.code == .usage)
    #expect(
      bad.errors.contains("--during 'lunch' is not a period; write one like yesterday, monday, last-week"))
    #expect(machine.run("report", "ended", "--during", "2026", "--last", "7d").code == .usage)
  }

  @Test("beside each number what it was in the period before, and the change") func compares() {
    func compare(_ words: String...) -> [[String]] {
      tsv(
        "ended",
        words + ["--compare", "previous", "--timezone", "Europe/Berlin", "--fields"]
          + [
            words.contains("--by")
              ? "reason,ended,ended_previous,ended_change" : "ended,ended_previous,ended_change"
          ])
    }
    #expect(
      compare("--during", "2026-03-29") == [["4", "1", "300.00"]]
        || compare("--during", "2026-03-29") == [["4", "1", "300.0"]])
    #expect(compare("--during", "2026-03-28").first?.prefix(2) == ["1", "0"])
    #expect(
      compare("--during", "2026-03-30", "--by", "reason").map { Array($0.prefix(3)) } == [
        ["agent_ended", "1", "2"], ["inactivity_ended", "0", "2"],
      ])
    // Days stand beside days by their place in the period.
    let days = machine.run(
      "report", "ended", "--by", "day", "--from", "2026-03-29", "--to", "2026-03-31", "--compare", "previous",
      "--timezone", "Europe/Berlin", "--json")
    #expect(days.items.map { $0["ended"] } == [4, 1])
    #expect(days.items.map { $0["ended_previous"] } == [0, 1])
    // Of a week that is not over, as much of the one before as has passed.
    #expect(
      compare("--during", "this-week", "--now", "2026-03-30T10:00:00Z").first?.prefix(2) == ["1", "0"])
    #expect(machine.run("report", "ended", "--compare", "previous").code == .usage)
    #expect(machine.run("report", "ended", "--compare", "last", "--last", "7d").code == .usage)
    #expect(machine.run("report", "active", "--compare", "previous").code == .usage)
    #expect(machine.run("report", "ended", "--last", "7d", "--compare", "previous", "--chart").code == .usage)
    // The first day of a week is not the first day of the period.
    let twoTimes = machine.run(
      "report", "ended", "--during", "2026-03", "--compare", "previous", "--by", "week,reason,day")
    #expect(
      twoTimes.code == .usage && twoTimes.text.isEmpty
        && twoTimes.errors.contains("--compare takes one grouping by time, but --by names 'week' and 'day'"),
      "\(twoTimes)")
    #expect(
      machine.run(
        "report", "ended", "--during", "2026-03", "--compare", "previous", "--by", "week,weekday"
      ).code == .done)
    let table = machine.run("report", "ended", "--during", "2026-03", "--compare", "previous").text
    #expect(table.contains("ENDED  BEFORE  CHANGE %"), "\(table)")
  }

  @Test("periods: --from is part of it, --to is not; --last until now; dates are the zone's")
  func periods() {
    #expect(rows("--from", "2026-03-29T00:59:59Z", "--to", "2026-03-29T21:59:59Z") == [["2", "2"]])
    #expect(
      rows("--from", "2026-03-29", "--to", "2026-03-30", "--timezone", "Europe/Berlin") == [["4", "4"]])
    #expect(rows("--last", "23h", "--now", "2026-03-29T22:00:00Z") == [["5", "5"]])
    #expect(rows("--last", "2h", "--now", "2026-03-29T00:00:00Z") == [["2", "2"]])
    #expect(rows("--last", "1s", "--now", "2026-04-30T00:00:00Z") == [["0", "0"]])
    #expect(rows("--end-reason", "inactivity_ended") == [["2", "2"]])
    #expect(rows("--channel", "line", "--end-reason", "agent_ended") == [["2", "2"]])
  }

  @Test("routing_channel_changed counts only those whose channel changed with the end")
  func changed() throws {
    try machine.take([Wire.wrapped("ticket", Wire.ticket(8, [("via", ["channel": "viber"])]))])
    try machine.succeed("session", "end", "--ticket", "8", "--routing-channel", "unchanged", "-q")
    #expect(rows("--by", "channel").contains(["viber", "1", "0"]))
  }

  @Test("a table has a row of totals, documents do not")
  func totals() {
    let table = machine.run("report", "ended", "--by", "channel").text
    #expect(table.split(separator: "\n").last?.contains(/total +6 +6 +100.00/) == true)
    #expect(machine.run("report", "ended", "--by", "channel", "--json").items.count == 2)
  }

  @Test("empty days show as zero: of a period all of them, else those between; for every series that occurs")
  func emptyDays() {
    func days(_ words: String...) -> [[String]] {
      tsv("ended", ["--by", "day", "--fields", "day,ended"] + words)
    }
    #expect(days("--end-reason", "inactivity_ended") == [["2026-03-28", "1"], ["2026-03-29", "1"]])
    #expect(
      days("--from", "2026-03-27", "--to", "2026-03-31", "--end-reason", "inactivity_ended") == [
        ["2026-03-27", "0"], ["2026-03-28", "1"], ["2026-03-29", "1"], ["2026-03-30", "0"],
      ])
    // From then until now.
    #expect(days("--last", "2d", "--now", "2026-05-02T00:00:00Z").map { $0[1] } == ["0", "0", "0"])
    #expect(
      tsv("ended", ["--by", "day,reason", "--timezone", "Europe/Berlin", "--fields", "day,reason,ended"]) == [
        ["2026-03-28", "agent_ended", "1"], ["2026-03-28", "inactivity_ended", "0"],
        ["2026-03-29", "agent_ended", "2"], ["2026-03-29", "inactivity_ended", "2"],
        ["2026-03-30", "agent_ended", "1"], ["2026-03-30", "inactivity_ended", "0"],
      ])
  }

  @Test("the hour that is repeated counts as two, told apart by their offsets") func repeatedHour() throws {
    try machine.take([Wire.wrapped("ticket", Wire.ticket(8)), Wire.wrapped("ticket", Wire.ticket(9))])
    // Twice 02:30 in Berlin.
    try machine.succeed("session", "end", "--ticket", "8", "--now", "2026-10-25T00:30:00Z", "-q")
    try machine.succeed("session", "end", "--ticket", "9", "--now", "2026-10-25T01:30:00Z", "-q")
    let hours = tsv(
      "ended",
      [
        "--by", "hour", "--timezone", "Europe/Berlin", "--from", "2026-10-25 01:00", "--to",
        "2026-10-25 04:00", "--fields", "hour,ended",
      ])
    #expect(
      hours == [
        ["2026-10-25T01:00+02:00", "0"], ["2026-10-25T02:00+02:00", "1"], ["2026-10-25T02:00+01:00", "1"],
        ["2026-10-25T03:00+01:00", "0"],
      ])
  }

  @Test("times from the ticket's creation, in the unit that is asked for, within business hours too")
  func times() throws {
    let calendar = machine.run("report", "end-time", "--json").items[0]
    #expect(calendar["ended"]?.integer == 6 && calendar["median"]?.number == 2_422_799.5)
    #expect(calendar["business_median"]?.isNull == true)
    try machine.succeed(
      "schedule", "create", "--name", "Support", "--zone", "UTC", "--open", "mon-sun 08:00-10:00", "-q")
    let hours = machine.run(
      "report", "end-time", "--unit", "hours", "--business-hours", "Support", "--by", "channel", "--json"
    ).items
    #expect(hours.count == 2)
    #expect(hours.map { $0["business_mean"]?.number } == [56.667, 56.667])
    #expect(hours.compactMap { $0["median"]?.number }.allSatisfy { (670...695).contains($0) })
    let table = machine.run("report", "end-time", "--unit", "days", "--business-hours", "Support").text
    #expect(table.contains("BUSINESS P90 (days)"))
    #expect(machine.run("report", "routing-change-time", "--json").items[0]["changed"]?.integer == 6)
  }

  @Test("ended but not solved, by age; solving takes a ticket out") func openEnded() throws {
    let bands = tsv("open-ended", ["--now", "2026-03-30T02:00:00Z", "--fields", "age,open"])
    #expect(
      bands.map { $0[1] } == ["0", "0", "2", "4", "0", "0", "0"] && bands[2][0] == "4h_to_1d", "\(bands)")
    try machine.succeed("ticket", "update", "1", "--status", "solved", "-q")
    #expect(
      tsv("open-ended", ["--by", "channel", "--fields", "channel,open"]) == [
        ["line", "3"], ["whatsapp", "2"],
      ])
  }

  @Test("outside business hours needs some; by --business-hours, or by the account's") func outsideHours()
    throws
  {
    let refused = machine.run("report", "outside-hours")
    #expect(refused.code == .no && refused.errors.contains("--business-hours"))
    try machine.succeed(
      "schedule", "create", "--name", "Days", "--zone", "UTC", "--open", "mon-fri 08:00-18:00", "-q")
    // All were created at midnight on a Sunday.
    #expect(tsv("outside-hours", ["--business-hours", "Days"]) == [["6", "6", "100.0"]])
    try machine.succeed("settings", "set", "account.default_schedule", "Days")
    #expect(tsv("outside-hours", ["--channel", "line"]) == [["3", "3", "100.0"]])
  }

  @Test("sessions now, by how long they have been idle") func active() throws {
    try machine.take([
      Wire.wrapped(
        "ticket",
        Wire.ticket(8, [("created_at", "2026-07-15T01:00:00Z"), ("updated_at", "2026-07-15T08:00:00Z")]))
    ])
    let bands = tsv("active", ["--now", "2026-07-15T10:00:00Z"])
    try #require(bands.count == 7)
    #expect(bands[1] == ["1h_to_4h", "1", "100.0", "1", "7200"])
    #expect(tsv("active", ["--by", "channel", "--channel", "line"]).isEmpty)
  }

  @Test("capacity by agent and channel, and what each agent did") func team() throws {
    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(601, [("name", "=cmd|' /C calc'!A0"), ("email", "a@example.com"), ("role", "agent")])),
      Wire.wrapped(
        "ticket", Wire.ticket(8, [("assignee_id", 601), ("updated_at", "2026-07-15T08:00:00Z")])),
      Wire.wrapped("audit", Wire.audit(9001, ticket: 8, by: 601, at: "2026-07-15T09:00:00Z")),
    ])
    #expect(
      tsv("capacity", ["--sort", "load:desc", "--limit", "1"])
        == [["601", "messaging", "online", "1", "10", "9", "10.0"]])
    try machine.succeed("session", "end", "--ticket", "8", "--as", "601", "-q")
    #expect(tsv("agents", ["--sort", "agent:desc"]).first == ["601", "1", "1", "1"])
    #expect(tsv("agents", ["--from", "2026-07-16", "--sort", "agent:desc"]).first == ["601", "0", "0", "0"])
    // A name is text from outside: a spreadsheet must not run it, and a terminal shows it as it is.
    let csv = machine.run("report", "triggers", "--format", "csv")
    #expect(csv.code == .done)
    #expect(machine.run("report", "agents").text.contains("=cmd|"))
    #expect(machine.run("report", "agents", "--chart").text.contains("=cmd|"))
  }

  @Test("what agents did beside what they did in the period before, in the table order and through the index")
  func comparedTeam() {
    func counts(_ words: String...) -> [String: [JSONValue?]] {
      let items = machine.run(["report", "agents", "--json", "--timezone", "Europe/Berlin"] + words).items
      return Dictionary(
        items.map { item in
          (
            item["agent"]?.text ?? "",
            ["ended", "ended_previous", "replied", "replied_previous", "handled", "handled_previous"]
              .map { item[$0] }
          )
        }, uniquingKeysWith: { first, _ in first })
    }
    let before = counts("--during", "2026-03-29")
    let both = counts("--during", "2026-03-30", "--compare", "previous")
    let after = counts("--during", "2026-03-30")
    #expect(both.count == after.count && before.values.contains { $0[0] != .integer(0) })
    for (agent, row) in both {
      for measure in [0, 2, 4] {
        #expect(row[measure] == after[agent]?[measure] && row[measure + 1] == before[agent]?[measure])
      }
    }
    // Of everything, each end is counted where it is found, whichever way is gone.
    let all = counts()
    let span = counts("--from", "1990-01-01", "--to", "2100-01-01")
    #expect(all == span)
    #expect(machine.run("report", "agents", "--compare", "previous").code == .usage)
    #expect(
      machine.run("report", "agents", "--last", "7d", "--compare", "previous", "--chart").code == .usage)
    let table = machine.run("report", "agents", "--during", "2026-03-30", "--compare", "previous").text
    #expect(table.contains("ENDED") && table.contains("BEFORE") && table.contains("CHANGE %"), "\(table)")
  }

  @Test("how often triggers fired: only what was done counts, and those that never did are found")
  func triggers() throws {
    try machine.withoutRules()
    for (title, status) in [("Tag it", "ended"), ("Never", "active")] {
      try machine.succeed(
        "trigger", "create", "--title", title, "--if", "messaging_session_state value \(status)", "--do",
        "current_tags \(status)", "-q")
    }
    try machine.take([Wire.wrapped("ticket", Wire.ticket(8)), Wire.wrapped("ticket", Wire.ticket(9))])
    try machine.succeed("session", "end", "--ticket", "8", "--ticket", "9", "--dry-run", "--yes", "-q")
    #expect(tsv("triggers", ["--fields", "fired"]) == [["0"], ["0"]])
    try machine.succeed("session", "end", "--ticket", "8", "--ticket", "9", "--yes", "-q")
    #expect(
      tsv("triggers", ["--fields", "title,active,fired,last_fired_at"]) == [
        ["Tag it", "true", "2", "2026-07-15T10:00:00Z"], ["Never", "true", "0", ""],
      ])
    #expect(tsv("triggers", ["--never-fired", "--fields", "title"]) == [["Never"]])
    // An export takes it along.
    let lines = machine.run("export").text
    let other = try TestMachine.withStore()
    try other.withoutRules()
    // F2: without it the import would keep them inactive.
    try other.succeed("feature", "enable", "-q")
    #expect(other.run("import", "-", "-q", input: lines).code == .done)
    #expect(
      other.run("report", "triggers", "--format", "tsv").text
        == machine.run("report", "triggers", "--format", "tsv").text)
    #expect(other.run("export", "--type", "trigger").text == machine.run("export", "--type", "trigger").text)
  }

  @Test("the board of a period has the rules that last fired within it, its end excluded") func boardRules()
    throws
  {
    try machine.withoutRules()
    try machine.succeed(
      "trigger", "create", "--title", "Tag it", "--if", "messaging_session_state value ended", "--do",
      "current_tags ended", "-q")
    try machine.take([Wire.wrapped("ticket", Wire.ticket(8))])
    // It fires at 10:00:00.
    try machine.succeed("session", "end", "--ticket", "8", "-q")
    func rules(_ words: String...) -> [String?] {
      (machine.run(["report", "board", "--json"] + words).item["rules"]?.array ?? []).map {
        $0["title"]?.string
      }
    }
    #expect(rules() == ["Tag it"])
    #expect(rules("--from", "2026-07-15T10:00:00Z", "--to", "2026-07-15T10:00:01Z") == ["Tag it"])
    #expect(rules("--from", "2026-07-01", "--to", "2026-07-15T10:00:00Z").isEmpty)
    #expect(rules("--to", "2026-07-15").isEmpty)
    #expect(rules("--from", "2026-07-15T10:00:01Z", "--to", "2026-07-16").isEmpty)
    let page = machine.run("report", "board", "--during", "2026-06", "--format", "html").text
    #expect(page.contains("Rules that last fired in this period"))
    #expect(page.contains("No rule last fired in this period."))
  }

  @Test("Q4 queues in the order of service, with who waits longest") func queues() throws {
    try machine.take([
      Wire.wrapped(
        "ticket",
        Wire.ticket(8, [("group_id", 31), ("status", "new"), ("created_at", "2026-07-15T08:00:00Z")])),
      Wire.wrapped("ticket", Wire.ticket(9, [("status", "new"), ("created_at", "2026-07-15T09:00:00Z")])),
    ])
    #expect(tsv("queues", ["--fields", "queue,waiting"]) == [["standard", "1"], ["", "7"]])
    let all = machine.run("report", "queues", "--json").items
    let total = all.compactMap { $0["waiting"]?.integer }.reduce(0, +)
    #expect(total == 8 && all.last?["queue"]?.isNull == true)
    #expect(machine.run("report", "queues", "--chart").text.hasPrefix("waiting by name\n"))
  }

  @Test("surveys offered and answered") func surveys() throws {
    let none = machine.run("report", "csat", "--json").items[0]
    #expect(none["ended"]?.integer == 6 && none["offered"]?.integer == 0 && none["score"]?.isNull == true)
  }

  @Test("charts are for people, draw the measure that --fields names, and are never wider than the terminal")
  func charts() {
    let chart = machine.run("report", "ended", "--by", "channel", "--chart", terminals: .all)
    #expect(
      chart.text == """
        ended by channel
        line      3  \(String(repeating: "█", count: 67))
        whatsapp  3  \(String(repeating: "█", count: 67))
        the longest bar is 3

        """)
    let lines = machine.run(
      "report", "end-time", "--by", "day,channel", "--chart", "--fields", "p90", "--unit", "hours",
      terminals: .all)
    #expect(lines.text.hasPrefix("p90 (hours) by day, channel\n"))
    #expect(lines.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let refused = machine.run("report", "ended", "--chart", "--json")
    #expect(refused.code == .usage && refused.errors.contains("--chart can't be combined"))
    #expect(machine.run("report", "ended", "--chart", "--fields", "nope").code == .usage)
  }

  @Test(
    "bad periods, zones and groupings are said, with what is wrong",
    arguments: [
      (["--from", "2026-03-30", "--to", "2026-03-29"], "the period is empty"),
      (["--from", "2026-02-30"], "2026-02-30"),
      (["--last", "7d", "--from", "2026-03-29"], "--last can't be combined"),
      (["--timezone", "Europe/Berln"], "Europe/Berln"),
      (["--timezone", "Europe/Berlin", "--from", "2026-03-29 02:30"], "does not exist in Europe/Berlin"),
      (["--by", "dya"], "did you mean 'day'"),
      (["--by", "day", "--by", "day"], "names the same grouping twice"),
      (["--by", "hour", "--from", "0001-01-01", "--to", "9999-01-01"], "give a shorter period"),
      (["--sort", "nope"], "there is no field 'nope'"),
      (["--unit", "hours"], "--unit"),
    ])
  func badInput(words: [String], sentence: String) {
    let run = machine.run(["report", "ended"] + words)
    #expect(run.code == .usage && run.errors.contains(sentence), "\(run)")
  }

  @Test(
    "what has no end ends now: a period that begins later is empty, where its end matters",
    arguments: [
      ["report", "board", "--from", "2026-07-16"], ["report", "board", "--from", "2026-07-15T10:00:01Z"],
      ["report", "ended", "--from", "2026-07-16", "--compare", "previous"],
      ["report", "agents", "--from", "2026-07-16", "--compare", "previous"],
    ])
  func lateBeginning(words: [String]) {
    let run = machine.run(words)
    #expect(run.code == .usage && run.text.isEmpty, "\(run)")
    #expect(run.errors.contains("the period is empty: --from 2026-07-1"), "\(run)")
    #expect(run.errors.contains("is not before now, 2026-07-15T10:00:00+00:00"), "\(run)")
    let now = machine.run(words.map { $0.hasPrefix("2026") ? "2026-07-15T10:00:00Z" : $0 })
    #expect(now.code == .done, "\(now)")
  }

  @Test("every report has its line in the list, and its measures are its columns") func list() {
    let items = machine.run("report", "list", "--json").items
    #expect(items.count >= 10)
    for item in items {
      let name = item["name"]?.string ?? ""
      if name == "outside-hours" { continue }
      let run = machine.run("report", name, "--format", "csv")
      #expect(run.code == .done, "\(run)")
      let header = run.text.split(separator: "\r\n").first?.split(separator: ",").map(String.init) ?? []
      let measures = (item["measures"]?.array ?? []).compactMap(\.string)
      #expect(measures.allSatisfy(header.contains), "\(name): \(header)")
    }
  }

  @Test("--by ended-by is who ended it then, --by agent who has the ticket now")
  func endedBy() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "trigger", "create", "--title", "Night", "--if", "current_tags includes night", "--do",
      "messaging_session end_session", "-q")
    try machine.succeed("session", "end", "1", "--as", "ana@example.com", "-q")
    try machine.succeed("ticket", "update", "1001", "--agent", "ben@example.com", "-q")
    try machine.succeed("ticket", "update", "1002", "--tag", "night", "-q")
    try machine.succeed("ticket", "close-solved", "--after", "1m", "-q")
    let id = try #require(
      machine.run("trigger", "list", "--json").items.first { $0["title"] == "Night" }?["id"]?.integer)
    let json = machine.run("report", "ended", "--by", "ended-by", "--json").items
    #expect(json.compactMap { $0["ended-by"]?.string } == ["system", "trigger:\(id)", "user:601"])
    #expect(json.allSatisfy { $0["ended"] == 1 })
    let agents = machine.run("report", "ended", "--by", "agent", "--json").items
    #expect(agents.contains { $0["agent"] == 602 } && !agents.contains { $0["agent"] == 601 })
    let table = machine.run("report", "ended", "--by", "ended-by")
    #expect(table.text.contains("ENDED BY") && table.text.contains("Ana Lima"), "\(table.text)")
    let both = machine.run(
      "report", "end-time", "--by", "ended-by,reason", "--sort", "ended-by:desc", "--json")
    #expect(both.items.first?["ended-by"] == "user:601")
    #expect(machine.run("report", "active", "--by", "ended-by").code == .usage)
    let list = machine.run("report", "list")
    #expect(
      list.errors.contains("--by agent is today's assignee")
        && list.errors.contains("--by ended-by is the user"))
    let help = machine.run("report", "ended", "-h").text.split { $0 == " " || $0 == "\n" }.joined(
      separator: " ")
    #expect(help.contains("agent (today's assignee of the ticket)"), "\(help)")
  }
}

extension JSONValue {
  fileprivate var number: Double? { Double(text) }
}

extension TestMachine {
  /// Without the trigger that every store begins with.
  fileprivate func withoutRules() throws {
    for id in run("trigger", "list", "--json").items.compactMap({ $0["id"]?.integer }) {
      try succeed("trigger", "disable", "\(id)", "-q")
      try succeed("trigger", "delete", "\(id)", "-q")
    }
  }
}
