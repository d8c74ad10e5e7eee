import JSONText
import SessionModel
import SessionStore
import WireFormat

/// Triggers and their like as code.
struct CodedRules<Rule: StorableRule>: CodedKind {
  let kind: RuleNoun<Rule>
  let key: String
  /// Which members it has beside title, description, active and actions.
  var hasEvent = false
  var hasConditions = true
  var hasRestriction = false

  var noun: String { kind.name }
  var isOrdered: Bool { true }

  /// What an account gives a rule, and what is derived from the rest.
  private static var accountsOwn: Set<String> {
    ["id", "url", "position", "created_at", "updated_at", "raw_title", "default", "category_id", "problems"]
  }
  private static var known: Set<String> {
    [
      "title", "description", "active", "event", "conditions", "actions", "restriction",
      // A live chat trigger says the same once more.
      "name", "enabled", "definition",
    ]
  }

  func stored(_ reader: StoreReader, _ names: RuleNames) throws -> [StoredCode] {
    let walk = RuleReferenceWalk(dialect: kind.dialect, replace: names.name)
    return try reader.rules(Rule.self).map { stored in
      var object =
        try JSONValue.parse(stored.wireDocument(), allowingDuplicateKeys: true).object ?? JSONObject()
      object["conditions"] = WireRule.json(try walk.conditions(stored.rule.conditions))
      object["actions"] = WireRule.json(try walk.actions(stored.rule.actions))
      if hasRestriction {
        object["restriction"] = try CodedRestriction(wire: object["restriction"], names.name).json
      }
      return StoredCode(id: stored.rule.id, rule: try read(object))
    }
  }

  func read(_ object: JSONObject) throws(CodeProblem) -> CodedRule {
    let title = try object.requiredText("title")
    var members: [(String, JSONValue)] = [
      ("title", .string(title)),
      ("description", try object.text("description").map(JSONValue.string) ?? .null),
      ("active", .bool(try object.bool("active", default: true))),
    ]
    if hasEvent { members.append(("event", .string(try object.text("event") ?? ""))) }
    if hasRestriction {
      members.append(("restriction", try CodedRestriction(code: object["restriction"]).json))
    }
    do throws(WireProblem) {
      if hasConditions {
        members.append(("conditions", WireRule.json(try WireRule.conditions(object["conditions"]))))
      }
      members.append(("actions", WireRule.json(try WireRule.actions(object["actions"]))))
    } catch { throw CodeProblem(error.message) }
    members += object.others(than: Self.accountsOwn.union(Self.known))
    return CodedRule(title: title, content: JSONObject(members))
  }

  func create(_ rule: CodedRule, _ target: CodeTarget) throws -> Int64 {
    let (id, position) = (
      try target.writer.nextID(of: Rule.self), try target.writer.nextPosition(of: Rule.self)
    )
    var object = JSONObject([("id", .integer(id))])
    for member in rule.content.members { object[member.key] = member.value }
    object["position"] = .integer(position)
    object["created_at"] = .string(target.open.now.rfc3339)
    try save(rule, object, id: id, position: position, before: nil, target)
    return id
  }

  func change(_ id: Int64, to rule: CodedRule, _ target: CodeTarget) throws {
    guard let stored = try target.writer.reader.rule(Rule.self, id: id) else { return }
    var object =
      try JSONValue.parse(stored.wireDocument(), allowingDuplicateKeys: true).object ?? JSONObject()
    let kept = Self.accountsOwn.union(rule.content.keys)
    for key in object.keys where !kept.contains(key) { object[key] = nil }
    for member in rule.content.members { object[member.key] = member.value }
    try save(rule, object, id: id, position: stored.rule.position, before: stored, target)
  }

  private func save(
    _ coded: CodedRule, _ object: JSONObject, id: Int64, position: Int64, before: StoredRule<Rule>?,
    _ target: CodeTarget
  ) throws {
    var object = object
    let resolved: Void? = try target.resolving(coded, self) { id in
      let walk = RuleReferenceWalk(dialect: kind.dialect, replace: id)
      if hasConditions {
        object["conditions"] = WireRule.json(
          try walk.conditions(WireRule.conditions(object["conditions"])))
      }
      object["actions"] = WireRule.json(try walk.actions(WireRule.actions(object["actions"])))
      if hasRestriction {
        object["restriction"] = try CodedRestriction(code: object["restriction"]).wire(id)
      }
    }
    guard resolved != nil else { return }
    object["updated_at"] = .string(target.open.now.rfc3339)
    let document = Array(JSONValue.object(object).text.utf8)
    let size = WireRule.size(of: document, limit: Rule.largestSize)
    guard size <= Rule.largestSize else {
      target.add(
        "it has \(size) bytes, more than the \(Rule.largestSize) of a rule", with: coded.title, self)
      return
    }
    let rule = try Rule.Wire(RecordIndex().scan(document)).rule(id: id, position: position)
    let problems = rule.problems(target.facts)
    let isRefused = rule.active || problems.contains { kind.neverStored.contains($0.code) }
    if isRefused, let problem = problems.first {
      return target.add(problem.sentence, with: coded.title, self)
    }
    try target.writer.save(
      StoredRule(
        rule: rule, createdAt: before?.createdAt ?? target.open.now, updatedAt: target.open.now,
        document: document), origin: .local)
  }

  func delete(_ id: Int64, _ target: CodeTarget) throws {
    if let stored = try target.writer.reader.rule(Rule.self, id: id) {
      try target.writer.delete(stored.rule)
    }
  }

  func arrange(_ ids: [Int64], _ target: CodeTarget) throws {
    let rules = Dictionary(
      try target.writer.reader.rules(Rule.self).map { ($0.rule.id, $0.rule) },
      uniquingKeysWith: { first, _ in first })
    for (position, id) in ids.enumerated() {
      if let rule = rules[id], rule.position != position {
        try target.writer.setPosition(Int64(position), rule, at: target.open.now)
      }
    }
  }

  func settle(_ target: CodeTarget) throws {
    let active = try target.writer.reader.rules(Rule.self).count { $0.rule.active }
    if active > Rule.mostActive {
      throw Failure.refused("there would be \(active) active \(kind.plural), more than \(Rule.mostActive)")
    }
  }
}
