import CivilTime
import JSONText
import SessionModel

/// Ticket events, the second dialect of history, as the audits that they tell of.
///
/// A child's changed field is a key of it (`"status": "pending"`), a custom field a key within `custom_ticket_fields`;
/// tags come with what was added and removed; where it came from is a word.
public enum TicketEventFormat {
  /// The audit's text; what audits have no member for stays as it is.
  public static func audit(_ text: [UInt8]) throws(JSONError) -> [UInt8] {
    let event = try JSONValue.parse(text, allowingDuplicateKeys: true)
    let moment = event["created_at"] ?? event["timestamp"]?.integer.map { .string(Instant($0).rfc3339) }
    var members: [(String, JSONValue)] = [
      ("id", event["id"] ?? .null), ("ticket_id", event["ticket_id"] ?? .null),
      ("created_at", moment ?? .null),
      ("author_id", event["updater_id"] ?? .null), ("via", via(of: event)),
    ]
    for (key, value) in event.object?.members.map({ ($0.key, $0.value) }) ?? []
    where !replaced.contains(key) { members.append((key, value)) }
    members.append(("events", .array((event["child_events"]?.array ?? []).flatMap(events))))
    return JSONValue.object(JSONObject(members)).bytes
  }

  private static let replaced: Set<String> = [
    "id", "ticket_id", "created_at", "updater_id", "via", "via_reference_id", "event_type", "child_events",
  ]

  /// What a child has besides the field that it changed.
  private static let known: Set<String> = [
    "id", "via", "via_reference_id", "event_type", "type", "previous_value", "added_tags", "removed_tags",
    "created_at",
  ]

  /// A child that changed several fields is as many events.
  private static func events(_ child: JSONValue) -> [JSONValue] {
    let members = child.object?.members.map { ($0.key, $0.value) } ?? []
    guard let type = child["type"]?.string ?? child["event_type"]?.string else { return [child] }
    guard type == "Change" || type == "Create", child["field_name"] == nil else {
      return [event(type, members, child)]
    }
    var fields: [(String, JSONValue)] = []
    for (key, value) in members where !known.contains(key) {
      if key == "custom_ticket_fields", case .object(let nested) = value {
        fields += nested.members.map { ($0.key, $0.value) }
      } else {
        fields.append((key, value))
      }
    }
    guard !fields.isEmpty else { return [event(type, members, child)] }
    return fields.map { name, value in
      var event = head(type, child) + [("field_name", .string(name)), ("value", value)]
      if type == "Change" { event.append(("previous_value", previous(name, value, child))) }
      return .object(JSONObject(event))
    }
  }

  private static func head(_ type: String, _ child: JSONValue) -> [(String, JSONValue)] {
    [("id", child["id"] ?? .null), ("type", .string(type)), ("via", via(of: child))]
  }

  private static func event(_ type: String, _ members: [(String, JSONValue)], _ child: JSONValue) -> JSONValue
  {
    var event = head(type, child)
    // Without its text a comment says only that there is one, and whether the customer sees it.
    if type == "Comment", child["public"] == nil {
      event.append(("public", child["comment_public"] ?? .bool(false)))
    }
    event += members.filter { !["id", "type", "event_type", "via"].contains($0.0) }
    return .object(JSONObject(event))
  }

  private static func previous(_ field: String, _ value: JSONValue, _ child: JSONValue) -> JSONValue {
    if let previous = child["previous_value"] { return previous }
    guard field == "tags", let tags = value.array else { return .null }
    let added = child["added_tags"]?.array ?? []
    return .array(tags.filter { !added.contains($0) } + (child["removed_tags"]?.array ?? []))
  }

  // MARK: Via

  private static func via(of event: JSONValue) -> JSONValue {
    guard let words = event["via"]?.string else { return event["via"] ?? .null }
    let channel = channel(words)
    guard channel == "rule", let id = event["via_reference_id"], !id.isNull else {
      return ["channel": .string(channel)]
    }
    return ["channel": .string(channel), "source": ["rel": "trigger", "from": ["id": id]]]
  }

  /// `Web form` → `web`
  private static func channel(_ words: String) -> String {
    let word = words.lowercased().replacing(" ", with: "_")
    switch word {
    case "web_form", "web_widget": return "web"
    case "mail": return "email"
    case "web_service", "web_service_(api)": return "api"
    case "messaging": return "native_messaging"
    case "trigger", "messaging_trigger", "automation": return "rule"
    default: return word
    }
  }
}
