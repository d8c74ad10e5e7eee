import JSONText
import RemoteAccount
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// A kind of rule as the live account's API reads and writes it.
protocol RemoteKind: Sendable {
  /// The same kind in files.
  var kind: any CodedKind { get }
  /// `/api/v2/triggers`, without an ending
  var path: String { get }
  /// `trigger`
  var singular: String { get }
  /// Where the account takes the order of all of them: the path and the member with their ids; nil: only by hand.
  var reordering: (path: String, key: String)? { get }

  /// The account's own, as code.
  func code(_ object: JSONObject, _ words: AccountWords, _ names: RemoteNames) throws -> CodedRule
  /// Code, as the account takes it.
  ///
  /// - Throws: `CodeProblem`: what the account lacks
  func wire(_ rule: CodedRule, _ words: AccountWords, _ names: RemoteNames) throws -> JSONObject
}

enum RemoteKinds {
  /// Those that the API reads. It has no way to messaging triggers.
  static let all: [any RemoteKind] = [
    RemoteSchedules(), RemoteQueues(),
    RemoteRules(
      coded: CodedRules(kind: macroNoun, key: "macros", hasConditions: false, hasRestriction: true),
      path: "/api/v2/macros", singular: "macro", reordering: nil),
    RemoteRules(
      coded: CodedRules(kind: triggerNoun, key: "triggers"), path: "/api/v2/triggers", singular: "trigger",
      reordering: ("/api/v2/triggers/reorder.json", "trigger_ids")),
  ]
}

/// Puts the account's ids in the place of names, and collects those that it does not have.
private final class Resolver {
  let names: RemoteNames
  private var missing: [String] = []

  init(_ names: RemoteNames) { self.names = names }

  func id(_ name: String, _ kind: RuleValueKind.ReferenceKind) throws -> String {
    if let id = try names.id(of: name, kind) { return id }
    let thing = "\(kind == .user ? "agent" : kind.rawValue) '\(name)'"
    if !missing.contains(thing) { missing.append(thing) }
    return name
  }

  func finish() throws {
    if missing.isEmpty { return }
    throw CodeProblem("the live account has no \(missing.joined(separator: ", no "))")
  }
}

/// Triggers and macros.
struct RemoteRules<Rule: StorableRule>: RemoteKind {
  let coded: CodedRules<Rule>
  let path: String
  let singular: String
  let reordering: (path: String, key: String)?

  var kind: any CodedKind { coded }

  func code(_ object: JSONObject, _ words: AccountWords, _ names: RemoteNames) throws -> CodedRule {
    var object = WireRule.worded(object, .ours, by: words)
    let walk = RuleReferenceWalk(dialect: coded.kind.dialect, replace: names.name)
    if coded.hasConditions {
      object["conditions"] = WireRule.json(
        try walk.conditions(WireRule.conditions(object["conditions"])))
    }
    object["actions"] = WireRule.json(try walk.actions(WireRule.actions(object["actions"])))
    if coded.hasRestriction {
      object["restriction"] = try CodedRestriction(wire: object["restriction"], names.name).json
    }
    return try coded.read(object)
  }

  func wire(_ rule: CodedRule, _ words: AccountWords, _ names: RemoteNames) throws -> JSONObject {
    let resolver = Resolver(names)
    var object = rule.content
    let walk = RuleReferenceWalk(dialect: coded.kind.dialect, replace: resolver.id)
    if coded.hasConditions {
      object["conditions"] = WireRule.json(
        try walk.conditions(WireRule.conditions(object["conditions"])))
    }
    object["actions"] = WireRule.json(try walk.actions(WireRule.actions(object["actions"])))
    if coded.hasRestriction {
      object["restriction"] = try CodedRestriction(code: object["restriction"]).wire(resolver.id)
    }
    try resolver.finish()
    return WireRule.worded(object, .theirs, by: words)
  }
}

/// Custom queues.
struct RemoteQueues: RemoteKind {
  private let coded = CodedQueues()
  let path = "/api/v2/queues"
  let singular = "queue"
  let reordering: (path: String, key: String)? = nil

  var kind: any CodedKind { coded }

  func code(_ object: JSONObject, _ words: AccountWords, _ names: RemoteNames) throws -> CodedRule {
    var object = WireRule.worded(object, .ours, by: words)
    let walk = RuleReferenceWalk(dialect: .ticket, replace: names.name)
    object["definition"] = WireRule.json(
      try walk.conditions(WireRule.conditions(object["definition"], member: "definition")))
    for key in ["primary_groups", "secondary_groups"] {
      let groups = object[key]?["groups"]?.array ?? []
      object[key] = .array(
        try groups.compactMap { group in
          try group["id"]?.integer.map { .string(try names.name(of: String($0), .group)) }
        })
    }
    return try coded.read(object)
  }

  func wire(_ rule: CodedRule, _ words: AccountWords, _ names: RemoteNames) throws -> JSONObject {
    let resolver = Resolver(names)
    var object = rule.content
    let walk = RuleReferenceWalk(dialect: .ticket, replace: resolver.id)
    object["definition"] = WireRule.json(
      try walk.conditions(WireRule.conditions(object["definition"], member: "definition")))
    for (key, written) in [
      ("primary_groups", "primary_groups_id"), ("secondary_groups", "secondary_groups_id"),
    ] {
      let ids = try (object[key]?.array ?? []).compactMap(\.string).map { try resolver.id($0, .group) }
      object[key] = nil
      object[written] = .array(ids.map { Int64($0).map(JSONValue.integer) ?? .string($0) })
    }
    try resolver.finish()
    return WireRule.worded(object, .theirs, by: words)
  }
}

/// Business hours. Their holidays are collections of their own, which are written by hand.
struct RemoteSchedules: RemoteKind {
  static let address = "/api/v2/business_hours/schedules"
  private let coded = CodedSchedules()
  let path = RemoteSchedules.address
  let singular = "schedule"
  let reordering: (path: String, key: String)? = nil

  var kind: any CodedKind { coded }

  func code(_ object: JSONObject, _ words: AccountWords, _ names: RemoteNames) throws -> CodedRule {
    var object = object
    object["holidays"] = []
    return try coded.read(object)
  }

  func wire(_ rule: CodedRule, _ words: AccountWords, _ names: RemoteNames) throws -> JSONObject {
    var object = rule.content
    object["holidays"] = nil
    return object
  }
}
