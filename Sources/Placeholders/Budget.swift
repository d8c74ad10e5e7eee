/// What a rendering has left of its limits.
struct Budget {
  private var steps: Int
  /// No text that a filter makes is longer.
  let bytes: Int
  private(set) var isSpent = false
  /// A text was cut on the way.
  var didCut = false

  init(_ limits: RenderLimits) {
    steps = limits.steps
    bytes = max(0, limits.bytes)
  }

  /// Whether the steps were there.
  @discardableResult
  mutating func spend(_ count: Int) -> Bool {
    guard count <= steps else {
      isSpent = true
      steps = 0
      return false
    }
    steps -= count
    return true
  }

  mutating func spend(bytes count: Int) { spend(count >> 6) }

  /// For a look at all of a value.
  mutating func spend(on value: TemplateValue) {
    switch value {
    case .text(let text): spend(bytes: text.utf8.count)
    case .list(let values): spend(values.count)
    case .object(let members): spend(members.count)
    case .none, .number, .decimal, .bool: return
    }
  }

  /// A text that a filter made, cut if it is too long.
  mutating func text(_ text: String) -> TemplateValue {
    guard text.utf8.count > bytes else {
      spend(bytes: text.utf8.count)
      return .text(text)
    }
    var buffer = OutputBuffer(limit: bytes)
    buffer.append(text)
    return self.text(buffer)
  }

  /// The text of a value, cut if it is a list that has too much of it.
  mutating func string(_ value: TemplateValue) -> String {
    if case .text(let text) = value { return text }
    var buffer = OutputBuffer(limit: bytes)
    value.append(to: &buffer)
    didCut = didCut || buffer.isFull
    return buffer.finished()
  }

  mutating func text(_ buffer: consuming OutputBuffer) -> TemplateValue {
    didCut = didCut || buffer.isFull
    spend(bytes: buffer.bytes.count)
    return .text(buffer.finished())
  }

  /// A list that a filter made; empty if there are no steps left for it.
  mutating func list(_ values: [TemplateValue]) -> TemplateValue {
    spend(values.count) ? .list(values) : .list([])
  }
}
