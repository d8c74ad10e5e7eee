import JSONText
import TestSupport
import Testing

@testable import SessionModel

/// The engine against a plain reading of §6.
@Suite struct MessagingPropertyTests {
  @Test("M2, M5, T10: random rules fire and change as a plain reading of §6 has it", arguments: 0..<8)
  func engines(seed: UInt64) throws {
    var chance = RandomMessaging(random: SplitMix(seed: seed))
    var (fired, barred, quiet) = (0, 0, 0)
    for round in 0..<500 {
      let triggers = chance.triggers()
      let (words, scene) = chance.scene()
      var outcome = try scene.item.applying(
        Update(actor: .system, via: .messaging, at: scene.facts.at, steps: []),
        policy: UpdatePolicy(endedSessionsAsEmail: true, triggerEndSetsEmail: true, canEndSessions: true))
      outcome.run(MessagingCompiler(scene.rules).compile(triggers), on: .messageSent, scene.facts)

      let expected = triggers.filter { NaiveMessaging.isMet($0, words, scene) }
      #expect(
        outcome.fired.map(\.rule.id) == expected.map(\.id),
        "seed \(seed) round \(round): \(triggers), \(words)")
      var tags = words["tags"]!.split(separator: " ").map(String.init)
      for action in expected.flatMap(\.actions) {
        let named = action.value.string!.split(separator: " ").map(String.init)
        switch action.field {
        case "add_tags": tags += named.filter { !tags.contains($0) }
        case "remove_tags": tags.removeAll { named.contains($0) }
        default: break
        }
      }
      #expect(Set(outcome.item.ticket?.tags ?? []) == Set(tags))
      #expect(
        outcome.messages.map(\.rule.id)
          == expected.flatMap { trigger in
            trigger.actions.filter { $0.field == "send_message_to_customer" }.map { _ in trigger.id }
          })
      fired += expected.count
      if triggers.contains(where: { !$0.problems(scene.rules).isEmpty }) { barred += 1 }
      if scene.item.session?.state != .active { quiet += 1 }
    }
    #expect(fired > 150 && barred > 30 && quiet > 20, "\((fired, barred, quiet))")
  }
}

/// Compares texts and nothing else: no compilation, no sets, no ranges.
private enum NaiveMessaging {
  static func isMet(_ trigger: MessagingTrigger, _ words: [String: String], _ scene: MessagingScene) -> Bool {
    guard scene.item.session?.state == .active, trigger.active, trigger.event == "message_sent" else {
      return false
    }
    let conditions = trigger.conditions.all + trigger.conditions.any
    if conditions.isEmpty || (!trigger.conditions.all.isEmpty && !trigger.conditions.any.isEmpty) {
      return false
    }
    if conditions.contains(where: { $0.field == "moon" || $0.operatorWord == "regex" }) { return false }
    if trigger.actions.contains(where: { $0.field == "wait" }) { return false }
    return trigger.conditions.any.isEmpty
      ? trigger.conditions.all.allSatisfy { holds($0, words[$0.field]!) }
      : trigger.conditions.any.contains { holds($0, words[$0.field]!) }
  }

  private static func holds(_ condition: RuleCondition, _ actual: String) -> Bool {
    let value = condition.value.string!
    if condition.field == "tags" {
      let has = value.split { $0 == " " || $0 == "," }.contains { actual.split(separator: " ").contains($0) }
      return ["is", "contains", "is_one_of"].contains(condition.operatorWord) ? has : !has
    }
    let list = value.split(separator: ",").map(String.init)
    switch condition.operatorWord {
    case "is": return actual == value
    case "is_not": return actual != value
    case "is_one_of": return list.contains(actual)
    case "is_not_one_of": return !list.contains(actual)
    case "contains": return has(value, in: actual)
    case "does_not_contain": return !has(value, in: actual)
    case "less_than": return Int(actual)! < Int(value)!
    case "less_than_or_equal": return Int(actual)! <= Int(value)!
    case "greater_than": return Int(actual)! > Int(value)!
    default: return Int(actual)! >= Int(value)!
    }
  }

  private static func has(_ part: String, in text: String) -> Bool {
    text.indices.contains { text[$0...].hasPrefix(part) }
  }
}

/// Random messaging triggers, and conversations to run them on.
private struct RandomMessaging {
  var random: SplitMix

  private static let values: [(field: String, values: [String])] = [
    ("hour_of_day", ["0", "8", "17", "23"]), ("day_of_week", ["0", "4", "6"]),
    ("customer_name", ["ann", "otto", "joanna"]), ("customer_email", ["a@b.c", "d@e.f"]),
    ("customer_previous_conversations", ["0", "1", "5"]), ("group_id", ["1", "2"]),
    ("tags", ["a", "b", "a b", "c"]), ("sender", ["ann", "eve"]), ("sender_type", ["customer", "agent"]),
    ("message", ["refund", "my refund", "hello"]), ("queue_size", ["0", "3", "10"]),
    ("customer_served", ["true", "false"]),
  ]

  private mutating func pick<Element>(_ list: [Element]) -> Element { list.randomElement(using: &random)! }
  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  mutating func triggers() -> [MessagingTrigger] {
    (1...Int64.random(in: 1...6, using: &random)).map { id in
      let isAny = chance(2)
      let conditions = (0..<Int.random(in: 0...3, using: &random)).map { _ in condition() }
      let mixed = chance(15) ? [condition()] : []
      var trigger = MessagingTrigger.of(
        id: id, chance(5) ? "conversation_queued" : "message_sent", all: isAny ? mixed : conditions,
        any: isAny ? conditions : mixed, do: (0...Int.random(in: 0...1, using: &random)).map { _ in action() }
      )
      trigger.active = !chance(10)
      return trigger
    }
  }

  private mutating func condition() -> RuleCondition {
    if chance(40) { return MessagingTrigger.condition("moon is full") }
    if chance(40) { return MessagingTrigger.condition("message regex x") }
    let (name, values) = pick(Self.values)
    let comparison = pick(MessagingCatalogue.field(name)!.operators)
    let listed = comparison == .isOneOf || comparison == .isNotOneOf
    let value = listed && chance(2) ? "\(pick(values)),\(pick(values))" : pick(values)
    return RuleCondition(field: name, operatorWord: comparison.rawValue, value: .string(value))
  }

  private mutating func action() -> (String, JSONValue) {
    chance(30)
      ? ("wait", "5")
      : pick([
        ("add_tags", "a"), ("add_tags", "c d"), ("remove_tags", "b"),
        ("send_message_to_customer", "Hi @sender"),
      ])
  }

  mutating func scene() -> (words: [String: String], MessagingScene) {
    var scene = MessagingScene()
    var words: [String: String] = [:]
    for (name, values) in Self.values {
      let value = pick(values)
      words[name] = value
      scene.set(name, name == "day_of_week" ? MessagingCatalogue.days[Int(value)!] : value)
    }
    if chance(8) { scene.item.session = chance(2) ? nil : WorkItem.Session(id: 7, state: .ended) }
    return (words, scene)
  }
}
