import CommandGrammar
import JSONText
import Testing

/// Who did what of an update (T7), and what a rule that fired leaves behind.
@Suite struct AttributionTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withSupport()
    try machine.talk()
  }

  /// `who: field from → to`, where the actor is `-`.
  private func changes(_ ticket: Int64 = 1) -> [String] {
    (machine.lastAudit(ticket)["events"]?.array ?? []).filter { $0["type"] == "Change" }.map { event in
      func text(_ value: JSONValue?) -> String {
        (value?.array?.compactMap(\.string) ?? [value?.string ?? "-"]).joined(separator: " ")
      }
      let who = event["via"]?["source"]?["from"]?["title"]?.string ?? "-"
      return
        "\(who): \(event["field_name"]?.string ?? "") \(text(event["previous_value"])) → \(text(event["value"]))"
    }
  }

  @Test("17, T7: what the agent tagged is the agent's, and what each trigger tagged is that trigger's")
  func tags()
    throws
  {
    try machine.trigger("A", if: ["current_tags includes x"], do: ["current_tags a"])
    try machine.trigger("B", if: ["current_tags includes a"], do: ["current_tags b"])
    let run = machine.run("ticket", "update", "1", "--tag", "x", "--as", "ana@x.com", "--json")
    #expect(run.item["tags"] == ["x", "a", "b"])
    #expect(changes() == ["-: tags  → x", "A: tags x → x a", "B: tags x a → x a b"])
    let who = machine.run("ticket", "history", "1", "--fields", "who,rule,what", "--json").items.suffix(3)
    #expect(who.map { $0["rule"] } == [.null, "A", "B"])
    #expect(who.allSatisfy { $0["who"] == "Ana" })
  }

  @Test("T7: tags that were set and taken back are nobody's, and each removal is its rule's") func netTags()
    throws
  {
    try machine.succeed("ticket", "update", "1", "--tag", "old", "--tag", "kept", "-q")
    try machine.trigger(
      "Clean", if: ["current_tags includes x"], do: ["remove_tags old x", "current_tags c"])
    try machine.succeed("ticket", "update", "1", "--tag", "x", "--tag", "y", "-q")
    #expect(machine.tags(1).sorted() == ["c", "kept", "y"])
    #expect(changes() == ["-: tags old kept → old kept y", "Clean: tags old kept y → kept y c"])
  }

  @Test("T7: a sweep tells of each rule what it tagged") func sweep() throws {
    try machine.trigger("One", if: ["messaging_session_state value ended"], do: ["current_tags one"])
    try machine.trigger("Two", if: ["messaging_session_state value ended"], do: ["current_tags two"])
    let run = machine.run("session", "end", "1", "--json")
    let fired = run.items[0]["triggers_fired"]?.array ?? []
    #expect(fired.map { $0["changes"]?[0]?["value"] } == [["one"], ["one", "two"]])
  }

  @Test("T7: a rule that undoes what the agent did has fired, and is told; nothing is said to be as it was")
  func undone()
    throws
  {
    try machine.trigger("r", if: ["priority is high"], do: ["priority"])
    let run = machine.run("ticket", "update", "1", "--priority", "high")
    #expect(run.code == .done)
    #expect(!run.errors.contains("nothing changed"), "\(run)")
    #expect(run.errors.contains("1 trigger fired and undid it"), "\(run)")
    let events = machine.lastAudit(1)["events"]?.array ?? []
    #expect(events.map { $0["type"] } == ["RuleFired", "BeforeRules"])
    #expect(events[1]["field_name"] == "priority" && events[1]["value"] == "high", "\(events)")
    #expect(events[0]["via"]?["source"]?["from"]?["title"] == "r")
    #expect(
      machine.run("ticket", "history", "1").text.contains("fired, but nothing that it did remains"))
    let fired = machine.run("report", "triggers", "--json").items.first { $0["title"] == "r" }
    #expect(fired?["fired"] == 1, "\(machine.run("report", "triggers", "--json"))")
    // What would really change nothing is still said to.
    let idle = machine.run("ticket", "update", "1", "--group", "Support")
    #expect(idle.errors.contains("nothing changed"), "\(idle)")
  }

  @Test("T7: a rule whose change a later one undid counts as fired, in ends too") func undoneByLater() throws
  {
    try machine.trigger("Up", if: ["messaging_session_state value ended"], do: ["priority high"])
    try machine.trigger("Down", if: ["priority is high"], do: ["priority"])
    let plan = machine.run("session", "end", "1", "--dry-run", "--json")
    let run = machine.run("session", "end", "1", "--json")
    #expect(plan.json["items"] == run.json["items"])
    let fired = run.items[0]["triggers_fired"]?.array ?? []
    #expect(fired.map { $0["title"] } == ["Up", "Down"])
    #expect(fired.allSatisfy { $0["changes"] == [] })
    let told = machine.lastAudit(1)["events"]?.array?.compactMap { $0["via"]?["source"]?["from"]?["title"] }
    #expect(told == ["Up", "Down"])
    let counts = machine.run("report", "triggers", "--json").items.filter { $0["fired"] == 1 }
    #expect(counts.count == 2)
    // It comes back from an export.
    let copy = try TestMachine.withStore()
    try copy.succeed("import", "-", "-q", input: machine.run("export").text)
    #expect(copy.lastAudit(1)["events"] == machine.lastAudit(1)["events"])
  }

  @Test("45: the end by a trigger names it by its title") func endedBy() throws {
    try machine.trigger(
      "Close the shop", if: ["current_tags includes late"], do: ["messaging_session end_session"])
    try machine.succeed("ticket", "update", "1", "--tag", "late", "-q")
    #expect(machine.session(1)["ended_by"]?["name"] == "Close the shop")
    #expect(machine.ticket(1)["session"]?["ended_by"]?["name"] == "Close the shop")
  }
}
