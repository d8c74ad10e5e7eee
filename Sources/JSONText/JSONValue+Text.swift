/// From text to values and back.
extension JSONValue {
  /// Reads a text that is one value.
  ///
  /// A duplicate key is an error unless they are allowed; then all are kept and the first is found, as SQLite has it.
  public static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, allowingDuplicateKeys: Bool = false
  ) throws(JSONError) -> JSONValue {
    var text = PaddedText()
    text.replace(with: bytes)
    var scanner = ByteScanner(start: text.start, end: text.end)
    let extent = try scanner.wholeText()
    var builder = ValueBuilder(start: scanner.start, refusesDuplicates: !allowingDuplicateKeys)
    let value = builder.value(JSONSlice(start: extent.baseAddress ?? scanner.start, count: extent.count))
    if let error = builder.error { throw error }
    return value
  }

  /// Reads a text that is one value.
  public static func parse(
    _ bytes: [UInt8], allowingDuplicateKeys: Bool = false
  ) throws(JSONError) -> JSONValue {
    let result: Result<JSONValue, JSONError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(JSONError) {
        return .success(try parse(buffer, allowingDuplicateKeys: allowingDuplicateKeys))
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Reads a text that is one value.
  public static func parse(
    _ text: String, allowingDuplicateKeys: Bool = false
  ) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), allowingDuplicateKeys: allowingDuplicateKeys)
  }

  /// The value of a slice, which is valid already.
  init(_ slice: JSONSlice) {
    var builder = ValueBuilder(start: slice.start, refusesDuplicates: false)
    self = builder.value(slice)
  }

  /// The value as compact text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The value as compact text in UTF-8.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Appends the value as compact text.
  public func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): JSONWriter.append(value, to: &bytes)
    case .number(let literal): bytes.append(contentsOf: literal.utf8)
    case .string(let text): JSONWriter.append(text, to: &bytes)
    case .array(let elements):
      bytes.append(Byte.openBracket)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(Byte.comma) }
        element.append(to: &bytes)
      }
      bytes.append(Byte.closeBracket)
    case .object(let object):
      bytes.append(Byte.openBrace)
      for (index, member) in object.members.enumerated() {
        if index > 0 { bytes.append(Byte.comma) }
        JSONWriter.append(member.key, to: &bytes)
        bytes.append(Byte.colon)
        member.value.append(to: &bytes)
      }
      bytes.append(Byte.closeBrace)
    }
  }
}
