extension TemplateCompiler {
  /// Tags of Liquid that exist elsewhere and are refused here: they read files, keep counts, or
  /// lay out pages.
  private static let unsupported: Set<String> = [
    "include", "render", "layout", "section", "block", "extends", "liquid", "tablerow", "endtablerow",
    "cycle", "increment", "decrement", "ifchanged", "endifchanged", "doc", "enddoc",
  ]

  /// `{% … %}`, behind its opening.
  mutating func tag(openedAt opening: Int) throws(TemplateFault) {
    reader.skipSpaces()
    if reader.byte() == UInt8(ascii: "#") { return try inlineComment(openedAt: opening) }
    let start = reader.position
    guard let name = reader.word() else {
      throw .expected("the name of a tag", found: reader.unread, at: start)
    }
    switch name {
    case "if", "unless": try beginIf(name == "if" ? .if : .unless, opening)
    case "elsif": try elsif(start)
    case "else": try otherwise(start)
    case "case": try beginCase(opening)
    case "when": try when(start)
    case "for": try beginFor(opening)
    case "break", "continue": try leaveLoop(name, start)
    case "capture": try beginCapture(opening)
    case "assign": try assign()
    case "echo": code.append(.output(try expression()))
    case "endif": try end(.if, start)
    case "endunless": try end(.unless, start)
    case "endcase": try end(.case, start)
    case "endfor": try end(.for, start)
    case "endcapture": try end(.capture, start)
    case "raw": return try raw(openedAt: opening)
    case "comment": return try comment(openedAt: opening)
    case "endraw", "endcomment": throw .misplaced(name, at: start)
    case _ where TemplateCompiler.unsupported.contains(name): throw .unsupportedTag(name, at: start)
    default: throw .unknownTag(name, at: start)
    }
    trimsNext = try reader.close(.tag, openedAt: opening)
  }

  /// `{% assign name = value | filter %}`
  private mutating func assign() throws(TemplateFault) {
    let name = try newName()
    reader.skipSpaces()
    guard reader.take("=") else { throw .expected("'='", found: reader.unread, at: reader.position) }
    let value = try expression()
    code.append(.assign(register: names.assign(name), value))
  }

  /// `{% capture name %}`: the output until its end becomes a text.
  private mutating func beginCapture(_ opening: Int) throws(TemplateFault) {
    var block = Block(kind: .capture, opening: opening)
    var name = try reader.quotedName()
    if name == nil { name = try newName() }
    block.register = names.assign(name ?? "")
    try open(block)
    code.append(.beginCapture)
  }

  private mutating func newName() throws(TemplateFault) -> String {
    reader.skipSpaces()
    let start = reader.position
    guard let name = reader.word(), reader.byte() != UInt8(ascii: ".") else {
      throw .expected("a name without dots", found: reader.unread, at: start)
    }
    return name
  }

  mutating func open(_ block: Block) throws(TemplateFault) {
    guard blocks.count < limits.depth else { throw .tooDeep(limit: limits.depth, at: block.opening) }
    blocks.append(block)
  }

  /// Takes the innermost block off the stack if it is of the kind that ends here.
  private mutating func end(_ kind: Block.Kind, _ start: Int) throws(TemplateFault) {
    guard let block = blocks.last, block.kind == kind else {
      throw .misplaced("end\(kind.rawValue)", at: start)
    }
    blocks.removeLast()
    switch kind {
    case .capture: code.append(.endCapture(register: block.register))
    case .for: endFor(block)
    case .if, .unless, .case:
      if let jump = block.otherwise { land(jump) }
      block.leaving.forEach { land($0) }
    }
  }
}

extension MarkupReader {
  /// Captures may quote their name.
  fileprivate mutating func quotedName() throws(TemplateFault) -> String? {
    skipSpaces()
    return try string()
  }
}
