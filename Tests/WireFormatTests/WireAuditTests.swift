import CivilTime
import JSONText
import SessionModel
import Testing
import WireFormat

@Suite struct WireAuditTests {
  private static let good = [
    ("id", "100"), ("ticket_id", "42"), ("created_at", "\"2026-01-01T10:00:00Z\""), ("author_id", "7"),
    ("via", "{\"channel\":\"web\"}"), ("events", "[]"),
  ]

  private func audit(_ changes: (String, String?)...) throws -> WireAudit {
    var members = Self.good
    for (key, value) in changes {
      members.removeAll { $0.0 == key }
      if let value { members.append((key, value)) }
    }
    return try decoded(object(members)) { record throws(WireProblem) in try WireAudit(record) }
  }

  @Test func everyMember() throws {
    let audit = try audit()
    #expect(audit.id == 100 && audit.ticketID == 42 && audit.sessionID == nil && audit.authorID == 7)
    #expect(audit.createdAt.rfc3339 == "2026-01-01T10:00:00Z")
    #expect(audit.messages.isEmpty && audit.end == nil)
    #expect(try self.audit(("events", nil)).messages.isEmpty)
    #expect(try self.audit(("author_id", "-1")).authorID == -1)
    #expect(try self.audit(("author_id", nil)).authorID == nil)
  }

  @Test("E8 the history of a conversation without a ticket") func ofAConversation() throws {
    let audit = try audit(("ticket_id", "null"), ("conversation_id", "8"))
    #expect(audit.sessionID == 8 && audit.ticketID == nil)
  }

  @Test("§1 only public comments are activity; the latest one's author counts") func comments() throws {
    let note = #"{"id":1,"type":"Comment","public":false,"author_id":9,"body":"x"}"#
    let silent = #"{"id":1,"type":"Comment","author_id":9,"body":"x"}"#
    #expect(try audit(("events", "[\(note),\(silent)]")).messages.isEmpty)
    let own = #"{"id":2,"type":"Comment","public":true,"author_id":9}"#
    #expect(try audit(("events", "[\(note),\(own)]")).messages.last?.authorID == 9)
    let unnamed = #"{"id":2,"type":"Comment","public":true}"#
    #expect(try audit(("events", "[\(unnamed)]")).messages.last?.authorID == 7)
    let nobody = try audit(("events", "[\(unnamed)]"), ("author_id", nil))
    #expect(!nobody.messages.isEmpty && nobody.messages.last?.authorID == nil)
  }

  @Test("§12 the end of a session, of every reason", arguments: EndReason.allCases)
  func ends(reason: EndReason) throws {
    let event = """
      {"id":1,"type":"MessagingSessionEnded","reason":"\(reason.word)","routing_channel_before":"messaging",\
      "routing_channel_after":"email"}
      """
    let end = try #require(try audit(("events", "[\(event)]")).end)
    #expect(end.reason == reason && end.routingAfter == .email)
  }

  @Test func endWithoutRouting() throws {
    let event = #"{"type":"MessagingSessionEnded","reason":"agent_ended","routing_channel_after":null}"#
    let end = try #require(try audit(("events", "[\(event)]")).end)
    #expect(end.reason == .agentEnded && end.routingAfter == nil)
    #expect(try audit(("events", #"[{"type":"MessagingSessionEnded"}]"#)).end == nil)
  }

  @Test("§12 unknown events are none of our business") func unknownEvents() throws {
    let events = #"[{"type":"Hologram","public":5},{"type":7},{"value":1},{"type":"Change","value":null}]"#
    let audit = try audit(("events", events))
    #expect(audit.messages.isEmpty && audit.end == nil)
  }

  @Test(
    arguments: [
      ("id", nil, "id: expected an id, found nothing"),
      ("ticket_id", nil, "ticket_id: expected an id, found nothing"),
      ("ticket_id", "\"x\"", "ticket_id: expected an id: a positive integer of 64 bits, found \"x\""),
      (
        "conversation_id", "\"c1\"",
        "conversation_id: expected an id: a positive integer of 64 bits, found \"c1\""
      ),
      ("created_at", nil, "created_at: expected an RFC 3339 time, found nothing"),
      ("events", "{}", "events: expected a list, found {}"),
      ("events", "[5]", "events: expected objects, found a number"),
      ("events", "[null]", "events: expected objects, found null"),
      (
        "events", "[{\"type\":\"Comment\",\"public\":1}]", "events.public: expected true or false, found 1"
      ),
      (
        "events", "[{\"type\":\"MessagingSessionEnded\",\"reason\":\"bored\"}]",
        "events.reason: expected one of agent_ended, trigger_ended, channel_changed, inactivity_ended, end_user_ended, ticket_closed, found \"bored\""
      ),
      (
        "events",
        "[{\"type\":\"MessagingSessionEnded\",\"reason\":\"agent_ended\",\"routing_channel_after\":\"fax\"}]",
        "events.routing_channel_after: expected one of messaging, email, found \"fax\""
      ),
      // Of several wrong events the first is named.
      ("events", "[5,{\"type\":\"Comment\",\"public\":1}]", "events: expected objects, found a number"),
    ] as [(String, String?, String)])
  func refusals(key: String, value: String?, expected: String) throws {
    let found = try sentence(object(Self.good, (key, value))) { record throws(WireProblem) in
      try WireAudit(record)
    }
    #expect(found == expected)
  }
}

@Suite struct WireCommentTests {
  private static let good = [
    ("id", "1"), ("ticket_id", "42"), ("body", "\"x\""), ("public", "true"), ("author_id", "7"),
    ("created_at", "\"2026-01-01T10:00:00Z\""),
  ]

  @Test func everyMember() throws {
    let read = { (record: JSONRecord) throws(WireProblem) in try WireComment(record) }
    let comment = try #require(try decoded(object(Self.good), read))
    #expect(comment.ticketID == 42 && comment.authorID == 7 && comment.isPublic)
    #expect(comment.createdAt?.rfc3339 == "2026-01-01T10:00:00Z")
    let bare = try #require(
      try decoded(object(Self.good, ("ticket_id", nil), ("public", nil), ("author_id", nil)), read))
    #expect(bare.ticketID == nil && !bare.isPublic && bare.authorID == nil)
    // One that is only written tells nothing by which it could be known again.
    #expect(try decoded(object(Self.good, ("id", nil), ("created_at", nil)), read) == nil)
  }

  @Test(
    arguments: [
      ("ticket_id", "0", "ticket_id: expected an id: a positive integer of 64 bits, found 0"),
      ("public", "\"true\"", "public: expected true or false, found \"true\""),
    ] as [(String, String?, String)])
  func refusals(key: String, value: String?, expected: String) throws {
    // The decoder is told what it is: without its members nothing else would say so.
    let found = try sentence(object(Self.good, (key, value))) { record throws(WireProblem) in
      try WireComment(record)
    }
    #expect(found == expected)
  }
}
