import CivilTime
import JSONText
import SessionModel

/// A macro of the public API.
public struct WireMacro: WireRuleRecord {
  public static let kind = WireKind.macro

  /// What rules of all kinds have.
  public let head: WireRuleHead
  /// Who may apply it (§9); everybody for null and `{}`.
  public let restriction: MacroRestriction
  /// `actions`, in their order; empty ones are met in the wild (§9).
  public let actions: [RuleAction]

  /// Throws `WireProblem`, which names the member; what the engine does not know is no problem here (T10).
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    head = try WireRuleHead(fields)
    restriction = try WireMacro.restriction(fields.value("restriction")?.value)
    actions = try WireRule.actions(fields.value("actions")?.value)
  }

  /// The macro of this record, under an id and at a place of ours.
  public func rule(id: Int64, position: Int64) -> Macro {
    Macro(
      id: id, title: head.title, active: head.active, position: position, restriction: restriction,
      actions: actions)
  }

  /// The members that every kind of rule has without conditions, and `restriction`.
  public static func members(of rule: Macro) -> [(String, JSONValue)] {
    WireRule.members(of: rule).filter { $0.0 != "conditions" } + [("restriction", json(rule.restriction))]
  }

  /// null or `{}` for everybody, `{"type":"Group","id":1,"ids":[1,2]}`, `{"type":"User","id":3}`
  static func restriction(_ value: JSONValue?) throws(WireProblem) -> MacroRestriction {
    guard let value, !value.isNull else { return .everybody }
    guard let object = value.object else { throw WireProblem("restriction: expected an object or null") }
    if object.members.isEmpty { return .everybody }
    let id = value["id"]?.integer
    switch value["type"]?.string {
    case "Group":
      let ids = (value["ids"]?.array ?? []).compactMap(\.integer)
      guard let all = ids.isEmpty ? id.map({ [$0] }) : ids else {
        throw WireProblem("restriction: expected the id of a group")
      }
      return .groups(all)
    case "User":
      guard let id else { throw WireProblem("restriction: expected the id of a user") }
      return .user(id)
    default: throw WireProblem("restriction: expected the type Group or User")
    }
  }

  static func json(_ restriction: MacroRestriction) -> JSONValue {
    switch restriction {
    case .everybody: .null
    case .groups(let ids):
      [
        "type": "Group", "id": ids.first.map(JSONValue.integer) ?? .null,
        "ids": .array(ids.map(JSONValue.integer)),
      ]
    case .user(let id): ["type": "User", "id": .integer(id)]
    }
  }
}
