import CommandGrammar
import JSONText
import Testing

/// F2 is F3: what keeps the feature on can't be made, imported as active, enabled or applied while it is off.
@Suite struct FeatureSetTests {
  /// A condition or an action each.
  static let rules: [(condition: String, action: String)] = [
    ("messaging_session_ended_reason value agent_ended", "current_tags x"),
    ("messaging_session_state is active", "current_tags x"), ("routing_channel is email", "current_tags x"),
    ("current_tags includes go", "messaging_session end_session"),
    ("current_tags includes go", "routing_channel email"),
  ]

  private static func wire(_ rule: (condition: String, action: String)) -> JSONValue {
    let words = rule.condition.split(separator: " ").map { JSONValue.string(String($0)) }
    let action = rule.action.split(separator: " ").map { JSONValue.string(String($0)) }
    return [
      "id": 900, "title": "Theirs", "active": true, "created_at": "2026-01-01T00:00:00Z",
      "conditions": ["all": [["field": words[0], "operator": words[1], "value": words[2]]], "any": []],
      "actions": [["field": action[0], "value": action[1]]],
    ]
  }

  @Test("F2, F3: each of them", arguments: 0..<rules.count) func sameSet(place: Int) throws {
    let rule = Self.rules[place]
    let machine = try TestMachine.withSupport()
    try machine.trigger("Ours", if: [rule.condition], do: [rule.action])
    let rules = machine.run("rules", "export").text
    // F3: it keeps the feature on.
    let kept = machine.run("feature", "disable")
    #expect(kept.code == .no && kept.errors.contains("'Ours'"), "\(kept)")
    try machine.succeed("feature", "disable", "--deactivate-triggers", "-q")
    #expect(machine.run("trigger", "list", "--json").items.last?["active"] == false)
    // F2: it can't be made, enabled or applied.
    let made = machine.run("trigger", "create", "--title", "New", "--if", rule.condition, "--do", rule.action)
    #expect(
      made.code != .done && made.errors.contains("needs the feature to end sessions, which is off"), "\(made)"
    )
    let enabled = machine.run("trigger", "enable", "Ours")
    #expect(
      enabled.code != .done && enabled.errors.contains("needs the feature to end sessions, which is off"),
      "\(enabled)")
    let applied = machine.run("rules", "apply", "-", input: rules)
    #expect(
      applied.code != .done && applied.errors.contains("needs the feature to end sessions, which is off"),
      "\(applied)")
    // An import keeps it, inactive, with the reason.
    try machine.take([JSONValue.object(JSONObject([("trigger", Self.wire(rule))])).text])
    let imported = machine.run("trigger", "show", "900", "--json").item
    #expect(imported["active"] == false)
    #expect(
      imported["problems"]?[0]?.string?.contains("needs the feature to end sessions, which is off") == true)
    #expect(machine.run("feature", "status", "--json").item["agents"]?["enabled"] == false)
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("trigger", "enable", "900", "-q")
    try machine.succeed("rules", "apply", "-", "-q", input: rules)
  }

  @Test("Q7: the queue of tickets that are routed as email serves them while the feature is off, too")
  func queue()
    throws
  {
    let machine = try TestMachine.withSupport()
    try machine.succeed(
      "queue", "create", "--name", "Ended", "--if", "via_id is messaging", "--if", "routing_channel is email",
      "--primary", "Support", "-q")
    try machine.talk()
    try machine.succeed("session", "end", "1", "-q")
    try machine.succeed("feature", "disable", "-q")
    #expect(machine.ticket(1)["queue"]?["name"] == "Ended")
    try machine.succeed("ticket", "update", "1", "--tag", "x", "-q")
    #expect(machine.ticket(1)["queue"]?["name"] == "Ended")
    #expect(machine.run("doctor").code == .done)
  }
}
