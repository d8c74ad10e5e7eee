import JSONText
import Testing

/// The account's own words for what rules say here.
@Suite(.enabled(if: LiveAccount.isPossible, "\(LiveAccount.whatItNeeds)")) struct RemoteLearnTests {
  @Test("the definitions tell the ids, and rules of the account are then understood")
  func definitions() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try machine.succeed("feature", "enable")
    let rule = Wire.collection(
      "triggers",
      [
        #"{"id":77,"title":"End","active":true,"position":1,"conditions":{"all":[{"field":"live_account_session_state","operator":"is","value":"live_active"},{"field":"messaging_session_ended_reason","operator":"value","value":"live_by_agent"}],"any":[]},"actions":[{"field":"live_account_end","value":"live_account_end_now"}],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"#
      ])
    let path = try machine.file("rule.json", rule)
    try machine.succeed("import", path)
    #expect(machine.run("trigger", "show", "77", "--json").item["problems"]?.array?.isEmpty == false)
    let run = try machine.succeed("remote", "learn", "--json")
    #expect(run.items.count == 19, "\(run)")
    #expect(run.errors.contains("a channel 'Carrier pigeon' (199)"))
    #expect(run.items.allSatisfy { $0["missing"]?.isNull == true })
    try machine.succeed("import", path)
    let shown = machine.run("trigger", "show", "77", "--json").item
    #expect(shown["problems"] == [])
    #expect(shown["actions"] == [["field": "messaging_session", "value": "end_session"]])
    #expect(shown["conditions"]?["all"]?[0]?["value"] == "active")
    #expect(shown["conditions"]?["all"]?[1]?["value"] == "agent_ended")
    #expect(machine.run("import", path, "--json").items[0]["unchanged"] == 1)
    let status = try machine.succeed("remote", "status", "--json")
    #expect(status.item["learned"]?.array?.count == 19)
    #expect(try live.asked().filter { $0.contains("definitions") }.count == 2)
  }

  @Test("channels with other ids are read in ours and written in the account's, in rules and in exports")
  func channels() throws {
    let (machine, _) = try TestMachine.withLiveAccount("--no-limits")
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("remote", "learn", "-q")
    let rule = Wire.collection(
      "triggers",
      [
        #"{"id":77,"title":"End","active":true,"position":1,"conditions":{"all":[{"field":"via_id","operator":"is","value":"174"},{"field":"live_account_session_state","operator":"is","value":"live_active"}],"any":[]},"actions":[{"field":"live_account_end","value":"live_account_end_now"}],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"#
      ])
    try machine.succeed("import", try machine.file("rule.json", rule), "-q")
    let shown = machine.run("trigger", "show", "77", "--json").item
    #expect(shown["conditions"]?["all"]?[0]?["value"] == "74" && shown["problems"] == [])
    let exported = try machine.succeed("export").text
    for word in [#""value":"174""#, "live_account_session_state", "live_account_end_now"] {
      #expect(exported.contains(word), "\(word)")
    }
    let ours = try machine.succeed("export", "--words", "sessionctl").text
    #expect(ours.contains("end_session"))
    // A file that somebody sent gives another meaning to nothing that is always called the same.
    let wrong = exported.replacing(#""field":"messaging_session""#, with: #""field":"status""#)
    let other = try TestMachine.withStore(admin: LiveAccount.admin)
    let refused = other.run("import", try other.file("wrong.ndjson", wrong))
    #expect(refused.code == .badInput && refused.errors.contains("remote_words: expected"), "\(refused)")
    // A store that has learned nothing takes both back, and gives both again.
    for text in [exported, ours] {
      let other = try TestMachine.withStore(admin: LiveAccount.admin)
      other.now = machine.now
      try other.succeed("import", try other.file("all.ndjson", text), "-q")
      #expect(other.run("trigger", "show", "77", "--json").item["problems"] == [])
      for words in ["account", "sessionctl"] {
        let again = try other.succeed("export", "--type", "trigger", "--words", words).text
        #expect(try again == machine.succeed("export", "--type", "trigger", "--words", words).text)
      }
    }
  }

  @Test("rules as code are read in both words, and pushed in the account's")
  func rulesAsCode() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "End", "--if", "via_id is 74", "--if",
      "messaging_session_state is active", "--do", "messaging_session end_session", "-q")
    try machine.succeed("remote", "learn", "-q")
    let theirs = try machine.succeed("rules", "export", "--words", "account").text
    #expect(theirs.contains("live_account_end_now") && !theirs.contains("end_session"))
    let path = try machine.file("rules.json", theirs)
    #expect(machine.run("rules", "diff", path).code == .done)
    try machine.succeed("rules", "push", path, "--yes", "-q")
    let made = try live.look("triggers")["triggers"]?.array?.first { $0["title"] == "End" }
    #expect(made?["conditions"]?["all"]?[0]?["value"] == "174")
    #expect(made?["actions"]?[0]?["value"] == "live_account_end_now")
    let ours = try machine.file("ours.json", machine.succeed("rules", "export").text)
    let again = try machine.succeed("rules", "push", ours, "--dry-run", "--json")
    #expect(!again.items.contains { $0["title"] == "End" }, "\(again)")
  }

  @Test("what can't be had is said with the reason, and the rest is learned")
  func gaps() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    try live.fault("403", on: "queues/definitions")
    let run = machine.run("remote", "learn", "--json")
    #expect(run.code == .no)
    let missing = run.items.filter { $0["missing"]?.isNull == false }
    #expect(missing.map { $0["field"] } == ["routing_channel"])
    #expect(missing[0]["missing"]?.string?.contains("can't be read") == true)
  }

  @Test("a rule made by hand tells them, too")
  func fromTrigger() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits")
    let made = try live.make(
      "triggers",
      [
        "trigger": [
          "title": "For sessionctl", "active": false,
          "conditions": [
            "all": [
              ["field": "status", "operator": "is", "value": "open"],
              ["field": "f1", "operator": "value", "value": "a"],
              ["field": "f1", "operator": "value", "value": "b"],
              ["field": "f1", "operator": "value", "value": "c"],
              ["field": "f2", "operator": "is", "value": "on"],
              ["field": "f2", "operator": "is", "value": "off"],
            ], "any": [],
          ], "actions": [["field": "set_tags", "value": "x"], ["field": "f3", "value": "go"]],
        ]
      ])
    let id = try #require(made["trigger"]?["id"]?.integer)
    let run = try machine.succeed("remote", "learn", "--from-trigger", "\(id)", "--json")
    let learned = run.items.map {
      "\($0["field"]?.string ?? "") \($0["value"]?.string ?? "-") = \($0["account_field"]?.string ?? "") \($0["account_value"]?.string ?? "-")"
    }
    #expect(
      learned == [
        "messaging_session_ended_reason - = f1 -", "messaging_session_ended_reason agent_ended = f1 a",
        "messaging_session_ended_reason trigger_ended = f1 b",
        "messaging_session_ended_reason channel_changed = f1 c", "messaging_session_state - = f2 -",
        "messaging_session_state active = f2 on", "messaging_session_state ended = f2 off",
        "messaging_session - = f3 -", "messaging_session end_session = f3 go",
      ])
  }
}
