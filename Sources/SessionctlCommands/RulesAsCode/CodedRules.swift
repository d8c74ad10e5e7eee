import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Triggers and their like as code.
struct CodedRules<Rule: StorableRule>: CodedKind {
  let kind: RuleNoun<Rule>
  let key: String
  /// Which members it has beside title, description, active and actions.
  var hasEvent = false
  var hasConditions = true
  var hasRestriction = false
  /// T3: whether it stands in a category, which is written by name.
  var hasCategory = false

  var noun: String { kind.name }
  var isOrdered: Bool { true }
  var members: Set<String> { Self.accountsOwn.union(Self.known) }

  /// What an account gives a rule, and what is derived from the rest.
  private static var accountsOwn: Set<String> {
    ["id", "url", "position", "created_at", "updated_at", "raw_title", "default", "category_id", "problems"]
  }
  private static var known: Set<String> {
    [
      "title", "description", "active", "category", "event", "conditions", "actions", "restriction",
      // A live chat trigger says the same once more.
      "name", "enabled", "definition",
    ]
  }

  func stored(_ reader: StoreReader, _ names: RuleNames) throws -> [StoredCode] {
    try reader.rules(Rule.self).map { stored in
      let name = names.naming("\(noun) '\(stored.rule.title)'")
      let walk = RuleReferenceWalk(dialect: kind.dialect, replace: name)
      var object =
        try JSONValue.parse(stored.wireDocument(), allowingDuplicateKeys: true).object ?? JSONObject()
      object["conditions"] = WireRule.json(try walk.conditions(stored.rule.conditions))
      object["actions"] = WireRule.json(try walk.actions(stored.rule.actions))
      object["category"] = hasCategory ? names.category(of: object["category_id"]) : nil
      if hasRestriction {
        object["restriction"] = try CodedRestriction(wire: object["restriction"], name).json
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
    if hasCategory, object["category"] != nil {
      members.append((CodedRule.category, try object.text("category").map(JSONValue.string) ?? .null))
    }
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
    // They have their place here; which they are is decided where the rule is made.
    var object = JSONObject([("id", .integer(1))])
    for member in rule.content.members { object[member.key] = member.value }
    object["position"] = .integer(0)
    object["created_at"] = .string(target.open.now.rfc3339)
    return try save(rule, object, target) { try target.administration.add($0, document: $1).rule.id } ?? 0
  }

  func change(_ id: Int64, to rule: CodedRule, _ target: CodeTarget) throws {
    guard let stored = try target.reader.rule(Rule.self, id: id) else { return }
    var object =
      try JSONValue.parse(stored.wireDocument(), allowingDuplicateKeys: true).object ?? JSONObject()
    let kept = Self.accountsOwn.union(rule.content.keys)
    for key in object.keys where !kept.contains(key) { object[key] = nil }
    for member in rule.content.members { object[member.key] = member.value }
    _ = try save(rule, object, target) { try target.administration.change(stored, to: $0, document: $1) }
  }

  /// Puts the account's ids in the place of names, and hands the rule and its document on.
  private func save<Result>(
    _ coded: CodedRule, _ object: JSONObject, _ target: CodeTarget,
    _ body: (_ rule: Rule, _ document: [UInt8]) throws -> Result
  ) throws -> Result? {
    let resolved = try target.resolving(coded, self) { id in
      var object = object
      let walk = RuleReferenceWalk(dialect: kind.dialect, replace: id)
      if hasConditions {
        object["conditions"] = WireRule.json(
          try walk.conditions(WireRule.conditions(object["conditions"])))
      }
      object["actions"] = WireRule.json(try walk.actions(WireRule.actions(object["actions"])))
      if hasRestriction {
        object["restriction"] = try CodedRestriction(code: object["restriction"]).wire(id)
      }
      if hasCategory, let category = object[CodedRule.category] {
        object[CodedRule.category] = nil
        object["category_id"] =
          category.string.map { .string(target.category($0, of: coded, self)) } ?? .null
      }
      object["updated_at"] = .string(target.open.now.rfc3339)
      return object
    }
    guard let resolved else { return nil }
    let document = JSONValue.object(resolved).bytes
    let rule = try Rule.Wire(RecordIndex().scan(document)).rule(id: 0, position: 0)
    return try target.collecting(coded, self) { try body(rule, document) }
  }

  func delete(_ id: Int64, _ target: CodeTarget) throws {
    if let stored = try target.reader.rule(Rule.self, id: id) {
      try target.administration.delete(stored, evenActive: true)
    }
  }

  func arrange(_ ids: [Int64], _ target: CodeTarget) throws {
    let rules = Dictionary(
      try target.reader.rules(Rule.self).map { ($0.rule.id, $0.rule) },
      uniquingKeysWith: { first, _ in first })
    try target.administration.arrange(ids.compactMap { rules[$0] })
  }

  func misplaced(_ ids: [Int64], _ target: CodeTarget) throws -> String? {
    let wanted = Set(ids)
    let rules = try target.reader.rules(Rule.self).map(\.rule).filter { wanted.contains($0.id) }
    guard let (id, first) = zip(ids, rules).first(where: { $0 != $1.id }),
      let rule = rules.first(where: { $0.id == id })
    else { return nil }
    return "\(noun) '\(rule.title)' can't run before '\(first.title)', whose category runs first"
  }
}

extension RuleNoun {
  /// The kind as code.
  var coded: CodedRules<Rule> {
    CodedRules(
      kind: self, key: "\(Rule.noun)s".wireWord, hasEvent: Rule.self == MessagingTrigger.self,
      hasConditions: hasConditions, hasRestriction: Rule.self == Macro.self,
      hasCategory: Rule.self == Trigger.self)
  }
}
