import CivilTime
import TestSupport
import Testing

@testable import SessionStore
@testable import StoreReports
@testable import StoreEngine

@Suite struct ReportPartsTests {
  @Test("Percentiles are those of everything in order, whatever the order and however many are equal")
  func percentiles() {
    var random = SplitMix(seed: 9)
    for round in 0..<300 {
      let count = Int.random(in: 1...(round < 200 ? 12 : 3_000), using: &random)
      let spread: Int64 = [1, 3, 1_000_000_000].randomElement(using: &random)!
      var values = (0..<count).map { _ in Int64.random(in: 0...spread, using: &random) }
      if round % 5 == 0 { values.sort() }
      let expected = NaiveReport.summary(values)
      values.withUnsafeMutableBufferPointer { buffer in
        #expect(NaiveReport.round(Percentiles.median(buffer)) == expected[1])
        #expect(NaiveReport.round(Percentiles.p90(buffer)) == expected[2])
      }
    }
  }

  @Test(
    "Every moment is in the bucket that the calendar says, in any order",
    arguments: CalendarUnit.allCases,
    ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Monrovia", "Pacific/Apia", "UTC"])
  func buckets(unit: CalendarUnit, name: String) throws {
    let zone = try Zone.named(name)
    var random = SplitMix(seed: 3)
    var buckets = PeriodBuckets(unit, in: zone)
    for _ in 0..<2_000 {
      // 1971 and 1972, when Liberia's clocks were off by odd seconds, the year in which Samoa left out a day, and this.
      let base: Int64 = [31_536_000, 1_293_840_000, 1_767_225_600].randomElement(using: &random)!
      let moment = Instant(base + Int64.random(in: 0..<63_072_000, using: &random))
      let number = buckets.number(at: moment.seconds)
      #expect(buckets.starts[Int(number)] == unit.start(of: moment, in: zone).seconds)
    }
    #expect(Set(buckets.starts).count == buckets.starts.count)
  }

  @Test("Moments that no calendar can write end up in its first and last bucket") func damagedMoments() {
    var buckets = PeriodBuckets(.day, in: .utc)
    #expect(buckets.number(at: .min) == buckets.number(at: Instant.earliest.seconds))
    #expect(buckets.number(at: .max) == buckets.number(at: Instant.latest.seconds))
  }

  @Test("Groups are told apart by all their values, and lead back to them") func groups() {
    var tree = GroupTree(levels: 3)
    var known: [[Int32]: Int32] = [:]
    var random = SplitMix(seed: 4)
    for _ in 0..<20_000 {
      let values = (0..<3).map { _ in Int32.random(in: 0..<30, using: &random) }
      var group: Int32 = 0
      for level in 0..<3 { group = tree.group(level, under: group, value: values[level]) }
      #expect(known[values] == nil || known[values] == group)
      known[values] = group
    }
    #expect(tree.count == known.count)
    for (values, group) in known {
      #expect(tree.find(values) == group)
      #expect((0..<3).map { tree.value(of: group, level: $0) } == values)
    }
    #expect(tree.find([99, 0, 0]) == nil)
    #expect(GroupTree(levels: 0).count == 1)
  }
}
