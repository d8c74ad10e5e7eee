/// Turns a template's text into instructions, in one pass and without recursion: open blocks are kept on a stack of
/// limited height.
struct TemplateCompiler {
  let limits: CompileLimits
  var reader: MarkupReader
  var code: [Instruction] = []
  var blocks: [Block] = []
  /// Whether the white space that follows is to be dropped, because of a `-}}` or `-%}`.
  var trimsNext = false

  // What the names of the template stand for; see TemplateCompiler+Names.
  var names = NameTable()
  var usesDate = false
  var namesNow = false
  /// Who tells the time, if `"now"` is made a date somewhere.
  var nowSlot: Int?

  init(_ source: [UInt8], limits: CompileLimits) {
    self.limits = limits
    reader = MarkupReader(source: source, position: 0)
  }

  mutating func compile() throws(TemplateFault) {
    let source = reader.source
    if source.count > limits.bytes { throw .tooLong(bytes: source.count, limit: limits.bytes) }
    while !reader.isAtEnd {
      let start = reader.position
      let opening = TemplateCompiler.nextOpening(in: source, from: start)
      let trims = opening + 2 < source.count && source[opening + 2] == UInt8(ascii: "-")
      emitText(start..<opening, trimsEnd: trims)
      guard opening < source.count else { break }
      let isTag = source[opening + 1] == UInt8(ascii: "%")
      reader.position = opening + (trims ? 3 : 2)
      if isTag {
        try tag(openedAt: opening)
      } else {
        try output(openedAt: opening)
      }
    }
    if let block = blocks.last {
      throw TemplateFault("'\(block.kind.opening)' has no '\(block.kind.ending)'", at: block.opening)
    }
    link()
  }

  /// The next `{{` or `{%`, or the end.
  private static func nextOpening(in source: [UInt8], from start: Int) -> Int {
    var index = start
    while index + 1 < source.count {
      if source[index] == UInt8(ascii: "{"),
        source[index + 1] == UInt8(ascii: "{") || source[index + 1] == UInt8(ascii: "%")
      {
        return index
      }
      index += 1
    }
    return source.count
  }

  /// Adds the template's own text, less the white space that hyphens take away.
  mutating func emitText(_ range: Range<Int>, trimsEnd: Bool) {
    var slice = reader.source[range]
    if trimsNext { slice = slice.drop(while: TemplateCompiler.isSpace) }
    if trimsEnd {
      while let last = slice.last, TemplateCompiler.isSpace(last) { slice.removeLast() }
    }
    trimsNext = false
    if !slice.isEmpty { code.append(.text(slice.startIndex..<slice.endIndex)) }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// `{{ … }}`
  private mutating func output(openedAt opening: Int) throws(TemplateFault) {
    reader.skipSpaces()
    if !reader.closes(.output) { code.append(.output(try expression())) }
    trimsNext = try reader.close(.output, openedAt: opening)
  }

  /// Points a jump that was written before its target was known to the next instruction.
  mutating func land(_ jump: Int) {
    let target = code.count
    switch code[jump] {
    case .jump: code[jump] = .jump(target)
    case .jumpIf(let condition, _): code[jump] = .jumpIf(condition, target)
    case .jumpUnless(let condition, _): code[jump] = .jumpUnless(condition, target)
    case .beginLoop(let loop, _): code[jump] = .beginLoop(loop, otherwise: target)
    default: break
    }
  }

  /// Adds a jump whose target `land` will set.
  mutating func emitJump(_ jump: Instruction = .jump(0)) -> Int {
    code.append(jump)
    return code.count - 1
  }
}
