import CivilTime
import JSONText

/// Values as they are met in the wild, where another tool or an older version of the API has written them.
extension JSONSlice {
  /// An id: a number, its digits in a text, or a number that went through a table of decimals, `31.0`.
  public var wireID: Int64? {
    if let number = integer() { return number }
    if kind == .string { return withText { Self.digits($0) } ?? nil }
    guard kind == .number, let point = bytes.firstIndex(of: UInt8(ascii: ".")), point > 0 else { return nil }
    guard bytes[(point + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
    return Self.digits(UnsafeBufferPointer(rebasing: bytes[..<point]))
  }

  private static func digits(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard !text.isEmpty, text.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      text[0] != UInt8(ascii: "0")
    else { return nil }
    return Int64(String(decoding: text, as: UTF8.self))
  }

  /// A time, as RFC 3339 has it or in one of its neighbours: `2009/07/20 22:55:29 -0700`, as the API wrote before;
  /// `2026-01-05 08:00:00 UTC`, `2026-01-05T08:00:00`, `2026-01-05T08:00:00+0000`, as warehouses do.
  public var wireTime: Instant? {
    guard let text = string() else { return nil }
    return (try? Instant(rfc3339: text)) ?? (try? Instant(rfc3339: Self.rfc3339(text)))
  }

  /// The text with what RFC 3339 wants elsewhere moved there; a time without a zone is UTC.
  private static func rfc3339(_ text: String) -> String {
    var rest = Substring(text)
    var zone = "Z"
    if rest.hasSuffix(" UTC") {
      rest = rest.dropLast(4)
    } else if rest.hasSuffix("Z") {
      rest = rest.dropLast()
    } else if rest.count > 19, let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }),
      rest.distance(from: rest.startIndex, to: sign) >= 19
    {
      let offset = rest[sign...].filter { $0 != ":" }
      rest = rest[..<sign]
      zone = "\(offset.prefix(3)):\(offset.count == 3 ? "00" : String(offset.dropFirst(3)))"
    }
    while rest.last == " " { rest = rest.dropLast() }
    return rest.prefix(10).replacing("/", with: "-") + rest.dropFirst(10) + zone
  }
}

extension Instant {
  /// Of things whose record does not say when they were made.
  static let unknown = Instant(0)
}
