extension JSONValue {
  /// The value as text to be read and compared line by line: two spaces a level, and what holds no list or object
  /// on one line as long as it is short.
  public var indentedText: String {
    var bytes: [UInt8] = []
    appendIndented(to: &bytes, depth: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let longestLine = 100

  private func appendIndented(to bytes: inout [UInt8], depth: Int) {
    let members: [(key: String?, value: JSONValue)]
    switch self {
    case .array(let elements): members = elements.map { (nil, $0) }
    case .object(let object): members = object.members.map { ($0.key, $0.value) }
    default: return append(to: &bytes)
    }
    let isObject = kind == .object
    let isFlat = members.allSatisfy { $0.value.kind != .array && $0.value.kind != .object }
    if isFlat, appendLine(members, isObject, to: &bytes, depth: depth) { return }
    bytes.append(isObject ? Byte.openBrace : Byte.openBracket)
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(Byte.comma) }
      Self.appendBreak(to: &bytes, depth: depth + 1)
      Self.append(key: member.key, to: &bytes)
      member.value.appendIndented(to: &bytes, depth: depth + 1)
    }
    Self.appendBreak(to: &bytes, depth: depth)
    bytes.append(isObject ? Byte.closeBrace : Byte.closeBracket)
  }

  /// Appends it on one line; nothing if that would be too long.
  private func appendLine(
    _ members: [(key: String?, value: JSONValue)], _ isObject: Bool, to bytes: inout [UInt8], depth: Int
  ) -> Bool {
    let start = bytes.count
    bytes.append(isObject ? Byte.openBrace : Byte.openBracket)
    for (index, member) in members.enumerated() {
      if index > 0 { bytes += ", ".utf8 }
      Self.append(key: member.key, to: &bytes)
      member.value.append(to: &bytes)
    }
    bytes.append(isObject ? Byte.closeBrace : Byte.closeBracket)
    if bytes.count - start + 2 * depth <= Self.longestLine { return true }
    bytes.removeLast(bytes.count - start)
    return false
  }

  private static func append(key: String?, to bytes: inout [UInt8]) {
    guard let key else { return }
    JSONWriter.append(key, to: &bytes)
    bytes += ": ".utf8
  }

  private static func appendBreak(to bytes: inout [UInt8], depth: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes += Array(repeating: UInt8(ascii: " "), count: 2 * depth)
  }
}
