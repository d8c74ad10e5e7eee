import CommandGrammar
import Foundation
import JSONText
import Testing

@testable import SessionctlCommands

/// A plan is tagged in the live account, seen to have ended there, and ended here only then.
@Suite(.enabled(if: LiveAccount.isPossible, "\(LiveAccount.whatItNeeds)")) struct RemotePushTests {
  @Test("plan, push, verify: what ended there ends here, by the account's trigger and without rules of ours")
  func whole() throws {
    let scene = try PushScene()
    let machine = scene.machine
    try machine.succeed(
      "trigger", "create", "--title", "Ours", "--if", "messaging_session_state value ended", "--do",
      "current_tags ours", "-q")
    let push = scene.push()
    #expect(push.code == .done)
    #expect(push.text == "tagged 3 of 3 tickets in \(scene.live.base)\n")
    #expect(
      push.errors == "'sessionctl remote verify \(scene.plan)' checks what ends there, and ends it here\n")
    #expect(machine.active == [1, 2, 3], "nothing ends here before it was seen there")
    try scene.expectEachSentOnce()
    let verify = scene.verify()
    #expect(verify.code == .done)
    #expect(verify.text == "3 of 3 sessions ended in \(scene.live.base), 3 of them ended here now\n")
    #expect(machine.active.isEmpty)
    let session = machine.session(1)
    #expect(session["end_reason"] == "trigger_ended" && session["ended_by"]?["type"] == "trigger")
    #expect(machine.ticket(1000)["routing_channel"] == "email")
    #expect(machine.ticket(1000)["tags"] == ["chat"], "no rule of ours ran")
    let history = machine.run("ticket", "history", "1000", "--json").text
    #expect(history.contains("MessagingSessionEnded") && history.contains("sessionctl: end the session"))
    // Once more changes nothing, here or there.
    let content = machine.content()
    #expect(scene.push().code == .done)
    #expect(scene.verify().text.contains("0 of them ended here now"))
    #expect(machine.content() == content)
    try scene.expectEachSentOnce()
    #expect(machine.logged.filter { $0 == "remote push" }.count == 1)
  }

  @Test("the account's events tell of many at once, a minute late")
  func events() throws {
    let scene = try PushScene(tickets: 130, "--page", "50")
    #expect(scene.push().code == .done)
    try scene.expectEachSentOnce()
    #expect(try scene.chunks().map(\.count) == [100, 30])
    let early = scene.verify("--probes", "0")
    #expect(early.code == .no && early.text.contains("130 pending"))
    try scene.live.order("clock", ["advance": 61])
    let late = scene.verify("--probes", "0", "--json")
    #expect(late.code == .done)
    #expect(late.json["ended_here"] == 130 && late.json["pending"] == 0)
    #expect(Set(late.items.compactMap { $0["seen_by"]?.string }) == ["events"])
    #expect(scene.machine.active.isEmpty)
  }

  @Test("second after second with more events than a page holds is read through")
  func crowdedSeconds() throws {
    let scene = try PushScene("--page", "1")
    for round in 1...12 {
      for ticket in 1000...1001 {
        try scene.live.order("change", ["ticket": .integer(Int64(ticket)), "subject": .string("\(round)")])
      }
      try scene.live.order("clock", ["advance": 1])
    }
    #expect(scene.push().code == .done)
    _ = scene.verify("--probes", "0")
    try scene.live.order("clock", ["advance": 61])
    let verify = scene.verify("--probes", "0")
    #expect(verify.code == .done && !verify.errors.contains("again"), "\(verify)")
    let pull = scene.machine.run("remote", "pull", "--only", "events", "--json")
    #expect(pull.code == .done && pull.items.first?["complete"] == true)
    #expect(pull.errors.contains("the pull continues one second later"))
  }

  @Test("what a crowded second keeps to itself stays pending, and is asked for one by one")
  func cutSecond() throws {
    let scene = try PushScene(tickets: 40, "--page", "20", "--cut-seconds")
    #expect(scene.push().code == .done)
    _ = scene.verify("--probes", "0")
    try scene.live.order("clock", ["advance": 61])
    let events = scene.verify("--probes", "0", "--json")
    #expect(events.code == .no)
    let pending = try #require(events.json["pending"]?.integer)
    #expect(pending > 0)
    #expect(events.errors.contains("--probes \(pending) asks about each pending ticket"), "\(events)")
    #expect(scene.machine.active.count == Int(pending))
    // Its events were read, and no later run sees them again.
    let again = scene.verify("--probes", "0")
    #expect(again.code == .no && again.errors.contains("--probes \(pending) asks about each"), "\(again)")
    #expect(scene.verify("--probes", "40").code == .done)
    #expect(scene.machine.active.isEmpty)
  }

  @Test("clocks that are ten minutes apart lose nothing", arguments: [-600, 600])
  func clocksApart(seconds: Int64) throws {
    let scene = try PushScene(tickets: 30)
    scene.machine.now = scene.machine.now.advanced(by: seconds)
    #expect(scene.push().code == .done)
    _ = scene.verify("--probes", "0")
    try scene.live.order("clock", ["advance": 61])
    #expect(scene.verify("--probes", "0").code == .done)
    #expect(scene.machine.active.isEmpty)
    let ended = scene.machine.session(1)["ended_at"]?.string ?? ""
    #expect(ended.hasPrefix("20"), "\(ended)")
    try scene.machine.succeed("remote", "pull", "-q")
    #expect(scene.machine.run("doctor").code == .done)
  }

  @Test(
    "a clock that is hours wrong loses nothing: the account's own says where its events begin and end",
    arguments: [-7200, 7200], [false, true])
  func wrongClock(seconds: Int64, isPrinted: Bool) throws {
    let scene = try PushScene(tickets: 30)
    scene.machine.now = scene.machine.now.advanced(by: seconds)
    if isPrinted {
      try scene.machine.file("push.sh", scene.push("--as-curl").text)
      let run = try scene.run("/bin/sh", ["push.sh"], ["ZENDESK_OAUTH_TOKEN": scene.token()])
      #expect(run.status == 0, "\(run.output)")
      try scene.machine.succeed("remote", "take-answers", "\(scene.machine.folder)/answers.ndjson", "-q")
    } else {
      #expect(scene.push().code == .done)
    }
    let early = scene.verify("--probes", "0")
    #expect(early.code == .no && !early.errors.contains("end_time"), "\(early)")
    try scene.live.order("clock", ["advance": 61])
    let late = scene.verify("--probes", "0")
    #expect(late.code == .done, "\(late)")
    #expect(scene.machine.active.isEmpty)
  }

  @Test("what is pending stays active, and --for looks again")
  func pending() throws {
    let scene = try PushScene("--trigger-seconds", "1000")
    #expect(scene.push().code == .done)
    let run = scene.verify("--for", "31s")
    #expect(run.code == .no && run.text.contains("3 pending"))
    #expect(scene.machine.pauses.filter { $0 >= 1 }.suffix(3) == [15, 15, 1])
    #expect(scene.machine.active.count == 3)
  }

  @Test("an end here says nothing of the account: it is asked; a ticket that was pulled closed is over")
  func endedHere() throws {
    let scene = try PushScene("--trigger-seconds", "1000")
    #expect(scene.push().code == .done)
    try scene.machine.succeed("session", "end", "1", "2", "--yes", "-q")
    let early = scene.verify("--json")
    #expect(early.code == .no && early.json["pending"] == 3 && early.json["ended"] == 0, "\(early)")
    #expect(try scene.live.asked().contains { $0.contains("/conversations/") })
    try scene.live.order("clock", ["advance": 61])
    try scene.live.order("change", ["ticket": 1000, "status": "closed"])
    try scene.live.order("clock", ["advance": 61])
    try scene.machine.succeed("remote", "pull", "-q")
    let pulled = scene.verify("--probes", "0", "--json")
    #expect(pulled.items.map { $0["outcome"] } == ["ended", "pending", "pending"], "\(pulled)")
    #expect(pulled.items.first?["seen_by"] == "here")
    try scene.live.order("clock", ["advance": 1000])
    let late = scene.verify("--json")
    #expect(late.code == .done && late.json["ended_here"] == 1, "\(late)")
    #expect(scene.machine.session(1)["end_reason"] == "agent_ended", "what ended here stays as it is")
  }

  @Test("a page of HTML with status 404 ends nothing")
  func foreign404() throws {
    let scene = try PushScene("--trigger-seconds", "1000")
    #expect(scene.push().code == .done)
    try scene.live.fault("html", on: "conversations", ["status": 404, "times": 100])
    let run = scene.verify()
    #expect(run.code == .badInput && run.errors.contains("is not JSON"), "\(run)")
    #expect(scene.machine.active == [1, 2, 3])
  }

  @Test("where more are pending than are asked about, runs begin elsewhere, and one goes on where it was")
  func probesInTurn() throws {
    let scene = try PushScene(tickets: 60, "--trigger-seconds", "1000")
    #expect(scene.push().code == .done)
    func probed() throws -> [String] {
      defer { _ = try? scene.live.order("clear") }
      return try scene.live.asked().filter { $0.contains("/conversations/") }
    }
    var seen: Set<String> = []
    _ = try probed()
    // Each begins by chance: that forty of them ask about the same forty tickets is out of the question.
    for _ in 0..<40 where seen.count <= 40 {
      #expect(scene.verify("--probes", "20").code == .no)
      let asked = try probed()
      #expect(Set(asked).count == 20, "\(asked)")
      seen.formUnion(asked)
      scene.machine.now = scene.machine.now.advanced(by: 3600)
    }
    #expect(seen.count > 40, "\(seen.count)")
    #expect(scene.verify("--probes", "20", "--for", "30s").code == .no)
    #expect(Set(try probed()).count == 60)
  }

  @Test("what was learned is written down now and then: an interrupted run loses little")
  func probesInPieces() throws {
    let scene = try PushScene(tickets: 45)
    #expect(scene.push().code == .done)
    try scene.live.fault("403", on: "conversations", ["after": 42, "times": 100])
    #expect(scene.verify("--probes", "45").code == .notPermitted)
    #expect(try scene.states() == [2: 5, 5: 40])
    try scene.live.order("clear")
    #expect(scene.verify("--probes", "45").code == .done)
  }

  @Test("what an agent ended there by hand is recorded as that, and not as the trigger's")
  func endedByHand() throws {
    let scene = try PushScene("--trigger-seconds", "1000")
    #expect(scene.push().code == .done)
    try scene.machine.succeed("remote", "pull", "--only", "users", "-q")
    try scene.live.order("end", ["ticket": 1000, "user": 2])
    try scene.live.order("clock", ["advance": 61])
    // Without single questions, by which nobody knows who ended it.
    let run = scene.verify("--probes", "0", "--json")
    #expect(run.json["ended"] == 1 && run.json["ended_here"] == 1 && run.json["pending"] == 2, "\(run)")
    let session = scene.machine.session(1)
    #expect(session["end_reason"] == "agent_ended", "\(session)")
    #expect(session["ended_by"]?["type"] == "user" && session["ended_by"]?["id"] == 2, "\(session)")
    try scene.live.order("clock", ["advance": 1000])
    #expect(scene.verify("--probes", "0").code == .no)
    try scene.live.order("clock", ["advance": 61])
    #expect(scene.verify("--probes", "0").code == .done)
    #expect(scene.machine.session(2)["end_reason"] == "trigger_ended")
    #expect(scene.machine.run("doctor").code == .done)
  }

  @Test("a customer who ended it there is told as one, also where tickets are here without users")
  func endedByCustomer() throws {
    let scene = try PushScene("--trigger-seconds", "1000")
    #expect(scene.push().code == .done)
    let customer = try #require(scene.machine.session(1)["requester_id"]?.integer)
    try scene.live.order("end", ["ticket": 1000, "user": .integer(customer)])
    try scene.live.order("clock", ["advance": 61])
    #expect(scene.verify("--probes", "0", "--json").json["ended_here"] == 1)
    #expect(scene.machine.session(1)["end_reason"] == "end_user_ended")
  }

  // MARK: Faults

  /// A fault, the requests that it hits, and what more there is to say of it.
  struct Trouble: CustomTestStringConvertible, Sendable {
    var kind: String
    var on = "update_many"
    var more: [String: JSONValue] = [:]
    var testDescription: String { "\(kind) \(on) \(more.keys.sorted())" }

    func befall(_ live: LiveAccount, times: Int64 = 1) throws {
      var order = JSONObject([("kind", .string(kind)), ("on", .string(on)), ("times", .integer(times))])
      for (key, value) in more { order[key] = value }
      try live.order("fault", .object(order))
    }
  }

  @Test(
    "what passes is waited out within one run",
    arguments: [
      Trouble(kind: "409"), Trouble(kind: "503"), Trouble(kind: "html"), Trouble(kind: "401"),
      Trouble(kind: "torn"), Trouble(kind: "hang-up"),
      Trouble(kind: "429", more: ["headers": "x"]),
      Trouble(kind: "429", more: ["headers": "ratelimit", "seconds": .null]),
      Trouble(kind: "429", more: ["headers": "zendesk", "seconds": .null]),
      Trouble(kind: "429", more: ["headers": "spelled", "seconds": .null]),
      Trouble(kind: "429", more: ["headers": "none"]),
      Trouble(kind: "too-many-jobs", more: ["status": 400]),
      Trouble(kind: "too-many-jobs", more: ["status": 429]),
      Trouble(kind: "409", on: "show_many"), Trouble(kind: "503", on: "show_many"),
      Trouble(kind: "401", on: "show_many"), Trouble(kind: "torn", on: "show_many"),
      Trouble(kind: "503", on: "conversations"), Trouble(kind: "401", on: "conversations"),
    ])
  func waitedOut(trouble: Trouble) throws {
    let scene = try PushScene()
    try trouble.befall(scene.live)
    let push = scene.push()
    #expect(push.code == .done, "\(push)")
    #expect(scene.verify().code == .done)
    #expect(scene.machine.active.isEmpty)
    #expect(try scene.states() == [5: 3])
  }

  @Test(
    "what does not pass leaves everything to a later run, and nothing has two outcomes",
    arguments: [
      Trouble(kind: "not-json"), Trouble(kind: "403"),
      Trouble(kind: "redirect", more: ["to": "http://elsewhere.invalid/"]),
      Trouble(kind: "503"), Trouble(kind: "torn"), Trouble(kind: "401"),
      Trouble(kind: "not-json", on: "show_many"), Trouble(kind: "403", on: "show_many"),
      Trouble(kind: "503", on: "show_many"), Trouble(kind: "longer", on: "show_many"),
    ])
  func laterRun(trouble: Trouble) throws {
    let scene = try PushScene()
    try trouble.befall(scene.live, times: 1000)
    let failed = scene.push()
    #expect(failed.code != .done && failed.code != .bug, "\(failed)")
    #expect(!failed.errors.contains("secret-of-the-client"))
    #expect(scene.machine.active.count == 3)
    try scene.live.order("clear")
    #expect(scene.push().code == .done)
    #expect(scene.verify().code == .done)
    #expect(try scene.states() == [5: 3])
  }

  @Test("failed rows fail, in both shapes, and --retry-failed sends only them once more")
  func partial() throws {
    let scene = try PushScene(tickets: 9)
    try scene.live.fault("job-partial", on: "update_many")
    let run = scene.push("--json")
    #expect(run.code == .no)
    #expect(run.json["tagged"] == 6 && run.json["failed"] == 3)
    #expect(run.items.first?["message"] == "TicketUpdateError: Something stood against it")
    #expect(scene.push().code == .no, "what failed stays failed")
    #expect(try scene.chunks().count == 1)
    #expect(scene.push("--retry-failed").code == .done)
    #expect(try scene.chunks().last == [1000, 1003, 1006])
    #expect(scene.verify().code == .done)
  }

  @Test("a job that fails or is killed fails its tickets", arguments: ["job-failed", "job-killed"])
  func failedJob(kind: String) throws {
    let scene = try PushScene()
    try scene.live.fault(kind, on: "update_many")
    let run = scene.push()
    #expect(run.code == .no && run.text.contains("tagged 0 of 3 tickets") && run.text.contains("3 failed"))
    #expect(run.errors.contains("ticket 1000: the job failed: Something went wrong"))
    #expect(scene.verify().code == .no)
    #expect(scene.machine.active.count == 3)
    #expect(scene.push("--retry-failed").code == .done)
  }

  @Test("closed and deleted tickets fail with the account's reason, and their sessions stay")
  func closed() throws {
    let scene = try PushScene()
    try scene.live.order("change", ["ticket": 1000, "status": "closed"])
    try scene.live.order("change", ["ticket": 1001, "status": "deleted"])
    let run = scene.push()
    #expect(run.code == .no)
    #expect(run.errors.contains("ticket 1000: TicketClosed: closed prevents ticket update"))
    #expect(run.errors.contains("ticket 1001: TicketNotFound: Ticket not found"))
    #expect(scene.verify().code == .no)
    #expect(scene.machine.active == [1, 2])
  }

  @Test("other tools' jobs are counted: little room is used, and none is waited for and then said")
  func others() throws {
    let scene = try PushScene(tickets: 250)
    try scene.live.order("jobs", ["foreign": 30])
    let none = scene.push()
    #expect(none.code == .busy && none.errors.contains("jobs of other tools leave no room"))
    #expect(try scene.states() == [0: 250])
    #expect(scene.machine.pauses.contains(60))
    try scene.live.order("jobs", ["foreign": 29])
    #expect(scene.push().code == .done)
    #expect(try scene.states() == [2: 250])
  }

  @Test("a job whose data went after a day leaves its tickets unclear, and verify clears them up")
  func dayLater() throws {
    let scene = try PushScene("--job-seconds", "3600")
    let run = scene.push()
    #expect(run.code == .busy && run.errors.contains("is still working on"))
    #expect(try scene.states() == [1: 3])
    try scene.live.order("clock", ["advance": 3601])
    // The job works through, and a day later nobody knows of it any more.
    _ = try scene.live.order("requests")
    #expect(scene.verify("--probes", "0").code == .no)
    try scene.live.order("clock", ["advance": 90_000])
    let later = scene.push()
    #expect(later.code == .no && later.text.contains("3 unclear"))
    #expect(scene.verify().code == .done)
    #expect(try scene.chunks().count == 1)
  }

  @Test("404 for jobs is taken for jobs that are gone, so that a plan is not stuck")
  func jobsNotFound() throws {
    let scene = try PushScene("--trigger-seconds", "1000")
    try scene.live.fault("404", on: "show_many", ["times": 1000])
    let run = scene.push()
    #expect(run.code == .no && run.text.contains("3 unclear"), "\(run)")
    try scene.live.order("clear")
    #expect(scene.push("--retry-failed").code == .done)
    #expect(try scene.states() == [2: 3])
  }

  // MARK: What is asked for before

  @Test("on a terminal it says what follows and asks; elsewhere --yes is required")
  func consent() throws {
    let scene = try PushScene()
    let refused = scene.machine.run("remote", "push", scene.plan)
    #expect(refused.code == .usage && refused.errors.contains("give --yes"))
    let no = scene.machine.run("remote", "push", scene.plan, input: "n\n", terminals: .all)
    #expect(no.code == .no && no.errors.contains("nothing was pushed"))
    for words in ["3 tickets", "'ended by trigger'", "all triggers of the account", "can't be undone"] {
      #expect(no.errors.contains(words), "\(words)")
    }
    #expect(try scene.chunks().isEmpty)
    #expect(scene.machine.run("remote", "push", scene.plan, input: "y\n", terminals: .all).code == .done)
  }

  @Test("without an active trigger nothing is tagged")
  func trigger() throws {
    let scene = try PushScene(setUp: false)
    let machine = scene.machine
    func expectRefusal(_ words: String) throws {
      let run = scene.push()
      #expect(run.code == .no && run.errors.contains(words) && run.errors.contains("remote setup"), "\(run)")
      #expect(try scene.chunks().isEmpty)
    }
    try expectRefusal("ends the sessions of tagged tickets")
    let made = try machine.succeed("remote", "setup", "--yes", "--json")
    let id = try #require(made.item["trigger_id"]?.integer)
    try request(scene, "PUT", "/api/v2/triggers/\(id)", ["trigger": ["active": false]])
    try expectRefusal("is not active")
    #expect(try machine.succeed("remote", "setup", "--yes", "--json").item["outcome"] == "activated")
    try request(
      scene, "PUT", "/api/v2/triggers/\(id)", ["trigger": ["conditions": ["all": [], "any": []]]])
    try expectRefusal("no longer fires on the tag")
    #expect(try machine.succeed("remote", "setup", "--yes", "--json").item["outcome"] == "changed")
    #expect(scene.push().code == .done)
    #expect(scene.verify().code == .done)
    try machine.succeed("remote", "setup", "--remove", "--yes", "-q")
    #expect(machine.run("remote", "setup", "--remove", "--yes").code == .no)
  }

  @Test(
    "a trigger that does not do any more what it was set up for is not relied on", arguments: [true, false])
  func changedTrigger(isNoted: Bool) throws {
    let scene = try PushScene()
    if !isNoted {
      try scene.machine.tamper("UPDATE remote_trigger SET action_field = NULL, action_value = NULL")
    }
    let trigger = try #require(try scene.live.look("triggers")["triggers"]?.array?.first)
    let id = try #require(trigger["id"]?.integer)
    let (conditions, actions) = (trigger["conditions"] ?? .null, trigger["actions"]?.array ?? [])
    let more: JSONValue = ["field": "status", "operator": "is", "value": "hold"]
    for (change, words) in [
      (
        ["conditions": ["all": .array((conditions["all"]?.array ?? []) + [more]), "any": []]],
        "its conditions"
      ),
      (
        ["conditions": conditions, "actions": .array(actions + [["field": "status", "value": "solved"]])],
        "its actions"
      ),
      (["actions": .array(actions.filter { $0["field"] != "live_account_end" })], "its actions"),
    ] as [(JSONValue, String)] {
      try request(scene, "PUT", "/api/v2/triggers/\(id)", ["trigger": change])
      let run = scene.push()
      #expect(run.code == .no && run.errors.contains(words) && run.errors.contains("remote setup"), "\(run)")
      #expect(try scene.chunks().isEmpty)
    }
    try scene.machine.succeed("remote", "setup", "--yes", "-q")
    #expect(scene.push().code == .done)
  }

  @Test("a trigger that somebody made for the tag is neither changed nor removed")
  func othersTrigger() throws {
    let scene = try PushScene(setUp: false)
    let made = try scene.live.make(
      "triggers",
      [
        "trigger": [
          "title": "Tell the team", "active": true,
          "conditions": [
            "all": [["field": "current_tags", "operator": "includes", "value": "sessionctl_end"]], "any": [],
          ], "actions": [["field": "notification_group", "value": ["100", "a", "b"]]],
        ]
      ])
    let id = try #require(made["trigger"]?["id"]?.integer)
    let trial = try scene.machine.succeed("remote", "setup", "--dry-run", "--json")
    #expect(trial.item["outcome"] == "made" && trial.item["dry_run"] == true)
    #expect(try scene.machine.succeed("remote", "setup", "--yes", "--json").item["outcome"] == "made")
    let run = try scene.machine.succeed("remote", "setup", "--remove", "--yes")
    #expect(run.errors.contains("trigger \(id) 'Tell the team' also fires on the tag"))
    let again = scene.machine.run("remote", "setup", "--remove", "--yes")
    #expect(again.code == .no && again.errors.contains("no trigger from sessionctl"))
  }

  private func request(_ scene: PushScene, _ method: String, _ path: String, _ body: JSONValue) throws {
    let token = try scene.token()
    let run = try scene.curl(
      [
        "--request", method, "--json", body.text, "--header", "Authorization: Bearer \(token)",
        scene.live.base + path,
      ])
    #expect(run.status == 0, "\(run.output)")
  }

  @Test("sessions that changed since are left out and named; lines can be taken out")
  func leftOut() throws {
    let scene = try PushScene(tickets: 4)
    try scene.machine.succeed("ticket", "update", "1001", "--tag", "vip", "-q")
    let lines = String(decoding: try scene.machine.bytes(of: scene.plan), as: UTF8.self).split(
      separator: "\n")
    try scene.machine.file("plan.ndjson", (lines.prefix(2) + lines.dropFirst(3)).map { $0 + "\n" }.joined())
    let run = scene.push()
    #expect(run.code == .done || run.code == .no)
    #expect(try scene.chunks().flatMap(\.self) == [1000, 1002, 1003])
    let whole = try scene.machine.file("whole.ndjson", lines.map { $0 + "\n" }.joined())
    let again = scene.machine.run("remote", "push", whole, "--yes")
    #expect(again.code == .no)
    #expect(again.errors.contains("session 2: its ticket has changed since it was planned: other tags"))
    #expect(try scene.chunks().count == 1)
    // Of the shorter copy all has ended, of the whole plan not.
    #expect(scene.verify().code == .done)
    let verify = scene.machine.run("remote", "verify", whole)
    #expect(verify.code == .no && verify.text.contains("1 not sent yet"), "\(verify)")
    #expect(scene.machine.run("remote", "verify", whole, "--json").json["waiting"] == 1)
  }

  @Test("a plan of another store, a changed, cut or empty one, and one with a macro or note push nothing")
  func badPlans() throws {
    let scene = try PushScene()
    let machine = scene.machine
    let text = String(decoding: try machine.bytes(of: scene.plan), as: UTF8.self)
    func expect(_ code: ExitCode, _ name: String, _ text: String, _ words: String) throws {
      let path = try machine.file(name, text)
      let run = machine.run("remote", "push", path, "--yes")
      #expect(run.code == code && run.errors.contains(words), "\(name): \(run)")
    }
    try expect(.badInput, "cut.ndjson", String(text.dropLast(40)), "cut off")
    try expect(.badInput, "edited.ndjson", text.replacing("1001", with: "1009"), "was changed")
    try expect(.badInput, "empty.ndjson", "", "it is empty")
    let other = try TestMachine.withStore(plan: "suite-professional")
    try other.succeed("feature", "enable", "-q")
    try other.take(PushScene.lines([1000]))
    let others = "\(other.folder)/plan.ndjson"
    try other.succeed("session", "end", "--all", "--dry-run", "--plan-out", others, "-q")
    let run = machine.run("remote", "push", others, "--yes")
    #expect(run.code == .badInput && run.errors.contains("another store"))
    try machine.succeed("session", "end", "--all", "--dry-run", "--plan-out", scene.plan, "--note", "x", "-q")
    let note = scene.push()
    #expect(note.code == .no && note.errors.contains("adds a note"))
    #expect(scene.verify().code == .no)
    #expect(try scene.chunks().isEmpty)
  }

  @Test("nothing is pushed or printed while ending sessions is switched off; a verification goes on")
  func featureOff() throws {
    let scene = try PushScene()
    #expect(scene.push().code == .done)
    try scene.machine.succeed("feature", "disable", "-q")
    for run in [scene.push(), scene.push("--as-curl")] {
      #expect(run.code == .notPermitted && run.errors.contains("feature enable"), "\(run)")
    }
    #expect(scene.verify().code == .done)
    #expect(scene.machine.active.isEmpty)
  }

  @Test("a plan goes to one account only")
  func otherAccount() throws {
    let scene = try PushScene()
    #expect(scene.push().code == .done)
    let other = try LiveAccount("--tickets", "3", "--no-limits")
    try scene.machine.connect(to: other)
    let run = scene.push()
    #expect(run.code == .no && run.errors.contains("can't go to another account"))
    #expect(scene.verify().code == .no)
  }

  // MARK: Without a connection

  @Test("a printed push has no secret in it, and its answers are taken back")
  func script() throws {
    let scene = try PushScene(tickets: 101)
    let machine = scene.machine
    let printed = machine.run("remote", "push", scene.plan, "--as-curl")
    #expect(printed.code == .done)
    #expect(!printed.text.contains(LiveAccount.secret))
    #expect(try scene.chunks().isEmpty)
    #expect(machine.run("remote", "push", scene.plan, "--as-curl").output == printed.output)
    try machine.file("push.sh", printed.text)
    let run = try scene.run("/bin/sh", ["push.sh"], ["ZENDESK_OAUTH_TOKEN": scene.token()])
    #expect(run.status == 0, "\(run.output)")
    try scene.expectEachSentOnce()
    let taken = machine.run("remote", "take-answers", "\(machine.folder)/answers.ndjson")
    #expect(taken.code == .done && taken.text == "tagged 101 of 101 tickets\n", "\(taken)")
    #expect(try scene.states() == [2: 101])
    let again = machine.run("remote", "take-answers", "\(machine.folder)/answers.ndjson")
    #expect(again.code == .no && again.text.contains("2 answers to no push that was printed here"))
    #expect(scene.verify("--probes", "200").code == .done)
  }

  @Test("what a printed push is told by a failed attempt does not stand among its answers")
  func scriptTriesAgain() throws {
    let scene = try PushScene()
    try scene.machine.file("push.sh", scene.machine.run("remote", "push", scene.plan, "--as-curl").text)
    try scene.live.fault("503", on: "update_many")
    try scene.live.fault("503", on: "job_statuses/")
    let run = try scene.run("/bin/sh", ["push.sh", "told"], ["ZENDESK_OAUTH_TOKEN": scene.token()])
    #expect(run.status == 0, "\(run.output)")
    let taken = scene.machine.run("remote", "take-answers", "\(scene.machine.folder)/told")
    #expect(taken.code == .done && taken.text == "tagged 3 of 3 tickets\n", "\(taken)")
  }

  @Test(
    "a file without an answer is refused",
    arguments: ["", "{\"sessionctl_job\":1}\n", "{\"error\":\"x\"}\n"])
  func noAnswers(text: String) throws {
    let scene = try PushScene(setUp: false)
    _ = scene.machine.run("remote", "push", scene.plan, "--as-curl")
    let run = scene.machine.run("remote", "take-answers", try scene.machine.file("answers.ndjson", text))
    #expect(run.code == .badInput && run.errors.contains("contains no answer"), "\(run)")
  }

  @Test("what was printed is not sent from here, but with --retry-failed")
  func printedOnly() throws {
    let scene = try PushScene()
    _ = scene.machine.run("remote", "push", scene.plan, "--as-curl")
    let run = scene.push()
    #expect(run.code == .no && run.errors.contains("3 tickets in a script that was printed"))
    #expect(try scene.chunks().isEmpty)
    #expect(scene.push("--retry-failed").code == .done)
    try scene.expectEachSentOnce()
  }

  @Test("a script without a token sends nothing")
  func scriptWithoutToken() throws {
    let scene = try PushScene()
    try scene.machine.file("push.sh", scene.machine.run("remote", "push", scene.plan, "--as-curl").text)
    let run = try scene.run("/bin/sh", ["push.sh"], [:])
    #expect(run.status != 0 && run.output.contains("ZENDESK_OAUTH_TOKEN"))
    #expect(try scene.chunks().isEmpty)
  }

  @Test(
    "answers that are none are refused with their line",
    arguments: [
      "not json\n", "{\"sessionctl_job\":1}\n{\"job_status\":{}}\n", "{\"job_status\":{\"id\":\"a\"}}\n",
    ])
  func badAnswers(text: String) throws {
    let scene = try PushScene(setUp: false)
    _ = scene.machine.run("remote", "push", scene.plan, "--as-curl")
    let path = try scene.machine.file("answers.ndjson", text)
    let run = scene.machine.run("remote", "take-answers", path)
    #expect(run.code == .badInput && run.errors.contains("line"))
    #expect(try scene.states() == [1: 3])
  }

  @Test("the script of sessionctl-cron(7) sweeps the account, silently, and once a day")
  func sweep() throws {
    let page = cronPage.parts.compactMap { if case .text(let text) = $0 { text } else { nil } }
    let passage = try #require(page.first { $0.contains("remote verify \"$plan\"") && $0.hasPrefix(" ") })
    let script = passage.split(separator: "\n").map { $0.dropFirst() }.joined(separator: "\n")
      .replacing("--max 5000", with: "--max 5000 --even-if-stalled")
    let scene = try PushScene()
    try scene.machine.file("sweep.sh", script)
    let more = ["PLANS": scene.machine.folder, "SESSIONCTL_CURL": "/usr/bin/curl"]
    for _ in 1...2 {
      let run = try scene.machine.shell("sh sweep.sh", more: more)
      #expect(run.status == 0 && run.output.isEmpty, "\(run.output)")
      #expect(scene.machine.active.isEmpty)
    }
    try scene.expectEachSentOnce()
  }

  // MARK: Kills

  /// Tests/LiveAccount/kills takes a thousand.
  private static let kills =
    ProcessInfo.processInfo.environment["SESSIONCTL_PUSH_KILLS"].flatMap(Int.init) ?? 4

  @Test(
    "killed at any moment, no ticket is lost, none has two outcomes, and only what was on its way is sent again"
  )
  func killed() throws {
    var kills = 0
    repeat { kills += try killing(atMost: Self.kills - kills) } while kills < Self.kills
  }

  /// One plan, pushed and verified, and killed on the way as often as it comes to pass.
  private func killing(atMost most: Int) throws -> Int {
    let scene = try PushScene(tickets: 1500, "--page", "400")
    var kills = 0
    /// Runs a command until it comes to its end; every fourth run is left alone.
    func insist(_ words: [String]) throws {
      for round in 0..<4 * (most + 5) {
        let program = try RealProgram(scene.machine, words)
        if kills < most, round % 4 != 3 {
          usleep(UInt32.random(in: 5_000...700_000))
          program.signal(SIGKILL)
        }
        let end = program.wait()
        if end.status == 0 { return }
        if end.status == nil { kills += 1 } else { #expect(end.status == 0, "\(end)") }
      }
      Issue.record("\(words) does not come to an end")
    }
    try insist(["remote", "push", scene.plan, "--yes", "-q"])
    let sent = try scene.chunks().flatMap(\.self)
    #expect(Set(sent) == Set(scene.tickets))
    #expect(sent.count <= scene.tickets.count + 100 * kills)
    #expect(try scene.states() == [2: 1500])
    // The account's trigger has fired on the last of them by now, and its events are a minute old.
    _ = scene.verify("--probes", "0")
    try scene.live.order("clock", ["advance": 61])
    try insist(["remote", "verify", scene.plan, "--probes", "0", "-q"])
    #expect(try scene.states() == [5: 1500])
    #expect(scene.machine.active.isEmpty)
    return kills
  }
}
