import CommandGrammar
import Foundation
import JSONText
import Testing

/// Triggers with whole commands: managed, tried, and fired.
@Suite struct TriggerCommandTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @discardableResult
  private func create(_ title: String, if conditions: [String], do actions: [String], _ more: String...)
    -> Run
  {
    machine.run(
      ["trigger", "create", "--title", title, "--json"] + conditions.flatMap { ["--if", $0] }
        + actions.flatMap { ["--do", $0] } + more)
  }

  @Test(
    "T1, T4: triggers fire in the update that ends a session, in order, and later ones see what earlier ones changed"
  )
  func fire() throws {
    create("Tag", if: ["messaging_session_ended_reason value agent_ended"], do: ["current_tags ended"])
    create("Raise", if: ["current_tags includes ended"], do: ["priority urgent"])
    let plan = machine.run("session", "end", "1", "--dry-run", "--json")
    let run = machine.run("session", "end", "1", "--json")
    #expect(run.code == .done)
    #expect(plan.json["items"] == run.json["items"])
    let fired = run.items.first?["triggers_fired"]
    #expect(fired?.array?.map { $0["title"] } == ["Tag", "Raise"])
    #expect(fired?[1]?["changes"]?[0]?["field_name"] == "priority")
    let ticket = machine.run("ticket", "show", "1001", "--json").item
    #expect(ticket["priority"] == "urgent")
    #expect(ticket["tags"]?.array?.contains("ended") == true)
  }

  @Test("--sort and --limit change which rules a document has and not what it has of each")
  func sortedDocuments() throws {
    create("Alpha", if: ["status is new"], do: ["priority low"])
    let all = machine.run("trigger", "list", "--json").items
    let one = machine.run("trigger", "list", "--json", "--sort", "title", "--limit", "1").items
    #expect(one == all.filter { $0["title"] == "Alpha" })
    #expect(
      machine.run("trigger", "create", "--title", "X", "--do", "priority low", "--fields", "nope").code
        == .usage)
    #expect(machine.run("trigger", "list", "--json").items == all)
  }

  @Test("T7: the history names the trigger of each change, and an end by a trigger is the trigger's")
  func attribution() throws {
    create("End surge", if: ["current_tags includes surge"], do: ["messaging_session end_session"])
    try machine.succeed("ticket", "update", "1001", "--tag", "surge", "-q")
    let session = machine.session(1)
    #expect(session["end_reason"] == "trigger_ended")
    #expect(session["ended_by"]?["type"] == "trigger")
    let events = machine.run("ticket", "history", "1001", "--json").items.last?["events"]?.array ?? []
    let end = events.first { $0["type"] == "MessagingSessionEnded" }
    #expect(end?["via"]?["source"]?["from"]?["title"] == "End surge")
    #expect(events.first { $0["field_name"] == "tags" }?["via"] == nil)
  }

  @Test(
    "a notification is rendered into the outbox in the same transaction; without an address there is a remark (E15)"
  )
  func notification() throws {
    create(
      "Tell", if: ["messaging_session_state value ended"],
      do: ["notification_user [\"requester_id\",\"Ticket {{ticket.id}}\",\"Dear {{ticket.requester.name}}\"]"]
    )
    let run = machine.run("session", "end", "--all", "--yes", "--json")
    let emails = run.json["effects"]?["emails"]?.integer ?? 0
    let events = run.items.flatMap { $0["triggers_fired"]?[0]?["changes"]?.array ?? [] }
    let sent = events.filter { $0["type"] == "Notification" }
    #expect(Int64(sent.count) == emails)
    #expect(emails > 0)
    #expect(sent.allSatisfy { ($0["subject"]?.string ?? "").hasPrefix("Ticket 10") })
    #expect(sent.allSatisfy { ($0["body"]?.string ?? "").hasPrefix("Dear ") && $0["body"] != "Dear " })
    let remarks = events.filter { $0["type"] == "Error" }
    #expect(sent.count + remarks.count == run.items.filter { $0["ticket_id"] != .null }.count)
  }

  @Test(
    "a rule is checked completely before it is stored, and the problem points at its place",
    arguments: [
      (
        ["statos is open"], ["status open"], "condition 1 of 'all': there is no condition 'statos'",
        ExitCode.usage
      ),
      (
        ["status contains open"], ["status open"],
        "condition 1 of 'all': 'status' has no operator 'contains'; it has is, is_not", .usage
      ),
      (["status is open"], ["status opened"], "action 1: 'status' takes", .usage),
      (["status is open"], ["group_id 99999"], "action 1: there is no group 99999", .no),
      (["status is open"], [], "it has no action", .usage),
      ([], ["status open"], "it has no condition", .usage),
      (
        ["status is open"], ["notification_user [\"requester_id\",\"s\",\"{% if %}\"]"], "action 1: its text",
        .usage
      ),
      (
        ["status is open"], ["messaging_session end_session", "routing_channel email"],
        "it both ends the session and sets the routing channel", .usage
      ),
    ])
  func problems(conditions: [String], actions: [String], sentence: String, code: ExitCode) {
    let content = machine.content()
    let run = create("Wrong", if: conditions, do: actions)
    #expect(run.code == code, "\(run)")
    #expect(run.errors.contains(sentence), "\(run.errors)")
    #expect(machine.content() == content)
  }

  @Test(
    "F2, F3: the feature can't be switched off under a trigger that depends on it, unless that goes with it")
  func feature() throws {
    create("Tag", if: ["messaging_session_ended_reason value agent_ended"], do: ["current_tags ended"])
    let refused = machine.run("feature", "disable")
    #expect(refused.code == .no)
    #expect(refused.errors.contains("1 active trigger depends on it: 2 'Tag'"))
    try machine.succeed("feature", "disable", "--deactivate-triggers", "-q")
    #expect(machine.run("trigger", "show", "Tag", "--json").item["active"] == false)
    #expect(!machine.run("trigger", "fields").text.contains("messaging_session_ended_reason"))
    #expect(machine.run("trigger", "enable", "Tag").code == .notPermitted)
    // Not even to be switched on later.
    let inactive = machine.run(
      "trigger", "create", "--title", "Later", "--if", "messaging_session_ended_reason present", "--do",
      "priority low", "--inactive")
    #expect(inactive.code == .notPermitted)
    #expect(inactive.errors.contains("needs the feature to end sessions, which is off"))
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("trigger", "enable", "Tag", "-q")
    #expect(machine.run("trigger", "fields").text.contains("messaging_session_ended_reason"))
  }

  @Test("T8: an active trigger can't be deleted; disabled it can")
  func delete() throws {
    create("Old", if: ["status is open"], do: ["current_tags x"])
    #expect(machine.run("trigger", "delete", "Old").code == .no)
    try machine.succeed("trigger", "disable", "Old", "-q")
    try machine.succeed("trigger", "delete", "Old", "-q")
    #expect(machine.run("trigger", "list", "--json").items.allSatisfy { $0["title"] != "Old" })
  }

  @Test("T10: what can't be evaluated is kept word for word on import, inactive, and told in problems")
  func barred() throws {
    let rule = """
      {"trigger":{"id":77,"title":"Odd","active":true,"position":3,"conditions":{"all":[{"field":"moon_phase",\
      "operator":"is","value":"full"}],"any":[]},"actions":[{"field":"status","value":"open"}],"x_unknown":[1]}}
      """
    #expect(machine.run("import", "-", input: rule).code == .done)
    let item = machine.run("trigger", "show", "77", "--json").item
    #expect(item["active"] == false)
    #expect(item["x_unknown"] == [1])
    #expect(item["problems"]?[0]?.string == "condition 1 of 'all': there is no condition 'moon_phase'")
    #expect(machine.run("trigger", "lint").text.contains("moon_phase"))
    #expect(machine.run("trigger", "enable", "77").code != .done)
  }

  @Test("trigger test shows each condition with the ticket's value: 0 met, 1 not met, and nothing fires")
  func trial() throws {
    create(
      "Survey", if: ["via_id is messaging", "messaging_session_ended_reason value agent_ended"],
      do: ["satisfaction_score offered"])
    let content = machine.content()
    let met = machine.run(
      "trigger", "test", "Survey", "--ticket", "1001", "--event", "session-ended", "--json")
    #expect(met.code == .done)
    #expect(met.item["all"]?[1]?["actual"] == "agent_ended")
    let not = machine.run("trigger", "test", "Survey", "--ticket", "1001", "--json")
    #expect(not.code == .no)
    #expect(not.item["all"]?.array?.map { $0["holds"] } == [true, false])
    #expect(machine.content() == content)
  }

  @Test("wire format in, wire format out; reorder decides which runs first (T3)")
  func wireFormat() throws {
    let rule = """
      {"trigger":{"title":"From a file","description":"d","conditions":{"all":[{"field":"status","operator":"is",\
      "value":"open"}],"any":[]},"actions":[{"field":"priority","value":"low"}],"custom":{"kept":true}}}
      """
    let made = machine.run("trigger", "create", "-", "--json", input: rule)
    #expect(made.code == .done, "\(made)")
    #expect(made.item["custom"]?["kept"] == true)
    create("Second", if: ["status is open"], do: ["priority high"])
    try machine.succeed("trigger", "reorder", "Second", "-q")
    let titles = machine.run("trigger", "list", "--json").items.map { $0["title"] }
    #expect(titles.first == "Second" && titles.last == "From a file")
    #expect(machine.run("trigger", "create", "-", input: "{\"trigger\":{\"title\":").code == .badInput)
    let huge = String(repeating: "x", count: 65_600)
    #expect(machine.run("trigger", "create", "-", input: "{\"title\":\"\(huge)\"}").code == .badInput)
  }

  @Test("triggers survive export and import into a fresh store")
  func roundTrip() throws {
    create("Tag", if: ["messaging_session_ended_reason value agent_ended"], do: ["current_tags ended"])
    let export = machine.run("export").output
    let other = try TestMachine()
    try other.succeed("init", "--plan", "suite-growth", "--admin", "admin@example.com", "-q")
    #expect(other.run(["import", "-"], input: export).code == .done)
    #expect(
      other.run("trigger", "list", "--json").items.first?["actions"]
        == machine.run("trigger", "list", "--json").items.first?["actions"])
  }

  @Test("T9: more than 65,536 bytes in options are refused") func tooLong() {
    let content = machine.content()
    let body = String(repeating: "x", count: 65_536)
    let long = create(
      "Long", if: ["status is open"], do: ["notification_user [\"requester_id\",\"s\",\"\(body)\"]"])
    #expect(long.code == .usage)
    #expect(machine.content() == content)
  }

  @Test(
    "a rule that can't be read is refused as a bad document, and nothing of it is stored",
    arguments: [
      "{\"trigger\":", "[1,2]", "null", "", "{\"trigger\":{\"title\":5}}",
      "{\"trigger\":{\"title\":\"x\",\"conditions\":{\"all\":\"no\"},\"actions\":[]}}",
      "{\"trigger\":{\"title\":\"x\",\"conditions\":{\"all\":[5]},\"actions\":[]}}",
      LongText(
        "{\"trigger\":{\"title\":\"x\",\"conditions\":{\"all\":" + String(repeating: "[", count: 10_000)),
      LongText(nested(10_000)), LongText(nested(1_000)), LongText(String(repeating: "y", count: 10_000_000)),
    ])
  func unreadable(document: LongText) {
    let content = machine.content()
    #expect(machine.run("trigger", "create", "-", input: document.text).code == .badInput)
    #expect(machine.content() == content)
  }

  /// A rule whose text has blocks within blocks.
  private static func nested(_ depth: Int) -> String {
    let text = String(repeating: "{% if a %}", count: depth) + String(repeating: "{% endif %}", count: depth)
    return """
      {"trigger":{"title":"Deep","conditions":{"all":[{"field":"status","operator":"is","value":"open"}]},\
      "actions":[{"field":"notification_user","value":["requester_id","s","\(text)"]}]}}
      """
  }

  @Test("two quotes are nothing, as the manual shows rules: in conditions and actions")
  func emptyValues() throws {
    try machine.succeed("ticket", "update", "1001", "--priority", "high", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Clear", "--if", "priority changed", "--if", "type is \"\"", "--do",
      "set_tags \"\"", "--do", "type \"\"", "-q")
    let clear = machine.run("trigger", "show", "Clear", "--json").item
    #expect(clear["actions"]?.array?.compactMap { $0["value"] } == ["", ""])
    #expect(clear["conditions"]?["all"]?.array?.last?["value"] == "")
    #expect(machine.run("trigger", "show", "Clear").text.contains("set_tags \"\"\n"))
    #expect(machine.ticket(1001)["tags"] == ["vip", "billing"])
    try machine.succeed("ticket", "update", "1001", "--priority", "low", "-q")
    #expect(machine.ticket(1001)["tags"] == [])
  }

  @Test("T5, T7: triggers that undo each other end, each having fired once, and leave no change")
  func undoing() throws {
    create("There", if: ["current_tags not_includes flip"], do: ["current_tags flip"])
    create("Back", if: ["current_tags includes flip"], do: ["remove_tags flip"])
    try machine.succeed("ticket", "update", "1001", "--priority", "low", "-q")
    let events = machine.run("ticket", "history", "1001", "--json").items.last?["events"]?.array ?? []
    #expect(events.compactMap { $0["field_name"]?.string } == ["priority"])
  }

  @Test("an action that does not fit the ticket is told in the history, and the rest of the trigger is done")
  func unfit() throws {
    create(
      "End and raise", if: ["priority value low"],
      do: ["messaging_session end_session", "current_tags raised"])
    let ticket = """
      {"ticket":{"id":9001,"via":{"channel":"email"},"subject":"By mail","status":"open",\
      "created_at":"2026-01-01T00:00:00Z"}}
      """
    #expect(machine.run("import", "-", input: ticket).code == .done)
    try machine.succeed("ticket", "update", "9001", "--priority", "low", "-q")
    let events = machine.run("ticket", "history", "9001", "--json").items.last?["events"]?.array ?? []
    #expect(events.contains { ($0["message"]?.string ?? "").contains("has no messaging session") })
    #expect(machine.run("ticket", "show", "9001", "--json").item["tags"] == ["raised"])
    create("Reopen", if: ["status value closed"], do: ["status open"])
    try machine.succeed("ticket", "update", "9001", "--status", "closed", "-q")
    #expect(machine.run("ticket", "show", "9001", "--json").item["status"] == "closed")
  }
}
