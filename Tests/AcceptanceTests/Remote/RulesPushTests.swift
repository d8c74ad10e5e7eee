import CommandGrammar
import JSONText
import Testing

/// Rules as code, compared with the live account and brought there.
@Suite(.enabled(if: LiveAccount.isPossible, "\(LiveAccount.whatItNeeds)")) struct RulesPushTests {
  private static let file = """
    {"queues":[{"name":"Ended sessions","priority":3,"definition":{"all":[{"field":"routing_channel","operator":"is","value":"email"}],"any":[]},"primary_groups":["Support"]}],
     "macros":[{"title":"Goodbye","actions":[{"field":"comment_value","value":"Goodbye."},{"field":"group_id","value":"Support"}]}],
     "triggers":[
      {"title":"End by tag","conditions":{"all":[{"field":"current_tags","operator":"includes","value":"done"}],"any":[]},"actions":[{"field":"messaging_session","value":"end_session"},{"field":"group_id","value":"Support"}]},
      {"title":"Mark","conditions":{"all":[{"field":"messaging_session_ended_reason","operator":"value","value":"agent_ended"}],"any":[]},"actions":[{"field":"current_tags","value":"ended_by_agent"}]}],
     "messaging_triggers":[{"title":"Welcome","event":"message_sent","conditions":{"all":[{"field":"message","operator":"contains","value":"hi"}],"any":[]},"actions":[{"field":"add_tags","value":"hi"}]}]}
    """

  private static func changes(_ run: Run) -> [String] {
    run.items.map {
      "\($0["kind"]?.string ?? "-") \($0["title"]?.string ?? "-") \($0["change"]?.string ?? "")"
    }
  }

  @Test(
    "what is missing is made there, inactive, in the account's words and ids; another push changes nothing")
  func push() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try machine.succeed("remote", "learn")
    let path = try machine.file("rules.json", Self.file)
    let trial = try machine.succeed("rules", "push", path, "--dry-run", "--json")
    #expect(try live.asked().allSatisfy { !$0.hasPrefix("PUT") && !$0.contains("POST /api") })
    #expect(machine.run("rules", "push", path).code == .usage)
    let run = try machine.succeed("rules", "push", path, "--yes", "--json")
    #expect(
      Self.changes(run) == [
        "queue Ended sessions created", "macro Goodbye created", "trigger End by tag created",
        "trigger Mark created", "- - by_hand",
      ])
    #expect(Self.changes(trial) == Self.changes(run))
    let made = try #require(try live.look("triggers")["triggers"]?.array)
    #expect(made.map { $0["active"] } == [false, false])
    #expect(
      made[0]["actions"] == [
        ["field": "live_account_end", "value": "live_account_end_now"],
        ["field": "group_id", "value": "100"],
      ])
    #expect(made[1]["conditions"]?["all"]?[0]?["value"] == "live_by_agent")
    let queue = try #require(try live.look("queues")["queues"]?[0])
    #expect(queue["definition"]?["all"]?[0]?["field"] == "live_account_channel")
    #expect(queue["primary_groups"]?["groups"]?[0]?["id"] == 100)
    let again = try machine.succeed("rules", "push", path, "--yes", "--json")
    #expect(Self.changes(again).allSatisfy { $0.hasSuffix("by_hand") }, "\(again)")
    #expect(machine.run("rules", "diff", path, "--remote").code == .done)
    try machine.succeed("remote", "setup", "--yes", "-q")
    #expect(
      machine.run("rules", "diff", path, "--remote").code == .done, "what setup made is no rule of the file's"
    )
  }

  @Test("what differs is shown, changed, and put into the file's order; nothing is deleted or switched on")
  func change() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try machine.succeed("remote", "learn")
    try live.make(
      "triggers",
      [
        "trigger": [
          "title": "Theirs", "conditions": ["all": [["field": "status", "operator": "is", "value": "open"]]],
          "actions": [["field": "current_tags", "value": "x"]],
        ]
      ])
    let path = try machine.file("rules.json", Self.file)
    try machine.succeed("rules", "push", path, "--yes")
    let other = try machine.file("other.json", Self.file.replacing("\"done\"", with: "\"finished\""))
    let diff = machine.run("rules", "diff", other, "--remote")
    #expect(diff.code == .no)
    #expect(diff.text.contains("+") && diff.text.contains("finished"))
    let run = try machine.succeed("rules", "push", other, "--yes", "--json")
    #expect(Self.changes(run)[0] == "trigger End by tag changed")
    let made = try #require(try live.look("triggers")["triggers"]?.array)
    #expect(made.map { $0["title"] } == ["Theirs", "End by tag", "Mark"])
    #expect(made.map { $0["active"] } == [true, false, false])
  }

  @Test("a rule that names what the account lacks, or that it refuses, is named, and the others are brought")
  func refused() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    let path = try machine.file("rules.json", Self.file.replacing("\"Support\"}]},", with: "\"Nobody\"}]},"))
    try live.fault("403", on: "POST /api/v2/macros")
    let run = machine.run("rules", "push", path, "--yes", "--json")
    #expect(run.code == .no)
    let problems = run.items.compactMap { $0["problem"]?.string }
    #expect(problems.contains { $0.contains("no group 'Nobody'") }, "\(run)")
    #expect(try live.look("triggers")["triggers"]?.array?.map { $0["title"] } == ["Mark"])
  }
}
