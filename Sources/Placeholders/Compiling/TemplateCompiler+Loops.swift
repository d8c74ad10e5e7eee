/// `for`, `break` and `continue`.
extension TemplateCompiler {
  /// `{% for comment in ticket.comments limit:3 offset:1 reversed %}`, `{% for number in (1..5) %}`
  mutating func beginFor(_ opening: Int) throws(TemplateFault) {
    reader.skipSpaces()
    guard let name = reader.word() else {
      throw .expected("a name", found: reader.unread, at: reader.position)
    }
    reader.skipSpaces()
    guard reader.take(word: "in") else { throw .expected("'in'", found: reader.unread, at: reader.position) }
    reader.skipSpaces()
    let source: Loop.Source = reader.take("(") ? try range() : .elements(of: try operand())
    var loop = Loop(state: 0, register: 0, source: source)
    try modifiers(of: &loop)
    // From here on the name means the loop's variable, and `forloop` this loop.
    let scope = names.beginLoop(over: name)
    loop.state = scope.state
    loop.register = scope.register
    var block = Block(kind: .for, opening: opening)
    block.register = scope.register
    block.loopState = scope.state
    block.otherwise = emitJump(.beginLoop(loop, otherwise: 0))
    block.loopBody = code.count
    try open(block)
  }

  private mutating func range() throws(TemplateFault) -> Loop.Source {
    let from = try operand()
    reader.skipSpaces()
    guard reader.take("."), reader.take(".") else {
      throw .expected("'..'", found: reader.unread, at: reader.position)
    }
    let to = try operand()
    reader.skipSpaces()
    guard reader.take(")") else { throw .expected("')'", found: reader.unread, at: reader.position) }
    return .range(from, to)
  }

  private mutating func modifiers(of loop: inout Loop) throws(TemplateFault) {
    while true {
      reader.skipSpaces()
      if reader.take(",") { continue }
      let start = reader.position
      guard let name = reader.word() else { return }
      reader.skipSpaces()
      switch name {
      case "reversed": loop.isReversed = true
      case "limit" where reader.take(":"): loop.limit = try operand()
      case "offset" where reader.take(":"): loop.offset = try operand()
      default: throw .expected("'limit:', 'offset:' or 'reversed'", found: name, at: start)
      }
    }
  }

  /// What comes instead if there was nothing to go through.
  mutating func beginLoopElse(_ start: Int) throws(TemplateFault) {
    let block = blocks.count - 1
    if blocks[block].hasElse { throw TemplateFault("'else' comes after 'else'", at: start) }
    endBody(of: blocks[block])
    blocks[block].leaving.append(emitJump())
    if let jump = blocks[block].otherwise { land(jump) }
    blocks[block].otherwise = nil
  }

  mutating func endFor(_ block: Block) {
    if !block.hasElse { endBody(of: block) }
    if let jump = block.otherwise { land(jump) }
    block.leaving.forEach { land($0) }
  }

  private mutating func endBody(of block: Block) {
    block.continuing.forEach { land($0) }
    code.append(.nextLoop(state: block.loopState, register: block.register, body: block.loopBody))
    names.endLoop()
  }

  /// `break` and `continue` leave the captures between them and their loop, which keep what they have.
  mutating func leaveLoop(_ name: String, _ start: Int) throws(TemplateFault) {
    guard let loop = blocks.lastIndex(where: { $0.kind == .for && !$0.hasElse }) else {
      throw .misplaced(name, at: start)
    }
    for block in blocks[loop...].reversed() where block.kind == .capture {
      code.append(.endCapture(register: block.register))
    }
    let jump = emitJump()
    if name == "break" {
      blocks[loop].leaving.append(jump)
    } else {
      blocks[loop].continuing.append(jump)
    }
  }
}
