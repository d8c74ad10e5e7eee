import SessionStore
import StoreEngine

/// Numbers combinations of small numbers: the groups of a report, level by level.
///
/// Each level has a table from (the group of the level before, the value's number) to a group, so that a group costs
/// some twenty bytes, however many levels lead to it.
struct GroupTree {
  private struct Level {
    /// By group: the group of the level before, and the value's number in this level.
    var parents: [Int32] = []
    var values: [Int32] = []
    var table = PairTable()
  }
  private var levels: [Level]

  init(levels count: Int) { levels = Array(repeating: Level(), count: count) }

  /// How many groups there are; without levels it is the one group of everything.
  var count: Int { levels.last.map(\.values.count) ?? 1 }

  /// The group that a value leads to from a group of the level before; 0 on the first level.
  @inline(__always)
  mutating func group(_ level: Int, under parent: Int32, value: Int32) -> Int32 {
    let key = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: value))
    if let known = levels[level].table.find(key) { return known }
    let group = Int32(levels[level].values.count)
    levels[level].parents.append(parent)
    levels[level].values.append(value)
    levels[level].table.insert(key, group)
    return group
  }

  /// The group of given values, or nil where nothing led to it.
  func find(_ values: some Sequence<Int32>) -> Int32? {
    var group: Int32 = 0
    for (level, value) in values.enumerated() {
      let key = UInt64(UInt32(bitPattern: group)) << 32 | UInt64(UInt32(bitPattern: value))
      guard let next = levels[level].table.look(key) else { return nil }
      group = next
    }
    return group
  }

  /// The number of a group's value on a level.
  func value(of group: Int32, level: Int) -> Int32 {
    var group = group
    var depth = levels.count - 1
    while depth > level {
      group = levels[depth].parents[Int(group)]
      depth -= 1
    }
    return levels[level].values[Int(group)]
  }
}

/// A hash table from pairs of 32-bit numbers to numbers: open addressing, linear probing, at most half full.
private struct PairTable {
  private var keys: [UInt64] = Array(repeating: Self.free, count: 16)
  private var values: [Int32] = Array(repeating: 0, count: 16)
  private var count = 0
  private var lastKey = Self.free
  private var lastValue: Int32 = 0

  /// No pair: both its halves would be negative.
  private static let free = UInt64.max

  @inline(__always)
  mutating func find(_ key: UInt64) -> Int32? {
    if key == lastKey { return lastValue }
    guard let value = look(key) else { return nil }
    (lastKey, lastValue) = (key, value)
    return value
  }

  func look(_ key: UInt64) -> Int32? {
    let mask = keys.count - 1
    var place = slot(key)
    while keys[place] != key {
      if keys[place] == Self.free { return nil }
      place = (place + 1) & mask
    }
    return values[place]
  }

  mutating func insert(_ key: UInt64, _ value: Int32) {
    if count * 2 >= keys.count { grow() }
    place(key, value)
    count += 1
  }

  private mutating func place(_ key: UInt64, _ value: Int32) {
    let mask = keys.count - 1
    var place = slot(key)
    while keys[place] != Self.free { place = (place + 1) & mask }
    keys[place] = key
    values[place] = value
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: Self.free, count: oldKeys.count * 2)
    values = Array(repeating: 0, count: oldKeys.count * 2)
    for index in oldKeys.indices where oldKeys[index] != Self.free { place(oldKeys[index], oldValues[index]) }
  }

  /// The product's highest bits, as many as the table has places: only they depend on both halves of the key.
  private func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 &- UInt64(keys.count.trailingZeroBitCount)))
  }
}
