import JSONText
import SessionModel

/// What is left of the history of somebody who was redacted: who did what and when, so that counts stay; no word of what
/// was said, and no value that anybody could have written.
///
/// What is kept is named here and checked, so that a member that nobody thought of is gone.
public enum HistorySkeleton {
  /// What stands in place of a text that somebody had written.
  public static let marker = "[redacted]"

  /// Of events as the store keeps them, a list.
  ///
  /// - Throws: `JSONError` where the text is none
  public static func events(_ text: [UInt8]) throws(JSONError) -> [UInt8] {
    JSONValue.array(
      try JSONValue.parse(text, allowingDuplicateKeys: true).array?.compactMap(event) ?? []
    ).bytes
  }

  /// Of an audit as it was imported; a ticket event becomes the audit that it tells of.
  ///
  /// - Throws: `JSONError` where the text is none
  public static func audit(_ text: [UInt8], isTicketEvent: Bool) throws(JSONError) -> [UInt8] {
    let audit = try JSONValue.parse(
      isTicketEvent ? TicketEventFormat.audit(text) : text, allowingDuplicateKeys: true)
    var members = kept(of: audit, ["id", "ticket_id", "conversation_id", "created_at", "author_id"])
    if let via = via(audit["via"]) { members.append(("via", via)) }
    members.append(("events", .array((audit["events"]?.array ?? []).compactMap(event))))
    return JSONValue.object(JSONObject(members)).bytes
  }

  private static func event(_ event: JSONValue) -> JSONValue? {
    guard let type = event["type"]?.string, types.contains(type) else { return nil }
    var members = kept(of: event, ["id"])
    members.append(("type", .string(type)))
    members += kept(
      of: event,
      [
        "public", "author_id", "said_at", "reason", "routing_channel_before", "routing_channel_after",
        "score",
        "assignee_id", "macro_id", "recipients",
      ])
    if let field = event["field_name"]?.string, isField(field) {
      members.append(("field_name", .string(field)))
      for key in ["value", "previous_value"] {
        guard let value = event[key] else { continue }
        members.append((key, isPlain(value, of: field) ? value : .null))
      }
    } else if type == "RoutingChannelChanged" {
      members += ["value", "previous_value"].compactMap { key in
        event[key].flatMap { isPlain($0, of: "routing_channel") ? (key, $0) : nil }
      }
    }
    // That it had a text is told, and so no other source fills it in.
    members += ["subject", "body", "message"].filter { event[$0]?.string != nil }.map {
      ($0, .string(marker))
    }
    if let title = event["macro_title"], title.string != nil { members.append(("macro_title", title)) }
    if let via = via(event["via"]) { members.append(("via", via)) }
    return .object(JSONObject(members))
  }

  private static func kept(of value: JSONValue, _ keys: [String]) -> [(String, JSONValue)] {
    keys.compactMap { key in value[key].flatMap { isPlain($0, of: key) ? (key, $0) : nil } }
  }

  /// The channel, and the rule that did it; people stand in a `via` by name and address.
  private static func via(_ via: JSONValue?) -> JSONValue? {
    guard let channel = via?["channel"]?.string, channels.contains(channel) else { return nil }
    guard channel == Via.rule.word, let source = via?["source"], let from = source["from"],
      let id = from["id"], isID(id)
    else { return ["channel": .string(channel)] }
    var origin = [("id", id)]
    if let title = from["title"], title.string != nil { origin.append(("title", title)) }
    let rel = source["rel"]?.string.flatMap(RuleReference.Kind.init) ?? .trigger
    return [
      "channel": .string(channel),
      "source": ["rel": .string(rel.rawValue), "from": .object(JSONObject(origin))],
    ]
  }

  // MARK: What nobody can have written

  private static func isPlain(_ value: JSONValue, of key: String) -> Bool {
    if value.isNull { return true }
    if let words = words[key] { return value.string.map(words.contains) ?? false }
    switch key {
    case "public", "is_public": return value.bool != nil
    case "created_at", "said_at": return value.string.map(isMoment) ?? false
    case "recipients": return value.array?.allSatisfy(isID) ?? false
    default: return key == "id" || key.hasSuffix("_id") ? isID(value) : false
    }
  }

  private static func isID(_ value: JSONValue) -> Bool {
    if value.integer != nil { return true }
    guard let text = value.string, let id = Int64(text) else { return false }
    // A telephone number has as many digits as an id, but no id is written with a sign or a zero in front.
    return String(id) == text
  }

  private static func isMoment(_ text: String) -> Bool {
    text.utf8.count <= 40
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "TZ:+-. ".utf8.contains(byte)
      }
  }

  /// Fields whose name is nobody's word: the API's own, and those with a number.
  private static func isField(_ name: String) -> Bool {
    if words[name] != nil || otherFields.contains(name) { return true }
    return Int64(name) != nil || (name.hasPrefix("custom_fields_") && Int64(name.dropFirst(14)) != nil)
  }

  private static let words: [String: Set<String>] = {
    var all: [String: Set<String>] = [
      // A word that nobody here knows stays, so that its form has none.
      "type": Set(TicketType.words),
      "routing_channel": Set(RoutingChannel.words), "routing_channel_before": Set(RoutingChannel.words),
      "routing_channel_after": Set(RoutingChannel.words), "reason": Set(EndReason.words),
      "score": Set(SatisfactionScore.words), "messaging_session_state": Set(SessionState.words),
    ]
    for (name, field) in TicketField.inHistory {
      if case .word(let words) = field.telling?.form { all[name] = Set(words.words) }
    }
    return all
  }()

  private static let otherFields = Set(TicketField.inHistory.keys).union(["id", "description", "locale_id"])

  private static let types: Set<String> = [
    "Create", "Change", "Comment", "Notification", "SatisfactionRating", "AgentMacroReference", "Error",
    "RuleFired", "BeforeRules",
    "MessagingSessionEnded", "RoutingChannelChanged", "ChatStartedEvent", "ChatEndedEvent",
    "VoiceComment", "Cc", "FollowerChange", "External", "Push", UpdateEvent.reminderType,
  ]

  private static let channels = Set(Channel.known.map(\.name)).union(Via.words)
}
