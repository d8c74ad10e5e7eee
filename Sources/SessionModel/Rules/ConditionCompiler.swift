import JSONText

/// Turns a condition into a test for one event, or says why it can't be evaluated (T10); what each field asks for stands
/// in its row of `ConditionCatalogue`.
struct ConditionCompiler {
  let environment: RuleEnvironment
  let event: RuleEvent
  /// The note of an update that leaves it only where it ends the session.
  var noteOnEnd: String?

  func compile(_ condition: RuleCondition) throws(RuleProblem) -> RuleTest {
    guard let field = ConditionCatalogue.field(condition.field) else {
      throw .noCondition(condition.field, among: ConditionCatalogue.fields.map(\.name))
    }
    let comparison = try comparison(condition, field)
    if !environment.featureEnabled && (event.isNone ? field.needsFeatureInQueues : field.needsFeature) {
      throw RuleProblem(
        "feature", "'\(field.name)' needs the feature to end sessions, which is off", remedy: .enableFeature)
    }
    let test = try field.compile(
      ConditionReading(
        condition: condition, field: field, comparison: comparison, environment: environment, event: event,
        noteOnEnd: noteOnEnd))
    // T6: at creation nothing has a previous value, not even none.
    return event.isCreation && comparison.isAboutPreviousValue
      ? .always(comparison == .notValuePrevious) : test
  }

  private func comparison(
    _ condition: RuleCondition, _ field: ConditionField
  ) throws(RuleProblem) -> ConditionOperator {
    guard let word = condition.operatorWord, !word.isEmpty else {
      if field.operatorIsOptional { return .is }
      throw RuleProblem(
        "operator",
        "'\(field.name)' needs an operator: \(field.operators.map(\.rawValue).joined(separator: ", "))")
    }
    guard let comparison = ConditionOperator(rawValue: word), field.operators.contains(comparison) else {
      throw .noOperator(word, of: field.name, among: field.operators.map(\.rawValue))
    }
    return comparison
  }
}

/// A condition that is being compiled: what the rows of the catalogue read it by.
struct ConditionReading {
  let condition: RuleCondition
  let field: ConditionField
  let comparison: ConditionOperator
  let environment: RuleEnvironment
  let event: RuleEvent
  let noteOnEnd: String?

  // MARK: Values

  func text() throws(RuleProblem) -> String { try text(condition.value) }

  private func text(_ value: JSONValue) throws(RuleProblem) -> String {
    if let text = value.string { return text }
    if let number = value.integer { return String(number) }
    if let bool = value.bool { return bool ? "true" : "false" }
    if value.isNull { return "" }
    throw RuleProblem("value", "'\(field.name)' takes a text, not \(value.kind.phrase)")
  }

  func someText() throws(RuleProblem) -> String {
    let text = try text()
    guard text.contains(where: { $0 != " " }) else {
      throw RuleProblem("value", "'\(field.name)' needs a word")
    }
    return text
  }

  func words() throws(RuleProblem) -> [String] { try text().split(separator: " ").map(String.init) }

  /// Whether one of the words will do, or none of them may be there.
  var isAboutWords: Bool { comparison == .includes || comparison == .notIncludes }

  func number() throws(RuleProblem) -> Int64 {
    switch field.value {
    case .words(let words, let numbers):
      let word = try text()
      if let index = words.firstIndex(of: word) { return numbers[index] }
      throw .noWord(word, for: field.name, among: words)
    case .reference(let kind): return try reference(kind)
    default:
      let word = try text()
      guard let number = Int64(word) else {
        throw RuleProblem("value", "'\(field.name)' takes a whole number, not '\(word)'")
      }
      return number
    }
  }

  /// 0 for none.
  func reference(_ kind: RuleValueKind.ReferenceKind) throws(RuleProblem) -> Int64 {
    try reference(text(), kind)
  }

  /// The ids of which any will do: a list, or one text with spaces or commas between them.
  private func references() throws(RuleProblem) -> [Int64] {
    guard case .reference(let kind) = field.value else { return [] }
    var words: [String] = []
    for element in condition.value.array ?? [condition.value] {
      words += try text(element).split { $0 == " " || $0 == "," }.map(String.init)
    }
    guard !words.isEmpty else {
      throw RuleProblem("value", "'\(field.name)' needs at least one id of \(kind.phrase)")
    }
    var ids: [Int64] = []
    for word in words { ids.append(try reference(word, kind)) }
    return ids
  }

  private func reference(_ word: String, _ kind: RuleValueKind.ReferenceKind) throws(RuleProblem) -> Int64 {
    if word.isEmpty { return 0 }
    if kind == .user && word == "current_user" { return event.updaterID ?? -1 }
    guard let id = Int64(word), id > 0 else {
      throw RuleProblem("value", "'\(field.name)' takes the id of \(kind.phrase), not '\(word)'")
    }
    try RuleReferences(environment).check(id, kind, isStaff: field.name == "assignee_id")
    return id
  }

  func channels() throws(RuleProblem) -> Set<String> {
    let word = try text()
    if word == "messaging" { return Set(Channel.messaging.map(\.name)) }
    if let id = Int64(word) {
      guard let channel = Channel.known.first(where: { $0.id == id }) else {
        throw RuleProblem("value", "'\(field.name)' knows no channel '\(word)'")
      }
      return [channel.name]
    }
    guard !word.isEmpty else {
      throw RuleProblem("value", "'\(field.name)' needs a channel's id or name, or messaging")
    }
    return [word]
  }

  // MARK: Tests

  func test(of attribute: Attribute) throws(RuleProblem) -> RuleTest {
    switch comparison {
    case .changed: return .changed(attribute, true)
    case .notChanged: return .changed(attribute, false)
    case .present: return .equals(attribute, 0, false)
    case .notPresent: return .equals(attribute, 0, true)
    case .includes, .notIncludes: return .oneOf(attribute, try references(), comparison == .includes)
    default: break
    }
    if let other = token { return try test(of: attribute, sameAs: other) }
    let value = try number()
    switch comparison {
    case .is: return .equals(attribute, value, true)
    case .isNot: return .equals(attribute, value, false)
    case .lessThan: return .less(attribute, value)
    case .greaterThan: return .greater(attribute, value)
    case .value: return .changedTo(attribute, value, true)
    case .notValue: return .changedTo(attribute, value, false)
    case .valuePrevious: return .changedFrom(attribute, value, true)
    case .notValuePrevious: return .changedFrom(attribute, value, false)
    default: throw incomparable
    }
  }

  /// `requester_id` and `assignee_id` as values stand for the ticket's own.
  private func test(of attribute: Attribute, sameAs other: Attribute) throws(RuleProblem) -> RuleTest {
    switch comparison {
    case .is: .same(attribute, other, true)
    case .isNot: .same(attribute, other, false)
    case .value: .changedToSame(attribute, other, true)
    case .notValue: .changedToSame(attribute, other, false)
    case .valuePrevious: .changedFromSame(attribute, other, true)
    case .notValuePrevious: .changedFromSame(attribute, other, false)
    default: throw incomparable
    }
  }

  private var token: Attribute? {
    guard case .reference(.user) = field.value else { return nil }
    switch condition.value.string {
    case "requester_id": return .requester
    case "current_user" where event.updaterIsRequester: return .requester
    case "assignee_id": return .assignee
    default: return nil
    }
  }

  func fieldTest() throws(RuleProblem) -> RuleTest.FieldTest {
    switch comparison {
    case .present: .present(true)
    case .notPresent: .present(false)
    case .changed: .changed(true)
    case .notChanged: .changed(false)
    case .is: .equals(try text(), true)
    case .isNot: .equals(try text(), false)
    case .value: .changedTo(try text(), true)
    case .notValue: .changedTo(try text(), false)
    case .valuePrevious: .changedFrom(try text(), true)
    case .notValuePrevious: .changedFrom(try text(), false)
    default: throw incomparable
    }
  }

  private var incomparable: RuleProblem {
    RuleProblem("operator", "'\(field.name)' can't be compared with '\(comparison.rawValue)'")
  }

  func test(of part: CommentTest.Part, wanted: Bool, varies: Bool) -> RuleTest {
    let test = CommentTest(part: part, wanted: wanted)
    if event.comment != nil { return varies ? .comment(test) : .always(test.holds(for: event.comment)) }
    guard let noteOnEnd else { return .always(test.holds(for: nil)) }
    let note = RuleEvent.Comment(body: noteOnEnd, isPublic: false)
    return .onEnd(test.holds(for: note), otherwise: test.holds(for: nil))
  }

  func isOpen(_ schedule: Int64) throws(RuleProblem) -> Bool {
    guard schedule != 0 else { throw RuleProblem("value", "'\(field.name)' needs the id of a schedule") }
    if let trouble = environment.unusableSchedules[schedule] { throw RuleProblem("schedule", trouble) }
    return environment.openSchedules.contains(schedule)
  }

  func hours() throws(RuleProblem) -> RuleTest {
    let word = try text()
    guard ["true", "false"].contains(word) else {
      throw RuleProblem("value", "'\(field.name)' takes true or false, not '\(word)'")
    }
    guard let defaultOpen = environment.defaultHoursOpen else {
      throw RuleProblem("schedule", "'\(field.name)' needs business hours", remedy: .makeSchedule)
    }
    // A ticket's own schedule may be any of them. What can't be told is not closed: the rule is barred (T10).
    if let trouble = environment.unusableSchedules.min(by: { $0.key < $1.key })?.value {
      throw RuleProblem("schedule", trouble)
    }
    return .inHours(open: environment.openSchedules, defaultOpen: defaultOpen, word == "true")
  }
}

/// Whether what a rule names is there.
struct RuleReferences {
  private let environment: RuleEnvironment

  init(_ environment: RuleEnvironment) { self.environment = environment }

  func check(_ id: Int64, _ kind: RuleValueKind.ReferenceKind, isStaff: Bool) throws(RuleProblem) {
    switch kind {
    case .group where !environment.groups.contains(id): throw .missing("group", id)
    case .user where isStaff && !environment.staff.contains(id): throw .missing("agent", id)
    case .schedule where !environment.schedules.contains(id): throw .missing("schedule", id)
    default: break
    }
  }
}

extension RuleProblem {
  /// A rule names a thing by an id that nothing has.
  static func missing(_ noun: String, _ id: Int64, place: String? = nil) -> RuleProblem {
    RuleProblem("reference", "there is no \(noun) \(id)", place: place, remedy: .list(noun: noun))
  }
}
