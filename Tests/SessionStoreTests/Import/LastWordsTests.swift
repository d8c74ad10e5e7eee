import JSONText
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine

/// What is newer, and what a record leaves unsaid (§12).
@Suite struct LastWordsTests {
  private func ticket(_ members: String, stamp: Int? = nil, at hours: Int? = 1) -> String {
    let time = hours.map { ",\"updated_at\":\(Feed.time($0))" } ?? ""
    let generated = stamp.map { ",\"generated_timestamp\":\($0)" } ?? ""
    return """
      {"ticket":{"id":1,"via":{"channel":"whatsapp"},"requester_id":11,"created_at":\(Feed.time(0))\(time)\
      \(generated),\(members)}}
      """
  }

  private func status(_ bench: ImportBench) throws -> String {
    try bench.ticket().status.word
  }

  @Test("At a tie the later generated_timestamp counts, else what comes later") func ties() throws {
    let bench = try ImportBench()
    try bench.take(ticket("\"status\":\"open\"", stamp: 100))
    try bench.take(ticket("\"status\":\"solved\"", stamp: 200))
    #expect(try status(bench) == "solved")
    #expect(try bench.take(ticket("\"status\":\"open\"", stamp: 100)).counts[.ticket]?.unchanged == 1)
    #expect(try status(bench) == "solved")
    try bench.take(ticket("\"status\":\"hold\""))
    #expect(try status(bench) == "hold")
  }

  @Test("Without a time of update changes still arrive, and the same again is unchanged") func undated()
    throws
  {
    let bench = try ImportBench()
    try bench.take(ticket("\"status\":\"open\"", at: nil))
    #expect(try bench.take(ticket("\"status\":\"pending\"", at: nil)).counts[.ticket]?.updated == 1)
    #expect(try bench.take(ticket("\"status\" : \"pending\"", at: nil)).counts[.ticket]?.unchanged == 1)
    #expect(try status(bench) == "pending")
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test("Absent is not null: only null empties") func absent() throws {
    let bench = try ImportBench()
    try bench.take(
      Feed.user(7, role: "agent"),
      ticket("\"status\":\"open\",\"assignee_id\":7,\"tags\":[\"a\"],\"priority\":\"high\""))
    func fields() throws -> String {
      let ticket = try bench.ticket()
      let assignee = ticket.assigneeID.map(String.init) ?? "nobody"
      return "\(assignee) \(ticket.tags) \(ticket.priority.word) \(ticket.status.word)"
    }
    #expect(try fields() == #"7 ["a"] high open"#)
    try bench.take(
      "{\"ticket\":{\"id\":1,\"status\":\"pending\",\"created_at\":\(Feed.time(0)),\"updated_at\":\(Feed.time(5))}}"
    )
    #expect(try fields() == #"7 ["a"] high pending"#)
    #expect(try bench.export(.ticket)[0].contains("\"tags\":[\"a\"]"))
    try bench.take(
      "{\"ticket\":{\"id\":1,\"assignee_id\":null,\"created_at\":\(Feed.time(0)),\"updated_at\":\(Feed.time(6))}}"
    )
    #expect(try fields() == #"nobody ["a"] high pending"#)
    #expect(try bench.exportedAgain() == bench.export())

    try bench.take(
      "{\"user\":{\"id\":7,\"name\":\"Ana B\",\"created_at\":\(Feed.time(0)),\"updated_at\":\(Feed.time(9))}}"
    )
    #expect(try bench.person(7)?.role == .agent && bench.person(7)?.name == "Ana B")
  }

  @Test("An older record that comes late tells what no newer one has") func late() throws {
    let bench = try ImportBench()
    try bench.take(ticket("\"status\":\"pending\"", at: 5))
    try bench.take(ticket("\"status\":\"open\",\"tags\":[\"a\"]", at: 3))
    #expect(try status(bench) == "pending" && bench.ticket().tags == ["a"])
    // The newest is still the newest.
    try bench.take(ticket("\"status\":\"hold\"", at: 4))
    #expect(try status(bench) == "pending")
  }

  @Test("A scrubbed ticket, which comes under its old time, leaves nothing of what it was") func scrubbed()
    throws
  {
    let bench = try ImportBench()
    try bench.take(
      ticket(
        "\"status\":\"deleted\",\"subject\":\"Jane Roe\",\"custom_fields\":[{\"id\":3,\"value\":\"Jane\"}]",
        stamp: 100))
    try bench.take(
      ticket("\"status\":\"deleted\",\"subject\":\"SCRUBBED\",\"description\":\"X\"", stamp: 900))
    #expect(try bench.ticket().subject == "SCRUBBED")
    #expect(try !bench.export().contains { $0.contains("Jane") })
  }

  @Test("Users, groups, schedules, ratings: a change under the same time arrives") func kinds() throws {
    let bench = try ImportBench()
    try bench.take(Feed.user(7, role: "agent"))
    try bench.take(Feed.user(7, role: "agent", suspended: true))
    #expect(try bench.person(7)?.suspended == true)
    try bench.take(Feed.group(3))
    try bench.take(Feed.group(3).replacing("\"deleted\":false", with: "\"deleted\":true"))
    #expect(try bench.store.read { try $0.groups() } == [Group(id: 3, name: "G3", deleted: true)])
    func rating(_ score: String) -> String {
      "{\"satisfaction_rating\":{\"id\":9,\"ticket_id\":1,\"score\":\"\(score)\",\"created_at\":\(Feed.time(1)),\"updated_at\":\(Feed.time(1))}}"
    }
    try bench.take(ticket("\"status\":\"open\""), rating("good"))
    #expect(try bench.ticket().satisfaction == .good)
    try bench.take(rating("bad"))
    #expect(try bench.ticket().satisfaction == .bad)
    func schedule(_ name: String) -> String {
      "{\"schedule\":{\"id\":4,\"name\":\"\(name)\",\"time_zone\":\"UTC\",\"intervals\":[{\"start_time\":0,\"end_time\":60}],\"created_at\":\(Feed.time(0)),\"updated_at\":\(Feed.time(0))}}"
    }
    try bench.take(schedule("A"))
    try bench.take(schedule("B"))
    #expect(try bench.store.read { try $0.schedules() }.map(\.name) == ["B"])
  }

  @Test(
    "Rules: a change under the same time arrives, what was changed here stays while the source says the same")
  func rules() throws {
    let bench = try ImportBench()
    func trigger(_ members: String, at hours: Int = 1) -> String {
      """
      {"trigger":{"id":500,"conditions":{"all":[{"field":"status","operator":"is","value":"open"}],"any":[]},\
      "actions":[{"field":"priority","value":"high"}],"created_at":\(Feed.time(0)),"updated_at":\(Feed.time(hours)),\(members)}}
      """
    }
    /// What it is, and what of it was changed here.
    func rule() throws -> String {
      let lines = try bench.export(.trigger).map { try JSONValue.parse($0) }
      let line = try #require(lines.first { $0["trigger"]?["id"] == 500 })
      let ours = line["sessionctl"]?["local_fields"]?.array ?? []
      return ["title", "active", "position"].map { line["trigger"]?[$0]?.text ?? "-" }.joined(separator: " ")
        + " \(ours.compactMap(\.string))"
    }
    try bench.take(trigger("\"title\":\"A\",\"active\":true,\"position\":4"))
    try bench.take(trigger("\"title\":\"A\",\"active\":false,\"position\":4"))
    #expect(try rule() == #""A" false 4 []"#)
    let off = trigger("\"title\":\"A\",\"active\":false,\"position\":4")
    #expect(try bench.take(off).counts[.trigger]?.unchanged == 1)
    // Switched on here: it stays on, while what the source says anew is taken.
    try bench.store.write { writer in
      let stored = try #require(try writer.reader.rule(Trigger.self, id: 500))
      try writer.setActive(true, stored.rule, at: ImportBench.moment(50))
    }
    #expect(try bench.take(off).counts[.trigger]?.unchanged == 1)
    try bench.take(trigger("\"title\":\"B\",\"active\":false,\"position\":5", at: 60))
    #expect(try rule() == #""B" true 5 ["active"]"#)
    // The title edited here: the source's new position is taken, the title stays until it says another.
    try bench.store.write { writer in
      var stored = try #require(try writer.reader.rule(Trigger.self, id: 500))
      stored.rule.title = "Ours"
      stored.document = Array(
        String(decoding: stored.document, as: UTF8.self).replacing("\"B\"", with: "\"Ours\"").utf8)
      try writer.save(stored, origin: .local)
    }
    try bench.take(trigger("\"title\":\"B\",\"active\":false,\"position\":7", at: 70))
    #expect(try rule() == #""Ours" true 7 ["document", "active"]"#)
    try bench.take(trigger("\"title\":\"C\",\"active\":true,\"position\":7", at: 80))
    #expect(try rule() == #""C" true 7 []"#)
  }

  @Test("Who is gone, or can't be given tickets, stays known as such") func bars() throws {
    let bench = try ImportBench()
    func user(_ id: Int64, _ members: String) -> String {
      "{\"user\":{\"id\":\(id),\"name\":\"A\",\"role\":\"agent\",\"created_at\":\(Feed.time(0)),\(members)}}"
    }
    try bench.take(
      user(2, "\"active\":false"), user(3, "\"role_type\":1"), user(4, "\"role_type\":4"),
      user(5, "\"active\":true"))
    let bars = try (2...5).map { try bench.person($0)?.bar }
    #expect(bars == [.gone, .lightAgent, nil, nil])
  }
}
