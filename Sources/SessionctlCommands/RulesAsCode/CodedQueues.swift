import JSONText
import SessionModel
import SessionStore
import WireFormat

/// Custom queues as code; their groups stand in them by name.
struct CodedQueues: CodedKind {
  let key = "queues"
  let noun = "queue"
  let isOrdered = true

  private static let accountsOwn: Set = ["id", "url", "order", "created_at", "updated_at", "problems"]
  private static let known: Set = [
    "name", "description", "priority", "definition", "primary_groups", "secondary_groups",
    "primary_groups_id", "secondary_groups_id",
  ]

  func stored(_ reader: StoreReader, _ names: RuleNames) throws -> [StoredCode] {
    let walk = RuleReferenceWalk(dialect: .ticket, replace: names.name)
    return try reader.queues().map { stored in
      let queue = stored.queue
      var object =
        try JSONValue.parse(stored.wireDocument(), allowingDuplicateKeys: true).object ?? JSONObject()
      object["name"] = .string(queue.name)
      object["priority"] = .integer(Int64(queue.priority))
      object["definition"] = WireRule.json(try walk.conditions(queue.conditions))
      for (key, groups) in [
        ("primary_groups", queue.primaryGroups), ("secondary_groups", queue.secondaryGroups),
      ] {
        object[key] = .array(try groups.map { .string(try names.name(of: String($0), .group)) })
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
    let key = try target.writer.nextQueueKey()
    let queues = try target.writer.reader.queues()
    try save(
      rule, key: key, id: try target.writer.nextQueueID(), order: (queues.last?.queue.order ?? 0) + 1,
      stored: nil, target)
    return key
  }

  func change(_ id: Int64, to rule: CodedRule, _ target: CodeTarget) throws {
    guard let stored = try target.writer.reader.queues().first(where: { $0.queue.key == id }) else { return }
    try save(rule, key: id, id: stored.queue.id, order: stored.queue.order, stored: stored, target)
  }

  private func save(
    _ rule: CodedRule, key: Int64, id: String, order: Int64, stored: StoredQueue?, _ target: CodeTarget
  ) throws {
    let resolved = try target.resolving(rule, self) { resolve in
      func ids(_ key: String) throws -> [Int64] {
        try (rule.content[key]?.array ?? []).compactMap { Int64(try resolve($0.string ?? "", .group)) }
      }
      let walk = RuleReferenceWalk(dialect: .ticket, replace: resolve)
      return Queue(
        key: key, id: id, name: rule.title, description: rule.content["description"]?.string, order: order,
        priority: Int(rule.content["priority"]?.integer ?? 0),
        conditions: try walk.conditions(
          WireRule.conditions(rule.content["definition"], member: "definition")),
        primaryGroups: try ids("primary_groups"), secondaryGroups: try ids("secondary_groups"))
    }
    guard let queue = resolved else { return }
    if let problem = RuleCompiler(target.facts).problems(of: queue).first {
      return target.add(problem.sentence, with: rule.title, self)
    }
    let created = stored?.createdAt ?? target.open.now
    var members = WireQueue.members(of: queue, groupNames: try target.writer.reader.groupNames())
      .map { ($0.key, $0.value) }
    members += rule.content.others(than: Self.known)
    members += [
      ("created_at", JSONValue.string(created.rfc3339)),
      ("updated_at", JSONValue.string(target.open.now.rfc3339)),
    ]
    try target.writer.save(
      StoredQueue(
        queue: queue, createdAt: created, updatedAt: target.open.now,
        document: Array(JSONValue.object(JSONObject(members)).text.utf8)), origin: .local)
  }

  func delete(_ id: Int64, _ target: CodeTarget) throws { try target.writer.deleteQueue(key: id) }

  func arrange(_ ids: [Int64], _ target: CodeTarget) throws {
    try target.writer.setQueueOrder(ids, at: target.open.now)
  }

  /// Q3, Q6
  func settle(_ target: CodeTarget) throws {
    let count = try target.writer.reader.queues().count
    if count > Queue.mostCustom {
      throw Failure.refused("there would be \(count) queues, more than \(Queue.mostCustom)")
    }
    try target.writer.rematch(at: target.open.now)
  }
}
