/// Changes values in an object's text and leaves all other bytes as they are.
public enum JSONPatch {
  /// Replaces the values of top-level members; keys that are not there are added at the end.
  ///
  /// The values must be valid JSON; of two for the same key the later is taken.
  public static func replacing(
    _ replacements: [(key: String, value: [UInt8])], in object: [UInt8]
  ) throws(JSONError) -> [UInt8] {
    let index = RecordIndex()
    let record = try index.scan(object)
    let end = record.offset + record.bytes.count
    // What surrounds the object belongs to the bytes that stay.
    return Array(object[..<record.offset] + replacing(replacements, in: record) + object[end...])
  }

  /// The same for an object that has been scanned.
  public static func replacing(
    _ replacements: [(key: String, value: [UInt8])], in record: JSONRecord
  ) -> [UInt8] {
    var places: [(value: JSONSlice, new: [UInt8])] = []
    var added: [(key: String, value: [UInt8])] = []
    for (key, value) in lastOfEach(replacements) {
      if let old = record.member(key) { places.append((old, value)) } else { added.append((key, value)) }
    }
    places.sort { $0.value.start < $1.value.start }
    var result: [UInt8] = []
    result.reserveCapacity(
      record.bytes.count + replacements.reduce(16) { $0 + $1.key.utf8.count + $1.value.count })
    guard let base = record.bytes.baseAddress else { return result }
    var copied = 0
    for (old, new) in places {
      let start = old.start - base
      result += record.bytes[copied..<start]
      result += new
      copied = start + old.bytes.count
    }
    // New members follow the last one directly, so that a closing brace on its own line stays there.
    let view = record.own
    let insertion =
      added.isEmpty ? record.bytes.count : view.count == 0 ? 1 : Int(view.members[view.count - 1].valueEnd)
    result += record.bytes[copied..<insertion]
    var needsComma = view.count > 0
    for (key, value) in added {
      if needsComma { result.append(Byte.comma) }
      needsComma = true
      JSONWriter.append(key, to: &result)
      result.append(Byte.colon)
      result += value
    }
    result += record.bytes[insertion...]
    return result
  }

  /// Of several for one key the last, in the place of the first; they are few.
  private static func lastOfEach(
    _ replacements: [(key: String, value: [UInt8])]
  ) -> [(key: String, value: [UInt8])] {
    var rest: [(key: String, value: [UInt8])] = []
    for replacement in replacements {
      if let known = rest.firstIndex(where: { $0.key.utf8.elementsEqual(replacement.key.utf8) }) {
        rest[known].value = replacement.value
      } else {
        rest.append(replacement)
      }
    }
    return rest
  }
}
