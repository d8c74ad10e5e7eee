import CivilTime
import JSONText
import SessionModel
import Testing
import WireFormat

extension WireTicket {
  /// What the record says of a field, as its column has it.
  fileprivate subscript(field: TicketField) -> StoredValue? {
    TicketField.inRecord.firstIndex { $0.field == field }.map { self[$0] }
  }
}

@Suite struct WireTicketTests {
  private static let good = [
    ("id", "4711"), ("via", "{\"channel\":\"whatsapp\",\"source\":{}}"), ("subject", "\"Hallo\""),
    ("status", "\"pending\""), ("priority", "\"high\""), ("type", "\"question\""), ("requester_id", "11"),
    ("submitter_id", "11"), ("assignee_id", "12"), ("group_id", "13"), ("organization_id", "14"),
    ("brand_id", "15"), ("tags", "[\"vip\",\"de\"]"), ("from_messaging_channel", "true"),
    ("created_at", "\"2026-01-01T10:00:00Z\""), ("updated_at", "\"2026-01-01T12:00:00+01:00\""),
  ]

  private func ticket(_ changes: (String, String?)...) throws -> WireTicket {
    var members = Self.good
    for (key, value) in changes {
      members.removeAll { $0.0 == key }
      if let value { members.append((key, value)) }
    }
    return try decoded(object(members)) { record throws(WireProblem) in try WireTicket(record) }
  }

  @Test func everyMember() throws {
    let ticket = try ticket()
    #expect(ticket.id == 4711 && ticket[.subject] == .text("Hallo") && ticket[.type] == .text("question"))
    #expect(ticket.status == .pending && ticket[.priority] == .integer(3))
    #expect(ticket.channel == "whatsapp" && ticket.isMessaging)
    #expect(ticket.requesterID == 11 && ticket.assigneeID == 12 && ticket.groupID == 13)
    #expect(ticket[.organization] == .integer(14) && ticket[.brand] == .integer(15))
    #expect(ticket[.tags] == .text("vip de"))
    #expect(ticket.createdAt.rfc3339 == "2026-01-01T10:00:00Z")
    #expect(ticket.updatedAt.rfc3339 == "2026-01-01T11:00:00Z")
    #expect(ticket.local == nil)
  }

  @Test("Only id, status and created_at are needed") func leastMembers() throws {
    let text = "{\"ticket\":{\"id\":1,\"status\":\"new\",\"created_at\":\"2026-01-01T10:00:00Z\"}}"
    let ticket = try decoded(text) { record throws(WireProblem) in try WireTicket(record) }
    #expect(ticket[.subject] == .text("") && ticket[.priority] == .integer(0))
    #expect(ticket[.type] == .null && ticket[.tags] == .text(""))
    #expect(ticket.channel == "web" && !ticket.isMessaging)
    #expect(ticket.requesterID == nil && ticket.assigneeID == nil && ticket.groupID == nil)
    #expect(ticket.updatedAt == ticket.createdAt)
  }

  @Test("§1 every status", arguments: TicketStatus.allCases)
  func statuses(status: TicketStatus) throws {
    #expect(try ticket(("status", "\"\(status.word)\"")).status == status)
  }

  @Test(
    "§1 every priority",
    arguments: [
      ("null", Priority.none), ("\"\"", .none), ("\"low\"", .low), ("\"normal\"", .normal),
      ("\"high\"", .high),
      ("\"urgent\"", .urgent),
    ])
  func priorities(value: String, priority: Priority) throws {
    #expect(try ticket(("priority", value))[.priority] == .integer(Int64(priority.rawValue)))
  }

  @Test("§5 every messaging channel is one, whatever the ticket's flag says") func messagingChannels() throws
  {
    for channel in Channel.known {
      for flag in ["true", "false", nil] {
        let ticket = try ticket(
          ("via", "{\"channel\":\"\(channel.name)\"}"), ("from_messaging_channel", flag))
        #expect(ticket.isMessaging == channel.isMessaging)
        #expect(ticket.channel == channel.name)
      }
    }
  }

  @Test("A channel newer than this program is one of messaging if the ticket says so") func newChannel()
    throws
  {
    let via = ("via", "{\"channel\":\"carrier_pigeon\"}")
    #expect(try ticket(via).isMessaging)
    #expect(try !ticket(via, ("from_messaging_channel", "false")).isMessaging)
    #expect(try !ticket(via, ("from_messaging_channel", nil)).isMessaging)
  }

  @Test func tags() throws {
    #expect(try ticket(("tags", "null"))[.tags] == .text(""))
    #expect(try ticket(("tags", "[]"))[.tags] == .text(""))
    #expect(try ticket(("tags", "[\"b\",\"a b c\",\"\\u00fc\"]"))[.tags] == .text("b a_b_c ü"))
  }

  @Test(
    arguments: [
      ("id", nil, "id: expected an id, found nothing"),
      ("id", "[1]", "id: expected an id: a positive integer of 64 bits, found [1]"),
      (
        "status", nil,
        "status: expected one of new, open, pending, hold, solved, closed, deleted, found nothing"
      ),
      (
        "status", "null",
        "status: expected one of new, open, pending, hold, solved, closed, deleted, found nothing"
      ),
      (
        "status", "\"archived\"",
        "status: expected one of new, open, pending, hold, solved, closed, deleted, found \"archived\""
      ),
      ("subject", "{\"a\":1}", "subject: expected a text, found {\"a\":1}"),
      ("priority", "\"highest\"", "priority: expected one of low, normal, high, urgent, found \"highest\""),
      ("type", "1", "type: expected a text, found 1"),
      ("via", "\"web\"", "via: expected an object, found \"web\""),
      ("via", "{\"channel\":29}", "via.channel: expected a text, found 29"),
      ("requester_id", "\"x\"", "requester_id: expected an id: a positive integer of 64 bits, found \"x\""),
      ("assignee_id", "-1", "assignee_id: expected an id: a positive integer of 64 bits, found -1"),
      ("group_id", "1e3", "group_id: expected an id: a positive integer of 64 bits, found 1e3"),
      ("organization_id", "0", "organization_id: expected an id: a positive integer of 64 bits, found 0"),
      ("brand_id", "true", "brand_id: expected an id: a positive integer of 64 bits, found true"),
      ("tags", "\"vip de\"", "tags: expected a list of texts, found \"vip de\""),
      ("tags", "[\"vip\",7]", "tags: expected a list of texts, found 7"),
      ("created_at", nil, "created_at: expected an RFC 3339 time, found nothing"),
      ("updated_at", "\"2026-01-01\"", "updated_at: expected an RFC 3339 time, found \"2026-01-01\""),
    ] as [(String, String?, String)])
  func refusals(key: String, value: String?, expected: String) throws {
    let found = try sentence(object(Self.good, (key, value))) { record throws(WireProblem) in
      try WireTicket(record)
    }
    #expect(found == expected)
  }

  @Test("The flag is looked at only where the channel is unknown") func flagOfAnUnknownChannel() throws {
    let text = object(
      Self.good, ("via", "{\"channel\":\"new_one\"}"), ("from_messaging_channel", "\"yes\""))
    #expect(
      try sentence(text) { record throws(WireProblem) in try WireTicket(record) }
        == "from_messaging_channel: expected true or false, found \"yes\"")
  }

  // MARK: Beside the ticket

  private func withCompanion(_ local: LocalTicketState) throws -> WireTicket {
    let bytes = local.bytes
    let text = "{\"ticket\":\(object(Self.good)),\"sessionctl\":\(String(decoding: bytes, as: UTF8.self))}"
    return try decoded(text) { record throws(WireProblem) in try WireTicket(record) }
  }

  @Test("§12 what only this program knows of a ticket comes back") func localState() throws {
    var state = LocalTicketState()
    state.routingChannel = .email
    state.routingChannelChangedAt = Instant(1_768_471_200)
    state.assignedChannel = .messaging
    state.commentedAt = Instant(1_768_400_000)
    state.commenterID = 12
    state.session = WireSession(
      id: 5, userID: 11, channel: "whatsapp", state: .ended, startedAt: Instant(1_768_000_000),
      lastActivityAt: Instant(1_768_400_000), lastSender: .aiAgent,
      end: WorkItem.End(reason: .inactivityEnded, at: Instant(1_768_471_200), by: .user(id: 12), via: .api))
    let local = try #require(try withCompanion(state).local)
    #expect(local.bytes == state.bytes)
    #expect(local.routingChannel == .email && local.assignedChannel == .messaging)
    #expect(local.routingChannelChangedAt == Instant(1_768_471_200))
    #expect(local.commentedAt == Instant(1_768_400_000) && local.commenterID == 12)
    #expect(local.session?.end == state.session?.end)
  }

  @Test("§12 every member, as it is written") func fullLocalState() throws {
    var state = LocalTicketState()
    state.routingChannel = .messaging
    state.commenterID = 12
    state.commentedBy = .aiAgent
    state.waiting = WireWaiting(queueID: "01\"", since: Instant(1_768_471_200), isChosen: true)
    state.session = WireSession(
      id: 5, userID: nil, channel: "whatsapp", state: .active, startedAt: Instant(1_768_000_000),
      lastActivityAt: Instant(1_768_400_000), lastSender: nil, end: nil, firstID: 4)
    state.localFields = [.status, .tags]
    state.source = ["status": "open", "tags": []]
    var details = LocalTicketDetails()
    details.customFields = [.init(id: 9, value: "a\"b")]
    state.details = details
    #expect(
      String(decoding: state.bytes, as: UTF8.self) == """
        {"routing_channel":"messaging","routing_channel_changed_at":null,"assigned_channel":null,\
        "commented_at":null,"commenter_id":12,"session":{"id":5,"user_id":null,"channel":"whatsapp",\
        "state":"active","started_at":"2026-01-09T23:06:40Z","last_activity_at":"2026-01-14T14:13:20Z",\
        "last_sender":null,"ended_at":null,"end_reason":null,"ended_by":null,"ended_via":null,\
        "first_conversation_id":4},"waiting":{"queue_id":"01\\"","eligible_since":"2026-01-15T10:00:00Z",\
        "chosen":true},"source_updated_at":null,"local_fields":["status","tags"],"commented_by":"ai_agent",\
        "source":{"status":"open","tags":[]},"details":{"schedule_id":null,"satisfaction_score":"unoffered",\
        "reopens":0,"replies":0,"agent_stations":0,"group_stations":0,\
        "custom_fields":[{"id":9,"value":"a\\"b"}]}}
        """)
  }

  @Test func emptyLocalState() throws {
    let local = try #require(try withCompanion(LocalTicketState()).local)
    #expect(local.bytes == LocalTicketState().bytes)
    #expect(local.session == nil && local.routingChannel == nil)
  }

  @Test(arguments: [
    (
      "{\"routing_channel\":\"fax\"}",
      "sessionctl.routing_channel: expected one of messaging, email, found \"fax\""
    ),
    ("{\"commented_at\":1}", "sessionctl.commented_at: expected an RFC 3339 time, found 1"),
    (
      "{\"commenter_id\":-2}",
      "sessionctl.commenter_id: expected an id: a positive integer of 64 bits, found -2"
    ),
    ("{\"session\":[]}", "sessionctl.session: expected an object, found []"),
    ("{\"session\":{}}", "sessionctl.session.id: expected an id, found nothing"),
    (
      "{\"session\":{\"id\":1,\"started_at\":\"now\"}}",
      "sessionctl.session.started_at: expected an RFC 3339 time, found \"now\""
    ),
  ])
  func companionRefusals(local: String, expected: String) throws {
    let text = "{\"ticket\":\(object(Self.good)),\"sessionctl\":\(local)}"
    #expect(try sentence(text) { record throws(WireProblem) in try WireTicket(record) } == expected)
  }
}

@Suite struct WireSessionTests {
  private static let good = [
    ("id", "5"), ("user_id", "11"), ("channel", "\"line\""), ("state", "\"ended\""),
    ("started_at", "\"2026-01-01T10:00:00Z\""), ("last_activity_at", "\"2026-01-01T11:00:00Z\""),
    ("last_sender", "\"customer\""), ("ended_at", "\"2026-01-01T12:00:00Z\""),
    ("end_reason", "\"trigger_ended\""), ("ended_by", "{\"type\":\"trigger\",\"id\":3}"),
    ("ended_via", "\"rule\""),
  ]

  private func session(_ text: String) throws -> WireSession {
    try decoded(text) { record throws(WireProblem) in try WireSession(record) }
  }

  @Test("§3 who, why, when and how it ended") func everyMember() throws {
    let session = try session("{\"session\":\(object(Self.good))}")
    #expect(session.id == 5 && session.userID == 11 && session.channel == "line")
    #expect(session.state == .ended && session.lastSender == .customer)
    #expect(session.startedAt.rfc3339 == "2026-01-01T10:00:00Z")
    #expect(session.lastActivityAt.rfc3339 == "2026-01-01T11:00:00Z")
    #expect(
      session.end
        == WorkItem.End(
          reason: .triggerEnded, at: try Instant(rfc3339: "2026-01-01T12:00:00Z"), by: .trigger(id: 3),
          via: .rule))
  }

  @Test("An active session has no end, whatever is written") func active() throws {
    #expect(try session("{\"session\":\(object(Self.good, ("state", "\"active\"")))}").end == nil)
  }

  /// Every combination of what may be absent, through JSON and back.
  @Test func roundTrips() throws {
    let actors: [Actor?] = [nil, .user(id: 4), .trigger(id: 5), .system]
    for state in SessionState.allCases {
      for sender in [nil] + Sender.allCases.map(Optional.some) {
        for actor in actors {
          for reason in [nil] + EndReason.allCases.map(Optional.some) {
            let end = WorkItem.End(
              reason: reason, at: reason.map { _ in Instant(1_768_471_200) }, by: actor,
              via: actor.map { _ in .messaging })
            let given = WireSession(
              id: 9, userID: sender.map { _ in 3 }, channel: "telegram", state: state,
              startedAt: Instant(1_768_000_000), lastActivityAt: Instant(1_768_000_001), lastSender: sender,
              end: state == .ended ? end : nil)
            let found = try session("{\"session\":\(String(decoding: given.bytes, as: UTF8.self))}")
            #expect(found.bytes == given.bytes)
            #expect(found.end == given.end)
            #expect(found.userID == given.userID && found.lastSender == given.lastSender)
          }
        }
      }
    }
  }

  @Test(
    arguments: [
      ("id", nil, "id: expected an id, found nothing"),
      ("user_id", "0", "user_id: expected an id: a positive integer of 64 bits, found 0"),
      ("channel", "1", "channel: expected a text, found 1"),
      ("state", "\"over\"", "state: expected one of active, ended, found \"over\""),
      ("started_at", nil, "started_at: expected an RFC 3339 time, found nothing"),
      ("last_activity_at", "null", "last_activity_at: expected an RFC 3339 time, found nothing"),
      ("last_sender", "\"bot\"", "last_sender: expected one of customer, agent, ai_agent, found \"bot\""),
      ("ended_at", "\"x\"", "ended_at: expected an RFC 3339 time, found \"x\""),
      (
        "end_reason", "\"done\"",
        "end_reason: expected one of agent_ended, trigger_ended, channel_changed, inactivity_ended, end_user_ended, ticket_closed, found \"done\""
      ),
      ("ended_by", "7", "ended_by: expected an object, found 7"),
      (
        "ended_by", "{\"type\":\"bot\"}",
        "ended_by.type: expected one of user, trigger, system, found \"bot\""
      ),
      (
        "ended_by", "{\"type\":\"user\",\"id\":\"x\"}",
        "ended_by.id: expected an id: a positive integer of 64 bits, found \"x\""
      ),
      (
        "ended_via", "\"fax\"",
        "ended_via: expected one of \(Via.words.joined(separator: ", ")), found \"fax\""
      ),
    ] as [(String, String?, String)])
  func refusals(key: String, value: String?, expected: String) throws {
    let found = try sentence("{\"session\":\(object(Self.good, (key, value)))}") {
      record throws(WireProblem) in
      try WireSession(record)
    }
    #expect(found == expected)
  }

  @Test("a message's moment is the second that it is in, also before 1970") func messageMoments() {
    let moments: [(Int64, Int64)] = [(1500, 1), (1000, 1), (0, 0), (-1, -1), (-1000, -1), (-1500, -2)]
    for (milliseconds, seconds) in moments {
      #expect(WireMessage(milliseconds: milliseconds, sender: nil, authorID: nil).at == Instant(seconds))
    }
  }
}
