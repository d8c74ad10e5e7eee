import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import StoreEngine

extension RuleDialect {
  /// The word as an operator of the field; nil when it belongs to the value.
  fileprivate func operatorWord(_ word: String, after field: String) -> String? {
    switch self {
    case .ticket:
      // `update_type Create` leaves the operator out; few fields can.
      let isOptional = ConditionCatalogue.field(field)?.operatorIsOptional ?? false
      return isOptional && ConditionOperator(rawValue: word) == nil ? nil : word
    case .messaging: return String(word.map { $0 == "-" ? "_" : $0 })
    }
  }

  /// Where to see what there is.
  fileprivate var fieldsCommand: String {
    self == .ticket ? "sessionctl trigger fields" : "sessionctl messaging-trigger fields"
  }
}

/// Conditions and actions as they are typed: `--if 'FIELD [OPERATOR] [VALUE]'`, `--do 'FIELD VALUE'`.
///
/// Groups and agents may be named; what is stored is the wire format's id.
struct RuleText {
  static let title = Option<String>("title", "TITLE", .nonEmptyText, help: "The rule's title")
  static let description = Option<String>("description", "TEXT", .text, help: "What the rule is for")
  static let ifAll = Option<String>(
    "if", "CONDITION", .nonEmptyText, repeatable: true, completion: .stored("condition"),
    help: "A condition that must hold: 'FIELD [OPERATOR] [VALUE]'")
  static let ifAny = Option<String>(
    "if-any", "CONDITION", .nonEmptyText, repeatable: true, completion: .stored("condition"),
    help: "A condition of which at least one must hold")
  static let perform = Option<String>(
    "do", "ACTION", .nonEmptyText, repeatable: true, completion: .stored("action"), dashValues: true,
    help: "What to do: 'FIELD VALUE'; a list as JSON")

  static let options: [any OptionDeclaring] = [title, description, ifAll, ifAny, perform]

  private let dialect: RuleDialect
  private let walk: RuleReferenceWalk

  init(_ reader: StoreReader, _ dialect: RuleDialect = .ticket) {
    self.dialect = dialect
    walk = RuleReferenceWalk(dialect: dialect) { name, kind in
      guard !RuleNames.tokens.contains(name), Int64(name) == nil else { return name }
      return switch kind {
      case .group: String(try Naming(reader).group(name).id)
      case .schedule: String(try Naming(reader).schedule(name).id)
      case .user:
        String(try reader.people(email: name).first?.id ?? Naming(reader).staff(name).id)
      default: name
      }
    }
  }

  func conditions(_ texts: [String]) throws -> [RuleCondition] {
    try walk.conditions(RuleConditions(all: texts.map(condition))).all
  }

  private func condition(_ text: String) throws -> RuleCondition {
    var words = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard !words.isEmpty else { throw blank(text, Self.ifAll) }
    try refuseLabel(text, Self.ifAll, .condition, isKnown: ConditionCatalogue.field(words[0]) != nil)
    let field = words.removeFirst()
    var operatorWord: String?
    if let word = words.first.flatMap({ dialect.operatorWord($0, after: field) }) {
      operatorWord = word
      words.removeFirst()
    }
    // `""` is nothing, as rules are shown.
    let value = words == ["\"\""] ? "" : words.joined(separator: " ")
    if dialect == .messaging, let list = try list(value, "--if '\(text)'") {
      return RuleCondition(field: field, operatorWord: operatorWord, value: .array(list))
    }
    return RuleCondition(
      field: field, operatorWord: operatorWord, value: words.isEmpty ? .null : .string(value))
  }

  func actions(_ texts: [String]) throws -> [RuleAction] { try walk.actions(texts.map(action)) }

  private func action(_ text: String) throws -> RuleAction {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard !words.isEmpty else { throw blank(text, Self.perform) }
    try refuseLabel(text, Self.perform, .action, isKnown: ActionCatalogue.macroField(words[0]) != nil)
    let value = words.count > 1 ? words[1] : ""
    // As a shell has it, and as rules are shown: nothing.
    if value == "\"\"" { return RuleAction(field: words[0], value: .string("")) }
    // A message may begin with anything.
    if dialect == .ticket, let list = try list(value, "--do '\(text)'") {
      return RuleAction(field: words[0], value: .array(list))
    }
    return RuleAction(field: words[0], value: .string(value))
  }

  /// The product's labels are of several words, and no names of fields here: what is meant is said, and not done.
  private func refuseLabel(
    _ text: String, _ option: Option<String>, _ kind: GlossaryEntry.Kind, isKnown: Bool
  ) throws {
    guard dialect == .ticket, !isKnown, let found = Glossary.leading(text, kind) else { return }
    let meant = [found.word, found.rest].filter { !$0.isEmpty }.joined(separator: " ")
    throw Failure.usage(
      "\(option.spec.spelling) '\(text)': '\(found.label)' is called \(found.word) here; did you mean '\(meant)'?"
    )
  }

  private func blank(_ text: String, _ option: Option<String>) -> Failure {
    Failure.usage(
      "\(option.spec.spelling) '\(text)': it names no field; see '\(dialect.fieldsCommand)'")
  }

  private func list(_ value: String, _ place: String) throws -> [JSONValue]? {
    guard value.hasPrefix("[") else { return nil }
    guard let list = try? JSONValue.parse(value).array else {
      throw Failure.usage("\(place): the value starts like a JSON list but is not one")
    }
    return list
  }
}
