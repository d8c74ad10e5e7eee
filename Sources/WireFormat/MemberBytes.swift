import CivilTime
import JSONText
import SessionModel

/// Objects that are written by the hundred thousand: member after member straight to bytes, without a tree. A member's key
/// comes with its comma or bracket and its colon.
extension [UInt8] {
  /// JSON as it is.
  mutating func put(_ text: StaticString) { JSONWriter.append(literal: text, to: &self) }

  /// A vocabulary's word, or null.
  mutating func put(_ key: StaticString, _ word: (some Vocabulary)?) {
    put(key)
    JSONWriter.append(word?.word, orNull: &self)
  }

  /// A text, or null.
  mutating func put(_ key: StaticString, _ text: String?) {
    put(key)
    JSONWriter.append(text, orNull: &self)
  }

  /// A number, or null.
  mutating func put(_ key: StaticString, _ number: Int64?) {
    put(key)
    JSONWriter.append(number, orNull: &self)
  }

  /// A moment, or null.
  mutating func put(_ key: StaticString, _ moment: Instant?) {
    put(key, moment) { moment, bytes in
      bytes.append(UInt8(ascii: "\""))
      moment.appendRFC3339(to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  /// Whatever `write` makes of it, or null.
  mutating func put<Value>(
    _ key: StaticString, _ value: Value?, _ write: (Value, inout [UInt8]) -> Void
  ) {
    put(key)
    guard let value else { return put("null") }
    write(value, &self)
  }
}
