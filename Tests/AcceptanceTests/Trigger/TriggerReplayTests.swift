import CommandGrammar
import JSONText
import Testing

/// `trigger replay`: what rules would have made of what really happened, and what it says where nobody can know.
@Suite struct TriggerReplayTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withSupport()
    try machine.talk()
  }

  @Test(
    "E2, E13: a rule that would have ended the session loses what was said in it afterwards; nothing is written"
  )
  func fork() throws {
    try machine.succeed("ticket", "update", "1", "--status", "solved", "-q")
    try machine.succeed("conversation", "say", "1", "--message", "And the other one?", "-q")
    let create = [
      "trigger", "create", "--title", "End", "--if", "status is solved", "--do",
      "messaging_session end_session", "--inactive", "-q",
    ]
    #expect(machine.run(create).code == .done)
    let before = try machine.storeState()
    let run = machine.run("trigger", "replay", "End", "--samples", "5", "--json")
    #expect(run.code == .done, "\(run)")
    #expect(run.items.count == 1)
    #expect(run.items[0]["fires"] == 1 && run.items[0]["fired"] == 0 && run.items[0]["ended"] == 1)
    #expect(run.json["forked"] == 1 && run.json["impossible"] == 1, "\(run)")
    let fields = run.json["samples"]?[0]?["differences"]?.array?.compactMap { $0["field"]?.string }
    #expect(fields?.contains("messaging_session_state") == true, "\(run)")
    for grouping in ["day", "group"] {
      let rows = machine.run("trigger", "replay", "End", "--by", grouping, "--json").items
      #expect(rows.reduce(0) { $0 + ($1["fires"]?.integer ?? 0) } == 1, "\(rows)")
    }
    // One update in full.
    let id = run.json["samples"]?[0]?["audit_id"]?.text ?? ""
    let audit = machine.run("trigger", "replay", "End", "--audit", id, "--json")
    #expect(audit.items[0]["fires"] == true && audit.items[0]["all"]?[0]?["holds"] == true, "\(audit)")
    #expect(machine.run("trigger", "replay", "End", "--audit", id).text.contains("End: would fire"))
    #expect(try machine.storeState() == before)
  }

  @Test("A period in which nothing happened has no updates, and an audit that is not there is named")
  func nothing() {
    let run = machine.run("trigger", "replay", "--to", "2001-01-01", "--json")
    #expect(run.code == .done && run.json["updates"] == 0 && run.json["tickets"] == 0, "\(run)")
    let missing = machine.run("trigger", "replay", "--audit", "4711")
    #expect(
      missing.code == .no && missing.errors.contains("no ticket's history has an audit 4711"), "\(missing)")
  }

  @Test(
    "What selects or groups many updates is refused where one is named",
    arguments: [
      ["--by", "day"], ["--samples", "3"], ["--from", "2026-07-16"], ["--to", "2026-07-01"],
      ["--last", "7d"], ["--during", "yesterday"], ["--ticket", "1"], ["--tag", "vip"],
    ])
  func oneUpdate(more: [String]) {
    let run = machine.run(["trigger", "replay", "--audit", "4711"] + more)
    #expect(run.code == .usage && run.text.isEmpty, "\(run)")
    #expect(run.errors.contains("\(more[0]) makes no sense with --audit, which replays one update"), "\(run)")
  }

  @Test("The triggers of a file run instead; one that names what is not here is refused with its name")
  func file() throws {
    func rules(_ group: String) throws -> String {
      try machine.file(
        "rules.json",
        """
        {"triggers":[{"title":"Created","conditions":{"all":[{"field":"update_type","operator":"is","value":"Create"}]},
        "actions":[{"field":"group_id","value":"\(group)"}]}]}
        """)
    }
    let run = machine.run("trigger", "replay", "--rules", try rules("Support"), "--json")
    #expect(
      run.items.count == 1 && run.items[0]["fires"] == 1 && run.items[0]["id"]?.isNull == true, "\(run)")
    let refused = machine.run("trigger", "replay", "--rules", try rules("Nowhere"))
    #expect(refused.code == .badInput && refused.errors.contains("no group 'Nowhere'"), "\(refused)")
    let difference = machine.run("rules", "diff", try rules("Support"), "--replay", "30d", "--json")
    #expect(difference.items.first { $0["title"] == "Created" }?["fires"] == 1, "\(difference)")
    #expect(
      machine.run("rules", "diff", try rules("Support"), "--replay", "30d").errors.contains("fired 1 time"))
  }

  /// A ticket whose imported audits tell these events, a minute apart.
  private func importTicket(_ events: [[JSONValue]]) throws {
    try machine.take(
      [Wire.wrapped("ticket", Wire.ticket(77, [("priority", "low"), ("via", ["channel": "email"])]))]
        + events.enumerated().map { index, events in
          Wire.wrapped(
            "audit",
            Wire.audit(
              770 + Int64(index) * 10, ticket: 77, by: 1, at: "2026-07-14T12:0\(index):00Z", events: events))
        })
  }

  private func priority(_ from: String, _ to: String) -> [JSONValue] {
    [
      [
        "type": "Change", "field_name": "priority", "previous_value": .string(from), "value": .string(to),
      ]
    ]
  }

  @Test("Between two audits that contradict each other nothing is known, before and after them everything is")
  func gap() throws {
    try machine.trigger("Low", if: ["priority value low"], do: ["current_tags was_low"])
    let note: [JSONValue] = [["type": "Comment", "public": false, "body": "Hm", "author_id": 1]]
    try importTicket([priority("normal", "high"), note, priority("urgent", "low")])
    let run = machine.run("trigger", "replay", "--ticket", "77", "--json")
    #expect(run.json["updates"] == 3 && run.json["not_replayable"]?["gap"] == 1, "\(run)")
    #expect(run.json["replayed"] == 2 && run.json["known_backwards"] == 2, "\(run)")
    #expect(run.items.first { $0["name"] == "Low" }?["fires"] == 1, "\(run)")
    #expect(machine.run("trigger", "replay", "--ticket", "77").errors.contains("its history does not tell"))
  }

  @Test("Before an event of an unknown type nobody knows what was; damaged audits are no trap")
  func unknown() throws {
    try importTicket([
      priority("normal", "high"), [["type": "Mystery"]], priority("high", "low"),
      [["type": "Change", "field_name": "status", "previous_value": "odd", "value": 7]],
    ])
    let run = machine.run("trigger", "replay", "--ticket", "77", "--json")
    #expect(run.json["not_replayable"]?["unreadable"] == 3, "\(run)")
    #expect(run.json["not_replayable"]?["unknown_event"] == 1, "\(run)")
    #expect(run.json["replayed"] == 0, "\(run)")
  }
}
