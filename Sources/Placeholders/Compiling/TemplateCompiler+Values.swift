/// Values, paths and filters.
extension TemplateCompiler {
  /// `value | filter: argument, argument | filter`
  mutating func expression() throws(TemplateFault) -> Expression {
    var expression = Expression(base: try operand())
    reader.skipSpaces()
    while reader.take("|") {
      expression.filters.append(try filter())
      reader.skipSpaces()
    }
    return expression
  }

  private mutating func filter() throws(TemplateFault) -> AppliedFilter {
    reader.skipSpaces()
    let start = reader.position
    guard let name = reader.word() else {
      throw .expected("the name of a filter", found: reader.unread, at: start)
    }
    guard let filter = Filter(rawValue: name) else { throw .unknownFilter(name, at: start) }
    if filter == .date { usesDate = true }
    var arguments: [Operand] = []
    reader.skipSpaces()
    if reader.take(":") {
      repeat {
        arguments.append(try argument(of: filter))
        reader.skipSpaces()
      } while reader.take(",")
    }
    guard filter.arguments.contains(arguments.count) else {
      throw .filterArguments(name, filter.arguments, at: start)
    }
    return AppliedFilter(filter: filter, arguments: arguments)
  }

  /// An argument; the only one with a name is `allow_false: true` of `default`.
  private mutating func argument(of filter: Filter) throws(TemplateFault) -> Operand {
    if filter == .default {
      reader.skipSpaces()
      var probe = reader
      if probe.take(word: "allow_false") {
        probe.skipSpaces()
        if probe.take(":") { reader = probe }
      }
    }
    return try operand()
  }

  mutating func operand() throws(TemplateFault) -> Operand {
    try operand(depth: 0)
  }

  private mutating func operand(depth: Int) throws(TemplateFault) -> Operand {
    reader.skipSpaces()
    let start = reader.position
    if let text = try reader.string() {
      if text == "now" || text == "today" { namesNow = true }
      return .literal(.text(text))
    }
    if let number = reader.number() { return .literal(number) }
    guard let head = reader.word() else {
      if let first = reader.unread.unicodeScalars.first, (0x2018...0x201F).contains(first.value) {
        throw TemplateFault("curly quotation marks don't enclose texts; use \" or '", at: start)
      }
      throw .expected("a value", found: reader.unread, at: start)
    }
    let members = try members(depth: depth)
    guard members.isEmpty else { return names.operand(head, members) }
    switch head {
    case "nil", "null": return .literal(.none)
    case "true": return .literal(true)
    case "false": return .literal(false)
    case "blank": return .blank
    case "empty": return .empty
    default: return names.operand(head, [])
    }
  }

  /// `.name`, `["name"]`, `[0]` and `[position]`, as often as they come.
  private mutating func members(depth: Int) throws(TemplateFault) -> [Member] {
    var members: [Member] = []
    while true {
      if reader.byte() == UInt8(ascii: "."), reader.byte(1) != UInt8(ascii: ".") {
        reader.position += 1
        guard let name = reader.word() else {
          throw .expected("a name after the dot", found: reader.unread, at: reader.position)
        }
        members.append(.name(name))
      } else if reader.take("[") {
        guard depth < limits.depth else { throw .tooDeep(limit: limits.depth, at: reader.position) }
        switch try operand(depth: depth + 1) {
        case .literal(.text(let name)): members.append(.name(name))
        case .literal(.number(let index)): members.append(.index(index))
        case let operand: members.append(.computed(operand))
        }
        reader.skipSpaces()
        guard reader.take("]") else { throw .expected("']'", found: reader.unread, at: reader.position) }
      } else {
        return members
      }
    }
  }

  /// The end of the compilation: names assigned further down, the clock, and plain slots.
  mutating func link() {
    names.link()
    if usesDate && namesNow { nowSlot = names.slot(Template.nowPath) }
    for index in code.indices {
      guard case .output(let expression) = code[index], expression.filters.isEmpty,
        case .reference(let number) = expression.base
      else { continue }
      let reference = names.references[number]
      if reference.register == nil, let slot = reference.slot, reference.inSlot == reference.members.count {
        code[index] = .slot(slot)
      }
    }
  }
}
