import CommandGrammar
import JSONText
import TestSupport
import Testing

/// Random talk, with the AI agent, ends, e-mails and further messages: an export of it imports into a fresh store and
/// gives the same documents there (§12, E13, promise 16).
@Suite struct TalkRoundTripTests {
  @Test("the same documents, whatever was said", arguments: [1, 2, 3, 4] as [UInt64])
  func documents(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("group", "create", "Support", "-q")
    try machine.succeed(
      "agent", "create", "--name", "Ana", "--email", "ana@example.com", "--group", "Support", "-q")
    try machine.succeed(
      "messaging-trigger", "create", "--title", "Thanks", "--event", "conversation_requested", "--if",
      "customer_name is_not x", "--do", "send_message_to_customer Thank you", "-q")
    var count: Int64 = 0
    var done: [String: Int] = [:]
    for step in 0..<24 {
      machine.now = machine.now.advanced(by: [0, 0, 1, 30, 90].randomElement(using: &random)!)
      let id = "\(Int64.random(in: 1...max(count, 1), using: &random))"
      let target: [String] = [[], ["--agent", "ana@example.com"], ["--group", "Support"]].randomElement(
        using: &random)!
      let choices: [[String]] = [
        [
          "conversation", "start", "--user-name", "Al", "--user-email", "al\(step % 2)@example.net",
          "--channel",
          step % 3 == 0 ? "line" : "whatsapp", "--message", "Hello \(step)",
        ],
        ["conversation", "say", id, "--message", "Word \(step)"],
        ["conversation", "say", id, "--from", "ai-agent", "--message", "Answer \(step)"],
        ["conversation", "handoff", id] + target, ["session", "end", id],
        ["ticket", "reply", id, "--message", "Reply \(step)"],
        ["ticket", "reply", id, "--from", "customer", "--message", "Mail \(step)"],
        ["ticket", "update", id, "--status", step % 5 == 0 ? "closed" : "solved"],
      ]
      let words = count == 0 ? choices[0] : choices.randomElement(using: &random)!
      let run = machine.run(words)
      #expect([.done, .no, .notPermitted].contains(run.code), "seed \(seed): \(run)")
      guard run.code == .done else { continue }
      done[words[0] + words[1], default: 0] += 1
      if words[1] == "start" || run.errors.contains("started conversation") { count += 1 }
    }
    let fresh = try TestMachine.withStore()
    fresh.now = machine.now
    let export = machine.run("export").output
    let taken = fresh.run(["import", "-", "-q"], input: export)
    #expect(taken.code == .done, "seed \(seed): \(taken)")
    #expect(fresh.run("export").output == export, "seed \(seed)")
    var documents = [["conversation", "list"], ["ticket", "list"], ["session", "list", "--state", "any"]]
    for id in 1...count {
      documents += [
        ["conversation", "show", "\(id)"], ["ticket", "show", "\(id)"], ["ticket", "history", "\(id)"],
      ]
    }
    for words in documents {
      #expect(
        fresh.run(words + ["--json"]).output == machine.run(words + ["--json"]).output,
        "seed \(seed): \(words)")
    }
    #expect(fresh.run("doctor").code == .done && machine.run("doctor").code == .done)
    #expect(done.count >= 4, "\(done)")
  }
}
