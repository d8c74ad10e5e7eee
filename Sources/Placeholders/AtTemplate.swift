/// A message of a messaging trigger, with placeholders such as `@customer_name` (M4).
///
/// Only the names given are placeholders; every other word behind an `@` stays as it is written, and so do e-mail
/// addresses, whatever their domain is called.
public struct AtTemplate: Sendable {
  private enum Piece: Sendable {
    case text(Range<Int>)
    case slot(Int)
  }

  private let source: [UInt8]
  private let pieces: [Piece]

  /// The names that the text uses, without the `@`, each once; the values of a rendering come in the same order.
  public let slots: [String]

  /// The same, under the name that `Template` gives it.
  public var paths: [String] { slots }

  /// The text that was compiled.
  public var text: String { String(decoding: source, as: UTF8.self) }

  /// - Parameter names: the placeholders, without their `@`: letters, digits and `_`.
  public static func compile(
    _ text: String, names: Set<String>, limits: CompileLimits = .standard
  ) throws(TemplateProblem) -> AtTemplate {
    guard text.utf8.count <= limits.bytes else {
      throw TemplateProblem(.tooLong(bytes: text.utf8.count, limit: limits.bytes), in: [])
    }
    return AtTemplate(Array(text.utf8), names)
  }

  private init(_ source: [UInt8], _ names: Set<String>) {
    var pieces: [Piece] = []
    var slots: [String] = []
    var copied = 0
    var index = 0
    while let at = source[index...].firstIndex(of: UInt8(ascii: "@")) {
      let word = source[(at + 1)...].prefix(while: AtTemplate.isWord)
      index = word.endIndex
      let name = String(decoding: word, as: UTF8.self)
      guard names.contains(name), !AtTemplate.isWithinAddress(source, at: at, end: index) else { continue }
      if copied < at { pieces.append(.text(copied..<at)) }
      let slot = slots.firstIndex(of: name) ?? slots.count
      if slot == slots.count { slots.append(name) }
      pieces.append(.slot(slot))
      copied = word.endIndex
    }
    if copied < source.count { pieces.append(.text(copied..<source.count)) }
    self.source = source
    self.pieces = pieces
    self.slots = slots
  }

  /// An `@` behind an ASCII letter, digit or one of `_ % + - @` is part of an address. Scripts without spaces
  /// between words, such as Japanese, put a placeholder right behind a letter; there it is an address only if
  /// something like `.example` follows.
  private static func isWithinAddress(_ source: [UInt8], at: Int, end: Int) -> Bool {
    guard at > 0 else { return false }
    let before = source[at - 1]
    if isWord(before) || "%+-@".utf8.contains(before) { return true }
    guard before >= 0x80, end + 1 < source.count, source[end] == UInt8(ascii: ".") else { return false }
    return isWord(source[end + 1])
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    return isLetter || byte &- 48 <= 9 || byte == UInt8(ascii: "_")
  }
}

/// Templates are the same if their text and its placeholders are.
extension AtTemplate: Hashable {
  public static func == (left: AtTemplate, right: AtTemplate) -> Bool {
    left.source == right.source && left.slots == right.slots
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension AtTemplate {
  /// Renders with the values of `slots`, in their order; they are data and never read as templates.
  public func render(values: [TemplateValue], limits: RenderLimits = .standard) -> Rendered {
    precondition(values.count == slots.count, "one value for every slot")
    var buffer = OutputBuffer(limit: limits.bytes)
    var isSpent = false
    for (step, piece) in pieces.enumerated() where !buffer.isFull {
      isSpent = step >= limits.steps
      if isSpent { break }
      switch piece {
      case .text(let range): buffer.append(source[range])
      case .slot(let slot): values[slot].append(to: &buffer)
      }
    }
    let cut: RenderCut? = isSpent ? .steps : buffer.isFull ? .bytes : nil
    return Rendered(text: buffer.finished(), cut: cut)
  }

  /// Renders with what `resolve` gives for each name; it is called once for each.
  public func render(limits: RenderLimits = .standard, _ resolve: (String) -> TemplateValue) -> Rendered {
    render(values: slots.map(resolve), limits: limits)
  }
}
