import CommandGrammar
import Foundation
import JSONText
import Testing

/// Rules as one file: exported, compared, applied, here and in another account.
@Suite struct RulesAsCodeTests {
  private let machine: TestMachine

  /// Without the standard rule of a new store, which would stand among those that the tests look at.
  private static func account() throws -> TestMachine { try withoutStandardRule(.withAccount()) }
  private static func store() throws -> TestMachine { try withoutStandardRule(.withStore()) }

  private static func withoutStandardRule(_ machine: TestMachine) throws -> TestMachine {
    try machine.succeed("trigger", "disable", "1", "-q")
    try machine.succeed("trigger", "delete", "1", "-q")
    return machine
  }

  init() throws {
    machine = try Self.account()
    try fill(machine)
  }

  /// A rule of every kind, with groups, agents and schedules in it.
  private func fill(_ machine: TestMachine) throws {
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon-fri 09:00-17:00", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Hand over", "--if", "group_id is Support", "--if",
      "messaging_session_ended_reason value agent_ended", "--do", "assignee_id ana@example.com", "--do",
      "group_id Billing", "--do", "notification_user [\"ana@example.com\",\"S\",\"B\"]", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Tag", "--if", "status is open", "--do", "current_tags x", "-q")
    try machine.succeed(
      "messaging-trigger", "create", "--title", "Hello", "--event", "message_sent", "--if-any",
      "group_id is_one_of Support,Billing", "--do", "send_message_to_customer Hi, @customer_name", "-q")
    try machine.succeed(
      "macro", "create", "--title", "For billing", "--group", "Billing", "--group", "Support", "--do",
      "group_id Billing", "--do", "comment_value Over to {{ticket.group.name}}", "-q")
    try machine.succeed(
      "macro", "create", "--title", "Ana's", "--user", "ana@example.com", "--do", "assignee_id current_user",
      "-q")
    machine.run(
      "import", "-",
      input: """
        {"queue":{"id":"01Q","name":"Ended","order":1,"priority":5,"definition":{"all":[{"field":"group_id",\
        "operator":"is","value":"701"}],"any":[]},"primary_groups_id":[701],"secondary_groups_id":[702],\
        "created_at":"2026-07-01T00:00:00Z","updated_at":"2026-07-01T00:00:00Z"}}
        """)
  }

  /// Another account with the same groups and people under other ids.
  private func otherAccount(_ lines: [String] = TestMachine.staffElsewhere) throws -> TestMachine {
    let other = try Self.store()
    try other.succeed("feature", "enable", "-q")
    try other.take(lines)
    // Without the rules that every account begins with.
    try other.succeed("rules", "apply", "-", "--prune", "--yes", "-q", input: "{\"triggers\":[]}")
    return other
  }

  private func exported(_ machine: TestMachine) throws -> String {
    try machine.succeed("rules", "export").text
  }

  @Test("the file says all, by name, without ids and times, and differs in nothing from its account")
  func export() throws {
    let text = try exported(machine)
    let file = try JSONValue.parse(text)
    #expect(
      file.object?.keys == ["schema", "schedules", "queues", "macros", "triggers", "messaging_triggers"])
    for word in ["701", "702", "601", "\"id\"", "created_at", "updated_at", "position"] {
      #expect(!text.contains(word), "\(word)")
    }
    let trigger = file["triggers"]?[0]
    #expect(trigger?["conditions"]?["all"]?[0]?["value"] == "Support")
    #expect(
      trigger?["actions"]?.array?.map { $0["value"] } == [
        "ana@example.com", "Billing", ["ana@example.com", "S", "B"],
      ])
    #expect(file["queues"]?[0]?["primary_groups"] == ["Support"])
    #expect(
      file["macros"]?.array?.map { $0["restriction"] } == [
        ["groups": ["Billing", "Support"]], ["user": "ana@example.com"],
      ])
    #expect(file["macros"]?[0]?["conditions"] == nil)
    #expect(file["messaging_triggers"]?[0]?["conditions"]?["any"]?[0]?["value"] == ["Support", "Billing"])
    // A condition is a line.
    #expect(
      text.contains("\n          {\"field\": \"group_id\", \"operator\": \"is\", \"value\": \"Support\"},\n"))
    let diff = machine.run(["rules", "diff", "-"], input: Array(text.utf8))
    #expect(diff.code == .done && diff.text.isEmpty, "\(diff)")
    let content = machine.content()
    let apply = machine.run(["rules", "apply", "-", "--prune", "--yes", "--json"], input: Array(text.utf8))
    #expect(apply.code == .done && apply.items.isEmpty, "\(apply)")
    #expect(machine.content() == content)
  }

  @Test("it moves to another account, whose ids are others, and comes out the same there")
  func move() throws {
    let text = try exported(machine)
    let other = try otherAccount()
    let plan = other.run("rules", "apply", "-", "--dry-run", "--json", input: text)
    let content = other.content()
    let apply = other.run("rules", "apply", "-", "--json", input: text)
    #expect(apply.code == .done, "\(apply)")
    #expect(plan.json == apply.json)
    #expect(
      apply.items.map { $0["kind"] } == [
        "schedule", "queue", "macro", "macro", "trigger", "trigger", "messaging_trigger",
      ])
    #expect(other.content() != content)
    #expect(other.run("rules", "diff", "-", input: text).text == "")
    #expect(try exported(other) == text)
    let trigger = other.run("trigger", "show", "Hand over", "--json").item
    #expect(trigger["conditions"]?["all"]?[0]?["value"] == "91")
    #expect(trigger["actions"]?[0]?["value"] == "81")
    let macro = other.run("macro", "show", "For billing", "--json").item
    #expect(macro["restriction"] == ["type": "Group", "id": 92, "ids": [92, 91]])
    #expect(macro["actions"]?[0]?["value"] == "92")
    #expect(other.logged.last == "rules apply")
    #expect(other.run("doctor").code == .done)
    #expect(other.run("trigger", "lint").code == .done)
  }

  @Test("what the other account lacks is named, each for its rule, and nothing is done (65)")
  func lacking() throws {
    let text = try exported(machine)
    let other = try Self.store()
    let content = other.content()
    for words in [["rules", "apply", "-"], ["rules", "apply", "-", "--dry-run"]] {
      let run = other.run(words, input: Array(text.utf8))
      #expect(run.code == .badInput)
      #expect(run.errors.contains("queue 'Ended': this account has no group 'Support', no group 'Billing'"))
      #expect(
        run.errors.contains(
          "trigger 'Hand over': this account has no group 'Support', no agent 'ana@example.com', no group 'Billing'"
        ))
      #expect(run.errors.contains("messaging trigger 'Hello': this account has no group 'Support'"))
      #expect(run.errors.contains("standard input was not applied: 5 rules"))
      #expect(other.content() == content)
    }
    // F2: the feature is off here.
    let off = try otherAccount()
    try off.succeed("feature", "disable", "-q")
    let run = off.run("rules", "apply", "-", input: text)
    #expect(run.code == .badInput)
    #expect(
      run.errors.contains("trigger 'Hand over': condition 2 of 'all': 'messaging_session_ended_reason' needs")
    )
  }

  @Test("diff shows changed lines, new and missing rules and another order, and exits with 1")
  func diff() throws {
    let text = try exported(machine)
    try machine.succeed("trigger", "edit", "Tag", "--do", "current_tags y", "-q")
    try machine.succeed("trigger", "reorder", "Tag", "-q")
    try machine.succeed("messaging-trigger", "disable", "Hello", "-q")
    try machine.succeed("messaging-trigger", "delete", "Hello", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "New", "--if", "status is new", "--do", "priority low", "-q")
    let run = machine.run("rules", "diff", "-", input: text)
    #expect(run.code == .no)
    #expect(run.text.hasPrefix("--- the account\n+++ standard input\n@@ trigger \"Tag\" @@\n"))
    #expect(
      run.text.contains("\n-   \"actions\": [{\"field\": \"current_tags\", \"value\": \"y\"}]\n")
        || run.text.contains("\n-     {\"field\": \"current_tags\", \"value\": \"y\"}\n"), "\(run.text)")
    #expect(run.text.contains("@@ trigger \"New\" @@\n- {\n"))
    #expect(run.text.contains("@@ messaging trigger \"Hello\" @@\n+ {\n"))
    #expect(run.text.contains("@@ order of triggers @@\n"))
    let rows = machine.run("rules", "diff", "-", "--json", input: text).items
    #expect(rows.map { $0["change"] } == ["changed", "removed", "reordered", "created"])
    #expect(rows[2]["before"] == ["Tag", "Hand over"] && rows[2]["after"] == ["Hand over", "Tag"])
    // Back to the file.
    let apply = machine.run("rules", "apply", "-", "--json", input: text)
    #expect(apply.items.map { $0["change"] } == ["changed", "reordered", "created"])
    #expect(apply.errors.contains("1 rule not in the file stayed; --prune deletes them"))
    #expect(
      machine.run("trigger", "list", "--json").items.map { $0["title"] } == ["Hand over", "New", "Tag"])
    let pruned = machine.run("rules", "apply", "-", "--prune", "--yes", "--json", input: text)
    #expect(pruned.items == [["kind": "trigger", "title": "New", "change": "deleted"]])
    #expect(try exported(machine) == text)
  }

  @Test("a kind that the file does not name is left alone, with --prune too; an empty list empties it")
  func partial() throws {
    let text = "{\"triggers\": []}"
    #expect(machine.run("rules", "apply", "-", "--prune", "--yes", "--json", input: text).items.count == 2)
    let file = try JSONValue.parse(try exported(machine))
    #expect(file["triggers"] == [])
    #expect(file["queues"]?.array?.count == 1 && file["messaging_triggers"]?.array?.count == 1)
    #expect(machine.run("rules", "apply", "-", "--prune", "--yes", input: "{}").code == .done)
  }

  @Test("new rules take the file's place; what the file does not have stays behind what it followed")
  func order() throws {
    func rule(_ title: String) -> String {
      "{\"title\":\"\(title)\",\"conditions\":{\"all\":[{\"field\":\"status\",\"operator\":\"is\",\"value\":\"open\"}]},\"actions\":[{\"field\":\"priority\",\"value\":\"low\"}]}"
    }
    func apply(_ titles: String...) -> Run {
      machine.run(
        "rules", "apply", "-", "--json", input: "{\"triggers\":[\(titles.map(rule).joined(separator: ","))]}")
    }
    #expect(apply("A", "Hand over", "B").code == .done)
    #expect(titles == ["A", "Hand over", "Tag", "B"])
    #expect(apply("B", "A").items == [["kind": "trigger", "title": .null, "change": "reordered"]])
    #expect(titles == ["B", "A", "Hand over", "Tag"])
    // Two of one title: the first is the first.
    #expect(apply("A", "A", "C").items.map { $0["change"] } == ["created", "created"])
    #expect(apply("A", "A", "C").items.isEmpty)
  }

  private var titles: [String?] {
    machine.run("trigger", "list", "--json").items.map { $0["title"]?.string }
  }

  @Test("what is known nowhere here comes along, and an inactive rule may be one that can't be evaluated")
  func unknown() throws {
    try machine.take([
      """
      {"trigger":{"id":77,"url":"https://x/77.json","title":"Odd","active":true,"position":9,"conditions":{"all":\
      [{"field":"moon","operator":"is","value":{"a":[1,2.50]}},{"field":"group_id","operator":"is","value":"999"}]},\
      "actions":[],"x_kept":{"y":1},"a_kept":null}}
      """
    ])
    let text = try exported(machine)
    #expect(text.contains("2.50"))
    let other = try otherAccount()
    #expect(other.run("rules", "apply", "-", input: text).code == .done)
    #expect(try exported(other) == text)
    let item = other.run("trigger", "show", "Odd", "--json").item
    #expect(item["x_kept"]?["y"] == 1)
    #expect(item["active"] == false)
  }

  @Test(
    "a wrong file is refused with its place, and nothing is done (65)",
    arguments: [
      ("", "line 1: an empty text"),
      ("[]", "expected an object with the lists of 'rules export', found an array"),
      ("{\n\"triggers\": [}", "line 2:"),
      ("{\"trigers\":[]}", "no kind of rule 'trigers'; there are schedules, queues"),
      ("{\"trigers\":[]}", "did you mean 'triggers'"), ("{\"triggers\":{}}", "triggers: expected a list"),
      ("{\"triggers\":[7]}", "triggers[0]: expected an object"),
      ("{\"triggers\":[{}]}", "triggers[0]: title: expected a text"),
      ("{\"triggers\":[{\"title\":\"x\",\"active\":1}]}", "triggers[0]: active: expected true or false"),
      ("{\"triggers\":[{\"title\":\"x\",\"conditions\":[]}]}", "triggers[0]: conditions: expected an object"),
      ("{\"triggers\":[{\"title\":\"x\"}]}", "trigger 'x': it has no condition"),
      ("{\"messaging_triggers\":[{\"title\":\"x\"}]}", "messaging trigger 'x': it has no run event"),
      (
        "{\"queues\":[{\"name\":\"q\",\"primary_groups\":[701]}]}",
        "queues[0]: primary_groups: expected a list of the"
      ),
      ("{\"queues\":[{\"name\":\"q\"}]}", "queue 'q': it has no primary group"),
      ("{\"queues\":[{\"name\":\"q\",\"priority\":\"x\"}]}", "queues[0]: priority: expected a number"),
      ("{\"schedules\":[{\"name\":\"s\"}]}", "schedules[0]: time_zone: expected a text"),
      (
        "{\"schedules\":[{\"name\":\"s\",\"time_zone\":\"Mars\",\"intervals\":[{\"start_time\":1,\"end_time\":2}]}]}",
        "schedule 's': "
      ),
      (
        "{\"macros\":[{\"title\":\"m\",\"restriction\":{\"type\":\"Group\"}}]}",
        "macros[0]: restriction: expected null, {"
      ),
      ("{\"schema\":\"sessionctl.rules/2\"}", "expected sessionctl.rules/1"),
    ])
  func wrong(text: String, sentence: String) throws {
    let content = machine.content()
    let run = machine.run("rules", "apply", "-", "--prune", "--yes", input: text)
    #expect(run.code == .badInput, "\(run)")
    #expect(run.errors.contains(sentence), "\(run.errors)")
    #expect(machine.content() == content)
  }

  @Test("only admins apply; anybody on the staff looks; an unreadable file is 66") func roles() throws {
    let text = try exported(machine)
    #expect(machine.run("rules", "apply", "-", "--as", "ana@example.com", input: text).code == .notPermitted)
    #expect(machine.run("rules", "diff", "-", "--as", "ana@example.com", input: text).code == .done)
    #expect(machine.run("rules", "apply", "/nowhere/rules.json").code == .noInput)
    #expect(machine.run("rules", "export", "--fields", "title").code == .usage)
    #expect(machine.run("rules", "export", "--format", "csv").code == .usage)
    #expect(machine.run("rules", "export", "--json").text == text)
  }

  @Test("hostile titles stay harmless in the difference") func hostile() throws {
    let text = "{\"triggers\":[{\"title\":\"\\u001b[31mx\\u202e\",\"active\":false}]}"
    let run = machine.run("rules", "diff", "-", input: text)
    #expect(run.code == .no)
    #expect(!run.text.unicodeScalars.contains("\u{1b}") && !run.text.unicodeScalars.contains("\u{202e}"))
  }

  @Test("a schedule that is another's default is changed in place, and rules by it go on") func schedules()
    throws
  {
    try machine.succeed("settings", "set", "account.default_schedule", "Office", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Late", "--if", "within_schedule is_not 1", "--do", "current_tags late",
      "-q")
    let text = try exported(machine)
    #expect(text.contains("\"field\": \"within_schedule\", \"operator\": \"is_not\", \"value\": \"Office\""))
    let changed = text.replacing("\"time_zone\": \"UTC\"", with: "\"time_zone\": \"Europe/Berlin\"")
    #expect(
      machine.run("rules", "apply", "-", "--json", input: changed).items.map { $0["change"] } == ["changed"])
    #expect(machine.run("schedule", "list", "--json").items.map { $0["id"] } == [1])
    #expect(try exported(machine) == changed)
    let gone = machine.run("rules", "apply", "-", "--prune", "--yes", input: "{\"schedules\":[]}")
    #expect(gone.code == .no)
    let other = try otherAccount()
    #expect(other.run("rules", "apply", "-", input: changed).code == .done)
    #expect(try exported(other) == changed)
  }
}

extension TestMachine {
  /// The staff of `withAccount` as another account has them.
  static let staffElsewhere = [
    Wire.wrapped("group", Wire.group(92, "Billing")), Wire.wrapped("group", Wire.group(91, "Support")),
    Wire.wrapped(
      "user", Wire.user(81, [("name", "Ana"), ("email", "ana@example.com"), ("role", "agent")])),
  ]
}
