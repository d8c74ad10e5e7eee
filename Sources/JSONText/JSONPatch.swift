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
    let view = record.own
    var pending = Pending(replacements)
    var result: [UInt8] = []
    result.reserveCapacity(
      record.bytes.count + replacements.reduce(16) { $0 + $1.key.utf8.count + $1.value.count })
    var copied = 0
    for position in 0..<view.count {
      let member = view.members[position]
      guard let key = view.key(of: member).string(), let value = pending.take(key) else { continue }
      result.append(contentsOf: record.bytes[copied..<Int(member.valueStart)])
      result.append(contentsOf: value)
      copied = Int(member.valueEnd)
    }
    if pending.isEmpty {
      result.append(contentsOf: record.bytes[copied...])
      return result
    }
    // New members follow the last one directly, so that a closing brace on its own line stays there.
    let insertion = view.count == 0 ? 1 : Int(view.members[view.count - 1].valueEnd)
    result.append(contentsOf: record.bytes[copied..<insertion])
    var needsComma = view.count > 0
    for (key, value) in pending.rest {
      if needsComma { result.append(Byte.comma) }
      needsComma = true
      JSONWriter.append(key, to: &result)
      result.append(Byte.colon)
      result.append(contentsOf: value)
    }
    result.append(contentsOf: record.bytes[insertion...])
    return result
  }

  /// The replacements that have not found their member yet; they are few.
  private struct Pending {
    private(set) var rest: [(key: String, value: [UInt8])] = []

    init(_ replacements: [(key: String, value: [UInt8])]) {
      for replacement in replacements {
        if let known = position(of: replacement.key) {
          rest[known].value = replacement.value
        } else {
          rest.append(replacement)
        }
      }
    }

    var isEmpty: Bool { rest.isEmpty }

    mutating func take(_ key: String) -> [UInt8]? {
      position(of: key).map { rest.remove(at: $0).value }
    }

    private func position(of key: String) -> Int? {
      rest.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
    }
  }
}
