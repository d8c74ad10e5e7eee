import CivilTime
import JSONText
import SessionModel

/// The audit wire format (domain §12) for what happened here.
public enum AuditFormat {
  /// A JSON array of events without their ids, as the store keeps it: equal updates then share one text.
  public static func eventsText(_ events: [UpdateEvent]) -> [UInt8] {
    var text: [UInt8] = [UInt8(ascii: "[")]
    for (index, event) in events.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      append(event, to: &text)
    }
    text.append(UInt8(ascii: "]"))
    return text
  }

  private static func append(_ event: UpdateEvent, to text: inout [UInt8]) {
    switch event {
    case .sessionEnded(let reason, let before, let after):
      object(&text, type: "MessagingSessionEnded") {
        member("reason", .string(reason.word), &$0)
        member("routing_channel_before", .word(before), &$0)
        member("routing_channel_after", .word(after), &$0)
      }
    case .routingChannelChanged(let before, let after):
      object(&text, type: "RoutingChannelChanged") {
        member("previous_value", .word(before), &$0)
        member("value", .word(after), &$0)
      }
    case .change(let field, let before, let after):
      object(&text, type: "Change") {
        member("field_name", .string(field), &$0)
        member("value", value(of: field, after), &$0)
        member("previous_value", value(of: field, before), &$0)
      }
    case .comment(let body, let isPublic):
      object(&text, type: "Comment") {
        member("body", .string(body), &$0)
        member("public", .bool(isPublic), &$0)
      }
    }
  }

  /// Tags travel as a list, everything else as a string or null.
  private static func value(of field: String, _ text: String?) -> JSONValue {
    guard let text else { return .null }
    if field == "tags" { return .array(text.split(separator: " ").map { .string(String($0)) }) }
    return .string(text)
  }

  private static func object(_ text: inout [UInt8], type: String, _ members: (inout [UInt8]) -> Void) {
    text += Array("{\"type\":\"\(type)\"".utf8)
    members(&text)
    text.append(UInt8(ascii: "}"))
  }

  private static func member(_ name: String, _ value: JSONValue, _ text: inout [UInt8]) {
    text += Array(",\"\(name)\":".utf8)
    value.append(to: &text)
  }

  /// The whole audit, with the events' ids counted up from its own.
  ///
  /// - Parameter events: what `eventsText` made.
  public static func document(
    id: Int64, ticketID: Int64?, sessionID: Int64?, createdAt: Instant, authorID: Int64?, via: Via?,
    events: [UInt8]
  ) throws(JSONError) -> [UInt8] {
    let list = try JSONValue.parse(events).array ?? []
    var numbered: [JSONValue] = []
    for (index, event) in list.enumerated() {
      var members = [("id", JSONValue.integer(id + 1 + Int64(index)))]
      members += (event.object?.members ?? []).map { ($0.key, $0.value) }
      if event["type"]?.string == "Comment" { members.append(("author_id", .optional(authorID))) }
      numbered.append(.object(JSONObject(members)))
    }
    var members: [(String, JSONValue)] = [("id", .integer(id)), ("ticket_id", .optional(ticketID))]
    if let sessionID { members.append(("conversation_id", .integer(sessionID))) }
    members += [
      ("created_at", .string(createdAt.rfc3339)),
      ("author_id", .optional(authorID)),
      ("via", via.map { ["channel": .string($0.word)] } ?? .null),
      ("events", .array(numbered)),
    ]
    var text: [UInt8] = []
    JSONValue.object(JSONObject(members)).append(to: &text)
    return text
  }
}

extension JSONValue {
  /// The number, or null.
  static func optional(_ number: Int64?) -> JSONValue { number.map(JSONValue.integer) ?? .null }

  /// The vocabulary's word, or null.
  static func word(_ word: (some Vocabulary)?) -> JSONValue {
    word.map { .string($0.word) } ?? .null
  }
}
