import JSONText
import TestSupport
import Testing

@testable import SessionModel

/// The queues' fast matching against the conditions of one queue after the other.
@Suite struct QueueMatcherTests {
  private static let subjects = [
    "", "help me", "Pay now!", "helper e-mail", "HELP-pay", "pay_now 4711", "hélp me", "naïve help",
    "pay\tnow",
  ]
  private static let values: [(field: String, values: [String])] = [
    ("current_tags", ["a", "b c", "d", "x a"]),
    ("subject_includes_word", ["help", "pay Help", "e-mail", "NAÏVE", "4711"]),
    ("priority", ["low", "high"]), ("group_id", ["1", "2"]), ("status", ["new", "open"]),
  ]

  @Test("Q3: many queues at once take what each would take alone, the first by order", arguments: 0..<4)
  func matching(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    func pick<Element>(_ list: [Element]) -> Element { list.randomElement(using: &random)! }
    func condition() -> RuleCondition {
      let (field, values) = pick(Self.values)
      let operators = try! #require(ConditionCatalogue.field(field)).operators.filter { !$0.takesNoValue }
      return RuleCondition(field: field, operatorWord: pick(operators).rawValue, value: .string(pick(values)))
    }
    let compiler = RuleCompiler(
      RuleEnvironment(featureEnabled: true, hasSurvey: true, groups: [1, 2], staff: [5]))
    var taken: Set<Int64?> = []
    for round in 0..<200 {
      let conditions = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        RuleConditions(
          all: (0..<Int.random(in: 0...2, using: &random)).map { _ in condition() },
          any: (0..<Int.random(in: 0...3, using: &random)).map { _ in condition() })
      }
      let compiled = conditions.enumerated().compactMap { place, conditions in
        compiler.compile(queue: conditions).map { (key: Int64(place + 1), conditions: $0) }
      }
      let matcher = QueueMatcher(compiled)
      for _ in 0..<20 {
        var ticket = WorkItems.ticket(
          pick([.new, .open]), group: pick([1, 2]), tags: pick([[], ["a"], ["b", "d"], ["c", "y"]]))
        ticket.priority = pick([.low, .high])
        ticket.facts.subject = pick(Self.subjects)
        let item = WorkItem(session: WorkItems.active, ticket: ticket)
        let expected = compiled.first { $0.conditions.areMet(before: item, now: item) }?.key
        #expect(
          matcher.firstMatch(item) == expected, "seed \(seed) round \(round): \(conditions), \(item)")
        taken.insert(expected)
      }
    }
    #expect(taken.count > 6 && taken.contains(nil))
  }
}
