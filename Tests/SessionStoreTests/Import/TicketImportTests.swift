import CivilTime
import GRDB
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreReports
@testable import StoreEngine

/// What imported tickets and audits make of sessions (§12).
@Suite struct TicketImportTests {
  // MARK: Sessions

  @Test(
    "§12 a messaging ticket makes a session, active unless closed or deleted",
    arguments: TicketStatus.allCases)
  func sessions(status: TicketStatus) throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5, channel: "viber", status: status.word, created: 3, updated: 8))
    let session = try #require(try made.session(ofTicket: 5))
    #expect(session.state == (status == .closed || status == .deleted ? .ended : .active))
    #expect(session.endReason == nil && session.endedAt == nil && session.endedBy == nil)
    #expect(session.channel == "viber" && session.startedAt == Wire.instant(3))
    #expect(session.lastActivityAt == Wire.instant(8) && session.lastSender == nil)
    // It is not counted in reports.
    let report = try made.store.read {
      try $0.report(ReportRequest(.ended, zone: .utc, now: TestStore.now))
    }
    #expect(report.value(0, 0) == 0)
    #expect(try made.export(.audit).isEmpty)
  }

  @Test("§12 other tickets make none, and are routed as email", arguments: ["email", "web", "chat", "voice"])
  func otherChannels(channel: String) throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5, channel: channel))
    #expect(try made.session(ofTicket: 5) == nil)
    #expect(try made.ticket(5)?.routingChannel == .email)
  }

  @Test("E6 the channel of the assignment is the one of the moment") func assignedChannel() throws {
    let made = try TestStore()
    func assigned() throws -> [RoutingChannel?] { try (1...3).map(made.assignedChannel) }
    try made.take(
      Wire.ticket(1, assignee: 21), Wire.ticket(2), Wire.ticket(3, channel: "email", assignee: 21))
    #expect(try assigned() == [.messaging, nil, .email])
    _ = try made.run(.end(.sessions(1, 2)))
    try made.take(
      Wire.ticket(1, assignee: 21, updated: 1000), Wire.ticket(2, assignee: 21, updated: 1000),
      Wire.ticket(3, channel: "email", updated: 1000))
    #expect(try assigned() == [.messaging, .email, nil])
    try made.take(Wire.ticket(1, assignee: 22, updated: 1001))
    #expect(try assigned() == [.email, .email, nil])
  }

  // MARK: Last activity

  @Test("§12 without known comments last active when the ticket was updated") func freshAsItsTicket() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5, updated: 8))
    try made.take(Wire.ticket(5, updated: 12))
    #expect(try made.session(1)?.lastActivityAt == Wire.instant(12))
    try made.take(Wire.ticket(5, updated: 10))
    #expect(try made.session(1)?.lastActivityAt == Wire.instant(12))
  }

  @Test("§12 with comments last active at the latest public one, whatever the ticket says") func comments()
    throws
  {
    let made = try TestStore()
    try made.take(Wire.user(11), Wire.user(21, role: "agent"), Wire.ticket(5, updated: 8))
    try made.take(Wire.audit(70, ticket: 5, at: 4, Wire.comment()))
    #expect(try made.session(1)?.lastActivityAt == Wire.instant(4))
    #expect(try made.session(1)?.lastSender == .customer)
    try made.take(Wire.audit(71, ticket: 5, at: 6, author: 21, Wire.comment()))
    #expect(try made.session(1)?.lastActivityAt == Wire.instant(6))
    #expect(try made.session(1)?.lastSender == .agent)
    // §1: notes and field changes don't count; an older comment that comes late does not either.
    try made.take(
      Wire.audit(72, ticket: 5, at: 9, author: 21, Wire.comment(public: false)),
      Wire.audit(73, ticket: 5, at: 9, "{\"type\":\"Change\",\"field_name\":\"status\"}"),
      Wire.audit(69, ticket: 5, at: 2, Wire.comment()))
    try made.take(Wire.ticket(5, updated: 20))
    #expect(try made.session(1)?.lastActivityAt == Wire.instant(6))
    #expect(try made.session(1)?.lastSender == .agent)
  }

  @Test("§12 comments on their own count where they name their ticket") func looseComments() throws {
    let made = try TestStore()
    try made.take(Wire.user(11), Wire.ticket(5, updated: 8))
    func comment(_ id: Int, _ ticket: String, at hours: Int, public isPublic: Bool = true) -> String {
      """
      {"comment":{"id":\(id),"ticket_id":\(ticket),"body":"x","public":\(isPublic),"author_id":11,\
      "created_at":\(Wire.time(hours))}}
      """
    }
    let report = try made.take(
      comment(1, "5", at: 9), comment(1, "5", at: 9), comment(2, "5", at: 12, public: false),
      comment(3, "null", at: 13))
    #expect(report.counts[.comment]?.created == 2)
    #expect(report.counts[.comment]?.unchanged == 1)
    #expect(report.counts[.comment]?.skipped == 1)
    #expect(try made.session(1)?.lastActivityAt == Wire.instant(9))
  }

  @Test("A message after the end is no activity of the session") func afterTheEnd() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5), Wire.audit(70, ticket: 5, at: 2, Wire.comment()))
    _ = try made.run(.end(.sessions(1), at: Wire.instant(10)))
    try made.take(Wire.audit(71, ticket: 5, at: 12, Wire.comment()))
    #expect(try made.session(1)?.lastActivityAt == Wire.instant(2))
  }

  // MARK: Last sender

  @Test("§12 who wrote is known once their user is, however late", arguments: [false, true])
  func lateUsers(inOneFile: Bool) throws {
    let made = try TestStore()
    let lines = [
      Wire.ticket(5), Wire.audit(70, ticket: 5, at: 2, author: 21, Wire.comment()),
      Wire.ticket(6), Wire.audit(71, ticket: 6, at: 2, author: 12, Wire.comment()),
      Wire.ticket(7), Wire.audit(72, ticket: 7, at: 2, author: nil, Wire.comment()),
    ]
    let users = [Wire.user(21, role: "agent"), Wire.user(12)]
    if inOneFile {
      try made.take(all: lines + users)
    } else {
      try made.take(all: lines)
      #expect(try made.session(1)?.lastSender == nil && made.session(2)?.lastSender == nil)
      // Unknown last senders match no --last-sender.
      for sender in Sender.allCases {
        var selection = Selection()
        selection.lastSenders = [sender]
        #expect(try made.store.read { try $0.countSessions(selection) } == 0)
      }
      for user in users { try made.take(user) }
    }
    #expect(try made.session(1)?.lastSender == .agent)
    #expect(try made.session(2)?.lastSender == .customer)
    #expect(try made.session(3)?.lastSender == nil)
  }

  // MARK: Ends

  @Test("E14, §12 closed later: ticket_closed, by the system, with its audit") func closedLater() throws {
    let made = try TestStore(feature: false)
    try made.take(Wire.ticket(5, updated: 8))
    try made.take(Wire.ticket(5, status: "closed", updated: 20))
    let session = try #require(try made.session(1))
    #expect(session.state == .ended && session.endReason == .ticketClosed)
    #expect(session.endedAt == Wire.instant(20) && session.endedBy == .system)
    #expect(session.lastActivityAt == Wire.instant(8))
    #expect(try made.ticket(5)?.routingChannel == .messaging)
    let audits = try made.export(.audit)
    #expect(
      audits == [
        """
        {"audit":{"id":1,"ticket_id":5,"created_at":\(Wire.time(20)),"author_id":-1,\
        "via":{"channel":"system"},"events":[{"id":2,"type":"MessagingSessionEnded","reason":"ticket_closed",\
        "routing_channel_before":"messaging","routing_channel_after":"messaging"}]}}
        """
      ])
    // Once more changes nothing.
    try made.take(Wire.ticket(5, status: "closed", updated: 21))
    #expect(try made.session(1)?.endedAt == Wire.instant(20))
    #expect(try made.export(.audit).count == 1)
  }

  @Test("§12 deleted later: ended without a reason") func deletedLater() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5, updated: 8))
    try made.take(Wire.ticket(5, status: "deleted", updated: 20))
    let session = try #require(try made.session(1))
    #expect(session.state == .ended && session.endReason == nil)
    #expect(try made.ticket(5)?.status == .deleted)
    #expect(try made.store.read { try $0.countTickets(Selection()) } == 0)
  }

  @Test("§3, §12 no import reopens a session, none touches the routing channel") func neverReactivated()
    throws
  {
    let made = try TestStore()
    try made.take(Wire.ticket(5, updated: 8))
    _ = try made.run(.end(.sessions(1)))
    let ended = try #require(try made.session(1))
    try made.take(Wire.ticket(5, status: "open", updated: 5000))
    try made.take(Wire.ticket(5, status: "closed", updated: 5001))
    try made.take(Wire.ticket(5, status: "open", updated: 5002))
    let after = try #require(try made.session(1))
    #expect(
      after.endReason == .agentEnded && after.endedAt == ended.endedAt && after.endedBy == ended.endedBy)
    #expect(try made.ticket(5)?.routingChannel == .email)
    #expect(try made.ticket(5)?.status == .open)
    let companion = """
      {"routing_channel":"messaging","session":{"id":1,"state":"active","started_at":\(Wire.time(0)),\
      "last_activity_at":\(Wire.time(5003))}}
      """
    try made.take(Wire.ticket(5, updated: 5003, local: companion))
    #expect(try made.session(1)?.state == .ended)
    #expect(try made.ticket(5)?.routingChannel == .email)
  }

  @Test("§12 an end first seen in an audit ends the session, at its moment, by its author")
  func endInAnAudit() throws {
    let made = try TestStore(feature: false)
    try made.take(Wire.ticket(5, updated: 8))
    try made.take(Wire.audit(70, ticket: 5, at: 6, author: 21, Wire.ended("trigger_ended")))
    let session = try #require(try made.session(1))
    #expect(session.endReason == .triggerEnded && session.endedAt == Wire.instant(6))
    #expect(session.endedBy == .user(id: 21))
    #expect(try made.ticket(5)?.routingChannel == .email)
    #expect(try made.ticket(5)?.status == .open)
    let moment = "\"routing_channel_changed_at\":\(Wire.time(6))"
    #expect(try made.export(.ticket).map { $0.contains(moment) } == [true])
    // Nothing but what came in: no audit of ours, no second end.
    try made.take(Wire.audit(71, ticket: 5, at: 7, Wire.ended("agent_ended")))
    #expect(try made.session(1)?.endReason == .triggerEnded)
    #expect(try made.export(.audit).count == 2)
  }

  @Test("§12 the system's end, one that leaves the routing channel, one before its ticket") func otherEnds()
    throws
  {
    let made = try TestStore()
    try made.take(Wire.ticket(5), Wire.audit(70, ticket: 5, at: 6, author: -1, Wire.ended(routing: nil)))
    #expect(try made.session(1)?.endedBy == .system)
    #expect(try made.ticket(5)?.routingChannel == .messaging)
    try made.take(Wire.audit(71, ticket: 6, at: 6, Wire.ended("end_user_ended", routing: "messaging")))
    #expect(try made.ticket(6) == nil)
    try made.take(Wire.ticket(6))
    #expect(try made.session(2)?.endReason == .endUserEnded)
    #expect(try made.ticket(6)?.routingChannel == .messaging)
  }

  // MARK: What only an export knows

  @Test("§12 an export's session keeps its id, unless another one has it") func companionIDs() throws {
    let made = try TestStore()
    func companion(_ id: Int64) -> String {
      "{\"session\":{\"id\":\(id),\"state\":\"active\",\"started_at\":\(Wire.time(0)),\"last_activity_at\":\(Wire.time(0))}}"
    }
    try made.take(Wire.ticket(5, local: companion(40)))
    #expect(try made.session(ofTicket: 5)?.id == 40)
    try made.take(Wire.ticket(6, local: companion(40)))
    #expect(try made.session(ofTicket: 6)?.id == 1)
    try made.take(Wire.ticket(7))
    #expect(try made.session(ofTicket: 7)?.id == 2)
  }

  @Test("§12 an end that another store knows of is taken over") func companionEnds() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5))
    let end = """
      {"session":{"id":1,"state":"ended","started_at":\(Wire.time(0)),"last_activity_at":\(Wire.time(0)),\
      "ended_at":\(Wire.time(7)),"end_reason":"inactivity_ended","ended_by":{"type":"user","id":21},\
      "ended_via":"api"}}
      """
    try made.take(Wire.ticket(5, updated: 9, local: end))
    let session = try #require(try made.session(1))
    #expect(session.endReason == .inactivityEnded && session.endedAt == Wire.instant(7))
    #expect(session.endedBy == .user(id: 21))
  }

  @Test(
    "A reason without its moment or actor is half an end: over, for no known reason",
    arguments: [false, true])
  func halfAnEnd(isLater: Bool) throws {
    let made = try TestStore()
    let half = """
      {"session":{"id":1,"state":"ended","started_at":\(Wire.time(0)),"last_activity_at":\(Wire.time(0)),\
      "end_reason":"inactivity_ended"}}
      """
    if isLater { try made.take(Wire.ticket(5)) }
    try made.take(Wire.ticket(5, updated: 9, local: half))
    let session = try #require(try made.session(1))
    #expect(session.state == .ended && session.endReason == nil)
  }

  // MARK: Orders

  /// Every order of the lines in one file, then of some as files of their own.
  @Test("§12 references may arrive before what they name: every order ends the same") func everyOrder() throws
  {
    let lines = [
      Wire.user(11, "Zoë", email: "zoe@example.com"), Wire.user(21, "Ada", role: "agent"),
      Wire.ticket(5, requester: 11, updated: 9),
      Wire.audit(70, ticket: 5, at: 2, author: 11, Wire.comment()),
      Wire.audit(71, ticket: 5, at: 4, author: 21, Wire.comment()),
    ]
    var results: Set<[String]> = []
    for order in permutations(Array(lines.indices)) {
      let made = try TestStore()
      try made.take(all: order.map { lines[$0] })
      results.insert(try made.export())
    }
    for order in permutations(Array(lines.indices)) where order[0] == 3 {
      let made = try TestStore()
      for place in order { try made.take(lines[place]) }
      results.insert(try made.export())
    }
    #expect(results.count == 1)
    let session = try #require(results.first?.first { $0.hasPrefix("{\"ticket\"") })
    #expect(session.contains("\"last_sender\":\"agent\"") && session.contains("\"commenter_id\":21"))
  }

  @Test("§12 the same with an assignee, a group that never comes, and the end in an audit")
  func everyOrderWithEnd() throws {
    let lines = [
      Wire.user(21, "Ada", role: "agent"), Wire.membership(41, user: 21, group: 31),
      Wire.ticket(5, requester: 11, assignee: 21, group: 31, updated: 9),
      Wire.audit(71, ticket: 5, at: 4, author: 21, Wire.ended("agent_ended")),
    ]
    var results: Set<[String]> = []
    for order in permutations(Array(lines.indices)) {
      let made = try TestStore()
      try made.take(all: order.map { lines[$0] })
      #expect(try made.session(1)?.endReason == .agentEnded)
      results.insert(try made.export())
    }
    #expect(results.count == 1)
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    if items.count < 2 { return [items] }
    return items.indices.flatMap { index in
      var rest = items
      let item = rest.remove(at: index)
      return permutations(rest).map { [item] + $0 }
    }
  }

  // MARK: What conditions read

  @Test("§5 form, custom status, visibility, score and custom fields of a record are what conditions see")
  func details() throws {
    let made = try ImportBench()
    let record = """
      {"ticket":{"id":5,"via":{"channel":"whatsapp"},"subject":"Help","status":"open","requester_id":11,\
      "created_at":"2026-01-01T00:00:00Z","ticket_form_id":43,"custom_status_id":31,"is_public":false,\
      "satisfaction_rating":{"score":"good","comment":"fine"},"custom_fields":[{"id":1,"value":true},\
      {"id":2,"value":["a","b"]},{"id":3,"value":null},{"id":4,"value":"x"},{"id":6,"value":[]},{"id":7,"value":12}]}}
      """
    try made.take(record)
    let item = try #require(try made.store.read { try $0.item(ticketID: 5) })
    let ticket = try #require(item.ticket)
    #expect(ticket.formID == 43 && ticket.customStatusID == 31 && !ticket.facts.isPublic)
    #expect(ticket.satisfaction == .goodWithComment)
    #expect(ticket.customFields == [1: "true", 2: "a b", 4: "x", 7: "12"])
    #expect(try made.export(.ticket).first?.hasPrefix(String(record.dropLast())) == true)
  }

  @Test("what was set of a ticket here survives an export, and stays until the source says something else")
  func detailsComeBack() throws {
    let made = try ImportBench()
    try made.take(Feed.ticket(5, at: 1))
    try made.update(
      [5], .set(.form, .integer(44)), .set(.customStatus, .integer(32)), .setCustomField(id: 9, value: "set"),
      .set(.schedule, .integer(3)), at: 5)
    let details =
      "\"details\":{\"schedule_id\":3,\"satisfaction_score\":\"unoffered\",\"reopens\":0,"
    #expect(try made.export(.ticket).first?.contains(details) == true)
    let again = try made.exportedAgain().first { $0.hasPrefix("{\"ticket\"") }
    #expect(try again == made.export(.ticket).first)
    func kept() throws -> [Int64?] {
      let ticket = try #require(try made.store.read { try $0.item(ticketID: 5) }?.ticket)
      return [ticket.formID, ticket.customStatusID, ticket.scheduleID]
    }
    #expect(try kept() == [44, 32, 3])
    try made.take(Feed.ticket(5, status: "pending", at: 3))
    #expect(try kept() == [44, 32, 3])
    // A record that leaves them out says nothing of them.
    try made.take(Feed.ticket(5, status: "hold", at: 9))
    #expect(try kept() == [44, 32, 3])
    try made.take(
      """
      {"ticket":{"id":5,"status":"hold","ticket_form_id":45,"custom_status_id":null,"created_at":\(Feed.time(0)),\
      "updated_at":\(Feed.time(10))}}
      """)
    #expect(try kept() == [45, 32, 3])
  }
}
