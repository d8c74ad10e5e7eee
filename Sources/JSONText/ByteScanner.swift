/// A place in a text that is being scanned.
typealias Bytes = UnsafePointer<UInt8>

/// The one judge of what is valid JSON: finds where a value ends and what is wrong with it.
///
/// Every function takes the place of a token's first byte and returns the place behind it, or nil when scanning
/// cannot go on. Two things keep it fast: places are passed by value, so that they stay in registers, and the text
/// is *padded*: `padding` zero bytes follow it, so that no look at a byte needs a check of the bounds.
///
/// A fault that leaves the structure intact (text that is not UTF-8, a lone surrogate …) is noted and scanning goes
/// on, so that a reader can skip exactly the one bad element.
struct ByteScanner {
  /// How many zero bytes must follow a text: the widest load is eight bytes.
  static let padding = 16

  /// What is wrong, and whether the end of the value is known all the same.
  struct Fault {
    enum Effect { case structureIntact, structureBroken, textEnded }
    var effect: Effect
    var place: Bytes
    var reason: String
  }

  /// Where the text starts, from which offsets are counted.
  let start: Bytes
  /// The first of the zero bytes behind the text.
  let end: Bytes
  /// The first fault met, or the one that stopped the scan.
  var fault: Fault?
  /// Whether a string scanned since it was last set to false contains an escape.
  var sawEscape = false
  /// Whether a raw line break in a string is passed over like other control characters.
  ///
  /// In line-delimited input it is not: there it means that the line was cut.
  var passesLineBreaks = false
  /// What an object scanned by `envelope` has turned out to be.
  var envelope = Envelope.bare
  /// Whether more records stand beside the one that `envelope` has found.
  var hasMoreRecords = false

  init(start: Bytes, end: Bytes) {
    self.start = start
    self.end = end
  }

  /// Scans any value; `depth` is the number of containers around it.
  mutating func value(_ place: Bytes, depth: Int) -> Bytes? {
    switch place.pointee {
    case Byte.quote: return string(place + 1)
    case Byte.zero...Byte.nine, UInt8(ascii: "-"): return number(place)
    case Byte.openBrace: return object(place, depth: depth + 1)
    case Byte.openBracket: return array(place, depth: depth + 1)
    default: return literal(place)
    }
  }

  /// Scans a nested object, whose members are not noted.
  private mutating func object(_ first: Bytes, depth: Int) -> Bytes? {
    guard depth <= JSONLimit.depth else { return tooDeep(first) }
    var place = afterSpace(first + 1)
    if place.pointee == Byte.closeBrace { return place + 1 }
    while true {
      guard let afterKey = key(place), let content = afterColon(afterKey),
        let after = value(content, depth: depth)
      else { return nil }
      place = afterSpace(after)
      if place.pointee == Byte.closeBrace { return place + 1 }
      guard place.pointee == Byte.comma else {
        return stop(place, "expected ',' or '}'", inside: "an object")
      }
      place = afterSpace(place + 1)
    }
  }

  private mutating func array(_ first: Bytes, depth: Int) -> Bytes? {
    guard depth <= JSONLimit.depth else { return tooDeep(first) }
    var place = afterSpace(first + 1)
    if place.pointee == Byte.closeBracket { return place + 1 }
    while true {
      guard let after = value(place, depth: depth) else { return nil }
      place = afterSpace(after)
      if place.pointee == Byte.closeBracket { return place + 1 }
      guard place.pointee == Byte.comma else { return stop(place, "expected ',' or ']'", inside: "an array") }
      place = afterSpace(place + 1)
    }
  }

  /// Scans a key to behind its closing quote.
  @inline(__always)
  mutating func key(_ place: Bytes) -> Bytes? {
    guard place.pointee == Byte.quote else {
      return stop(place, "expected a key in quotes", inside: "an object")
    }
    return string(place + 1)
  }

  /// Scans the colon behind a key, up to the first byte of the member's value.
  @inline(__always)
  mutating func afterColon(_ afterKey: Bytes) -> Bytes? {
    let colon = afterSpace(afterKey)
    guard colon.pointee == Byte.colon else {
      return stop(colon, "expected ':' after a key", inside: "an object")
    }
    return afterSpace(colon + 1)
  }

  @inline(__always)
  func afterSpace(_ place: Bytes) -> Bytes {
    var place = place
    while place.pointee <= Byte.space, isJSONSpace(place.pointee) { place += 1 }
    return place
  }
}

/// Whether a byte may stand between tokens.
@inline(__always)
func isJSONSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
