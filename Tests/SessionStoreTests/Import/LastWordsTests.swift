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
    try bench.look("SELECT status FROM ticket")[0]
  }

  @Test("At a tie the later generated_timestamp counts, else what comes later") func ties() throws {
    let bench = try ImportBench()
    try bench.take(ticket("\"status\":\"open\"", stamp: 100))
    try bench.take(ticket("\"status\":\"solved\"", stamp: 200))
    #expect(try status(bench) == "4")
    #expect(try bench.take(ticket("\"status\":\"open\"", stamp: 100)).counts[.ticket]?.unchanged == 1)
    #expect(try status(bench) == "4")
    try bench.take(ticket("\"status\":\"hold\""))
    #expect(try status(bench) == "3")
  }

  @Test("Without a time of update changes still arrive, and the same again is unchanged") func undated()
    throws
  {
    let bench = try ImportBench()
    try bench.take(ticket("\"status\":\"open\"", at: nil))
    #expect(try bench.take(ticket("\"status\":\"pending\"", at: nil)).counts[.ticket]?.updated == 1)
    #expect(try bench.take(ticket("\"status\" : \"pending\"", at: nil)).counts[.ticket]?.unchanged == 1)
    #expect(try status(bench) == "2")
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test("Absent is not null: only null empties") func absent() throws {
    let bench = try ImportBench()
    try bench.take(
      Feed.user(7, role: "agent"),
      ticket("\"status\":\"open\",\"assignee_id\":7,\"tags\":[\"a\"],\"priority\":\"high\""))
    let columns = "SELECT assignee_id, tags, priority, status FROM ticket"
    #expect(try bench.look(columns) == ["7 a 3 1"])
    try bench.take(
      "{\"ticket\":{\"id\":1,\"status\":\"pending\",\"created_at\":\(Feed.time(0)),\"updated_at\":\(Feed.time(5))}}"
    )
    #expect(try bench.look(columns) == ["7 a 3 2"])
    #expect(try bench.export(.ticket)[0].contains("\"tags\":[\"a\"]"))
    try bench.take(
      "{\"ticket\":{\"id\":1,\"assignee_id\":null,\"created_at\":\(Feed.time(0)),\"updated_at\":\(Feed.time(6))}}"
    )
    #expect(try bench.look(columns) == ["- a 3 2"])
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
    #expect(
      try bench.look("SELECT status, tags, (source_updated_at - 1767225600) / 3600 FROM ticket") == ["2 a 5"])
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
    #expect(try bench.look("SELECT subject FROM ticket") == ["SCRUBBED"])
    #expect(try !bench.export().contains { $0.contains("Jane") })
  }

  @Test("Users, groups, schedules, ratings: a change under the same time arrives") func kinds() throws {
    let bench = try ImportBench()
    try bench.take(Feed.user(7, role: "agent"))
    try bench.take(Feed.user(7, role: "agent", suspended: true))
    #expect(try bench.person(7)?.suspended == true)
    try bench.take(Feed.group(3))
    try bench.take(Feed.group(3).replacing("\"deleted\":false", with: "\"deleted\":true"))
    #expect(try bench.look("SELECT deleted FROM agent_group") == ["1"])
    func rating(_ score: String) -> String {
      "{\"satisfaction_rating\":{\"id\":9,\"ticket_id\":1,\"score\":\"\(score)\",\"created_at\":\(Feed.time(1)),\"updated_at\":\(Feed.time(1))}}"
    }
    try bench.take(ticket("\"status\":\"open\""), rating("good"))
    let good = try bench.look("SELECT satisfaction FROM ticket")
    try bench.take(rating("bad"))
    #expect(try bench.look("SELECT satisfaction FROM ticket") != good)
    func schedule(_ name: String) -> String {
      "{\"schedule\":{\"id\":4,\"name\":\"\(name)\",\"time_zone\":\"UTC\",\"intervals\":[{\"start_time\":0,\"end_time\":60}],\"created_at\":\(Feed.time(0)),\"updated_at\":\(Feed.time(0))}}"
    }
    try bench.take(schedule("A"))
    try bench.take(schedule("B"))
    #expect(try bench.look("SELECT name FROM schedule") == ["B"])
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
    let columns = "SELECT title, active, position, local_fields FROM ticket_trigger WHERE id = 500"
    try bench.take(trigger("\"title\":\"A\",\"active\":true,\"position\":4"))
    try bench.take(trigger("\"title\":\"A\",\"active\":false,\"position\":4"))
    #expect(try bench.look(columns) == ["A 0 4 0"])
    let off = trigger("\"title\":\"A\",\"active\":false,\"position\":4")
    #expect(try bench.take(off).counts[.trigger]?.unchanged == 1)
    // Switched on here: it stays on, while what the source says anew is taken.
    try bench.store.write { writer in
      let stored = try #require(try writer.reader.rule(Trigger.self, id: 500))
      try writer.setActive(true, stored.rule, at: ImportBench.moment(50))
    }
    #expect(try bench.take(off).counts[.trigger]?.unchanged == 1)
    try bench.take(trigger("\"title\":\"B\",\"active\":false,\"position\":5", at: 60))
    #expect(try bench.look(columns) == ["B 1 5 2"])
    // The title edited here: the source's new position is taken, the title stays until it says another.
    try bench.store.write { writer in
      var stored = try #require(try writer.reader.rule(Trigger.self, id: 500))
      stored.rule.title = "Ours"
      stored.document = Array(
        String(decoding: stored.document, as: UTF8.self).replacing("\"B\"", with: "\"Ours\"").utf8)
      try writer.save(stored, origin: .local)
    }
    try bench.take(trigger("\"title\":\"B\",\"active\":false,\"position\":7", at: 70))
    #expect(try bench.look(columns) == ["Ours 1 7 3"])
    try bench.take(trigger("\"title\":\"C\",\"active\":true,\"position\":7", at: 80))
    #expect(try bench.look(columns) == ["C 1 7 0"])
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
