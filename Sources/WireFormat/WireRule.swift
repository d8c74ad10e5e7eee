import CivilTime
import JSONText
import SessionModel

/// A rule's record, whatever kind of rule it is; its text is kept word for word, because rules hold more than is
/// known here.
public protocol WireRuleRecord {
  associatedtype Rule: ManagedRule
  /// As what the importer takes such a record.
  static var kind: WireKind { get }

  /// Throws `WireProblem`, which names the member; what the engine does not know is no problem here (T10).
  init(_ record: JSONRecord) throws(WireProblem)

  /// What it has in common with the other kinds of rules.
  var head: WireRuleHead { get }

  /// The rule that it says, under an id and at a position.
  func rule(id: Int64, position: Int64) -> Rule

  /// The members of a document that say what the rule says, in their order.
  static func members(of rule: Rule) -> [(String, JSONValue)]
}

/// What every kind of rule says of itself.
public struct WireRuleHead: Sendable {
  /// `id`; nil for a rule that has yet to be made.
  public let id: Int64?
  /// `title`, without which the record is refused.
  public let title: String
  /// `active`; true where the record does not say.
  public let active: Bool
  /// `position` (T3); nil where the record does not say.
  public let position: Int64?
  /// `created_at`; nil where the record does not say.
  public let createdAt: Instant?
  /// `updated_at`, else `created_at`; nil where the record says neither.
  public let updatedAt: Instant?

  /// - Parameters:
  ///   - otherTitle: what the title is where the record has none of that name
  ///   - otherActive: the same of whether it is active
  init(
    _ fields: RecordFields, otherTitle: String? = nil, otherActive: Bool? = nil
  ) throws(WireProblem) {
    id = try fields.id("id")
    guard let title = try fields.text("title") ?? otherTitle, !title.isEmpty else {
      throw WireProblem("title: expected a text")
    }
    self.title = title
    // Kept word for word, and a text wherever it is shown.
    _ = try fields.text("description")
    active = try fields.bool("active") ?? otherActive ?? true
    position = fields.value("position")?.integer()
    createdAt = try fields.time("created_at")
    updatedAt = try fields.time("updated_at") ?? createdAt
  }
}

/// A trigger of the public API.
public struct WireTrigger: WireRuleRecord {
  public static let kind = WireKind.trigger

  /// What rules of all kinds have.
  public let head: WireRuleHead
  /// `conditions`; empty where the record has none, though a trigger needs one (T1).
  public let conditions: RuleConditions
  /// `actions`, in their order; empty where the record has none, though a trigger needs one (T1).
  public let actions: [RuleAction]

  /// Throws `WireProblem`, which names the member; what the engine does not know is no problem here (T10).
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    head = try WireRuleHead(fields)
    conditions = try WireRule.conditions(fields.value("conditions")?.value)
    actions = try WireRule.actions(fields.value("actions")?.value)
  }

  /// The trigger of this record, under an id and at a place of ours.
  public func rule(id: Int64, position: Int64) -> Trigger {
    Trigger(
      id: id, title: head.title, active: head.active, position: position, conditions: conditions,
      actions: actions)
  }

  /// The members that every kind of rule has, and no others.
  public static func members(of rule: Trigger) -> [(String, JSONValue)] { WireRule.members(of: rule) }
}

/// How often a rule fired, and when last: in our own exports, beside the rule's document.
public struct WireFirings: Equatable, Sendable {
  /// `fired`, 1 or more.
  public var count: Int64
  /// `last_fired_at`
  public var lastAt: Instant

  /// Takes a count above 0, for a rule that never fired has nothing to tell.
  public init(count: Int64, lastAt: Instant) {
    self.count = count
    self.lastAt = lastAt
  }

  /// Nil where nothing is told.
  public init?(besides record: JSONRecord) throws(WireProblem) {
    guard let slice = record.companion(LocalTicketState.key) else { return nil }
    let fields = RecordFields(slice, prefix: "\(LocalTicketState.key).")
    guard let last = try fields.time("last_fired_at") else { return nil }
    guard let fired = fields.value("fired")?.integer(), fired > 0 else {
      throw WireProblem("\(LocalTicketState.key).fired: expected a number of times")
    }
    (count, lastAt) = (fired, last)
  }

  /// `{"fired":3,"last_fired_at":"2026-01-15T10:00:00Z"}`
  public var json: JSONValue { ["fired": .integer(count), "last_fired_at": .string(lastAt.rfc3339)] }
}

/// Conditions and actions in the wire format; triggers, queues and macros share them.
public enum WireRule {
  /// T9: refuses the document of a rule or queue that has too many bytes. Counted is what somebody wrote: what is given
  /// to it here, such as its id and its times, is not, or one of just the right size could not come back from an
  /// export.
  ///
  /// - Parameter noun: what the kind is called in the refusal
  package static func refuseTooLarge(
    _ document: some Collection<UInt8>, _ noun: String
  ) throws(AdministrationRefusal) {
    let limit = Trigger.largestSize
    guard document.count > limit else { return }
    var bytes = document.count
    if let object = (try? JSONValue.parse(Array(document), allowingDuplicateKeys: true))?.object {
      let written = object.members.filter { !givenMembers.contains($0.key) }.map { ($0.key, $0.value) }
      bytes = JSONValue.object(JSONObject(written)).bytes.count
    }
    if bytes > limit { throw .tooLarge(noun: noun, bytes: bytes) }
  }

  private static let givenMembers: Set<String> = [
    "id", "url", "position", "order", "active", "created_at", "updated_at", "problems",
  ]

  /// `{"all":[{"field":…,"operator":…,"value":…}],"any":[…]}`
  ///
  /// - Parameter member: what the rule calls them; queues say `definition`
  public static func conditions(
    _ value: JSONValue?, member: String = "conditions"
  ) throws(WireProblem) -> RuleConditions {
    guard let value, !value.isNull else { return RuleConditions() }
    guard case .object = value else { throw WireProblem("\(member): expected an object with all and any") }
    return RuleConditions(
      all: try list(value["all"], "\(member).all"), any: try list(value["any"], "\(member).any"))
  }

  private static func list(_ value: JSONValue?, _ name: String) throws(WireProblem) -> [RuleCondition] {
    guard let value, !value.isNull else { return [] }
    guard let list = value.array else { throw WireProblem("\(name): expected a list") }
    var conditions: [RuleCondition] = []
    for (index, element) in list.enumerated() {
      guard let field = element["field"]?.string else {
        throw WireProblem("\(name): condition \(index + 1) has no field")
      }
      conditions.append(
        RuleCondition(
          field: field, operatorWord: element["operator"]?.string, value: element["value"] ?? .null))
    }
    return conditions
  }

  /// `[{"field":…,"value":…}]`; none for null, and an action without a field is a `WireProblem`.
  public static func actions(_ value: JSONValue?) throws(WireProblem) -> [RuleAction] {
    guard let value, !value.isNull else { return [] }
    guard let list = value.array else { throw WireProblem("actions: expected a list") }
    var actions: [RuleAction] = []
    for (index, element) in list.enumerated() {
      guard let field = element["field"]?.string else {
        throw WireProblem("actions: action \(index + 1) has no field")
      }
      actions.append(RuleAction(field: field, value: element["value"] ?? .null))
    }
    return actions
  }

  /// What `conditions(_:member:)` reads; the operator is null where a condition has none.
  public static func json(_ conditions: RuleConditions) -> JSONValue {
    func list(_ conditions: [RuleCondition]) -> JSONValue {
      .array(
        conditions.map { condition in
          [
            "field": .string(condition.field),
            "operator": condition.operatorWord.map(JSONValue.string) ?? .null,
            "value": condition.value,
          ]
        })
    }
    return ["all": list(conditions.all), "any": list(conditions.any)]
  }

  /// What `actions(_:)` reads.
  public static func json(_ actions: [RuleAction]) -> JSONValue {
    .array(actions.map { ["field": .string($0.field), "value": $0.value] })
  }

  /// The members that every kind of rule has.
  static func members(of rule: some ManagedRule) -> [(String, JSONValue)] {
    [
      ("id", .integer(rule.id)), ("title", .string(rule.title)), ("active", .bool(rule.active)),
      ("position", .integer(rule.position)), ("conditions", json(rule.conditions)),
      ("actions", json(rule.actions)),
    ]
  }

  /// A rule's whole document, for one that was made here.
  public static func document<Wire: WireRuleRecord>(
    _ form: Wire.Type, of rule: Wire.Rule, description: String?, at: Instant
  ) -> [UInt8] {
    var members = form.members(of: rule)
    members.insert(("description", description.map(JSONValue.string) ?? .null), at: 2)
    let moment = JSONValue.string(at.rfc3339)
    members += [("created_at", moment), ("updated_at", moment)]
    return JSONValue.object(JSONObject(members)).bytes
  }
}
