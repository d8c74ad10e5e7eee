import JSONText
import TestSupport
import Testing

/// The proof of `trigger replay`: replayed by the same rules, everything comes to what is recorded.
@Suite struct ReplayAgreementTests {
  @Test(
    "T2–T7: what rules did to random tickets is what their replay says, for every update",
    arguments: Extent.seeds("replays", usually: 0..<4))
  func sameRules(seed: UInt64) throws {
    let world = try RuleWorld(seed: seed, rules: 18)
    for round in 0..<48 where world.differences.isEmpty {
      if round % 8 == 0 { try world.create() } else { try world.act() }
    }
    let run = world.machine.run("trigger", "replay", "--json", "--samples", "3")
    let report = run.json
    #expect(run.code == .done, "seed \(seed): \(run.description)\n\(world)")
    let counted = try world.machine.column(
      "SELECT count(*) FROM audit WHERE ticket_id IS NOT NULL")
    #expect(report["updates"]?.text == counted.first, "seed \(seed)")
    #expect(report["replayed"] == report["updates"], "seed \(seed): \(run.text.prefix(900))")
    #expect(report["differing"] == 0, "seed \(seed)")
    // The firings that are counted where they happen are those that the histories tell, and those of the replay.
    for line in try world.machine.column("SELECT rule_id, fired FROM rule_firing WHERE kind = 'trigger'") {
      let parts = line.split(separator: "|").map(String.init)
      let row = run.items.first { $0["id"]?.text == parts[0] }
      #expect(row?["fires"]?.text == parts[1] && row?["fired"]?.text == parts[1], "seed \(seed): \(line)")
    }
    print(
      "replays: seed \(seed), \(report["updates"]!.text) updates, \(report["replayed"]!.text) replayed, \(report["differing"]!.text) differ"
    )
  }
}
