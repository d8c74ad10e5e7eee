import JSONText

/// A rule as code: what it says, without the numbers and times that its account gave it; groups, agents and schedules
/// stand in it by name.
struct CodedRule: Equatable, Sendable {
  /// Its title or name, by which it is found in another account.
  let title: String
  /// The members that say what it does, always in the same order.
  let content: JSONObject

  /// The member that names a trigger's category. Only accounts that have categories write it; null is none of them.
  static let category = "category"

  /// What is compared and written, line by line.
  var lines: [String] {
    JSONValue.object(content).indentedText.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }
}

extension CodedRule {
  /// With the category of what the account has, where this one does not say any.
  func keepingCategory(of stored: CodedRule) -> CodedRule {
    let known = stored.content[Self.category]
    if let own = content[Self.category], !own.isNull || known != nil { return self }
    var members = content.members.map { ($0.key, $0.value) }.filter { $0.0 != Self.category }
    if content[Self.category] == nil, let known, let place = members.firstIndex(where: { $0.0 == "active" }) {
      members.insert((Self.category, known), at: place + 1)
    }
    return CodedRule(title: title, content: JSONObject(members))
  }

  /// Without the category, of which other accounts have others.
  var withoutCategory: CodedRule {
    var content = content
    content[Self.category] = nil
    return CodedRule(title: title, content: content)
  }
}

/// A rule that the account has.
struct StoredCode: Sendable {
  let id: Int64
  let rule: CodedRule
}

/// What is wrong with a rule of a file: where, and what was expected.
struct CodeProblem: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

extension JSONObject {
  /// The members that are not named, in the order of their keys, so that they come out alike from every account.
  func others(than known: Set<String>) -> [(String, JSONValue)] {
    members.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  func text(_ key: String) throws(CodeProblem) -> String? {
    guard let value = self[key], !value.isNull else { return nil }
    guard let text = value.string else {
      throw CodeProblem("\(key): expected a text, found \(value.kind.phrase)")
    }
    return text
  }

  func requiredText(_ key: String) throws(CodeProblem) -> String {
    guard let text = try text(key), !text.isEmpty else { throw CodeProblem("\(key): expected a text") }
    return text
  }

  func bool(_ key: String, default standard: Bool) throws(CodeProblem) -> Bool {
    guard let value = self[key], !value.isNull else { return standard }
    guard let bool = value.bool else {
      throw CodeProblem("\(key): expected true or false, found \(value.kind.phrase)")
    }
    return bool
  }
}
