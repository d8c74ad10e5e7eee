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

  private func rows(_ words: String...) -> [[String]] {
    let run = machine.run(["report", "ended", "--format", "tsv", "--no-headers"] + words)
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
    #expect(table.split(separator: "\n").last?.contains(/total +6 +6/) == true)
    #expect(machine.run("report", "ended", "--by", "channel", "--json").items.count == 2)
  }
}
