import CivilTime
import Foundation
import JSONText
import Testing

/// One account told in each of the API's ways makes the same sessions, and the sweep ends those that are idle.
///
/// `SESSIONCTL_TOLD_ACCOUNTS=500` tries as many seeds.
@Suite struct ToldAccountTests {
  private static let seeds: ClosedRange<UInt64> =
    1...(ProcessInfo.processInfo.environment["SESSIONCTL_TOLD_ACCOUNTS"].flatMap(UInt64.init) ?? 2)

  /// The sessions after an import of these lines, by their tickets.
  private func sessions(_ machine: TestMachine) -> [String] {
    machine.run("session", "list", "--state", "any", "--json").items.map { session in
      ["ticket_id", "state", "last_activity_at", "last_sender", "ended_at", "end_reason"]
        .map { session[$0]?.text ?? "-" }.joined(separator: " ")
    }.sorted()
  }

  private func machine(_ lines: [String], files: Int = 1) throws -> TestMachine {
    let machine = try TestMachine.withStore()
    try machine.succeed("feature", "enable", "-q")
    let size = max(1, (lines.count + files - 1) / files)
    var rest = lines[...]
    while !rest.isEmpty {
      try machine.succeed("import", "-", "-q", input: rest.prefix(size).joined(separator: "\n"))
      rest = rest.dropFirst(size)
    }
    return machine
  }

  private func checkSweep(_ machine: TestMachine, _ lines: [String], _ name: Comment) throws {
    let reading = try IndependentReading(lines)
    let run = machine.run(
      "session", "end", "--idle-for", "8h", "--even-if-stalled", "--reason", "inactivity_ended", "--yes",
      "--json")
    let ended = run.items.compactMap { $0["ticket_id"]?.integer }.sorted()
    #expect(ended == reading.idle(since: machine.now.seconds - 8 * 3600), name)
  }

  @Test(
    "§12 whatever tells of an account, its sessions are the same, and the sweep ends exactly the idle",
    arguments: seeds)
  func everyTelling(seed: UInt64) throws {
    var account = ToldAccount(seed: seed, now: TestMachine.start)
    let plain = account.lines(.audits)
    let first = try machine(plain)
    let expected = sessions(first)
    #expect(expected.count == account.tickets.count)
    try checkSweep(first, plain, "seed \(seed), audits")
    for telling in ToldAccount.Telling.allCases.dropFirst() {
      let lines = account.shuffled(account.lines(telling))
      let machine = try machine(lines)
      #expect(sessions(machine) == expected, "seed \(seed), \(telling)")
      try checkSweep(machine, lines, "seed \(seed), \(telling)")
    }
  }

  @Test("§12 the same in any order, in a mixture of all ways, over several files", arguments: seeds)
  func mixture(seed: UInt64) throws {
    var account = ToldAccount(seed: seed, now: TestMachine.start)
    let expected = sessions(try machine(account.lines(.audits)))
    let lines = account.shuffled(account.lines(nil))
    let machine = try machine(lines, files: 4)
    #expect(sessions(machine) == expected, "seed \(seed)")
    // Everything again says nothing new.
    let again = machine.run(["import", "-", "--json"], input: Array(lines.joined(separator: "\n").utf8))
    #expect(again.items.allSatisfy { $0["created"] == 0 && $0["updated"] == 0 }, "seed \(seed): \(again)")
    #expect(sessions(machine) == expected, "seed \(seed)")
    try checkSweep(machine, lines, "seed \(seed), mixture")
  }
}
