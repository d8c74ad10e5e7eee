import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Custom queues as code; their groups stand in them by name.
struct CodedQueues: CodedKind {
  let key = "queues"
  let noun = "queue"
  let isOrdered = true
  var members: Set<String> { Self.accountsOwn.union(Self.known) }

  private static let accountsOwn: Set = ["id", "url", "order", "created_at", "updated_at", "problems"]
  private static let known: Set = [
    "name", "description", "priority", "definition", "primary_groups", "secondary_groups",
    "primary_groups_id", "secondary_groups_id",
  ]

  func stored(_ reader: StoreReader, _ names: RuleNames) throws -> [StoredCode] {
    try reader.queues().map { stored in
      let queue = stored.queue
      let name = names.naming("\(noun) '\(queue.name)'")
      let walk = RuleReferenceWalk(dialect: .ticket, replace: name)
      var object =
        try JSONValue.parse(stored.wireDocument(), allowingDuplicateKeys: true).object ?? JSONObject()
      object["name"] = .string(queue.name)
      object["priority"] = .integer(Int64(queue.priority))
      object["definition"] = WireRule.json(try walk.conditions(queue.conditions))
      for (key, groups) in [
        ("primary_groups", queue.primaryGroups), ("secondary_groups", queue.secondaryGroups),
      ] {
        object[key] = .array(try groups.map { .string(try name(String($0), .group)) })
      }
      return StoredCode(id: queue.key, rule: try read(object))
    }
  }

  func read(_ object: JSONObject) throws(CodeProblem) -> CodedRule {
    let name = try object.requiredText("name")
    let priority =
      object["priority"].flatMap { $0.isNull ? nil : $0 } ?? .integer(Int64(Queue.lowestPriority))
    guard priority.integer != nil else { throw CodeProblem("priority: expected a number") }
    let definition: RuleConditions
    do throws(WireProblem) {
      definition = try WireRule.conditions(object["definition"], member: "definition")
    } catch { throw CodeProblem(error.message) }
    let members: [(String, JSONValue)] = [
      ("name", .string(name)),
      ("description", try object.text("description").map(JSONValue.string) ?? .null),
      ("priority", priority), ("definition", WireRule.json(definition)),
      ("primary_groups", try groups(object, "primary_groups")),
      ("secondary_groups", try groups(object, "secondary_groups")),
    ]
    let others = object.others(than: Self.accountsOwn.union(Self.known))
    return CodedRule(title: name, content: JSONObject(members + others))
  }

  private func groups(_ object: JSONObject, _ key: String) throws(CodeProblem) -> JSONValue {
    guard let value = object[key], !value.isNull else { return [] }
    guard let list = value.array, list.allSatisfy({ $0.string != nil }) else {
      throw CodeProblem("\(key): expected a list of the names of groups")
    }
    return value
  }

  func create(_ rule: CodedRule, _ target: CodeTarget) throws -> Int64 {
    try save(rule, order: .max, target) { try target.administration.add($0, document: $1).queue.key } ?? 0
  }

  func change(_ id: Int64, to rule: CodedRule, _ target: CodeTarget) throws {
    guard let stored = try target.reader.queues().first(where: { $0.queue.key == id }) else { return }
    _ = try save(rule, order: stored.queue.order, target) {
      try target.administration.change(stored, to: $0, document: $1)
    }
  }

  /// Puts the account's ids in the place of names, and hands the queue on, with a document of what else it says.
  private func save<Result>(
    _ rule: CodedRule, order: Int64, _ target: CodeTarget,
    _ body: (_ queue: Queue, _ document: [UInt8]) throws -> Result
  ) throws -> Result? {
    let resolved = try target.resolving(rule, self) { resolve in
      func ids(_ key: String) throws -> [Int64] {
        try (rule.content[key]?.array ?? []).compactMap { Int64(try resolve($0.string ?? "", .group)) }
      }
      let walk = RuleReferenceWalk(dialect: .ticket, replace: resolve)
      return Queue(
        key: 0, id: "", name: rule.title, description: rule.content["description"]?.string, order: order,
        priority: Int(rule.content["priority"]?.integer ?? 0),
        conditions: try walk.conditions(
          WireRule.conditions(rule.content["definition"], member: "definition")),
        primaryGroups: try ids("primary_groups"), secondaryGroups: try ids("secondary_groups"))
    }
    guard let queue = resolved else { return nil }
    let members = WireQueue.members(of: queue, groupNames: [:]).map { ($0.key, $0.value) }
    let document = JSONValue.object(JSONObject(members + rule.content.others(than: Self.known))).text
    return try target.collecting(rule, self) { try body(queue, Array(document.utf8)) }
  }

  func delete(_ id: Int64, _ target: CodeTarget) throws {
    if let stored = try target.reader.queues().first(where: { $0.queue.key == id }) {
      try target.administration.delete(stored)
    }
  }

  func arrange(_ ids: [Int64], _ target: CodeTarget) throws {
    try target.administration.arrangeQueues(ids)
  }
}
