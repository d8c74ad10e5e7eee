import Testing

/// A member that is one slip from a known one is told, wherever a rule is written by hand; others of the service pass.
@Suite struct MisspelledMemberTests {
  private let machine: TestMachine

  init() throws { machine = try .withAccount() }

  private static func rule(
    _ members: String, all: String = "all", value: String = "value", action: String = "value"
  ) -> String {
    """
    {"title":"Z",\(members)"conditions":{"\(all)":[{"field":"status","operator":"changed","\(value)":null}],\
    "any":[{"field":"status","operator":"is","value":"open"}]},\
    "actions":[{"field":"priority","\(action)":"low"}]}
    """
  }

  @Test(
    "a slip is told with its place, and the rule is taken",
    arguments: [
      (rule(#""actve":false,"#), "actve means nothing; did you mean 'active'?"),
      (rule(#""Active":false,"#), "Active means nothing; did you mean 'active'?"),
      (rule("", all: "al"), "conditions.al means nothing; did you mean 'all'?"),
      (rule("", value: "vlaue"), "conditions.all[0].vlaue means nothing; did you mean 'value'?"),
      (rule("", action: "values"), "actions[0].values means nothing; did you mean 'value'?"),
    ])
  func slip(rule: String, sentence: String) {
    let diff = machine.run("rules", "diff", "-", input: "{\"triggers\":[\(rule)]}")
    #expect(diff.errors.contains("sessionctl: standard input: triggers[0]: \(sentence)\n"), "\(diff)")
    let create = machine.run("trigger", "create", "-", "-q", input: rule)
    #expect(create.errors.contains("sessionctl: standard input: \(sentence)\n"), "\(create)")
  }

  @Test("queues, macros and schedules alike") func kinds() {
    let run = machine.run(
      "rules", "diff", "-",
      input: """
        {"queues":[{"name":"Q","prioriti":1,"definition":{"all":[]},"primary_groups":["Support"]}],
         "macros":[{"title":"M","restrictions":null,"actions":[{"field":"priority","value":"low"}]}],
         "schedules":[{"name":"S","time_zone":"UTC","interval":[],"intervals":[{"start_time":1,"end_time":2}],"holiday":[]}]}
        """)
    #expect(run.errors.contains("queues[0]: prioriti means nothing; did you mean 'priority'?"), "\(run)")
    #expect(run.errors.contains("macros[0]: restrictions means nothing; did you mean 'restriction'?"))
    #expect(run.errors.contains("schedules[0]: holiday means nothing; did you mean 'holidays'?"))
    // Where the right one stands too, the other is none of its slips.
    #expect(!run.errors.contains("schedules[0]: interval "))
  }

  @Test("what the service has beyond that passes without a word, but its category ids are not read")
  func live() throws {
    let record = Self.rule(
      #""id":9,"url":"https://x/9.json","raw_title":"Z","default":false,"position":4,"active":true,"#
        + #""description":null,"created_at":"2026-01-01T00:00:00Z","updated_at":null,"x_more":{"y":1},"#)
    let create = machine.run("trigger", "create", "-", "-q", input: record)
    #expect(create.code == .done && create.errors.isEmpty, "\(create)")
    let diff = machine.run(
      "rules", "diff", "-", "-q", input: "{\"triggers\":[\(Self.rule(#""category_id":"7","#))]}")
    #expect(
      diff.errors
        == "sessionctl: standard input: triggers: 'category_id' is not read; write 'category', with its name\n"
    )
  }
}
