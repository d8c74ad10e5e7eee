extension TemplateValue {
  /// The text that stands for the value in the output; a list is its elements one after the other.
  var rendered: String {
    if case .text(let text) = self { return text }
    var buffer = OutputBuffer(limit: RenderLimits.standard.bytes)
    append(to: &buffer)
    return buffer.finished()
  }

  func append(to buffer: inout OutputBuffer, depth: Int = 0) {
    switch self {
    case .none: return
    case .text(let text): buffer.append(text)
    case .number(let number): buffer.append(String(number))
    case .decimal(let number): buffer.append(String(number))
    case .bool(let flag): buffer.append(flag ? "true" : "false")
    case .list(let values):
      guard depth < TemplateValue.depthLimit else { return }
      for value in values where !buffer.isFull { value.append(to: &buffer, depth: depth + 1) }
    case .object:
      // Ruby's inspection of a hash would tell a reader nothing; a template wants a member.
      return
    }
  }

  /// The number that an arithmetic filter sees: of text the leading digits, as in `08` for an hour, else zero.
  var asNumber: TemplateValue {
    switch self {
    case .number: return self
    case .decimal(let number): return number.isFinite ? self : 0
    case .none, .bool, .list, .object: return 0
    case .text(let text):
      // No number worth reading is longer, and a text may be of any length.
      let trimmed = text.utf8.prefix(400).drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
      let sign = trimmed.prefix(1).filter { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      let unsigned = trimmed.dropFirst(sign.count)
      let whole = unsigned.prefix { $0 &- 48 <= 9 }
      let rest = unsigned.dropFirst(whole.count)
      let hasFraction = rest.first == UInt8(ascii: ".")
      let fraction = rest.dropFirst().prefix { hasFraction && $0 &- 48 <= 9 }
      guard !whole.isEmpty else { return 0 }
      let negative = sign.first == UInt8(ascii: "-")
      let digits = String(decoding: whole, as: UTF8.self)
      if fraction.isEmpty, let number = Int((negative ? "-" : "") + digits) { return .number(number) }
      let spelled = digits + "." + String(decoding: fraction, as: UTF8.self) + "0"
      guard let number = Double(spelled), number.isFinite else { return 0 }
      return .decimal(negative ? -number : number)
    }
  }

  /// The whole number that a filter's argument or a subscript means; nil if it is none.
  var asInteger: Int? {
    switch asNumber {
    case .number(let number): number
    case .decimal(let number): Int(exactly: number.rounded(.towardZero))
    default: nil
    }
  }
}
