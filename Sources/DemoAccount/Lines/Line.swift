import CivilTime
import JSONText

/// Writing one line, without the detour over strings.
extension [UInt8] {
  @inline(__always)
  mutating func put(_ text: StaticString) { JSONWriter.append(literal: text, to: &self) }

  /// A word in quotes; nothing in it may need an escape.
  mutating func put(quoted word: StaticString) {
    append(0x22)
    put(word)
    append(0x22)
  }

  mutating func put(_ number: Int64) { JSONWriter.append(number, to: &self) }

  mutating func put(_ flag: Bool) { put(flag ? "true" : "false" as StaticString) }

  mutating func put(orNull number: Int64?) {
    JSONWriter.append(number, orNull: &self)
  }

  /// A moment in quotes.
  mutating func put(time seconds: Int64) {
    append(0x22)
    Instant(seconds).appendRFC3339(to: &self)
    append(0x22)
  }

  /// The address of a thing in the public API, after a preceding member.
  mutating func put(addressOf collection: StaticString, _ id: Int64) {
    put(",\"url\":\"https://demo.example.com/api/v2/")
    put(collection)
    append(UInt8(ascii: "/"))
    put(id)
    put(".json\"")
  }

  mutating func put(created: Int64, updated: Int64) {
    put(",\"created_at\":")
    put(time: created)
    put(",\"updated_at\":")
    put(time: updated)
  }
}

extension JSONWriter {
  /// What stands between the quotes of a string: texts are escaped once, not with every use.
  static func inside(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return Array(bytes[1..<bytes.count - 1])
  }
}
