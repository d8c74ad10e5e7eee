/// `if`, `unless` and `case`, with their branches.
extension TemplateCompiler {
  mutating func beginIf(_ kind: Block.Kind, _ opening: Int) throws(TemplateFault) {
    var block = Block(kind: kind, opening: opening)
    let condition = try condition()
    block.otherwise = emitJump(kind == .if ? .jumpUnless(condition, 0) : .jumpIf(condition, 0))
    try open(block)
  }

  mutating func elsif(_ start: Int) throws(TemplateFault) {
    guard let kind = blocks.last?.kind, kind == .if || kind == .unless else {
      throw .misplaced("elsif", at: start)
    }
    try beginBranch("elsif", start)
    let condition = try condition()
    blocks[blocks.count - 1].otherwise = emitJump(.jumpUnless(condition, 0))
  }

  mutating func otherwise(_ start: Int) throws(TemplateFault) {
    switch blocks.last?.kind {
    case .if, .unless, .case: try beginBranch("else", start)
    case .for: try beginLoopElse(start)
    case .capture, nil: throw .misplaced("else", at: start)
    }
    blocks[blocks.count - 1].hasElse = true
  }

  /// `{% case value %}`: the value goes into a register that the branches compare with. What stands between it and
  /// the first `when` belongs to no branch and is skipped.
  mutating func beginCase(_ opening: Int) throws(TemplateFault) {
    var block = Block(kind: .case, opening: opening)
    block.register = names.newRegister()
    code.append(.assign(register: block.register, Expression(base: try operand())))
    block.otherwise = emitJump()
    try open(block)
  }

  /// `{% when "a", "b" or "c" %}`; the first that is met is taken.
  mutating func when(_ start: Int) throws(TemplateFault) {
    guard let block = blocks.last, block.kind == .case else { throw .misplaced("when", at: start) }
    try beginBranch("when", start)
    var condition = Condition(first: Comparison(left: .register(block.register), right: try operand()))
    reader.skipSpaces()
    while reader.take(",") || reader.take(word: "or") {
      let next = Comparison(left: .register(block.register), right: try operand())
      condition.rest.append(Condition.Joined(isAnd: false, comparison: next))
      reader.skipSpaces()
    }
    blocks[blocks.count - 1].otherwise = emitJump(.jumpUnless(condition, 0))
  }

  /// Ends the branch before, and lets its condition's jump land here.
  private mutating func beginBranch(_ name: String, _ start: Int) throws(TemplateFault) {
    let block = blocks.count - 1
    if blocks[block].hasElse { throw TemplateFault("'\(name)' comes after 'else'", at: start) }
    blocks[block].leaving.append(emitJump())
    if let jump = blocks[block].otherwise { land(jump) }
    blocks[block].otherwise = nil
  }

  /// `a == b and c or d`
  mutating func condition() throws(TemplateFault) -> Condition {
    var condition = Condition(first: try comparison())
    reader.skipSpaces()
    while true {
      let isAnd = reader.take(word: "and")
      guard isAnd || reader.take(word: "or") else { break }
      condition.rest.append(Condition.Joined(isAnd: isAnd, comparison: try comparison()))
      reader.skipSpaces()
    }
    if reader.byte() == UInt8(ascii: "|") {
      throw TemplateFault(
        "a condition can't have filters; assign the filtered value first", at: reader.position)
    }
    return condition
  }

  private mutating func comparison() throws(TemplateFault) -> Comparison {
    let left = try operand()
    guard let comparator = try reader.comparator() else { return Comparison(left: left) }
    return Comparison(left: left, comparator: comparator, right: try operand())
  }
}
