import CommandGrammar
import JSONText
import SessionModel

/// Reads conditions and actions as they are typed; what things are called is looked up later.
struct RuleTextReader {
  private let dialect: RuleDialect
  private let textOfFile: (_ path: String) throws -> String

  /// - Parameter textOfFile: reads what `@path` names
  init(_ dialect: RuleDialect, textOfFile: @escaping (_ path: String) throws -> String) {
    self.dialect = dialect
    self.textOfFile = textOfFile
  }

  func condition(_ text: String, _ option: Option<String>) -> Typed<RuleCondition> {
    typed(text, option, else: RuleCondition(field: text, operatorWord: nil, value: .null)) {
      try condition(text)
    }
  }

  func action(_ text: String, _ option: Option<String>) -> Typed<RuleAction> {
    typed(text, option, else: RuleAction(field: text, value: .null)) { try action(text) }
  }

  /// An action of which no more than its field, or the first parts of its list, need be typed.
  func beginning(ofAction text: String, _ option: Option<String>) -> Typed<RuleAction> {
    typed(text, option, else: RuleAction(field: text, value: .null)) {
      let (field, value) = try fieldAndValue(text)
      guard let count = ActionText.parts(of: field), !value.hasPrefix("["),
        let words = try? ActionText.words(value), words.count < count
      else { return try action(text) }
      guard let first = words.first else { return RuleAction(field: field, value: .null) }
      let texts = [ActionText.recipient(first.text, of: field)] + words.dropFirst().map(\.text)
      return RuleAction(field: field, value: .array(texts.map(JSONValue.string)))
    }
  }

  private func typed<Element>(
    _ text: String, _ option: Option<String>, else standIn: Element, _ read: () throws -> Element
  ) -> Typed<Element> {
    let place = "\(option.spec.spelling) '\(text)'"
    do { return Typed(element: try read(), place: place) } catch {
      return Typed(element: standIn, place: place, failure: Failure(error))
    }
  }

  // MARK: Conditions

  private func condition(_ text: String) throws -> RuleCondition {
    var words = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard !words.isEmpty else { throw blank }
    try refuseLabel(text, .condition, isKnown: ConditionCatalogue.field(words[0]) != nil)
    let field = words.removeFirst()
    var operatorWord: String?
    if let word = words.first.flatMap({ dialect.operatorWord($0, after: field) }) {
      operatorWord = word
      words.removeFirst()
    }
    // `""` is nothing, as rules are shown.
    let value = words == ["\"\""] ? "" : words.joined(separator: " ")
    if dialect == .messaging, let list = try list(value) {
      return RuleCondition(field: field, operatorWord: operatorWord, value: .array(list))
    }
    return RuleCondition(
      field: field, operatorWord: operatorWord, value: words.isEmpty ? .null : .string(value))
  }

  // MARK: Actions

  private func action(_ text: String) throws -> RuleAction {
    let (field, value) = try fieldAndValue(text)
    if let lines = ActionText.block(value), lines.head.isEmpty {
      return RuleAction(field: field, value: .string(lines.body))
    }
    // A message may begin with anything.
    if dialect == .ticket, let list = try list(value) { return RuleAction(field: field, value: .array(list)) }
    if let count = ActionText.parts(of: field), dialect == .ticket {
      let parts = try ActionText.list(value, count, field).map(content)
      return RuleAction(field: field, value: .array(parts.map(JSONValue.string)))
    }
    // As a shell has it, and as rules are shown: nothing.
    if value == "\"\"" { return RuleAction(field: field, value: .string("")) }
    guard ActionText.isText(field, dialect) else { return RuleAction(field: field, value: .string(value)) }
    return RuleAction(field: field, value: .string(try content(ActionText.Part(value, mayBeFile: true))))
  }

  /// The text itself, or that of the file which it names.
  private func content(_ part: ActionText.Part) throws -> String {
    guard part.mayBeFile, let path = part.path(dialect) else { return part.literal }
    return try textOfFile(path)
  }

  private func fieldAndValue(_ text: String) throws -> (field: String, value: String) {
    // A text that begins on the next line is one that `show` printed.
    let end = text.firstIndex { $0 == " " || $0 == "\n" } ?? text.endIndex
    let field = String(text[..<end])
    guard !field.isEmpty else { throw blank }
    try refuseLabel(
      text, .action, isKnown: ActionCatalogue.macroField(field) != nil || dialect == .messaging)
    if end == text.endIndex { return (field, "") }
    return (field, String(text[end] == " " ? text[text.index(after: end)...] : text[end...]))
  }

  // MARK: Both

  /// The product's labels are of several words, and no names of fields here: what is meant is said, and not done.
  private func refuseLabel(_ text: String, _ kind: GlossaryEntry.Kind, isKnown: Bool) throws {
    guard dialect == .ticket, !isKnown, let found = Glossary.leading(text, kind) else { return }
    let meant = [found.word, found.rest].filter { !$0.isEmpty }.joined(separator: " ")
    throw Failure.usage("'\(found.label)' is called \(found.word) here; did you mean '\(meant)'?")
  }

  private var blank: Failure { .usage("it names no field; see '\(dialect.fieldsCommand)'") }

  private func list(_ value: String) throws -> [JSONValue]? {
    guard value.hasPrefix("[") else { return nil }
    guard let list = try? JSONValue.parse(value).array else {
      throw Failure.usage("the value starts like a JSON list but is not one")
    }
    return list
  }
}

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
