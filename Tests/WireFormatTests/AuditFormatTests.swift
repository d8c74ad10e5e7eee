import CivilTime
import JSONText
import SessionModel
import Testing
import WireFormat

@Suite struct AuditFormatTests {
  private let moment = Instant(1_768_471_200)

  private func text(_ events: [UpdateEvent]) -> String {
    String(decoding: AuditFormat.eventsText(events), as: UTF8.self)
  }

  @Test(
    "§12 each event as the wire has it",
    arguments: [
      (
        UpdateEvent.sessionEnded(reason: .agentEnded, routingBefore: .messaging, routingAfter: .email),
        #"{"type":"MessagingSessionEnded","reason":"agent_ended","routing_channel_before":"messaging","routing_channel_after":"email"}"#
      ),
      (
        .sessionEnded(reason: .endUserEnded, routingBefore: nil, routingAfter: nil),
        #"{"type":"MessagingSessionEnded","reason":"end_user_ended","routing_channel_before":null,"routing_channel_after":null}"#
      ),
      (
        .routingChannelChanged(from: .messaging, to: .email),
        #"{"type":"RoutingChannelChanged","previous_value":"messaging","value":"email"}"#
      ),
      (
        .change(field: "status", from: "new", to: "open"),
        #"{"type":"Change","field_name":"status","value":"open","previous_value":"new"}"#
      ),
      (
        .change(field: "assignee_id", from: "7", to: nil),
        #"{"type":"Change","field_name":"assignee_id","value":null,"previous_value":"7"}"#
      ),
      // Tags travel as lists.
      (
        .change(field: "tags", from: "", to: "a b"),
        #"{"type":"Change","field_name":"tags","value":["a","b"],"previous_value":[]}"#
      ),
      (
        .comment(body: "Say \"hi\"\n\u{1B}[31m", isPublic: false),
        #"{"type":"Comment","body":"Say \"hi\"\n\u001b[31m","public":false}"#
      ),
    ])
  func events(event: UpdateEvent, expected: String) throws {
    #expect(text([event]) == "[\(expected)]")
    #expect(text([event, event]) == "[\(expected),\(expected)]")
  }

  private let tagger = RuleReference(id: 7, title: "Tag \"it\"")
  private let teller = RuleReference(id: 71, title: "Tell")

  @Test("T7 what a rule did carries its own via; one writer tells rules apart")
  func viaOfRules() {
    func via(_ id: Int, _ title: String) -> String {
      #","via":{"channel":"rule","source":{"rel":"trigger","from":{"id":\#(id),"title":"\#(title)"}}}"#
    }
    #expect(
      text([
        UpdateEvent(.change(field: "priority", from: nil, to: "low"), rule: tagger),
        UpdateEvent(.notification(recipients: [4, 5], subject: "S", body: "B\n"), rule: teller),
        UpdateEvent(.remark("no"), rule: tagger),
      ])
        == """
        [{"type":"Change","field_name":"priority","value":"low","previous_value":null\(via(7, #"Tag \"it\""#))},\
        {"type":"Notification","recipients":[4,5],"subject":"S","body":"B\\n"\(via(71, "Tell"))},\
        {"type":"Error","message":"no"\(via(7, #"Tag \"it\""#))}]
        """)
  }

  @Test(
    "interface, triggers_fired: each rule with what it did, read from the history; texts can't feign a rule")
  func fired() throws {
    let feigned = String(decoding: AuditEventWriter.viaText(of: tagger), as: UTF8.self) + "}"
    let events = AuditFormat.eventsText([
      .change(field: "status", from: "new", to: "open"),
      UpdateEvent(.change(field: "tags", from: "", to: "a"), rule: tagger),
      UpdateEvent(.remark(feigned), rule: teller),
      .comment(body: feigned, isPublic: true),
    ])
    let idle = RuleReference(id: 1, title: "Idle")
    let found = try events.withUnsafeBufferPointer {
      try AuditFormat.firedText([teller, tagger, idle], events: $0, index: RecordIndex())
    }
    let fired = try JSONValue.parse(found).array ?? []
    #expect(fired.map { $0["title"]?.string } == ["Tell", "Tag \"it\"", "Idle"])
    #expect(fired[0]["changes"] == [["type": "Error", "message": .string(feigned)]])
    #expect(
      fired[1]["changes"] == [
        ["type": "Change", "field_name": "tags", "value": ["a"], "previous_value": []]
      ])
    #expect(fired[2]["changes"] == [])
  }

  @Test func noEvents() { #expect(text([]) == "[]") }

  private func document(
    _ events: [UpdateEvent], ticketID: Int64? = 42, sessionID: Int64? = nil, authorID: Int64? = 5,
    via: Via? = .api
  ) throws -> String {
    let bytes = try AuditFormat.document(
      id: 100, ticketID: ticketID, sessionID: sessionID, createdAt: moment, authorID: authorID, via: via,
      events: AuditFormat.eventsText(events))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("§12 the events' ids count on from the audit's; a comment names its author") func ticketAudit() throws
  {
    let found = try document([
      .comment(body: "Note", isPublic: false), .change(field: "tags", from: "a", to: "a b"),
      .routingChannelChanged(from: .messaging, to: .email),
    ])
    #expect(
      found == """
        {"id":100,"ticket_id":42,"created_at":"2026-01-15T10:00:00Z","author_id":5,"via":{"channel":"api"},\
        "events":[{"id":101,"type":"Comment","body":"Note","public":false,"author_id":5},\
        {"id":102,"type":"Change","field_name":"tags","value":["a","b"],"previous_value":["a"]},\
        {"id":103,"type":"RoutingChannelChanged","previous_value":"messaging","value":"email"}]}
        """)
  }

  @Test("E8 an end without a ticket stands in the conversation's history") func conversationAudit() throws {
    let found = try document(
      [.sessionEnded(reason: .agentEnded, routingBefore: nil, routingAfter: nil)], ticketID: nil,
      sessionID: 8, authorID: nil, via: nil)
    #expect(
      found == """
        {"id":100,"ticket_id":null,"conversation_id":8,"created_at":"2026-01-15T10:00:00Z","author_id":null,\
        "via":null,"events":[{"id":101,"type":"MessagingSessionEnded","reason":"agent_ended",\
        "routing_channel_before":null,"routing_channel_after":null}]}
        """)
  }

  @Test("§12 what is written here is understood here", arguments: EndReason.allCases)
  func ownAuditsAreRead(reason: EndReason) throws {
    let text = try document([
      .sessionEnded(reason: reason, routingBefore: .messaging, routingAfter: .email),
      .comment(body: "Bye", isPublic: true),
    ])
    let audit = try decoded("{\"audit\":\(text)}") { record throws(WireProblem) in try WireAudit(record) }
    #expect(audit.id == 100 && audit.ticketID == 42 && audit.createdAt == moment)
    #expect(audit.end?.reason == reason && audit.end?.routingAfter == .email)
    #expect(audit.messages.last?.authorID == 5)
  }

  @Test func damagedEventsAreAnError() {
    #expect(throws: JSONError.self) {
      try AuditFormat.document(
        id: 1, ticketID: 1, sessionID: nil, createdAt: moment, authorID: nil, via: nil,
        events: Array("[{".utf8))
    }
  }
}
