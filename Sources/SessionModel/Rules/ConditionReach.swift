import JSONText

/// What a condition says, as sets of values: the common language in which conditions of several rules are compared.
enum ConditionReach {
  /// One thing that conditions look at.
  enum Subject: Hashable {
    case field(String)
    /// Whether the ticket has it: `yes` or `no`.
    case tag(String)
    /// Whether something holds of which no more is known than its words: `yes` or `no`.
    case said(field: String, comparison: ConditionOperator, value: String)

    var fieldName: String {
      switch self {
      case .field(let name), .said(let name, _, _): name
      case .tag: "current_tags"
      }
    }

    /// Whether it is another one at the ticket's next update.
    var isOfUpdate: Bool {
      if case .said(_, _, "current_user") = self { return true }
      return ConditionCatalogue.field(fieldName)?.ground == .update
    }
  }

  /// The operators that are left: what lies in an order, or is present, is one of some values.
  enum Comparison {
    case isIn(ValueSet)
    case changed
    case changedTo(ValueSet)
    case changedFrom(ValueSet)
  }

  /// A comparison, or its opposite.
  case compares(Subject, Comparison, wanted: Bool)
  /// One of the tags, or none of them.
  case tags([String], wanted: Bool)

  static let yes = ValueSet("yes")

  /// The field that a condition is about; some have two names.
  static func fieldName(_ condition: RuleCondition) -> String {
    condition.field == "status_category" ? "status" : condition.field
  }

  init(_ condition: RuleCondition) {
    let name = Self.fieldName(condition)
    let comparison = condition.operatorWord.flatMap(ConditionOperator.init(rawValue:)) ?? .is
    let text = condition.value.plainText
    if name == "current_tags" {
      self = .tags(
        text.split(separator: " ").map(String.init), wanted: comparison != .notIncludes)
      return
    }
    let isOpaque =
      ["current_user", "requester_id", "assignee_id"].contains(text)
      || ["within_schedule", "subject_includes_word", "comment_includes_word"].contains(name)
    let order = [.lessThan, .greaterThan].contains(comparison) ? Self.range(name, comparison, text) : .any
    guard !isOpaque, let order else {
      let (positive, wanted) = comparison.positive
      let subject = Subject.said(field: name, comparison: positive, value: text)
      self = .compares(subject, .isIn(Self.yes), wanted: wanted)
      return
    }
    let subject = Subject.field(name)
    let values = Self.values(name, condition.value, text)
    self =
      switch comparison {
      case .is, .includes: .compares(subject, .isIn(values), wanted: true)
      case .isNot, .notIncludes: .compares(subject, .isIn(values), wanted: false)
      case .lessThan, .greaterThan: .compares(subject, .isIn(order), wanted: true)
      case .present: .compares(subject, .isIn(ValueSet("")), wanted: false)
      case .notPresent: .compares(subject, .isIn(ValueSet("")), wanted: true)
      case .changed: .compares(subject, .changed, wanted: true)
      case .notChanged: .compares(subject, .changed, wanted: false)
      case .value: .compares(subject, .changedTo(values), wanted: true)
      case .notValue: .compares(subject, .changedTo(values), wanted: false)
      case .valuePrevious: .compares(subject, .changedFrom(values), wanted: true)
      case .notValuePrevious: .compares(subject, .changedFrom(values), wanted: false)
      }
  }

  /// The values that a condition names, several where one word stands for them.
  private static func values(_ field: String, _ value: JSONValue, _ text: String) -> ValueSet {
    switch field {
    case "via_id", "current_via_id": channels(text)
    case "comment_is_public":
      switch text {
      case "true", "requester_can_see_comment": ValueSet("public")
      case "false": ValueSet("private")
      default: .only(["public", "private"])
      }
    case "role", "requester_role": ValueSet(["0": "end_user", "4": "agent", "2": "admin"][text] ?? text)
    case "custom_status_id":
      .only(
        Set(
          (value.array ?? [value]).map(\.plainText).flatMap { $0.split { " ,".contains($0) } }.map(
            String.init)
        )
        .union(text.isEmpty ? [""] : []))
    default: ValueSet(text)
    }
  }

  /// By name: ids and `messaging` are other ways to write them.
  static func channels(_ word: String) -> ValueSet {
    if word == "messaging" { return .only(Set(Channel.messaging.map(\.name))) }
    return ValueSet(Channel.known.first { String($0.id) == word }?.name ?? word)
  }

  /// What comes before or after a value; nil where it can't be told or is too much.
  private static func range(_ name: String, _ comparison: ConditionOperator, _ text: String) -> ValueSet? {
    if case .words(let words, _) = ConditionCatalogue.field(name)?.value {
      guard let place = words.firstIndex(of: text) else { return nil }
      return .only(Set(comparison == .lessThan ? words[..<place] : words[(place + 1)...]))
    }
    // Counts begin at zero.
    guard let number = Int(text), (0...1000).contains(number) else { return nil }
    return comparison == .lessThan
      ? .only(Set((0..<number).map(String.init))) : .allBut(Set((0...number).map(String.init)))
  }
}

extension ConditionReach {
  /// The thing of which something has to be known before this can be certain; nil where it can be certain otherwise.
  var certainOnlyBy: Subject? {
    switch self {
    case .tags(let tags, wanted: true) where tags.count == 1: .tag(tags[0])
    case .tags: nil
    // These are also certain where the same condition was demanded.
    case .compares(_, .changedTo, wanted: false), .compares(_, .changedFrom, wanted: false): nil
    case .compares(let subject, _, _): subject
    }
  }

  /// The value that its thing has if it holds; nil where it is about several, or about a change.
  var demandedValue: String? {
    switch self {
    case .tags(let tags, wanted: true) where tags.count == 1: Self.yes.single
    case .compares(_, .isIn(let values), wanted: true): values.single
    default: nil
    }
  }
}

extension ConditionOperator {
  /// The operator of which it is the opposite, or itself.
  fileprivate var positive: (ConditionOperator, wanted: Bool) {
    switch self {
    case .isNot: (.is, false)
    case .notChanged: (.changed, false)
    case .notValue: (.value, false)
    case .notValuePrevious: (.valuePrevious, false)
    case .notIncludes: (.includes, false)
    case .notPresent: (.present, false)
    default: (self, true)
    }
  }
}

extension JSONValue {
  /// A value of a rule as a text, however it is written; empty for none.
  var plainText: String {
    string ?? integer.map(String.init) ?? bool.map { $0 ? "true" : "false" }
      ?? (array?.map(\.plainText).joined(separator: " ") ?? "")
  }
}
