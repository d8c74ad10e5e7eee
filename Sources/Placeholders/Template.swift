/// A text with placeholders in the subset of Liquid that notifications, comments and macros use, compiled once per
/// rule and rendered once per ticket.
///
/// There are no tags that read files, and values are never read as templates. A placeholder that nobody knows
/// renders empty; a tag or filter that nobody knows is a `TemplateProblem`, because a rule that can't be evaluated
/// must not half-fire (T10).
public struct Template: Sendable {
  /// The path that tells the time: it is among the `slots` of a template which makes `"now"` a date, and is answered
  /// by the caller with RFC 3339 text in the time zone wanted.
  public static let nowPath = "now"

  let source: [UInt8]
  let code: [Instruction]
  let references: [Reference]
  let registers: Int
  let loops: Int
  let nowSlot: Int?

  /// The paths that the template asks for, such as `ticket.requester.name`, each once, in order of appearance. The
  /// values of a rendering come in the same order.
  public let slots: [String]

  /// The same, for a caller that wants to know which columns to load.
  public var paths: [String] { slots }

  /// The text that was compiled.
  public var text: String { String(decoding: source, as: UTF8.self) }

  /// Whether every rendering gives the same text.
  public var isConstant: Bool { slots.isEmpty }

  /// - Throws: what is wrong and where; the first of the problems if there are several.
  public static func compile(
    _ text: String, limits: CompileLimits = .standard
  ) throws(TemplateProblem) -> Template {
    // The size is known before anything is copied.
    let source = Array(text.utf8.count > limits.bytes ? text.utf8.prefix(0) : text.utf8.prefix(limits.bytes))
    var compiler = TemplateCompiler(source, limits: limits)
    do throws(TemplateFault) {
      if text.utf8.count > limits.bytes { throw .tooLong(bytes: text.utf8.count, limit: limits.bytes) }
      try compiler.compile()
    } catch {
      throw TemplateProblem(error, in: source)
    }
    return Template(compiler)
  }

  private init(_ compiler: TemplateCompiler) {
    source = compiler.reader.source
    code = compiler.code
    references = compiler.names.references
    registers = compiler.names.registers
    loops = compiler.names.loopStates
    nowSlot = compiler.nowSlot
    slots = compiler.names.slots
  }
}

/// Templates are the same if their texts are, byte by byte.
extension Template: Hashable {
  public static func == (left: Template, right: Template) -> Bool { left.source == right.source }

  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}
