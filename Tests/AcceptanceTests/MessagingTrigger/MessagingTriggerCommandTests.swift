import CommandGrammar
import Foundation
import JSONText
import Testing

/// Messaging triggers with whole commands.
@Suite struct MessagingTriggerCommandTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @discardableResult
  private func create(
    _ title: String, on event: String = "message_sent", if conditions: [String] = ["message contains refund"],
    do actions: [String] = ["add_tags refund"], _ more: String...
  ) -> Run {
    machine.run(
      ["messaging-trigger", "create", "--title", title, "--event", event, "--json"]
        + conditions.flatMap { ["--if", $0] } + actions.flatMap { ["--do", $0] } + more)
  }

  private var titles: [String?] {
    machine.run("messaging-trigger", "list", "--json").items.map { $0["title"]?.string }
  }

  @Test("M1–M4 a rule from options is stored in the wire format, groups by name, words with - or _")
  func options() throws {
    let made = create(
      "Night", on: "conversation-requested",
      if: ["group_id is-one-of Support, Billing", "message does-not-contain \"no\""],
      do: ["send_message_to_customer [us] Dear @customer_name", "add_tags a b"], "--description",
      "For the night"
    )
    #expect(made.code == .done, "\(made)")
    #expect(made.json["schema"] == "sessionctl.messaging-trigger/1")
    let item = made.item
    #expect(
      item.object?.members.map(\.key).prefix(8) == [
        "id", "title", "description", "active", "position", "event", "conditions", "actions",
      ])
    #expect(item["event"] == "conversation_requested")
    #expect(
      item["conditions"]?["all"] == [
        ["field": "group_id", "operator": "is_one_of", "value": ["701", "702"]],
        ["field": "message", "operator": "does_not_contain", "value": "\"no\""],
      ])
    #expect(item["actions"]?[0]?["value"] == "[us] Dear @customer_name")
    #expect(item["problems"] == [])
    let any = machine.run(
      "messaging-trigger", "create", "--title", "Any", "--event", "message_sent", "--if-any",
      "customer_name is_one_of [\"Ann, Lee\", \"Otto\"]", "--if-any", "queue_size greater_than 5", "--do",
      "remove_tags x", "--json")
    #expect(any.item["conditions"]?["any"]?[0]?["value"] == ["Ann, Lee", "Otto"])
    #expect(machine.logged.suffix(2) == ["messaging-trigger create", "messaging-trigger create"])
  }

  @Test(
    "a rule is checked completely before it is stored, and the problem points at its place",
    arguments: [
      (
        ["message regex x"], ["add_tags a"], "condition 1 of 'all': 'message' has no operator 'regex'",
        ExitCode.usage
      ),
      (["moon is full"], ["add_tags a"], "condition 1 of 'all': there is no condition 'moon'", .usage),
      (
        ["message contains x", "group_id is 9"], ["add_tags a"], "condition 2 of 'all': there is no group 9",
        .no
      ),
      (["message contains x"], ["wait 5"], "action 1: there is no action 'wait'", .usage),
      ([], ["add_tags a"], "it has no condition", .usage),
      (["message contains x"], [], "it has no action", .usage),
      ([" "], ["add_tags a"], "--if ' ': it names no field", .usage),
      (["message is_one_of [x"], ["add_tags a"], "starts like a JSON list but is not one", .usage),
    ])
  func problems(conditions: [String], actions: [String], sentence: String, code: ExitCode) {
    let content = machine.content()
    let run = create("Wrong", if: conditions, do: actions)
    #expect(run.code == code, "\(run)")
    #expect(run.errors.contains(sentence), "\(run.errors)")
    #expect(machine.content() == content)
  }

  @Test("M1, M2 the event is one of four; all and any conditions together are refused")
  func shape() {
    let wrong = create("Wrong", on: "conversation_requestd")
    #expect(wrong.code == .usage)
    #expect(wrong.errors.contains("conversation_requested"))
    let without = machine.run(
      "messaging-trigger", "create", "--title", "x", "--if", "message is a", "--do", "add_tags a")
    #expect(without.code == .usage)
    #expect(
      without.errors.contains("it has no run event; choose one of conversation_requested, message_sent"))
    #expect(create("Both", "--if-any", "message is a").errors.contains("under both 'all' and 'any'"))
    #expect(machine.run("messaging-trigger", "create").code == .usage)
  }

  @Test("T8, T3: listed, edited, switched, reordered with every id, deleted only when inactive")
  func manage() throws {
    create("One")
    create("Two")
    create("Three")
    let some = machine.run("messaging-trigger", "reorder", "Three", "1")
    #expect(some.code == .usage)
    #expect(some.errors.contains("not named: 2 'Two'; 'sessionctl messaging-trigger reorder' needs every"))
    try machine.succeed("messaging-trigger", "reorder", "3", "1", "Two", "-q")
    #expect(titles == ["Three", "One", "Two"])
    let edited = machine.run(
      "messaging-trigger", "edit", "One", "--title", "First", "--event", "conversation_queued", "--if",
      "queue_size greater_than 3", "--json")
    #expect(edited.item["event"] == "conversation_queued")
    #expect(edited.item["conditions"]?["all"]?.array?.count == 1)
    #expect(edited.item["actions"]?[0]?["value"] == "refund")
    #expect(machine.run("messaging-trigger", "delete", "First").code == .no)
    try machine.succeed("messaging-trigger", "disable", "First", "Two", "-q")
    try machine.succeed("messaging-trigger", "delete", "First", "-q")
    #expect(titles == ["Three", "Two"])
    try machine.succeed("messaging-trigger", "enable", "Two", "-q")
    #expect(machine.run("messaging-trigger", "show", "Two", "--json").item["active"] == true)
    let missing = machine.run("messaging-trigger", "show", "Thre")
    #expect(missing.code == .no)
    #expect(
      missing.errors.contains(
        "no messaging trigger 'Thre' (there are 2; see 'sessionctl messaging-trigger list')"))
    #expect(missing.errors.contains("did you mean 'Three'?"))
    // Ids count for each kind of rule by itself.
    try machine.succeed(
      "trigger", "create", "--title", "Ticket", "--if", "status is open", "--do", "priority low", "-q")
    #expect(machine.run("trigger", "list", "--json").items.map { $0["id"] } == [1, 2])
  }

  @Test("only admins manage them") func roles() {
    create("One")
    for words in [["disable", "1"], ["delete", "1"], ["reorder", "1"], ["edit", "1", "--title", "x"]] {
      #expect(machine.run(["messaging-trigger"] + words + ["--as", "ana@example.com"]).code == .notPermitted)
    }
    #expect(create("Two", "--as", "ana@example.com").code == .notPermitted)
    #expect(titles == ["One"])
  }

  @Test("M4, T10: what can't be evaluated is kept word for word on import, inactive, and told in problems")
  func barred() throws {
    let rule = """
      {"messaging_triggers":[{"id":77,"title":"Odd","active":true,"position":3,"event":"message_sent",\
      "conditions":{"all":[{"field":"message","operator":"regex","value":"a+"}],"any":[]},\
      "actions":[{"field":"wait","value":5},{"field":"request_email","value":""}],"x_unknown":[1]}],"count":1}
      """
    #expect(machine.run("import", "-", input: rule).code == .done)
    let item = machine.run("messaging-trigger", "show", "77", "--json").item
    #expect(item["active"] == false)
    #expect(item["x_unknown"] == [1])
    #expect(item["problems"]?.array?.count == 3)
    #expect(machine.run("messaging-trigger", "enable", "77").code == .usage)
    let lint = machine.run("trigger", "lint", "--json")
    let found = lint.items
    #expect(found.map { $0["kind"] } == Array(repeating: "messaging_trigger", count: 3))
    #expect(found.allSatisfy { $0["trigger_id"] == 77 && $0["advice"] != .null })
    #expect(lint.code == .done)
  }

  @Test("trigger lint looks them over too: an active one that can never be met is an answer of no")
  func lint() {
    create("Never", if: ["message is a", "message is b"])
    create("Chatty", if: ["customer_served is false"], do: ["send_message Hi @bot_name"])
    let run = machine.run("trigger", "lint", "--json")
    #expect(run.code == .no)
    #expect(run.items.map { $0["code"] } == ["never_met", "fires_again", "unknown_placeholder"])
  }

  @Test("live chat's form is understood; what has no counterpart bars the rule, and the definition stays")
  func chat() throws {
    let rule = """
      [{"id":5,"name":"Refund","enabled":1,"description":"d","definition":{"event":"chat_message","condition":\
      ["and",["icontains","@message","refund"],["eq","@visitor_served",false],["gt","@visitor_previous_chats",0]],\
      "actions":[["sendMessageToVisitor","Shop","Hi @customer_name"],["addTag","refund"]]}},
      {"id":6,"name":"Regex","enabled":1,"definition":{"event":"page_enter","condition":\
      ["or",["regex","@message","a+"],["not",["firedBefore"]]],"actions":[["wait",5]]}}]
      """
    let run = machine.run("import", "-", "--json", input: rule)
    #expect(run.code == .done, "\(run)")
    let items = machine.run("messaging-trigger", "list", "--json").items
    let first = try #require(items.first)
    #expect(first["title"] == "Refund" && first["active"] == true && first["event"] == "message_sent")
    #expect(first["problems"] == [])
    #expect(
      first["conditions"]?["all"]?.array?.map { $0["field"] } == [
        "message", "customer_served", "customer_previous_conversations",
      ])
    #expect(first["actions"]?[0]?["value"] == "Hi @customer_name")
    #expect(first["definition"]?["event"] == "chat_message")
    #expect(items.last?["active"] == false)
    #expect(items.last?["problems"]?.array?.count == 4)
  }

  @Test("wire format in, wire format out, bare or wrapped; nothing half-stored of what is wrong")
  func wireFormat() throws {
    let rule = """
      {"messaging_trigger":{"title":"From a file","event":"message_sent","conditions":{"all":[{"field":"message",\
      "operator":"is","value":"hi"}]},"actions":[{"field":"add_tags","value":"x"}],"custom":{"kept":true}}}
      """
    let made = machine.run("messaging-trigger", "create", "-", "--json", input: rule)
    #expect(made.code == .done, "\(made)")
    #expect(made.item["custom"]?["kept"] == true)
    let bare = String(rule.dropFirst(#"{"messaging_trigger":"#.count).dropLast())
    #expect(
      machine.run("messaging-trigger", "edit", "1", "-", "--json", input: bare).item["event"]
        == "message_sent")
    let content = machine.content()
    for bad in [
      "{\"messaging_trigger\":{\"title\":", "{}", "[]", "{\"title\":5}",
      "{\"title\":\"x\",\"conditions\":[]}",
      "{\"title\":\"x\",\"event\":7}", "{\"title\":\"x\",\"definition\":{\"condition\":7}}",
      "{\"title\":\"\(String(repeating: "x", count: 65_600))\"}", "",
    ] {
      let run = machine.run("messaging-trigger", "create", "-", input: bad)
      #expect(run.code == .badInput, "\(bad.prefix(60)): \(run)")
    }
    #expect(machine.content() == content)
  }

  @Test("they survive export and import into a fresh store, byte for byte") func roundTrip() throws {
    create("Tag")
    try machine.take([
      """
      {"messaging_trigger":{"id":9,"name":"Chat","enabled":0,"definition":{"event":"chat_requested","condition":\
      ["eq","@hour_of_day",3],"actions":[["removeTag","x"]]}}}
      """
    ])
    let export = machine.run("export").output
    let other = try TestMachine()
    try other.succeed("init", "--plan", "suite-growth", "--admin", "admin@example.com", "-q")
    #expect(other.run(["import", "-"], input: export).code == .done)
    #expect(
      other.run("export", "--type", "messaging_trigger").output
        == machine.run("export", "--type", "messaging_trigger").output)
    #expect(other.run(["import", "-"], input: export).code == .done)
    #expect(other.run("messaging-trigger", "list", "--json").json["count"] == 2)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("fields lists events, conditions with operators and values, actions and placeholders")
  func fields() {
    let run = machine.run("messaging-trigger", "fields", "--json")
    let kinds = run.items.compactMap { $0["kind"]?.string }
    #expect(
      Dictionary(grouping: kinds) { $0 }.mapValues(\.count) == [
        "event": 4, "condition": 12, "action": 3, "placeholder": 11,
      ])
    #expect(run.items.contains { $0["field"] == "@customer_name" })
  }

  @Test("hostile titles and messages never reach the terminal raw") func hostile() {
    create("A\u{1b}[31mB\u{202e}", do: ["send_message \u{1b}]0;x\u{7}"])
    for words in [["list"], ["show", "1"], ["list", "--json"]] {
      let run = machine.run(["messaging-trigger"] + words)
      #expect(!run.text.unicodeScalars.contains("\u{1b}") && !run.text.unicodeScalars.contains("\u{202e}"))
    }
  }
}
