/// SplitMix64: the same numbers on every machine and with every version of the standard library, which promises
/// that of none of its own ways to draw.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// An independent sequence for one thing, so that it can be drawn again instead of being remembered.
  init(seed: UInt64, stream: UInt64) {
    var mixer = Dice(seed: stream)
    state = seed ^ mixer.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of `0..<bound`; 0 where there is none.
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(bound, 1))).high)
  }

  mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(below(Int(range.upperBound - range.lowerBound) + 1))
  }

  mutating func chance(percent: Int) -> Bool { below(100) < percent }

  /// A fraction of `0..<1`.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  /// One of several, by shares in percent; what is missing to 100 goes to the last.
  mutating func pick<Element>(_ first: (Int, Element), _ others: (Int, Element)...) -> Element {
    var rest = below(100) - first.0
    if rest < 0 { return first.1 }
    for (share, choice) in others {
      rest -= share
      if rest < 0 { return choice }
    }
    return others.last?.1 ?? first.1
  }
}
