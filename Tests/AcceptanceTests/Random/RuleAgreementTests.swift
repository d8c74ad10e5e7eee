import TestSupport
import Testing

/// `trigger test`, the domain and what really happens agree.
@Suite struct RuleAgreementTests {
  @Test(
    "T2–T6, E1–E3, E12, E16: trigger test, a plain reading of the domain and the commands themselves agree on random rules × tickets × events",
    arguments: Extent.seeds("rules", usually: 0..<5))
  func agreement(seed: UInt64) throws {
    let world = try RuleWorld(seed: seed, rules: 18)
    for round in 0..<36 where world.differences.isEmpty {
      if round % 6 == 0 { try world.create() } else { try world.act() }
    }
    let differences = world.differences.prefix(2).joined(separator: "\n\n")
    #expect(
      world.differences.isEmpty,
      "seed \(seed): \(world.differences.count) differences\n\(differences)\n\(world)")
    // It is worth something only if all of it happens.
    #expect(world.compared > 60 && world.met > 10 && world.firings > 5, "seed \(seed): \(world.compared)")
    RuleAgreementTests.tell(seed, world)
  }

  private static func tell(_ seed: UInt64, _ world: RuleWorld) {
    print(
      "rules: seed \(seed), \(world.compared) compared, \(world.met) met, \(world.firings) fired, \(world.ends) ended, \(world.refused) refused"
    )
  }
}
