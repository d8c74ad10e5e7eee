import TestSupport
import Testing

@testable import SessionModel

/// Rules that are looked up by what they demand, against each of them asked.
@Suite struct RuleSequenceTests {
  @Test("no rule that certainly fires, or changes these tags, is left out", arguments: 0..<4)
  func leavesNoneOut(seed: UInt64) {
    var chance = RandomRules(random: SplitMix(seed: seed))
    let environment = Rules.environment
    var (certain, changing, spared) = (0, 0, 0)
    for _ in 0..<150 {
      let sequence = RuleSequence(chance.triggers(), environment)
      for member in sequence.members {
        func told(_ other: RuleSequence.Member) -> String { "\(member.trigger) \(other.trigger)" }
        let tags = (member.addedTags, member.removedTags)
        let taking = sequence.taking(tags.0, adding: tags.1).map(\.place)
        #expect(taking == taking.sorted())
        for other in sequence.members
        where !other.takesAway(of: tags.0).isEmpty || !tags.1.isDisjoint(with: other.addedTags) {
          changing += 1
          #expect(taking.contains(other.place), "\(told(other))")
        }
        for way in Circumstances.ways(member.trigger.conditions) {
          let after = way.after(member.trigger.actions, endSetsEmail: environment.triggerEndSetsEmail)
          let setting = sequence.setting("priority", in: after).map(\.place)
          #expect(setting == setting.sorted())
          for other in sequence.members where other.settings["priority"] != nil {
            if !setting.contains(other.place) { spared += 1 }
            guard other.demand.certainlyHolds(in: after) else { continue }
            certain += 1
            #expect(setting.contains(other.place), "\(told(other))")
          }
        }
      }
    }
    #expect(certain > 20 && changing > 30 && spared > certain, "\((certain, changing, spared))")
  }
}
