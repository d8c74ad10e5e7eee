import JSONText
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine

/// The other ways in which a ticket's history is told: ticket events, live talks, comments and conversation logs.
@Suite struct DialectTests {
  private func event(_ id: Int, at hours: Int, by updater: Int = 11, _ children: String...) -> String {
    """
    {"ticket_event":{"id":\(id),"ticket_id":1,"timestamp":\(ImportBench.moment(hours).seconds),\
    "created_at":\(Feed.time(hours)),"updater_id":\(updater),"via":"Messaging","system":{"x":1},\
    "event_type":"Audit","child_events":[\(children.joined(separator: ","))]}}
    """
  }

  private func talk(_ messages: (hours: Int, actor: String)...) -> String {
    let history = messages.map {
      """
      {"type":"ChatMessage","timestamp":\(ImportBench.moment($0.hours).seconds * 1000 + 5),"actor_type":"\($0.actor)",\
      "message":"x"}
      """
    }
    return """
      {"id":8,"type":"ChatStartedEvent","value":{"conversation_id":"c","history":[{"type":"ChatJoin",\
      "timestamp":99999999999999,"actor_type":"agent"},\(history.joined(separator: ","))]}}
      """
  }

  private func history(_ bench: ImportBench) throws -> [JSONValue] {
    try bench.store.read { reader in
      var entries: [JSONValue] = []
      try reader.forEachHistoryEntry(ofTicket: 1) { entries.append(try JSONValue.parse($0)) }
      return entries
    }
  }

  @Test("A ticket event tells its comment, with its text or without") func ticketEvents() throws {
    let comment = """
      {"id":901,"event_type":"Comment","type":"Comment","via":{"channel":"web"},"public":true,"author_id":11,"body":"Hi"}
      """
    let silent = "{\"id\":901,\"event_type\":\"Comment\",\"comment_present\":true,\"comment_public\":true}"
    for child in [comment, silent] {
      let bench = try ImportBench()
      try bench.take(Feed.user(11), Feed.ticket(1, at: 8), event(900, at: 5, child))
      #expect(try bench.session(ofTicket: 1) == "active - - 5 customer")
      let line = event(900, at: 5, child)
      #expect(try bench.export(.ticketEvent) == [line])
      #expect(try bench.exportedAgain() == bench.export())
    }
  }

  @Test("The fields that ticket events tell are those of audits") func changedFields() throws {
    let bench = try ImportBench()
    try bench.take(
      Feed.ticket(1),
      event(
        900, at: 5, by: -1,
        "{\"id\":901,\"event_type\":\"Change\",\"via\":\"Rule\",\"via_reference_id\":77,\"status\":\"pending\",\"previous_value\":\"open\"}",
        "{\"id\":902,\"event_type\":\"Change\",\"tags\":[\"a\",\"b\"],\"added_tags\":[\"b\"],\"removed_tags\":[\"c\"]}",
        "{\"id\":903,\"event_type\":\"Change\",\"custom_ticket_fields\":{\"360\":\"x\"},\"previous_value\":null}"
      ))
    let entry = try #require(try history(bench).first)
    #expect(
      entry["author_id"] == -1 && entry["via"]?["channel"] == "native_messaging" && entry["system"]?["x"] == 1
    )
    let events = entry["events"]?.array ?? []
    #expect(events.map { $0["field_name"]?.string } == ["status", "tags", "360"])
    #expect(events[0]["value"] == "pending" && events[0]["previous_value"] == "open")
    #expect(events[0]["via"]?["source"]?["from"]?["id"] == 77)
    #expect(events[1]["previous_value"] == ["a", "c"])
    #expect(events[2]["value"] == "x")
  }

  @Test("One event told in both dialects is one, whichever comes first", arguments: [false, true])
  func both(eventFirst: Bool) throws {
    let bench = try ImportBench()
    let audit = Feed.audit(900, ticket: 1, at: 5, Feed.comment)
    let silent = event(
      900, at: 5, "{\"id\":9,\"event_type\":\"Comment\",\"comment_present\":true,\"comment_public\":true}")
    try bench.take(Feed.user(11), Feed.ticket(1, at: 8))
    for line in eventFirst ? [silent, audit] : [audit, silent] { try bench.take(line) }
    #expect(try bench.look("SELECT count(*), form FROM audit") == ["1 0"])
    #expect(try bench.export(.audit) == [audit] && bench.export(.ticketEvent) == [])
    #expect(try bench.session(ofTicket: 1) == "active - - 5 customer")
  }

  @Test("§12 a live talk's latest message is the last activity, and grows") func talks() throws {
    let bench = try ImportBench()
    try bench.take(Feed.ticket(1, at: 8))
    let first = Feed.audit(900, ticket: 1, at: 2, Feed.comment, talk((3, "end-user"), (4, "system")))
    try bench.take(first)
    #expect(try bench.session(ofTicket: 1) == "active - - 4 ai_agent")
    try bench.take(
      Feed.audit(900, ticket: 1, at: 2, Feed.comment, talk((3, "end-user"), (4, "system"), (6, "agent"))))
    #expect(try bench.session(ofTicket: 1) == "active - - 6 agent")
    // An earlier look at the same talk, and an earlier comment, take nothing back.
    try bench.take(first, Feed.audit(899, ticket: 1, at: 5, Feed.comment))
    #expect(try bench.session(ofTicket: 1) == "active - - 6 agent")
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test(
    "A comment is linked by its audit, before and after it, and its text is kept", arguments: [false, true])
  func comments(isFirst: Bool) throws {
    let bench = try ImportBench()
    let comment = """
      {"comment":{"id":602,"audit_id":600,"author_id":11,"public":true,"body":"Hello","created_at":\(Feed.time(9))}}
      """
    let event = "{\"id\":602,\"event_type\":\"Comment\",\"comment_present\":true,\"comment_public\":true}"
    let audit = self.event(600, at: 9, event)
    try bench.take(Feed.user(11), Feed.ticket(1, at: 8))
    for line in isFirst ? [comment, audit] : [audit, comment] { try bench.take(line) }
    #expect(try bench.session(ofTicket: 1) == "active - - 9 customer")
    let entries = try history(bench)
    #expect(entries.count == 1)
    #expect(entries[0]["events"]?.array?.map { $0["body"]?.string } == ["Hello"])
    #expect(try bench.take(comment).counts[.comment]?.unchanged == 1)
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test("A comment with its ticket alone is an entry of its own") func looseComment() throws {
    let bench = try ImportBench()
    try bench.take(
      Feed.ticket(1),
      "{\"comment\":{\"id\":5,\"ticket_id\":1,\"author_id\":11,\"public\":false,\"body\":\"psst\",\"created_at\":\(Feed.time(9))}}"
    )
    let entry = try #require(try history(bench).first)
    #expect(entry["events"]?.array?.first?["body"] == "psst")
    #expect(try bench.session(ofTicket: 1) == "active - - 1 -")
  }

  @Test("A conversation log tells activity, senders and texts; what it repeats is not told twice") func log()
    throws
  {
    let bench = try ImportBench()
    func entry(_ id: String, _ type: String, at hours: Int, author: String, _ rest: String) -> String {
      """
      {"conversation_log_event":{"id":"\(id)","ticket_id":1,"type":"\(type)","author":{"type":"\(author)",\
      "zen:support:user_id":11},"created_at":\(Feed.time(hours)),\(rest)}}
      """
    }
    try bench.take(
      Feed.ticket(1, at: 8), Feed.audit(900, ticket: 1, at: 2, Feed.comment),
      entry(
        "01A", "Comment", at: 2, author: "user",
        "\"reference\":\"zen:ticket_event:9\",\"content\":{\"type\":\"html\",\"body\":\"<p>x</p>\"},\"metadata\":{\"public\":true}"
      ),
      entry(
        "01B", "Messaging::ConversationMessage", at: 6, author: "bot",
        "\"reference\":\"zen:sunco:conversation_message:6\",\"content\":{\"type\":\"text\",\"text\":\"Hi <b>\"}"
      ),
      entry(
        "01C", "Comment", at: 7, author: "agent",
        "\"reference\":\"zen:ticket_event:77\",\"content\":{\"type\":\"html\",\"body\":\"<p>note &amp; so</p><p>see <a href='https://example.com/a'>this</a> {{ <b>&#246;</b></p>\"},\"metadata\":{\"public\":false}"
      ))
    #expect(try bench.session(ofTicket: 1) == "active - - 6 ai_agent")
    let bodies = try history(bench).flatMap { $0["events"]?.array ?? [] }.map { $0["body"]?.string }
    #expect(bodies == ["x", "Hi <b>", "note & so\nsee this (https://example.com/a) {{ ö"])
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test(
    "A talk that went on behind the end: its last message before it counts, in any order",
    arguments: [false, true])
  func behindTheEnd(endFirst: Bool) throws {
    let bench = try ImportBench()
    let lines = [
      Feed.audit(901, ticket: 1, at: 10, Feed.end),
      Feed.audit(900, ticket: 1, at: 2, talk((3, "end-user"), (9, "agent"), (12, "end-user"))),
    ]
    try bench.take(Feed.ticket(1, at: 8))
    for line in endFirst ? lines : lines.reversed() { try bench.take(line) }
    #expect(try bench.session(ofTicket: 1) == "ended agent_ended 10 9 agent")
  }
}
