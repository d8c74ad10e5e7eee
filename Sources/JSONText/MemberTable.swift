import Glibc

/// Where one member of an object stands, in bytes from the base of its table.
struct Member {
  /// The key's text, without its quotes.
  var keyStart: UInt32
  var keyEnd: UInt32
  var valueStart: UInt32
  var valueEnd: UInt32
  var hash: UInt32
  var keyIsEscaped: Bool
}

/// The members of an object in their order, with a hash table to find them by key.
///
/// One table serves record after record: it keeps its memory, which is managed by hand because this is the hottest
/// place of an import. The same table refuses duplicate keys while it is filled and answers look-ups afterwards.
struct MemberTable: ~Copyable {
  private static let smallestSlotCount = 128

  private(set) var members: UnsafeMutablePointer<Member>
  private(set) var count = 0
  private var capacity = MemberTable.smallestSlotCount / 2
  /// Of each slot the number of a member plus one, or 0.
  private(set) var slots: UnsafeMutablePointer<UInt32>
  private var slotCapacity = MemberTable.smallestSlotCount
  private(set) var mask = MemberTable.smallestSlotCount - 1
  private(set) var base: Bytes
  let seed = KeyHash.seed

  init() {
    members = .allocate(capacity: capacity)
    slots = .allocate(capacity: slotCapacity)
    slots.initialize(repeating: 0, count: slotCapacity)
    base = Bytes(bitPattern: 1).unsafelyUnwrapped
  }

  deinit {
    members.deallocate()
    slots.deallocate()
  }

  /// Empties the table for an object in the text that starts at `base`.
  mutating func reset(base: Bytes) {
    self.base = base
    count = 0
    // A wide object must not make all later records pay for clearing a large table.
    mask = MemberTable.smallestSlotCount - 1
    slots.update(repeating: 0, count: mask + 1)
  }

  /// Adds a member; false if its key is there already.
  @inline(__always)
  mutating func append(_ member: Member) -> Bool {
    if count * 2 > mask { grow() }
    var slot = Int(member.hash) & mask
    while slots[slot] != 0 {
      let other = members[Int(slots[slot]) - 1]
      if other.hash == member.hash, sameKey(other, member) { return false }
      slot = (slot + 1) & mask
    }
    members[count] = member
    count += 1
    slots[slot] = UInt32(truncatingIfNeeded: count)
    return true
  }

  private func sameKey(_ one: Member, _ other: Member) -> Bool {
    let first = keyText(one, base: base)
    let second = keyText(other, base: base)
    if one.keyIsEscaped || other.keyIsEscaped { return unescaped(first) == unescaped(second) }
    return sameBytes(first, second)
  }

  @inline(never)
  private mutating func grow() {
    if count == capacity {
      let larger = UnsafeMutablePointer<Member>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: members, count: count)
      members.deallocate()
      members = larger
      capacity *= 2
    }
    mask = mask * 2 + 1
    if mask >= slotCapacity {
      slots.deallocate()
      slotCapacity = mask + 1
      slots = .allocate(capacity: slotCapacity)
    }
    slots.initialize(repeating: 0, count: mask + 1)
    for index in 0..<count {
      var slot = Int(members[index].hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
  }

  /// The table as it stands, for reading; good until the next change.
  var view: MemberView {
    MemberView(
      base: base, members: UnsafePointer(members), count: count, slots: UnsafePointer(slots), mask: mask,
      seed: seed)
  }
}

/// A look at a table's members, without its memory.
struct MemberView {
  let base: Bytes
  let members: UnsafePointer<Member>
  let count: Int
  let slots: UnsafePointer<UInt32>
  let mask: Int
  let seed: UInt64

  func value(of key: UnsafeBufferPointer<UInt8>) -> JSONSlice? {
    let hash = KeyHash.hash(key, seed: seed)
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let member = members[Int(slots[slot]) - 1]
      if member.hash == hash {
        let text = keyText(member, base: base)
        if member.keyIsEscaped ? unescaped(text).elementsEqual(key) : sameBytes(text, key) {
          return value(of: member)
        }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Whether the object says of itself what it is called, as records do and what is around them does not.
  var hasNameOfItsOwn: Bool {
    let keys: [StaticString] = ["id", "created_at", "title", "name", "subject"]
    return keys.contains { key in key.withUTF8Buffer { value(of: $0) } != nil }
  }

  func value(of member: Member) -> JSONSlice {
    JSONSlice(start: base + Int(member.valueStart), count: Int(member.valueEnd - member.valueStart))
  }

  /// The key with its quotes.
  func key(of member: Member) -> JSONSlice {
    JSONSlice(start: base + Int(member.keyStart) - 1, count: Int(member.keyEnd - member.keyStart) + 2)
  }
}

@inline(__always)
private func keyText(_ member: Member, base: Bytes) -> UnsafeBufferPointer<UInt8> {
  UnsafeBufferPointer(start: base + Int(member.keyStart), count: Int(member.keyEnd - member.keyStart))
}

/// Whether two texts are written the same.
@inline(__always)
package func sameBytes(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
  guard one.count == other.count else { return false }
  guard let first = one.baseAddress, let second = other.baseAddress else { return true }
  return memcmp(first, second, one.count) == 0
}
