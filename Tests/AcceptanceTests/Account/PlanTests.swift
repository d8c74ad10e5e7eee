import CommandGrammar
import JSONText
import Testing

/// P1, P2, F1, F2: plans and the switch.
@Suite struct PlanTests {
  struct Case: Sendable {
    let plan: String
    let addOn: Bool
    let allowed: Bool
  }

  static let cases: [Case] =
    [
      ("suite_team", true), ("suite-growth", true), ("suite_professional", true), ("suite_enterprise", true),
      ("suite_enterprise_plus", true), ("support_team", false), ("support-professional", false),
      ("support_enterprise", false),
    ].map { Case(plan: $0.0, addOn: false, allowed: $0.1) }
    + ["support_team", "support_professional", "support_enterprise", "suite_team"].map {
      Case(plan: $0, addOn: true, allowed: true)
    }

  @Test("P1, P2: every suite plan has it, a support plan only with the add-on", arguments: cases)
  func plans(plan: Case) throws {
    let machine = try TestMachine()
    let made = machine.run(
      ["init", "--plan", plan.plan, "--admin", TestMachine.admin] + (plan.addOn ? ["--messaging-add-on"] : [])
    )
    #expect(made.code == .done)
    #expect(made.errors.contains("ending messaging sessions needs") == !plan.allowed)
    #expect(machine.run("feature", "status", "--json").item["available"] == .bool(plan.allowed))
    let word = plan.plan.replacing("-", with: "_")
    #expect(machine.run("feature", "status", "--json").item["plan"] == .string(word))

    let enabled = machine.run("feature", "enable", "-q")
    #expect(enabled.code == (plan.allowed ? .done : .notPermitted))
    if !plan.allowed {
      #expect(
        enabled.errors
          == "sessionctl: the plan \(word) does not include it: ending messaging sessions needs a suite plan (suite_team or higher), or a support plan with the live chat and messaging add-on\n"
      )
    }
    #expect(machine.run("feature", "status", "--json").item["agents"]?["enabled"] == .bool(plan.allowed))
  }

  @Test("F1: off in a new store; who, when and from where is recorded, on and off")
  func recorded() throws {
    let machine = try TestMachine.withStore()
    let new = machine.run("feature", "status", "--json").item
    let off: JSONValue = [
      "enabled": false, "changed_at": .null, "changed_by": .null, "changed_from": .null,
      "changed_by_name": .null,
    ]
    #expect(new["agents"] == off)
    #expect(new["end_users"] == off)
    let on = machine.run("feature", "enable", "--json")
    #expect(
      on.item["agents"] == [
        "enabled": true, "changed_at": "2026-07-15T10:00:00Z", "changed_by": 1,
        "changed_from": "tester@machine", "changed_by_name": "admin@example.com",
      ])
    machine.now = machine.now.advanced(by: 60)
    let again = machine.run("feature", "enable", "--json")
    #expect(again.code == .done)
    #expect(again.item == on.item)
    let disabled = machine.run("feature", "disable", "--json")
    #expect(disabled.item["agents"]?["enabled"] == false)
    #expect(disabled.item["agents"]?["changed_at"] == "2026-07-15T10:01:00Z")
    #expect(machine.logged == ["init", "feature enable", "feature disable"])
  }

  @Test("F4: the end users' switch is another one")
  func endUsers() throws {
    let machine = try TestMachine.withAccount(enabled: false)
    let item = machine.run("feature", "enable", "--for", "end-users", "--json").item
    #expect(item["end_users"]?["enabled"] == true)
    #expect(item["agents"]?["enabled"] == false)
    #expect(machine.run("session", "end", "1").code == .notPermitted)
    #expect(machine.run("feature", "disable", "--for", "agents", "--json").code == .done)
    #expect(
      machine.run("feature", "disable", "--for", "end_users", "--json").item["end_users"]?["enabled"] == false
    )
  }

  @Test("F2: while it is off nothing ends an active session but the closing of its ticket (E14)")
  func whileOff() throws {
    let machine = try TestMachine.withAccount(enabled: false)
    let content = machine.content()
    for words in [
      ["session", "end", "1"], ["session", "end", "--all", "--yes"], ["session", "end", "1", "--dry-run"],
      ["session", "end", "5"],
    ] {
      #expect(machine.run(words).code == .notPermitted, "\(words)")
    }
    #expect(machine.content() == content)
    try machine.succeed("ticket", "update", "1001", "--status", "closed", "-q")
    #expect(machine.session(1)["end_reason"] == "ticket_closed")
  }

  @Test("F2: a routing-channel change does not end a session while it is off: 77, nothing changes")
  func routingChannelWhileOff() throws {
    let machine = try TestMachine.withAccount(enabled: false)
    let content = machine.content()
    let run = machine.run("ticket", "update", "1001", "--routing-channel", "email")
    #expect(run.code == .notPermitted)
    #expect(run.errors.contains("ending messaging sessions is switched off"))
    #expect(machine.content() == content)
  }
}
