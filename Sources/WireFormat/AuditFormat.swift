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

  /// One event without its id.
  public static func append(_ event: UpdateEvent, to text: inout [UInt8]) {
    var members: [(String, JSONValue)]
    switch event.kind {
    case .sessionEnded(let reason, let before, let after):
      members = [
        ("type", "MessagingSessionEnded"), ("reason", .string(reason.word)),
        ("routing_channel_before", .word(before)), ("routing_channel_after", .word(after)),
      ]
    case .routingChannelChanged(let before, let after):
      members = [
        ("type", "RoutingChannelChanged"), ("previous_value", .word(before)), ("value", .word(after)),
      ]
    case .change(let field, let before, let after):
      members = [
        ("type", "Change"), ("field_name", .string(field)), ("value", value(of: field, after)),
        ("previous_value", value(of: field, before)),
      ]
    case .comment(let body, let isPublic):
      members = [("type", "Comment"), ("body", .string(body)), ("public", .bool(isPublic))]
    case .notification(let recipients, let subject, let body):
      members = [
        ("type", "Notification"), ("recipients", .array(recipients.map(JSONValue.integer))),
        ("subject", .string(subject)), ("body", .string(body)),
      ]
    case .message(let body):
      // The account itself speaks, whoever set the rule off.
      members = [
        ("type", "Comment"), ("body", .string(body)), ("public", .bool(true)), ("author_id", .integer(-1)),
      ]
    case .remark(let message): members = [("type", "Error"), ("message", .string(message))]
    }
    if let rule = event.rule { members.append(("via", via(rule))) }
    JSONValue.object(JSONObject(members)).append(to: &text)
  }

  /// What a rule did carries its own `via` (§12, T7).
  private static func via(_ rule: RuleReference) -> JSONValue {
    [
      "channel": "rule",
      "source": [
        "rel": .string(rule.kind.rawValue), "from": ["id": .integer(rule.id), "title": .string(rule.title)],
      ],
    ]
  }

  /// The triggers that fired on a subject, each with the events that are its doing.
  public static func firedText(_ fired: [FiredTrigger], _ events: [UpdateEvent]) -> [UInt8] {
    var text: [UInt8] = [UInt8(ascii: "[")]
    for (index, trigger) in fired.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text += Array("{\"id\":\(trigger.rule.id),\"title\":".utf8)
      JSONWriter.append(trigger.rule.title, to: &text)
      text += Array(",\"changes\":[".utf8)
      var isFirst = true
      for var event in events where event.rule == trigger.rule {
        event.rule = nil
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
        append(event, to: &text)
      }
      text += Array("]}".utf8)
    }
    text.append(UInt8(ascii: "]"))
    return text
  }

  /// Tags travel as a list, everything else as a string or null.
  private static func value(of field: String, _ text: String?) -> JSONValue {
    guard let text else { return .null }
    if field == "tags" { return .array(text.split(separator: " ").map { .string(String($0)) }) }
    return .string(text)
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
      if event["type"]?.string == "Comment" && event["author_id"] == nil {
        members.append(("author_id", .optional(authorID)))
      }
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
