/// What an object around records turned out to be.
enum Envelope {
  /// A record itself.
  case bare
  /// `{"ticket": {…}, …}`, with the extent of the inner object.
  case wrapped(String, start: Bytes, end: Bytes)
  /// `{"tickets": […], …}`, with the place behind the opening bracket.
  case collection(String, elements: Bytes)
}

/// The keys under which records are looked for, found by the hash a scan has at hand anyway.
struct EnvelopeKeys {
  struct Name {
    var text: String
    var utf8: [UInt8]
    var hash: UInt32
    var isCollection: Bool
    var isSingular: Bool
  }

  private var names: [Name] = []
  /// Of each slot the number of a name plus one, or 0.
  private var slots: [UInt16]

  init(collections: Set<String>, singulars: Set<String>) {
    let texts = collections.union(singulars).sorted()
    // At most a quarter full: nearly every key looked up is not there, and that should take one look.
    var slotCount = 64
    while slotCount < texts.count * 4 { slotCount *= 2 }
    slots = Array(repeating: 0, count: slotCount)
    for text in texts {
      let utf8 = Array(text.utf8)
      let hash = utf8.withUnsafeBufferPointer { KeyHash.hash($0, seed: KeyHash.seed) }
      names.append(
        Name(
          text: text, utf8: utf8, hash: hash, isCollection: collections.contains(text),
          isSingular: singulars.contains(text)))
      var slot = Int(hash) & (slotCount - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
      slots[slot] = UInt16(names.count)
    }
  }

  @inline(__always)
  func name(of key: ByteScanner.Key) -> Name? {
    let slot = Int(key.hash) & (slots.count - 1)
    return slots[slot] == 0 ? nil : name(of: key, from: slot)
  }

  func name(of key: String) -> Name? { names.first { $0.text == key } }

  @inline(never)
  private func name(of key: ByteScanner.Key, from first: Int) -> Name? {
    var slot = first
    while slots[slot] != 0 {
      let name = names[Int(slots[slot]) - 1]
      if name.hash == key.hash {
        let isEqual = key.isEscaped ? unescaped(key.text) == name.utf8 : key.text.elementsEqual(name.utf8)
        if isEqual { return name }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }
}
