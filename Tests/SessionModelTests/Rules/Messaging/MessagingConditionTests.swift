import CivilTime
import JSONText
import Testing

@testable import SessionModel

/// Every condition of messaging triggers, by examples.
@Suite struct MessagingConditionTests {
  private func holds(_ condition: RuleCondition, _ value: String) throws -> Bool {
    var scene = MessagingScene()
    scene.set(condition.field, value)
    return try MessagingCompiler(scene.rules).test(condition).holds(scene.item, scene.facts)
  }

  @Test("M3 conditions hold with these values and not with those", arguments: MessagingExample.all)
  func examples(example: MessagingExample) throws {
    for value in example.yes where value != "never" {
      #expect(try holds(example.condition, value), "'\(value)'")
    }
    for value in example.no { #expect(try !holds(example.condition, value), "'\(value)'") }
  }

  @Test("M3 every operator of every field has an example that holds and one that does not") func coverage() {
    var pairs = 0
    for field in MessagingCatalogue.fields {
      for comparison in field.operators {
        let examples = MessagingExample.all.filter {
          $0.condition.field == field.name && $0.condition.operatorWord == comparison.rawValue
        }
        #expect(examples.contains { !$0.yes.isEmpty && !$0.no.isEmpty }, "\(field.name) \(comparison)")
        pairs += 1
      }
    }
    #expect(pairs > 60)
  }

  @Test("M3 hours and days are those of UTC, before 1970 too, and the week begins on Monday")
  func clock() {
    for (text, hour, day) in [
      ("1970-01-01T00:00:00Z", 0, 3), ("1969-12-31T23:59:59Z", 23, 2), ("2026-07-13T00:00:00Z", 0, 0),
      ("2026-07-12T23:59:59Z", 23, 6), ("2024-02-29T12:30:00+02:00", 10, 3),
    ] as [(String, Int64, Int64)] {
      let facts = MessagingContext(at: try! Instant(rfc3339: text))
      #expect(facts.hourOfDay == hour, "\(text)")
      #expect(facts.dayOfWeek == day, "\(text)")
    }
  }

  @Test(
    "M3, T10 what can't be evaluated is told with its place",
    arguments: [
      ("moon is full", "condition 1 of 'all': there is no condition 'moon'"),
      ("message", "condition 1 of 'all': 'message' needs an operator: is, is_not, is_one_of"),
      ("message regex x", "condition 1 of 'all': 'message' has no operator 'regex'; it has is"),
      ("message less_than 3", "'message' has no operator 'less_than'"),
      ("message contains", "condition 1 of 'all': 'message' needs a text to look for"),
      ("hour_of_day is 24", "'hour_of_day' takes a whole number from 0 to 23, not '24'"),
      ("hour_of_day is -1", "takes a whole number from 0 to 23, not '-1'"),
      ("day_of_week is 7", "'day_of_week' takes 0, 1, 2"),
      ("queue_size less_than many", "'queue_size' takes a whole number of 0 or more, not 'many'"),
      ("group_id is 9", "condition 1 of 'all': there is no group 9"),
      ("group_id is Support", "'group_id' takes the id of a group, not 'Support'"),
      ("sender_type is bot", "'sender_type' takes customer, agent, not 'bot'"),
      ("customer_served is maybe", "'customer_served' takes true or false"),
      ("tags contains", "'tags' needs at least one tag"),
    ])
  func problems(text: String, sentence: String) {
    let words = text.split(separator: " ").map(String.init)
    let trigger = MessagingTrigger.of(
      all: [
        RuleCondition(
          field: words[0], operatorWord: words.count > 1 ? words[1] : nil,
          value: words.count > 2 ? .string(words[2]) : .null)
      ], do: [("add_tags", "x")])
    let problems = trigger.problems(MessagingScene().rules)
    #expect(problems.count == 1)
    #expect(problems.first?.sentence.contains(sentence) == true, "\(problems)")
  }

  @Test("M1, M2, M4, T1 a rule without an event, with both lists, or without actions is told so")
  func shape() {
    let facts = MessagingScene().rules
    let condition = RuleCondition(field: "message", operatorWord: "is", value: "x")
    func problems(
      _ event: String, all: [RuleCondition] = [], any: [RuleCondition] = [], _ actions: [(String, JSONValue)]
    ) -> [String] {
      MessagingTrigger.of(event, all: all, any: any, do: actions).problems(facts).map(\.sentence)
    }
    let tag: [(String, JSONValue)] = [("add_tags", "x")]
    #expect(problems("message_sent", all: [condition], tag) == [])
    #expect(
      problems("", all: [condition], tag)[0].hasPrefix("it has no run event; choose one of conversation_requ")
    )
    #expect(problems("page_enter", all: [condition], tag)[0].hasPrefix("there is no run event 'page_enter'"))
    #expect(problems("message_sent", tag) == ["it has no condition"])
    #expect(problems("message_sent", all: [condition], any: [condition], tag)[0].contains("only one of them"))
    #expect(problems("message_sent", all: [condition], []) == ["it has no action"])
    for (action, sentence) in [
      (("wait", 5), "action 1: there is no action 'wait'; there are send_message_to_customer"),
      (("request_email", "x"), "action 1: there is no action 'request_email'"),
      (("send_message_to_customer", " "), "action 1: 'send_message_to_customer' needs a text"),
      (("send_message_to_customer", ["a"]), "action 1: 'send_message_to_customer' needs a text"),
      (("add_tags", ""), "action 1: 'add_tags' needs at least one tag"),
      (("send_message", .string(String(repeating: "x", count: 70_000))), "action 1: its text can't be used"),
    ] as [((String, JSONValue), String)] {
      let found = problems("message_sent", all: [condition], [action])
      #expect(found.count == 1 && found[0].hasPrefix(sentence), "\(found)")
    }
  }
}

extension MessagingTrigger {
  static func of(
    id: Int64 = 1, _ event: String = "message_sent", all: [RuleCondition] = [], any: [RuleCondition] = [],
    do actions: [(String, JSONValue)]
  ) -> MessagingTrigger {
    MessagingTrigger(
      id: id, title: "Rule \(id)", active: true, position: id, event: event,
      conditions: RuleConditions(all: all, any: any),
      actions: actions.map { RuleAction(field: $0, value: $1) })
  }

  /// `message contains refund`
  static func condition(_ text: String) -> RuleCondition {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    return RuleCondition(
      field: words[0], operatorWord: words[1], value: .string(words.count > 2 ? words[2] : ""))
  }
}
