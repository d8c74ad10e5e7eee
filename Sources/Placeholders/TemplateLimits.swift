/// What a template may cost to compile.
public struct CompileLimits: Hashable, Sendable {
  /// Of the text, in UTF-8. A whole rule may have no more (T9).
  public var bytes: Int
  /// Blocks within blocks, and subscripts within subscripts.
  public var depth: Int

  /// Takes bytes of the text, and how deep blocks may be nested.
  public init(bytes: Int = 65_536, depth: Int = 64) {
    self.bytes = bytes
    self.depth = depth
  }

  /// 65,536 bytes, as a whole rule may have (T9), and 64 blocks within each other.
  public static let standard = CompileLimits()
}

/// What one rendering may cost. At a limit the rendering stops and gives what it has; it never fails.
public struct RenderLimits: Hashable, Sendable {
  /// Of the output, in UTF-8; no text that filters make on the way is longer either.
  public var bytes: Int
  /// Nodes passed, and filters' work: a step per element of a list and per 64 bytes of text.
  public var steps: Int

  /// Takes bytes of the output, and steps.
  public init(bytes: Int = 1_048_576, steps: Int = 200_000) {
    self.bytes = bytes
    self.steps = steps
  }

  /// 1 MiB of output, and 200,000 steps.
  public static let standard = RenderLimits()
}

/// The limit at which a rendering was cut.
public enum RenderCut: String, Hashable, Sendable {
  /// The output, or a text that a filter made, was too long, or the work too much (`RenderLimits`).
  case bytes, steps
}

/// The outcome of a rendering.
public struct Rendered: Hashable, Sendable {
  /// What was rendered, up to the last whole character before the limit if it was cut.
  public var text: String
  /// Why the text is not the whole; nil if it is.
  public var cut: RenderCut?

  /// A text that is the whole, unless `cut` says why it is not.
  public init(text: String, cut: RenderCut? = nil) {
    self.text = text
    self.cut = cut
  }

  /// Whether a limit was met, so that the text is not the whole.
  public var isTruncated: Bool { cut != nil }
}

/// How the values of placeholders are written. The template's own text always stays as it is.
public enum ValueEscaping: Hashable, Sendable {
  /// As it is.
  case plain
  /// As the inside of a JSON string: for the JSON body of a webhook, so that a quotation mark in a subject
  /// can't end the string it stands in.
  case json
}
