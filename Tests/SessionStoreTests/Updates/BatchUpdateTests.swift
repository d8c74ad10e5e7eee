import CivilTime
import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine

/// An update over a batch, case by case.
@Suite struct BatchUpdateTests {
  /// Tickets 1 to 4 with sessions 1 to 4, the first idle longest, and an e-mail ticket 5.
  private func four() throws -> TestStore {
    let made = try TestStore()
    try made.take(all: (1...4).map { Wire.ticket($0, tags: ["a"], updated: Int($0)) })
    try made.take(Wire.user(11), Wire.ticket(5, channel: "email"))
    return made
  }

  // MARK: Ends

  @Test("E1, E3, E7, E8: one end in all its rows") func oneEnd() throws {
    let made = try four()
    let summary = try made.run(.end(.sessions(2), reason: .inactivityEnded))
    var expected = UpdateSummary()
    (expected.matched, expected.ended, expected.changed) = (1, 1, 1)
    #expect(summary == expected)
    #expect(try made.items() == ["2/2 ended inactivity_ended email -"])

    let session = try #require(try made.session(2))
    #expect(session.state == .ended && session.endReason == .inactivityEnded)
    #expect(session.endedAt == TestStore.now && session.endedBy == .user(id: 1))
    #expect(session.lastActivityAt == Wire.instant(2))
    let ticket = try #require(try made.ticket(2))
    #expect(ticket.routingChannel == .email && ticket.updatedAt == TestStore.now)
    #expect(ticket.status == .open && ticket.tags == ["a"])
    let audits = try made.export(.audit)
    #expect(
      audits == [
        """
        {"audit":{"id":1,"ticket_id":2,"created_at":"2026-01-20T12:00:00Z","author_id":1,\
        "via":{"channel":"api"},"events":[{"id":2,"type":"MessagingSessionEnded","reason":"inactivity_ended",\
        "routing_channel_before":"messaging","routing_channel_after":"email"},{"id":3,\
        "type":"RoutingChannelChanged","previous_value":"messaging","value":"email"}]}}
        """
      ])
    #expect(try made.logged() == ["init", "import", "import", "session end"])
    #expect(try made.session(1)?.state == .active)
  }

  @Test("E1 an ended session stays as it ended, and nothing is logged") func alreadyEnded() throws {
    let made = try four()
    _ = try made.run(.end(.sessions(2), reason: .inactivityEnded))
    let before = try made.export()
    let log = try made.logged()
    let summary = try made.run(.end(.sessions(2), at: TestStore.now.advanced(by: 60)))
    #expect(summary.alreadyEnded == 1 && summary.ended == 0 && summary.changed == 0 && summary.matched == 1)
    #expect(try made.items() == ["2/2 already_ended inactivity_ended email -"])
    #expect(try made.export() == before)
    #expect(try made.logged() == log)
  }

  @Test("E4 tickets that no queue holds any more are counted") func unroutable() throws {
    let made = try four()
    let kept = try made.run(.end(.sessions(1, 2), routing: .unchanged))
    #expect(kept.ended == 2 && kept.becameUnroutable == 2)
    #expect(try made.ticket(1)?.routingChannel == .messaging)
    #expect(
      try made.export(.audit).map { $0.contains("\"type\":\"RoutingChannelChanged\"") } == [false, false])
    let off = UpdatePolicy(endedSessionsAsEmail: false, triggerEndSetsEmail: true, canEndSessions: true)
    #expect(try made.run(.end(.sessions(3), policy: off)).becameUnroutable == 1)
    #expect(try made.run(.end(.sessions(4))).becameUnroutable == 0)
  }

  @Test("E8 a session without a ticket has its end in the conversation's history") func withoutTicket() throws
  {
    let made = try TestStore()
    try made.take(
      """
      {"session":{"id":6,"channel":"line","state":"active","started_at":\(Wire.time(0)),\
      "last_activity_at":\(Wire.time(1))}}
      """)
    #expect(try made.run(.end(.sessions(6))).ended == 1)
    #expect(try made.items() == ["6/- ended agent_ended - -"])
    let audits = try made.export(.audit)
    #expect(audits.count == 1 && audits[0].contains("\"ticket_id\":null,\"conversation_id\":6,"))
  }

  @Test("F2 while the feature is off each is refused, and nothing changes") func featureOff() throws {
    let made = try four()
    let before = try made.export()
    let off = UpdatePolicy(endedSessionsAsEmail: true, triggerEndSetsEmail: true, canEndSessions: false)
    let summary = try made.run(.end(.active, policy: off))
    #expect(summary.matched == 4 && summary.failed == 4 && summary.ended == 0)
    #expect(
      try made.items().allSatisfy { $0.contains("failed - - ending messaging sessions is switched off") })
    #expect(try made.export() == before)
  }

  // MARK: Which ones

  @Test("Named things that are not there fail one by one, in id order, the rest is done") func missing()
    throws
  {
    let made = try four()
    let summary = try made.run(.end(.sessions(900, 2, 800, 900, 2)))
    #expect(summary.matched == 3 && summary.ended == 1 && summary.failed == 2)
    #expect(
      try made.items() == [
        "2/2 ended agent_ended email -", "800/- failed - - no session 800", "900/- failed - - no session 900",
      ])
    _ = try made.run(.tickets([5, 77], .setStatus(.solved)))
    #expect(try made.items() == ["-/5 updated - email -", "-/77 failed - - no ticket 77"])
  }

  @Test("A ticket that is only named by an audit is not there") func placeholders() throws {
    let made = try four()
    try made.take(Wire.audit(70, ticket: 77, at: 1))
    let summary = try made.run(.tickets([77], .setStatus(.solved)))
    #expect(summary.failed == 1)
    #expect(try made.items() == ["-/77 failed - - no ticket 77"])
    let all = UpdateRequest(
      .tickets, Selection(), UpdateRequest.tickets([]).update, policy: .standard)
    #expect(try made.store.plan(all).matched == 5)
  }

  @Test("A named session that the other conditions leave out is left out") func narrowed() throws {
    let made = try four()
    var selection = Selection.sessions(1, 2)
    selection.tags = ["b"]
    let summary = try made.run(.end(selection))
    #expect(summary == UpdateSummary())
    #expect(try made.items() == [])
  }

  @Test("--limit takes those idle longest, and tells of them in id order") func limit() throws {
    let made = try TestStore()
    try made.take(
      Wire.ticket(1, updated: 9), Wire.ticket(2, updated: 3), Wire.ticket(3, updated: 5),
      Wire.ticket(4, updated: 3))
    var request = UpdateRequest.end(.active)
    request.limit = 3
    #expect(try made.run(request).ended == 3)
    #expect(
      try made.items() == [
        "2/2 ended agent_ended email -", "3/3 ended agent_ended email -", "4/4 ended agent_ended email -",
      ])
    #expect(try made.session(1)?.state == .active)
    request.limit = 0
    #expect(try made.run(request).matched == 0)
    // The same for tickets, whose sessions have other ids.
    try made.take(Wire.ticket(9, updated: 2), Wire.ticket(8, updated: 2))
    var tickets = UpdateRequest.tickets([8, 9], .addTags(["x"]))
    tickets.limit = 2
    _ = try made.run(tickets)
    #expect(try made.items() == ["6/8 updated - messaging -", "5/9 updated - messaging -"])
  }

  @Test("After a prompt only the sessions that were counted are ended") func onlyCounted() throws {
    let made = try four()
    var selection = Selection.active
    selection.idleSince = Wire.instant(3)
    var request = UpdateRequest.end(selection)
    #expect(try made.store.plan(request).ended == 3)
    // Meanwhile one joins, one leaves by being active again, one ends.
    try made.take(Wire.ticket(8, updated: 1))
    try made.take(Wire.ticket(1, updated: 50))
    _ = try made.run(.end(.sessions(2)))
    request.onlyCounted = true
    let summary = try made.run(request)
    #expect(summary.matched == 1 && summary.ended == 1)
    #expect(try made.items() == ["3/3 ended agent_ended email -"])
    #expect(try made.session(ofTicket: 8)?.state == .active)
    #expect(try made.session(1)?.state == .active)
  }

  // MARK: Fuses

  @Test("--max: if more match, nothing ends") func tooMany() throws {
    let made = try four()
    let before = try made.export()
    var request = UpdateRequest.end(.active)
    request.fuses.max = 3
    #expect(throws: BlownFuse.tooMany(matched: 4, max: 3)) { try made.run(request) }
    #expect(throws: BlownFuse.tooMany(matched: 4, max: 3)) { try made.store.plan(request) }
    #expect(try made.export() == before)
    request.fuses.max = 4
    #expect(try made.run(request).ended == 4)
  }

  @Test("--idle-for: if nothing has been active since, the feed has probably stopped") func stalledFeed()
    throws
  {
    let made = try four()
    let before = try made.export()
    var selection = Selection.active
    selection.idleSince = Wire.instant(5)
    var request = UpdateRequest.end(selection)
    request.fuses.feedMustReach = Wire.instant(5)
    #expect(throws: BlownFuse.stalledFeed(since: Wire.instant(5))) { try made.run(request) }
    #expect(try made.export() == before)
    try made.take(Wire.ticket(6, updated: 5))
    #expect(try made.run(request).ended == 5)
    // The youngest has ended, and was active all the same.
    #expect(try made.run(request).matched == 0)
  }

  // MARK: All or nothing

  @Test("§4 an error in the middle of the writing undoes the whole run") func rollback() throws {
    let made = try four()
    let before = try made.export()
    let log = try made.logged()
    for (table, moment) in [
      ("audit", "INSERT"), ("ticket", "UPDATE"), ("session", "UPDATE"), ("log_entry", "INSERT"),
    ] {
      let condition = table == "log_entry" ? "1" : table == "audit" ? "NEW.ticket_id = 3" : "NEW.id = 3"
      try made.execute(
        """
        CREATE TRIGGER broken BEFORE \(moment) ON \(table) WHEN \(condition)
        BEGIN SELECT RAISE(ABORT, 'the disk is on fire'); END
        """)
      // Whose schema is not this program's is told so.
      #expect(throws: StoreError.self) { try made.run(.end(.active)) }
      try made.execute("DROP TRIGGER broken")
      #expect(try made.export() == before)
      #expect(try made.logged() == log)
    }
    #expect(try made.run(.end(.active)).ended == 4)
  }

  // MARK: Other updates

  @Test("A note of a bulk end stands in each history, and the author with it") func notes() throws {
    let made = try four()
    var request = UpdateRequest.end(.active)
    request.update.steps = [
      .comment(body: "Sorry, \"closing\"", isPublic: false), .endSession(.agentEnded, routing: nil),
    ]
    #expect(try made.run(request).ended == 4)
    let audits = try made.export(.audit)
    #expect(audits.count == 4)
    #expect(
      audits.allSatisfy {
        $0.contains(#""type":"Comment","body":"Sorry, \"closing\"","public":false,"author_id":1}"#)
      })
  }

  @Test("E14, E16, E6 fields of a ticket, written where they changed") func fields() throws {
    let made = try four()
    try made.take(Wire.group(31), Wire.user(21, role: "agent"), Wire.ticket(6, status: "new", updated: 2))
    let steps: [Update.Step] = [
      .setGroup(31), .setAssignee(21), .setPriority(.high), .addTags(["b"]), .removeTags(["a"]),
    ]
    var request = UpdateRequest.tickets([1, 6])  // whose sessions are 1 and 5
    request.update.steps = steps
    #expect(try made.run(request).changed == 2)
    for id in [Int64(1), 6] {
      let ticket = try #require(try made.ticket(id))
      #expect(ticket.groupID == 31 && ticket.assigneeID == 21 && ticket.priority == .high)
      #expect(ticket.tags == ["b"] && ticket.status == .open && ticket.updatedAt == TestStore.now)
      #expect(try made.assignedChannel(id) == .messaging)
    }
    // The same again is no change.
    let again = try made.run(request)
    #expect(again.changed == 0 && again.matched == 2)
    #expect(try made.items() == ["1/1 unchanged - messaging -", "5/6 unchanged - messaging -"])

    _ = try made.run(.tickets([1], .setStatus(.closed)))
    #expect(try made.session(1)?.endReason == .ticketClosed)
    let refused = try made.run(.tickets([1], .addTags(["late"])))
    #expect(refused.failed == 1)
    #expect(try made.items() == ["1/1 failed - - ticket 1 is closed and never changes again"])
  }

  @Test("An older moment than the ticket's last change does not turn its time back") func updatedAt() throws {
    let made = try four()
    _ = try made.run(.tickets([4], .setPriority(.low), at: Wire.instant(1)))
    #expect(try made.ticket(4)?.updatedAt == Wire.instant(4))
  }

  @Test("§12, E8 the author of what the system or a trigger did is -1") func authors() throws {
    let made = try four()
    var request = UpdateRequest.end(.sessions(1))
    request.update.actor = .trigger(id: 9)
    _ = try made.run(request)
    let audits = try made.export(.audit)
    #expect(audits.count == 1 && audits[0].contains("\"author_id\":-1,"))
    #expect(try made.session(1)?.endedBy == .trigger(id: 9))
  }
}
