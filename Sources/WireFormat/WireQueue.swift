import CivilTime
import JSONText
import SessionModel

/// A queue of the public API; its text is kept word for word, as with triggers.
public struct WireQueue {
  /// A text; a number is taken for one.
  public var id: String?
  /// `name`, without which the record is refused.
  public var name: String
  /// `description`; nil where the record has none.
  public var description: String?
  /// `order`: a ticket enters the first queue that matches (Q3); nil where the record does not say.
  public var order: Int64?
  /// `priority`, 1 the highest (Q3, Q4); nil where the record does not say, and not compared with 100 here.
  public var priority: Int?
  /// `definition`; empty where the record has none.
  public var conditions: RuleConditions
  /// Ids from `primary_groups_id`, else from `primary_groups`, in their order (Q3, Q5).
  public var primaryGroups: [Int64]
  /// Ids from `secondary_groups_id`, else from `secondary_groups`, in their order (Q3, Q5).
  public var secondaryGroups: [Int64]
  /// `created_at`; nil where the record does not say.
  public var createdAt: Instant?
  /// `updated_at`, else `created_at`; nil where the record says neither.
  public var updatedAt: Instant?

  /// Throws `WireProblem`, which names the member; how many groups and queues there may be is checked later.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try Self.id(fields)
    guard let name = try fields.text("name"), !name.isEmpty else {
      throw WireProblem("name: expected a text")
    }
    self.name = name
    description = try fields.text("description")
    order = try fields.count("order").map(Int64.init)
    priority = try fields.count("priority")
    conditions = try WireRule.conditions(fields.value("definition")?.value, member: "definition")
    primaryGroups = try Self.groups(fields, read: "primary_groups", written: "primary_groups_id")
    secondaryGroups = try Self.groups(fields, read: "secondary_groups", written: "secondary_groups_id")
    createdAt = try fields.time("created_at")
    updatedAt = try fields.time("updated_at") ?? createdAt
  }

  private static func id(_ fields: RecordFields) throws(WireProblem) -> String? {
    guard let slice = fields.value("id") else { return nil }
    if let number = slice.integer() { return String(number) }
    guard let id = slice.string(), !id.isBlank, !id.controlsSomething, id.utf8.count <= 255 else {
      throw fields.problem("id", "an id: a text", slice)
    }
    return id
  }

  /// Groups come as `{"count":1,"groups":[{"id":1,"name":"…"}]}` when a queue is read, and as `[1]` under another
  /// name when it is written.
  private static func groups(
    _ fields: RecordFields, read: StaticString, written: StaticString
  ) throws(WireProblem) -> [Int64] {
    if let slice = fields.value(written) { return try ids(slice.value, "\(written)") }
    guard let groups = try fields.object(read), let slice = groups.value("groups") else { return [] }
    return try ids(slice.value, "\(read).groups")
  }

  private static func ids(_ value: JSONValue, _ name: String) throws(WireProblem) -> [Int64] {
    guard let list = value.array else { throw WireProblem("\(name): expected a list of groups") }
    var ids: [Int64] = []
    for element in list {
      guard let id = element.integer ?? element["id"]?.integer, id > 0 else {
        throw WireProblem("\(name): expected the ids of groups")
      }
      ids.append(id)
    }
    return ids
  }

  // MARK: Writing

  /// The members of a queue's document that the store knows, in their order.
  ///
  /// - Parameter groupNames: the groups' names by their ids
  public static func members(
    of queue: Queue, groupNames: [Int64: String]
  ) -> [(key: String, value: JSONValue)] {
    func groups(_ ids: [Int64]) -> JSONValue {
      [
        "count": .integer(Int64(ids.count)),
        "groups": .array(ids.map { ["id": .integer($0), "name": .string(groupNames[$0] ?? "")] }),
      ]
    }
    return [
      ("id", .string(queue.id)), ("name", .string(queue.name)),
      ("description", queue.description.map(JSONValue.string) ?? .null),
      ("order", queue.isStandard ? .null : .integer(queue.order)),
      ("priority", queue.isStandard ? .null : .integer(Int64(queue.priority))),
      ("definition", WireRule.json(queue.conditions)), ("primary_groups", groups(queue.primaryGroups)),
      ("secondary_groups", groups(queue.secondaryGroups)),
    ]
  }
}
