import Foundation

/// Picks by chance: the same for the same seed, so that what failed fails again.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

  mutating func pick<Element>(_ list: [Element]) -> Element { list.randomElement(using: &self)! }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }

  mutating func many<Element>(_ range: ClosedRange<Int>, _ make: (inout Chance) -> Element) -> [Element] {
    (0..<number(range)).map { _ in make(&self) }
  }
}

/// How much of a random test is run: little of it each time, as much as is asked for by hand.
enum Extent {
  /// `SESSIONCTL_RANDOM=name:first-last` runs the seeds of one random test, `SESSIONCTL_RANDOM=name:12` one of them.
  static func seeds(_ name: String, usually few: Range<UInt64>) -> [UInt64] {
    let words = (ProcessInfo.processInfo.environment["SESSIONCTL_RANDOM"] ?? "").split(separator: ":")
    guard words.count == 2, words[0] == name else { return Array(few) }
    let ends = words[1].split(separator: "-").compactMap { UInt64($0) }
    guard let first = ends.first, let last = ends.last, first <= last else { return Array(few) }
    return Array(first...last)
  }
}
