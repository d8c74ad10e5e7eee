import JSONText

/// Turns a condition into a test for one event, or says why it can't be evaluated (T10).
struct ConditionCompiler {
  let facts: RuleEnvironment
  let event: RuleEvent
  /// The note of an update that leaves it only where it ends the session.
  var noteOnEnd: String?

  func compile(_ condition: RuleCondition) throws(RuleProblem) -> RuleTest {
    guard let field = ConditionCatalogue.field(condition.field) else {
      throw .noCondition(condition.field, among: ConditionCatalogue.fields.map(\.name))
    }
    let comparison = try comparison(condition, field)
    if !facts.featureEnabled && (event.isNone ? field.needsFeatureInQueues : field.needsFeature) {
      throw RuleProblem(
        "feature",
        "'\(field.name)' needs the feature, which is off; turn it on with 'sessionctl feature enable'")
    }
    // T6: at creation nothing has a previous value, not even none.
    let hadNone = event.isCreation && comparison.isAboutPreviousValue
    switch field.source {
    case .updateType:
      let wanted = try number(condition, field)
      return .always((event.isCreation ? 1 : 2) == wanted)
    case .attribute(let attribute):
      let test = try test(attribute, comparison, condition, field)
      return hadNone ? .always(comparison == .notValuePrevious) : test
    case .tags:
      let tags = try text(condition, field).split(separator: " ").map(String.init)
      guard !tags.isEmpty else { throw RuleProblem("value", "'\(field.name)' needs at least one tag") }
      return .tags(tags, comparison == .includes)
    case .channel: return .channel(try channels(condition, field), comparison == .is)
    case .currentChannel:
      return .always(try channels(condition, field).contains(event.channel) == (comparison == .is))
    case .subjectText:
      let text = try someText(condition, field)
      return comparison == .includes || comparison == .notIncludes
        ? .subjectWords(words(text), comparison == .includes) : .subjectText(text, comparison == .is)
    case .commentText:
      return commentTest(
        CommentTest(
          part: .text(
            try someText(condition, field), byWords: comparison == .includes || comparison == .notIncludes),
          wanted: comparison == .includes || comparison == .is), varies: event.commentVaries)
    case .commentVisibility:
      return commentTest(
        CommentTest(part: .visibility(try number(condition, field)), wanted: comparison == .is),
        varies: event.commentVisibilityVaries)
    case .updaterRole:
      return .always(
        (try number(condition, field) == Int64(event.updaterRole.rawValue)) == (comparison == .is))
    case .businessHours: return try hours(condition, field)
    case .withinSchedule:
      let schedule = try reference(condition, field, .schedule)
      guard schedule != 0 else {
        throw RuleProblem("value", "'\(field.name)' needs the id of a schedule")
      }
      if let trouble = facts.unusableSchedules[schedule] { throw RuleProblem("schedule", trouble) }
      return .always(facts.openSchedules.contains(schedule) == (comparison == .is))
    case .customField(let id):
      let test = try fieldTest(condition, comparison, field)
      return hadNone ? .always(comparison == .notValuePrevious) : .customField(id, test)
    }
  }

  // MARK: Operators

  private func comparison(
    _ condition: RuleCondition, _ field: ConditionField
  ) throws(RuleProblem) -> ConditionOperator {
    guard let word = condition.operatorWord, !word.isEmpty else {
      if field.operatorIsOptional { return .is }
      throw RuleProblem(
        "operator", "'\(field.name)' needs an operator: \(list(field.operators.map(\.rawValue)))")
    }
    guard let comparison = ConditionOperator(rawValue: word), field.operators.contains(comparison) else {
      throw .noOperator(word, of: field.name, among: field.operators.map(\.rawValue))
    }
    return comparison
  }

  private func test(
    _ attribute: Attribute, _ comparison: ConditionOperator, _ condition: RuleCondition,
    _ field: ConditionField
  ) throws(RuleProblem) -> RuleTest {
    switch comparison {
    case .changed: return .changed(attribute, true)
    case .notChanged: return .changed(attribute, false)
    case .present: return .equals(attribute, 0, false)
    case .notPresent: return .equals(attribute, 0, true)
    default: break
    }
    if comparison == .includes || comparison == .notIncludes {
      return .oneOf(attribute, try references(condition, field), comparison == .includes)
    }
    if let other = try token(condition, field) {
      return try sameAs(other, attribute, comparison, field)
    }
    let value = try number(condition, field)
    switch comparison {
    case .is: return .equals(attribute, value, true)
    case .isNot: return .equals(attribute, value, false)
    case .lessThan: return .less(attribute, value)
    case .greaterThan: return .greater(attribute, value)
    case .value: return .changedTo(attribute, value, true)
    case .notValue: return .changedTo(attribute, value, false)
    case .valuePrevious: return .changedFrom(attribute, value, true)
    case .notValuePrevious: return .changedFrom(attribute, value, false)
    default: throw RuleProblem("operator", "'\(field.name)' can't be compared with '\(comparison.rawValue)'")
    }
  }

  /// `requester_id` and `assignee_id` as values stand for the ticket's own.
  private func sameAs(
    _ other: Attribute, _ attribute: Attribute, _ comparison: ConditionOperator, _ field: ConditionField
  ) throws(RuleProblem) -> RuleTest {
    switch comparison {
    case .is: return .same(attribute, other, true)
    case .isNot: return .same(attribute, other, false)
    case .value: return .changedToSame(attribute, other, true)
    case .notValue: return .changedToSame(attribute, other, false)
    case .valuePrevious: return .changedFromSame(attribute, other, true)
    case .notValuePrevious: return .changedFromSame(attribute, other, false)
    default: throw RuleProblem("operator", "'\(field.name)' can't be compared with '\(comparison.rawValue)'")
    }
  }

  private func token(_ condition: RuleCondition, _ field: ConditionField) throws(RuleProblem) -> Attribute? {
    guard case .reference(.user) = field.value else { return nil }
    switch condition.value.string {
    case "requester_id": return .requester
    case "current_user" where event.updaterIsRequester: return .requester
    case "assignee_id": return .assignee
    default: return nil
    }
  }

  private func fieldTest(
    _ condition: RuleCondition, _ comparison: ConditionOperator, _ field: ConditionField
  ) throws(RuleProblem) -> RuleTest.FieldTest {
    switch comparison {
    case .present: return .present(true)
    case .notPresent: return .present(false)
    case .changed: return .changed(true)
    case .notChanged: return .changed(false)
    case .is: return .equals(try text(condition, field), true)
    case .isNot: return .equals(try text(condition, field), false)
    case .value: return .changedTo(try text(condition, field), true)
    case .notValue: return .changedTo(try text(condition, field), false)
    case .valuePrevious: return .changedFrom(try text(condition, field), true)
    case .notValuePrevious: return .changedFrom(try text(condition, field), false)
    default: throw RuleProblem("operator", "'\(field.name)' can't be compared with '\(comparison.rawValue)'")
    }
  }

  // MARK: Values

  private func text(_ condition: RuleCondition, _ field: ConditionField) throws(RuleProblem) -> String {
    if let text = condition.value.string { return text }
    if let number = condition.value.integer { return String(number) }
    if let bool = condition.value.bool { return bool ? "true" : "false" }
    if condition.value.isNull { return "" }
    throw RuleProblem("value", "'\(field.name)' takes a text, not \(condition.value.kind.phrase)")
  }

  private func someText(_ condition: RuleCondition, _ field: ConditionField) throws(RuleProblem) -> String {
    let text = try text(condition, field)
    guard text.contains(where: { $0 != " " }) else {
      throw RuleProblem("value", "'\(field.name)' needs a word")
    }
    return text
  }

  private func number(_ condition: RuleCondition, _ field: ConditionField) throws(RuleProblem) -> Int64 {
    switch field.value {
    case .words(let words, let numbers):
      let word = try text(condition, field)
      if let index = words.firstIndex(of: word) { return numbers[index] }
      throw .noWord(word, for: field.name, among: words)
    case .reference(let kind): return try reference(condition, field, kind)
    default:
      let word = try text(condition, field)
      guard let number = Int64(word) else {
        throw RuleProblem("value", "'\(field.name)' takes a whole number, not '\(word)'")
      }
      return number
    }
  }

  private func reference(
    _ condition: RuleCondition, _ field: ConditionField, _ kind: RuleValueKind.ReferenceKind
  ) throws(RuleProblem) -> Int64 {
    try reference(text(condition, field), field, kind)
  }

  /// The ids of which any will do: a list, or one text with spaces or commas between them.
  private func references(
    _ condition: RuleCondition, _ field: ConditionField
  ) throws(RuleProblem) -> [Int64] {
    guard case .reference(let kind) = field.value else { return [] }
    var words: [String] = []
    for element in condition.value.array ?? [condition.value] {
      let listed = RuleCondition(
        field: condition.field, operatorWord: condition.operatorWord, value: element)
      words += try text(listed, field).split { $0 == " " || $0 == "," }.map(String.init)
    }
    guard !words.isEmpty else {
      throw RuleProblem("value", "'\(field.name)' needs at least one id of a \(kind.rawValue)")
    }
    var ids: [Int64] = []
    for word in words { ids.append(try reference(word, field, kind)) }
    return ids
  }

  private func reference(
    _ word: String, _ field: ConditionField, _ kind: RuleValueKind.ReferenceKind
  ) throws(RuleProblem) -> Int64 {
    if word.isEmpty { return 0 }
    if kind == .user && word == "current_user" { return event.updaterID ?? -1 }
    guard let id = Int64(word), id > 0 else {
      throw RuleProblem("value", "'\(field.name)' takes the id of a \(kind.rawValue), not '\(word)'")
    }
    try RuleReferences(facts).check(id, kind, isStaff: field.name == "assignee_id")
    return id
  }

  private func channels(_ condition: RuleCondition, _ field: ConditionField) throws(RuleProblem) -> Set<
    String
  > {
    let word = try text(condition, field)
    if word == "messaging" { return Set(Channel.messaging.map(\.name)) }
    if let id = Int64(word) {
      guard let channel = Channel.known.first(where: { $0.id == id }) else {
        throw RuleProblem("value", "'\(field.name)' names no channel by '\(word)'")
      }
      return [channel.name]
    }
    guard !word.isEmpty else {
      throw RuleProblem("value", "'\(field.name)' needs a channel's id or name, or messaging")
    }
    return [word]
  }

  private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  private func list(_ words: [String]) -> String { words.joined(separator: ", ") }

  // MARK: Decided by the event

  private func commentTest(_ test: CommentTest, varies: Bool) -> RuleTest {
    if event.comment != nil { return varies ? .comment(test) : .always(test.holds(for: event.comment)) }
    guard let noteOnEnd else { return .always(test.holds(for: nil)) }
    let note = RuleEvent.Comment(body: noteOnEnd, isPublic: false)
    return .onEnd(test.holds(for: note), otherwise: test.holds(for: nil))
  }

  private func hours(_ condition: RuleCondition, _ field: ConditionField) throws(RuleProblem) -> RuleTest {
    let word = try text(condition, field)
    guard ["true", "false"].contains(word) else {
      throw RuleProblem("value", "'\(field.name)' takes true or false, not '\(word)'")
    }
    guard let defaultOpen = facts.defaultHoursOpen else {
      throw RuleProblem(
        "schedule",
        "'\(field.name)' needs business hours: make some with 'sessionctl schedule create', and set account.default_schedule"
      )
    }
    // A ticket's own schedule may be any of them. What can't be told is not closed: the rule is barred (T10).
    if let trouble = facts.unusableSchedules.min(by: { $0.key < $1.key })?.value {
      throw RuleProblem("schedule", trouble)
    }
    return .inHours(open: facts.openSchedules, defaultOpen: defaultOpen, word == "true")
  }
}

/// Whether what a rule names is there.
struct RuleReferences {
  private let facts: RuleEnvironment

  init(_ facts: RuleEnvironment) { self.facts = facts }

  func check(_ id: Int64, _ kind: RuleValueKind.ReferenceKind, isStaff: Bool) throws(RuleProblem) {
    switch kind {
    case .group where !facts.groups.contains(id): throw missing("group", id, see: "group list")
    case .user where isStaff && !facts.staff.contains(id): throw missing("agent", id, see: "agent list")
    case .schedule where !facts.schedules.contains(id): throw missing("schedule", id, see: "schedule list")
    default: break
    }
  }

  private func missing(_ noun: String, _ id: Int64, see: String) -> RuleProblem {
    RuleProblem("reference", "there is no \(noun) \(id) (see 'sessionctl \(see)')")
  }
}
