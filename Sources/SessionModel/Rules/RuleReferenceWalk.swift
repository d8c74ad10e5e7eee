import JSONText

/// The words in which a kind of rule writes its conditions and actions.
package enum RuleDialect: Sendable {
  /// Those of ticket triggers, queues and macros (§5).
  case ticket
  /// Those of messaging triggers (§6).
  case messaging
}

/// Goes through what a rule refers to, and puts something else in its place.
package struct RuleReferenceWalk {
  private let dialect: RuleDialect
  private let replace: (String, RuleValueKind.ReferenceKind) throws -> String

  /// - Parameters:
  ///   - dialect: whose fields they are
  ///   - replace: gives what is to stand in the place of a word that names something of a kind
  package init(
    dialect: RuleDialect,
    replace: @escaping (_ word: String, _ kind: RuleValueKind.ReferenceKind) throws -> String
  ) {
    self.dialect = dialect
    self.replace = replace
  }

  /// Conditions with everything replaced.
  package func conditions(_ conditions: RuleConditions) throws -> RuleConditions {
    RuleConditions(all: try conditions.all.map(condition), any: try conditions.any.map(condition))
  }

  private func condition(_ condition: RuleCondition) throws -> RuleCondition {
    guard let kind = dialect.reference(inCondition: condition.field) else { return condition }
    var walked = condition
    walked.value = try value(condition.value, kind, isList: dialect.takesList(condition))
    return walked
  }

  /// Actions with everything replaced.
  package func actions(_ actions: [RuleAction]) throws -> [RuleAction] {
    try actions.map { action in
      guard let kind = dialect.reference(inAction: action.field) else { return action }
      var walked = action
      // Of a notification only the recipient is somebody.
      if var parts = action.value.array, let first = parts.first {
        parts[0] = try value(first, kind, isList: false)
        walked.value = .array(parts)
      } else {
        walked.value = try value(action.value, kind, isList: false)
      }
      return walked
    }
  }

  private func value(
    _ value: JSONValue, _ kind: RuleValueKind.ReferenceKind, isList: Bool
  ) throws -> JSONValue {
    if let list = value.array { return .array(try list.map { try self.value($0, kind, isList: false) }) }
    guard let word = value.string ?? value.integer.map(String.init) else { return value }
    // A name may hold a comma, so that several become a list.
    guard isList else { return .string(try replace(word, kind)) }
    return .array(try word.split(separator: ",").map { .string(try replace(String($0).trimmed, kind)) })
  }
}

extension RuleDialect {
  /// What the value of a condition or of a changed field names, if it names something.
  package func reference(inCondition field: String) -> RuleValueKind.ReferenceKind? {
    let value =
      self == .ticket ? ConditionCatalogue.field(field)?.value : MessagingCatalogue.field(field)?.value
    if case .reference(let kind)? = value { return kind }
    return nil
  }

  fileprivate func takesList(_ condition: RuleCondition) -> Bool {
    self == .messaging && condition.operatorWord.flatMap(MessagingOperator.named)?.takesList == true
  }

  fileprivate func reference(inAction field: String) -> RuleValueKind.ReferenceKind? {
    guard self == .ticket, let field = ActionCatalogue.field(field) else { return nil }
    switch field.effect {
    case .notifyUser: return .user
    case .notifyGroup: return .group
    default: break
    }
    if case .reference(let kind) = field.value { return kind }
    return nil
  }
}
