import CivilTime
import JSONText
import Testing

/// Records of the public API, as small as they may be; members that matter to a test are given by it.
enum Wire {
  typealias Members = [(String, JSONValue)]

  static func ticket(_ id: Int64, _ members: Members = []) -> String {
    object(
      [
        ("id", .integer(id)), ("via", ["channel": "native_messaging"]), ("from_messaging_channel", true),
        ("subject", .string("Ticket \(id)")), ("status", "open"), ("requester_id", 502),
        ("created_at", "2026-07-14T10:00:00Z"),
        ("updated_at", "2026-07-15T00:00:00Z"),
      ], members)
  }

  static func user(_ id: Int64, _ members: Members = []) -> String {
    object(
      [
        ("id", .integer(id)), ("name", .string("User \(id)")), ("role", "end-user"),
        ("created_at", "2026-01-01T00:00:00Z"), ("updated_at", "2026-01-01T00:00:00Z"),
      ], members)
  }

  static func group(_ id: Int64, _ name: String) -> String {
    object(
      [
        ("id", .integer(id)), ("name", .string(name)), ("deleted", false),
        ("created_at", "2026-01-01T00:00:00Z"), ("updated_at", "2026-01-01T00:00:00Z"),
      ], [])
  }

  static func membership(_ id: Int64, user: Int64, group: Int64) -> String {
    object(
      [
        ("id", .integer(id)), ("user_id", .integer(user)), ("group_id", .integer(group)),
        ("created_at", "2026-01-01T00:00:00Z"),
      ], [])
  }

  /// An audit with one public comment.
  static func audit(_ id: Int64, ticket: Int64, by author: Int64, at: String, _ body: String = "Hello")
    -> String
  {
    audit(
      id, ticket: ticket, by: author, at: at,
      events: [
        [
          "id": .integer(id + 1), "type": "Comment", "public": true, "body": .string(body),
          "author_id": .integer(author),
        ]
      ])
  }

  static func audit(_ id: Int64, ticket: Int64, by author: Int64, at: String, events: [JSONValue]) -> String {
    object(
      [
        ("id", .integer(id)), ("ticket_id", .integer(ticket)), ("created_at", .string(at)),
        ("author_id", .integer(author)), ("via", ["channel": "native_messaging"]), ("events", .array(events)),
      ], [])
  }

  /// `{"ticket":{…}}`
  static func wrapped(_ key: String, _ record: String) -> String { "{\"\(key)\":\(record)}" }

  /// `{"tickets":[…],"count":n,…}`
  static func collection(_ key: String, _ records: [String]) -> String {
    "{\"\(key)\":[\(records.joined(separator: ","))],\"count\":\(records.count),\"next_page\":null,\"previous_page\":null}"
  }

  static func tickets(_ records: String...) -> String { collection("tickets", records) }

  /// The members, each replaced in its place by the test's own.
  private static func object(_ members: Members, _ own: Members) -> String {
    var object = JSONObject(members)
    for (key, value) in own { object[key] = value }
    return JSONValue.object(object).text
  }
}

extension JSONValue {
  /// `ids("items", "id")`: one integer member of every element.
  func integers(_ list: String, _ key: String) -> [Int64] {
    (self[list]?.array ?? []).compactMap { $0[key]?.integer }
  }
}

extension JSONValue: CustomTestStringConvertible {
  /// A failed expectation shows the JSON instead of the cases.
  public var testDescription: String { text }
}
