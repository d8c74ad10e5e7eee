import JSONText
import Placeholders

/// Checks messaging triggers, and compiles them once per run.
public struct MessagingCompiler: Sendable {
  private let environment: RuleEnvironment

  /// The environment is that of a moment: what rules may name, what is switched on, which hours are open.
  public init(_ environment: RuleEnvironment) { self.environment = environment }

  // MARK: Checking

  /// Everything that keeps a trigger from being evaluated (T10), in the order of the rule.
  public func problems(of trigger: MessagingTrigger) -> [RuleProblem] {
    var problems: [RuleProblem] = []
    if MessagingEvent(word: trigger.event) == nil {
      let words = MessagingEvent.words.joined(separator: ", ")
      problems.append(
        RuleProblem(
          "event",
          trigger.event.isEmpty
            ? "it has no run event; choose one of \(words)"
            : "there is no run event '\(trigger.event)'; choose one of \(words)"))
    }
    for (list, name) in [(trigger.conditions.all, "all"), (trigger.conditions.any, "any")] {
      for (index, condition) in list.enumerated() {
        do throws(RuleProblem) { _ = try test(condition) } catch {
          problems.append(error.at("condition \(index + 1) of '\(name)'"))
        }
      }
    }
    if trigger.conditions.isEmpty { problems.append(RuleProblem("conditions", "it has no condition")) }
    // M2
    if !trigger.conditions.all.isEmpty && !trigger.conditions.any.isEmpty {
      problems.append(
        RuleProblem(
          "both_lists",
          "it has conditions under both 'all' and 'any'; a messaging trigger uses only one of them"))
    }
    if trigger.actions.isEmpty { problems.append(RuleProblem("actions", "it has no action")) }
    for (index, action) in trigger.actions.enumerated() {
      do throws(RuleProblem) { _ = try compile(action) } catch {
        problems.append(error.at("action \(index + 1)"))
      }
    }
    return problems
  }

  // MARK: Compiling

  /// The active triggers in the order given; a rule that can't be evaluated never half-fires (T10).
  public func compile(_ triggers: [MessagingTrigger]) -> MessagingRules {
    MessagingRules(
      triggers.filter(\.active).compactMap { trigger in
        guard let event = MessagingEvent(word: trigger.event), problems(of: trigger).isEmpty,
          let all = try? trigger.conditions.all.map({ try test($0) }),
          let any = try? trigger.conditions.any.map({ try test($0) }),
          let actions = try? trigger.actions.map({ try compile($0) })
        else { return nil }
        return CompiledMessagingTrigger(
          rule: RuleReference(id: trigger.id, title: trigger.title, kind: .messagingTrigger), event: event,
          all: all, any: any, actions: actions)
      })
  }

  func compile(_ action: RuleAction) throws(RuleProblem) -> CompiledMessagingTrigger.Action {
    guard let field = MessagingCatalogue.action(action.field) else {
      throw .noAction(action.field, among: MessagingCatalogue.actions.map(\.name))
    }
    switch field.effect {
    case .sendMessage:
      guard let text = action.value.string, text.contains(where: { !$0.isWhitespace }) else {
        throw RuleProblem("value", "'\(field.name)' needs a text")
      }
      do throws(TemplateProblem) {
        return .send(try AtTemplate.compile(text, names: MessagingPlaceholders.names))
      } catch { throw RuleProblem("template", "its text can't be used: \(error)") }
    case .addTags: return .step(.addTags(try tags(action.value, field.name)))
    case .removeTags: return .step(.removeTags(try tags(action.value, field.name)))
    }
  }

  func test(_ condition: RuleCondition) throws(RuleProblem) -> MessagingTest {
    guard let field = MessagingCatalogue.field(condition.field) else {
      throw .noCondition(condition.field, among: MessagingCatalogue.fields.map(\.name))
    }
    let known = field.operators.map(\.rawValue)
    guard let word = condition.operatorWord, !word.isEmpty else {
      throw RuleProblem("operator", "'\(field.name)' needs an operator: \(known.joined(separator: ", "))")
    }
    guard let comparison = MessagingOperator.named(word), field.operators.contains(comparison) else {
      throw .noOperator(word, of: field.name, among: known)
    }
    switch field.source {
    case .hourOfDay: return try number(.hourOfDay, comparison, condition, field)
    case .dayOfWeek: return try number(.dayOfWeek, comparison, condition, field)
    case .previousConversations: return try number(.previousConversations, comparison, condition, field)
    case .queueSize: return try number(.queueSize, comparison, condition, field)
    case .senderType: return try number(.senderType, comparison, condition, field)
    case .customerName: return try text(.customerName, comparison, condition, field)
    case .customerEmail: return try text(.customerEmail, comparison, condition, field)
    case .sender: return try text(.sender, comparison, condition, field)
    case .message: return try text(.message, comparison, condition, field)
    case .tags: return .tags(try tags(condition.value, field.name), !comparison.isNegative)
    case .group:
      var groups: Set<Int64> = []
      for word in try words(condition.value, comparison, field) { groups.insert(try group(word, field)) }
      return .groups(groups, !comparison.isNegative)
    case .customerServed:
      guard let served = condition.value.bool ?? condition.value.string.flatMap(Bool.init) else {
        throw RuleProblem("value", "'\(field.name)' takes true or false")
      }
      return .served(served != comparison.isNegative)
    }
  }

  // MARK: Values

  private func number(
    _ source: MessagingTest.NumberSource, _ comparison: MessagingOperator, _ condition: RuleCondition,
    _ field: MessagingField
  ) throws(RuleProblem) -> MessagingTest {
    var numbers: [Int64] = []
    for word in try words(condition.value, comparison, field) {
      numbers.append(try number(word, source, field))
    }
    let (value, limits) = (numbers[0], source.limits)
    switch comparison {
    case .lessThan:
      return value > limits.lowerBound
        ? .range(source, limits.lowerBound...value - 1) : .numbers(source, [], true)
    case .greaterThan:
      return value < limits.upperBound
        ? .range(source, value + 1...limits.upperBound) : .numbers(source, [], true)
    case .lessThanOrEqual: return .range(source, limits.lowerBound...value)
    case .greaterThanOrEqual: return .range(source, value...limits.upperBound)
    default: return .numbers(source, Set(numbers), !comparison.isNegative)
    }
  }

  private func number(
    _ word: String, _ source: MessagingTest.NumberSource, _ field: MessagingField
  ) throws(RuleProblem) -> Int64 {
    if case .words(let words, let numbers) = field.value {
      if let index = words.firstIndex(of: word.lowercased()) { return numbers[index] }
      throw .noWord(word, for: field.name, among: words)
    }
    guard let number = Int64(word), source.limits.contains(number) else {
      let range =
        source.limits.upperBound < 100
        ? "a whole number from \(source.limits.lowerBound) to \(source.limits.upperBound)"
        : "a whole number of \(source.limits.lowerBound) or more"
      throw RuleProblem("value", "'\(field.name)' takes \(range), not '\(word)'")
    }
    return number
  }

  private func text(
    _ source: MessagingTest.TextSource, _ comparison: MessagingOperator, _ condition: RuleCondition,
    _ field: MessagingField
  ) throws(RuleProblem) -> MessagingTest {
    let words = try words(condition.value, comparison, field)
    if comparison == .contains || comparison == .doesNotContain {
      guard !words[0].isEmpty else {
        throw RuleProblem("value", "'\(field.name)' needs a text to look for")
      }
      return .contains(source, words[0].lowercased(), comparison == .contains)
    }
    return .texts(source, Set(words.map { $0.lowercased() }), !comparison.isNegative)
  }

  /// One value, or the several of `is_one_of`: a list, or a text with commas.
  private func words(
    _ value: JSONValue, _ comparison: MessagingOperator, _ field: MessagingField
  ) throws(RuleProblem) -> [String] {
    func word(_ value: JSONValue) -> String? {
      value.string ?? value.integer.map(String.init) ?? (value.isNull ? "" : nil)
    }
    if let one = word(value) {
      guard comparison.takesList else { return [one] }
      let parts = one.split(separator: ",").map { String($0.drop { $0 == " " }.trimmingEnd) }
      return parts.isEmpty ? [one] : parts
    }
    guard let list = value.array, !list.isEmpty, comparison.takesList || list.count == 1 else {
      let wanted = comparison.takesList ? "a list" : "a text or a number"
      throw RuleProblem("value", "'\(field.name)' takes \(wanted), not \(value.kind.phrase)")
    }
    var words: [String] = []
    for element in list {
      guard let one = word(element) else {
        throw RuleProblem("value", "'\(field.name)' takes texts and numbers, not \(element.kind.phrase)")
      }
      words.append(one)
    }
    return words
  }

  private func group(_ word: String, _ field: MessagingField) throws(RuleProblem) -> Int64 {
    if word.isEmpty { return 0 }
    guard let id = Int64(word), id > 0 else {
      throw RuleProblem("value", "'\(field.name)' takes the id of a group, not '\(word)'")
    }
    try RuleReferences(environment).check(id, .group, isStaff: false)
    return id
  }

  private func tags(_ value: JSONValue, _ name: String) throws(RuleProblem) -> [String] {
    let texts = value.array.map { $0.compactMap(\.string) } ?? [value.string ?? ""]
    let tags = texts.flatMap { $0.split { $0 == " " || $0 == "," }.map(String.init) }
    guard !tags.isEmpty else { throw RuleProblem("value", "'\(name)' needs at least one tag") }
    return tags
  }
}

extension Substring {
  fileprivate var trimmingEnd: Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
