/// A small generator with a seed: the same picks for the same seed, so that a property test that failed fails again.
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True once in so many times.
  package mutating func once(in times: Int) -> Bool { number(0...(times - 1)) == 0 }

  package mutating func pick<Element>(_ list: [Element]) -> Element { list.randomElement(using: &self)! }

  package mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }

  package mutating func many<Element>(_ range: ClosedRange<Int>, _ make: (inout SplitMix) -> Element)
    -> [Element]
  {
    (0..<number(range)).map { _ in make(&self) }
  }
}
