import CommandGrammar
import JSONText
import Testing

/// The source's claims on plans and on the switch, one experiment each.
@Suite struct PlanPromises {
  @Test("promise 1: every suite plan has it, and support plans with live chat and messaging")
  func plans() throws {
    let suite = ["team", "growth", "professional", "enterprise", "enterprise-plus"]
    for plan in suite.map({ "suite-\($0)" }) {
      #expect(try TestMachine.withStore(plan: plan).tries("feature enable").code == .done, "\(plan)")
    }
    for plan in ["team", "professional", "enterprise"].map({ "support-\($0)" }) {
      let with = try TestMachine.withStore(plan: plan, "--messaging-add-on")
      #expect(with.tries("feature enable").code == .done, "\(plan) with the add-on")
      let without = try TestMachine.withStore(plan: plan).tries("feature enable")
      #expect(without.code == .notPermitted, "\(plan)")
      #expect(without.errors.contains("suite plan") && without.errors.contains("add-on"), "\(without)")
    }
  }

  @Test("promise 2: the plan is told, and can change, by the admin and by no file that comes from elsewhere")
  func whichPlan() throws {
    let machine = try TestMachine.withSupport(plan: "suite-team")
    func plan() -> JSONValue? { machine.item("feature status")["plan"] }
    #expect(plan() == "suite_team")
    try machine.does("settings set account.plan suite-professional")
    #expect(plan() == "suite_professional")
    let line =
      #"{"account":{"plan":"suite_enterprise_plus","messaging_add_on":true,"settings":{},"features":{}}}"#
    _ = machine.run(["import", "-"], input: Array(line.utf8))
    #expect(plan() == "suite_professional")
  }

  @Test("promise 8: an admin switches it on for the agents; off at first, with who, when and from where")
  func theSwitch() throws {
    let machine = try TestMachine.withStore()
    #expect(machine.item("feature status")["agents"]?["enabled"] == false)
    try machine.does("conversation start --user-name Al --message Hello -q")
    #expect(machine.tries("session end 1").code == .notPermitted)
    try machine.does("agent create --email ana@x.com --name Ana -q")
    #expect(machine.tries("feature enable --as ana@x.com").code == .notPermitted)
    try machine.does("feature enable -q")
    let agents = machine.item("feature status")["agents"]
    #expect(agents?["enabled"] == true)
    #expect(agents?["changed_at"] == "2026-07-15T10:00:00Z")
    #expect(agents?["changed_by"] == 1)
    #expect(machine.logged.contains("feature enable"))
    #expect(try machine.does("log list --json").items.contains { $0["os_user"] == "tester@machine" })
    try machine.does("session end 1 --as ana@x.com -q")
  }
}
