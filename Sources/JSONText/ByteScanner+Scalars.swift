/// Numbers and the three words.
extension ByteScanner {
  @inline(__always)
  mutating func number(_ first: Bytes) -> Bytes? {
    var place = first
    if place.pointee == UInt8(ascii: "-") { place += 1 }
    if place.pointee == Byte.zero {
      place += 1
    } else {
      guard isDigit(place.pointee) else { return badToken(first, "a number without digits") }
      repeat { place += 1 } while isDigit(place.pointee)
    }
    // What follows nearly every number: a comma, a bracket, a space.
    if !isTokenByte(place.pointee) { return place }
    return fraction(place, of: first)
  }

  @inline(never)
  private mutating func fraction(_ point: Bytes, of first: Bytes) -> Bytes? {
    var place = point
    if place.pointee == UInt8(ascii: ".") {
      place += 1
      guard isDigit(place.pointee) else { return badToken(first, "a number without digits after its point") }
      repeat { place += 1 } while isDigit(place.pointee)
    }
    if place.pointee | 0x20 == UInt8(ascii: "e") {
      place += 1
      if place.pointee == UInt8(ascii: "+") || place.pointee == UInt8(ascii: "-") { place += 1 }
      guard isDigit(place.pointee) else { return badToken(first, "a number without digits in its exponent") }
      repeat { place += 1 } while isDigit(place.pointee)
    }
    if !isTokenByte(place.pointee) { return place }
    let lead = first.pointee == UInt8(ascii: "-") ? first + 1 : first
    let hasLeadingZero = lead.pointee == Byte.zero && isDigit(lead[1])
    return badToken(first, hasLeadingZero ? "a number with a leading zero" : "a malformed number")
  }

  mutating func literal(_ first: Bytes) -> Bytes? {
    let word = UInt32(littleEndian: UnsafeRawPointer(first).loadUnaligned(as: UInt32.self))
    var length = 0
    switch word {
    case 0x6C6C_756E, 0x6575_7274: length = 4  // null, true
    case 0x736C_6166: length = first[4] == UInt8(ascii: "e") ? 5 : 0  // fals
    default: break
    }
    if length > 0, !isTokenByte(first[length]) { return first + length }
    return badToken(first, "expected a value")
  }

  /// Passes over a malformed number or an unknown word (`NaN`, `None`), whose end is plain to see.
  @inline(never)
  private mutating func badToken(_ first: Bytes, _ reason: String) -> Bytes? {
    var place = first
    while isTokenByte(place.pointee) { place += 1 }
    if place > first {
      note(first, reason)
      return place
    }
    if place == end { return ended("the document ends where a value is expected") }
    return stop(place, reason, inside: "a value")
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- Byte.zero < 10 }

/// Whether a byte can belong to a number or a word, valid or not.
@inline(__always)
private func isTokenByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: ".")
    || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
}
