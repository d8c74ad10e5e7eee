import JSONText
import SessionModel

/// Who may use a rule, by name: null for everybody, `{"groups":["Support"]}` or `{"user":"ana@example.com"}`.
struct CodedRestriction {
  private enum Target {
    case everybody
    case groups([String])
    case user(String)
  }

  private let target: Target

  /// From the wire format: null, `{}`, `{"type":"Group","id":1,"ids":[1,2]}` or `{"type":"User","id":3}`.
  init(
    wire value: JSONValue?, _ name: (String, RuleValueKind.ReferenceKind) throws -> String
  ) throws {
    func text(_ id: JSONValue) -> String { id.integer.map(String.init) ?? id.string ?? "" }
    let id = value?["id"].map(text)
    switch value?["type"]?.string {
    case "Group":
      let ids = value?["ids"]?.array?.map(text) ?? id.map { [$0] } ?? []
      target = .groups(try ids.map { try name($0, .group) })
    case "User": target = .user(try name(id ?? "", .user))
    default: target = .everybody
    }
  }

  /// From a file.
  init(code value: JSONValue?) throws(CodeProblem) {
    guard let value, !value.isNull, value.object?.isEmpty != true else {
      target = .everybody
      return
    }
    if let user = value["user"]?.string, !user.isEmpty {
      target = .user(user)
      return
    }
    let groups = value["groups"]?.array?.compactMap(\.string) ?? []
    guard !groups.isEmpty else {
      throw CodeProblem("restriction: expected null, {\"groups\": [names]} or {\"user\": e-mail}")
    }
    target = .groups(groups)
  }

  var json: JSONValue {
    switch target {
    case .everybody: .null
    case .groups(let names): ["groups": .array(names.map(JSONValue.string))]
    case .user(let name): ["user": .string(name)]
    }
  }

  func wire(_ id: (String, RuleValueKind.ReferenceKind) throws -> String) throws -> JSONValue {
    func number(_ name: String, _ kind: RuleValueKind.ReferenceKind) throws -> JSONValue {
      .integer(Int64(try id(name, kind)) ?? 0)
    }
    switch target {
    case .everybody: return .null
    case .groups(let names):
      let ids = try names.map { try number($0, .group) }
      return ["type": "Group", "id": ids.first ?? .null, "ids": .array(ids)]
    case .user(let name): return ["type": "User", "id": try number(name, .user)]
    }
  }
}
