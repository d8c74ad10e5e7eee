import CommandGrammar
import JSONText
import Synchronization
import TestSupport
import Testing

/// What must hold in every account, tried on accounts made by chance.
@Suite struct RandomAccountTests {
  @Test(
    "Q2, E4, F2, F3: a dry run equals the run, which does what it says; nobody who is eligible is outside all queues, and doctor is content",
    arguments: Extent.seeds("accounts", usually: 0..<12))
  func accounts(seed: UInt64) throws {
    // What changes many things comes last.
    let commands =
      [.remind, .end, .macro, .routing, .deed, .rules, .remind, .end, .deed, .routing, .macro]
      + [.closeSolved, .prune, .disable, .end, .closeSolved, .prune] as [Foresight.Command]
    try play(commands, onAccount: seed)
  }

  @Test(
    "the same in fewer steps and any order, for many accounts",
    arguments: Extent.seeds("brief", usually: 0..<4))
  func brief(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    try play(
      [.end, .macro, .rules, .routing].shuffled(using: &random)
        + [.closeSolved, .prune].shuffled(using: &random), onAccount: seed)
  }

  private func play(_ commands: [Foresight.Command], onAccount seed: UInt64) throws {
    var account = try RandomAccount(seed: seed)
    let machine = account.machine
    func isContent() {
      let run = machine.run("doctor")
      let told = run.text.split(separator: "\n").filter { !$0.contains(" ok ") }.joined(separator: "\n")
      #expect(run.code == .done, "seed \(seed): \(run.code) \(run.errors)\(told)")
    }
    isContent()
    for command in commands {
      if [.closeSolved, .prune].contains(command) { account.passTime() }
      for fault in try account.foresight(command).faults(on: machine) {
        Issue.record("seed \(seed), \(command.rawValue): \(fault)")
      }
      Self.tried.withLock { $0[command.rawValue, default: 0] += 1 }
    }
    isContent()
    for problem in try machine.strandedTickets() { Issue.record("seed \(seed): \(problem)") }
    print("accounts: seed \(seed), \(Self.tried.withLock { $0.values.reduce(0, +) }) dry runs so far")
  }

  private static let tried = Mutex<[String: Int]>([:])
}

extension TestMachine {
  /// Tickets that are not where Q2 and Q3 have them wait, read plainly from the domain.
  func strandedTickets() throws -> [String] {
    var settings: [String: String] = [:]
    for line in try column("SELECT key, value FROM setting") {
      let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
      settings[String(parts[0])] = String(parts[1])
    }
    let isOmnichannel = settings["routing.mode"] ?? "omnichannel" == "omnichannel"
    let tag = settings["routing.autorouting_tag"] ?? "auto-routing"
    let endedNeedTag = settings["routing.ended_sessions_need_tag"] == "true"
    let queues = try column("SELECT key, document FROM queue ORDER BY position, key").map { line in
      let parts = line.split(separator: "|", maxSplits: 1).map(String.init)
      return (key: parts[0], rule: try JSONValue.parse(parts[1]))
    }
    var problems: [String] = []
    for (id, ticket) in try plainTickets().sorted(by: { $0.key < $1.key }) {
      let isEmail = ticket["routing_channel"] == "email"
      let isEligible =
        isOmnichannel && ["new", "open"].contains(ticket["status"]) && ticket["assignee_id"] == nil
        && !(ticket["messaging_session_state"] == "ended" && !isEmail)
      let engine = PlainEngine(
        PlainEngine.Account(), before: ticket, now: ticket,
        PlainEngine.Event(updater: nil, role: "", channel: ""))
      let custom = queues.first { _, rule in
        engine.isMet(["conditions": rule["definition"] ?? .null])
      }?.key
      let hasTag = (ticket["current_tags"] ?? "").split(separator: " ").contains { $0 == tag }
      let isEndedMessaging = ticket["session"] != nil && !endedNeedTag
      let standard = ticket["group_id"] != nil && (!isEmail || hasTag || isEndedMessaging) ? "0" : nil
      let expected = isEligible ? custom ?? standard : nil
      // Where a hand-off named the queue it stays, as long as the session is active.
      if isEligible && ticket["is_chosen"] == "1" && ticket["queue"] != nil { continue }
      if ticket["queue"] != expected {
        problems.append(
          "ticket \(id) is in queue \(ticket["queue"] ?? "none"), not in \(expected ?? "none"): \(ticket)")
      }
      if (ticket["waiting"] != nil) != isEligible { problems.append("ticket \(id) waits: \(ticket)") }
    }
    return problems
  }
}
