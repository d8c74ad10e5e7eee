import JSONText
import RemotePush
import TestSupport
import Testing

/// What the account's events tell of ends, and where a conversation's word stands.
@Suite struct EventPageTests {
  private func page(_ text: String, about tickets: Set<Int64> = [1, 2]) throws -> EventPage {
    try EventPage(Array(text.utf8), about: tickets)
  }

  @Test("ends of the tickets that are asked about, and where the next page begins")
  func ends() throws {
    let found = try page(
      """
      {"ticket_events":[
        {"id":1,"ticket_id":1,"timestamp":100,"event_type":"Audit","child_events":[{"id":2,"event_type":"ChatEndedEvent","value":{}}]},
        {"id":3,"ticket_id":3,"timestamp":101,"child_events":[{"id":4,"event_type":"ChatEndedEvent"}]},
        {"id":5,"ticket_id":2,"timestamp":102,"child_events":[{"id":6,"event_type":"Comment","body":"ChatEndedEvent"}]},
        {"id":7,"ticket_id":2,"timestamp":103,"child_events":[{"id":8,"event_type":"Change","status":"open"},{"type":"ChatEndedEvent"}]}
      ],"count":4,"end_time":103,"next_page":"https://elsewhere.example/","end_of_stream":false}
      """)
    #expect(found.ends == [.init(ticketID: 1, at: 100), .init(ticketID: 2, at: 103)])
    #expect(found.count == 4 && found.next == 103 && !found.isLast)
  }

  @Test("a person's end is told from a rule's: by who made the update, its way in, and our tags beside it")
  func persons() throws {
    let end = #"{"event_type":"ChatEndedEvent"}"#
    for (more, children, expected) in [
      (#""updater_id":7,"via":"Web form""#, end, 7), (#""updater_id":7"#, end, 7), ("", end, nil),
      (#""updater_id":-1,"via":"Messaging""#, end, nil), (#""updater_id":7,"via":"Trigger""#, end, nil),
      (#""updater_id":7,"via":{"channel":"rule"}"#, end, nil),
      (#""updater_id":7"#, #"{"event_type":"ChatEndedEvent","via":"Rule"}"#, nil),
      (
        #""updater_id":7,"via":"Web service""#,
        end + #",{"event_type":"Change","tags":["sessionctl_end"],"added_tags":["sessionctl_end"]}"#, nil
      ),
      (#""updater_id":7"#, end + #",{"event_type":"Change","removed_tags":["sessionctl_end"]}"#, nil),
      (#""updater_id":7"#, end + #",{"event_type":"Change","added_tags":["vip"]}"#, 7),
    ] as [(String, String, Int64?)] {
      let comma = more.isEmpty ? "" : ","
      let found = try page(
        #"{"ticket_events":[{"ticket_id":1,"timestamp":5,\#(more)\#(comma)"child_events":[\#(children)]}]}"#)
      #expect(found.ends == [.init(ticketID: 1, at: 5, personID: expected)], "\(more) \(children)")
    }
  }

  @Test(
    "what is missing or odd is no end",
    arguments: [
      "{}", #"{"ticket_events":null}"#, #"{"ticket_events":{}}"#,
      #"{"ticket_events":["ChatEndedEvent",7,null]}"#,
      #"{"ticket_events":[{"ticket_id":"1","timestamp":1,"child_events":[{"event_type":"ChatEndedEvent"}]}]}"#,
      #"{"ticket_events":[{"ticket_id":1,"child_events":[{"event_type":"ChatEndedEvent"}]}],"end_time":"soon"}"#,
      #"{"ticket_events":[{"ticket_id":1,"timestamp":1,"child_events":{"event_type":"ChatEndedEvent"}}]}"#,
    ])
  func odd(text: String) throws {
    let found = try page(text)
    #expect(found.ends.isEmpty && found.next == nil && !found.isLast)
  }

  @Test(
    "the next page is further on, one second behind a second that fills a page, or nowhere",
    arguments: [
      (100, 100, 103, false, .at(103)), (100, 100, 100, false, .behind(100)),
      (100, 100, 103, true, .end(103)),
      (100, 100, 90, true, .end(100)), (100, 104, 100, false, .nowhere), (100, 100, 99, false, .nowhere),
      (100, nil, 100, false, .nowhere), (100, 100, nil, true, .end(100)), (100, 104, nil, false, .nowhere),
    ] as [(Int64, Int64?, Int64?, Bool, EventPage.Following)])
  func following(asked: Int64, first: Int64?, end: Int64?, isLast: Bool, expected: EventPage.Following) throws
  {
    let event = first.map { #"{"id":1,"ticket_id":1,"timestamp":\#($0),"child_events":[]}"# } ?? ""
    let found = try page(
      #"{"ticket_events":[\#(event)],"end_time":\#(end.map(String.init) ?? "null"),"end_of_stream":\#(isLast)}"#
    )
    #expect(found.following(asked) == expected)
  }

  @Test("a page that is cut off is none")
  func cut() {
    #expect(throws: JSONError.self) { try page(#"{"ticket_events":[{"id":1"#) }
  }

  @Test("the conversation's word stands in the event of its beginning, in both dialects")
  func conversation() throws {
    func word(_ text: String) throws -> String? { ConversationWord(try JSONValue.parse(text))?.text }
    #expect(
      try word(
        #"{"events":[{"type":"Create"},{"type":"ChatStartedEvent","value":{"conversation_id":"a/b"}}]}"#)
        == "a/b")
    #expect(
      try word(#"{"child_events":[{"event_type":"ChatStartedEvent","value":{"conversation_id":"c"}}]}"#)
        == "c")
    for text in [
      #"{"events":[{"type":"ChatStartedEvent","value":{"conversation_id":""}}]}"#, "[]", "{}",
      #"{"events":[{"type":"ChatStartedEvent","value":{"conversation_id":7}}]}"#,
      #"{"events":[{"type":"ChatStartedEvent","value":"c"}]}"#,
    ] { #expect(try word(text) == nil, "\(text)") }
  }
}
