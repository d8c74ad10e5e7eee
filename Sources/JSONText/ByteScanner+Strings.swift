/// Strings: the greater part of every text, scanned eight bytes at a time.
extension ByteScanner {
  /// Scans a string from behind its opening quote to behind its closing one.
  mutating func string(_ first: Bytes) -> Bytes? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = ones &* UInt64(Byte.quote)
    let backslashes = ones &* UInt64(Byte.backslash)
    let spaces = ones &* UInt64(Byte.space)
    let highBits = ones &* 0x80
    var place = first
    while true {
      // A byte's high bit is set in `hits` if it is a quote, a backslash, a control character or not ASCII. Borrows
      // can raise false hits, but only above a true one, and only the lowest counts.
      let word = UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
      let equal = ((word ^ quotes) &- ones) | ((word ^ backslashes) &- ones)
      let hits = (equal | (word &- spaces) | word) & highBits
      if hits == 0 {
        place += 8
        continue
      }
      place += hits.trailingZeroBitCount >> 3
      if place.pointee == Byte.quote { return place + 1 }
      guard let next = special(place) else { return nil }
      place = next
    }
  }

  /// Scans what is neither plain ASCII nor the end of the string.
  @inline(never)
  private mutating func special(_ first: Bytes) -> Bytes? {
    var place = first
    if place.pointee >= 0x80 {
      repeat {
        let length = lengthOfCharacter(place)
        if length == 0 { note(place, "text that is not UTF-8") }
        place += max(length, 1)
      } while place.pointee >= 0x80
      return place
    }
    if place.pointee == Byte.backslash {
      sawEscape = true
      return escape(place)
    }
    return control(place)
  }

  private mutating func control(_ place: Bytes) -> Bytes? {
    switch place.pointee {
    case 0:
      if place == end { return ended("the document ends inside a string") }
      note(place, "a NUL character")
    case Byte.lineFeed, UInt8(ascii: "\r"):
      let reason = "a line break inside a string"
      guard passesLineBreaks else { return stop(place, reason, inside: "a string") }
      note(place, reason)
    default:
      note(place, "a control character inside a string")
    }
    return place + 1
  }

  /// The length of a valid character beyond ASCII: no overlong forms, no surrogates, nothing above U+10FFFF.
  @inline(__always)
  private func lengthOfCharacter(_ place: Bytes) -> Int {
    let lead = place[0]
    let second = place[1]
    switch lead {
    case 0xC2...0xDF:
      return second & 0xC0 == 0x80 ? 2 : 0
    case 0xE0...0xEF:
      let lowest: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
      let highest: UInt8 = lead == 0xED ? 0x9F : 0xBF
      return second >= lowest && second <= highest && place[2] & 0xC0 == 0x80 ? 3 : 0
    case 0xF0...0xF4:
      let lowest: UInt8 = lead == 0xF0 ? 0x90 : 0x80
      let highest: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
      return second >= lowest && second <= highest && place[2] & 0xC0 == 0x80 && place[3] & 0xC0 == 0x80
        ? 4 : 0
    default:
      return 0
    }
  }

  private mutating func escape(_ backslash: Bytes) -> Bytes {
    switch backslash[1] {
    case Byte.quote, Byte.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return backslash + 2
    case UInt8(ascii: "u"):
      guard let unit = hexUnit(backslash + 2) else {
        note(backslash, "an escape without four hexadecimal digits")
        return backslash + 2
      }
      switch unit {
      case 0:
        // It is valid JSON, but SQLite cuts a text at it.
        note(backslash, "a NUL character")
      case 0xD800...0xDBFF:
        if backslash[6] == Byte.backslash, backslash[7] == UInt8(ascii: "u"),
          let low = hexUnit(backslash + 8), (0xDC00...0xDFFF).contains(low)
        {
          return backslash + 12
        }
        note(backslash, "a lone surrogate")
      case 0xDC00...0xDFFF:
        note(backslash, "a lone surrogate")
      default:
        break
      }
      return backslash + 6
    default:
      note(backslash, "an unknown escape")
      return backslash + 1
    }
  }
}

/// The value of four hexadecimal digits; reads no further than the first byte that is none.
func hexUnit(_ digits: Bytes) -> UInt32? {
  var unit: UInt32 = 0
  for index in 0..<4 {
    let digit = digits[index]
    switch digit {
    case Byte.zero...Byte.nine: unit = unit << 4 | UInt32(digit - Byte.zero)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "A") + 10)
    default: return nil
    }
  }
  return unit
}
