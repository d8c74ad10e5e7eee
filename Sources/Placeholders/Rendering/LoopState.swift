/// How far a loop is.
struct LoopState {
  /// What it goes through; nil for whole numbers in a row.
  var elements: ArraySlice<TemplateValue>? = []
  var lowest = 0
  var count = 0
  /// From 0
  var turn = 0
  var isReversed = false

  var current: TemplateValue {
    let offset = isReversed ? count - 1 - turn : turn
    guard let elements else { return .number(lowest + offset) }
    return elements[elements.startIndex + offset]
  }

  func value(of fact: LoopFact) -> TemplateValue {
    switch fact {
    case .index: .number(turn + 1)
    case .index0: .number(turn)
    case .rindex: .number(count - turn)
    case .rindex0: .number(count - turn - 1)
    case .first: .bool(turn == 0)
    case .last: .bool(turn == count - 1)
    case .length: .number(count)
    }
  }
}

extension TemplateMachine {
  /// Sets a loop to its first element; false if there is none.
  mutating func begin(_ loop: Loop) -> Bool {
    var state = LoopState(isReversed: loop.isReversed)
    let offset = max(0, loop.offset.flatMap { value(of: $0).asInteger } ?? 0)
    let limit = max(0, loop.limit.flatMap { value(of: $0).asInteger } ?? Int.max)
    switch loop.source {
    case .elements(let operand):
      let list = value(of: operand)
      if case .object = list { budget.spend(on: list) }
      let part = list.elements.dropFirst(offset).prefix(limit)
      state.elements = part
      state.count = part.count
    case .range(let from, let to):
      let lowest = value(of: from).asInteger ?? 0
      let (span, overflow) = (value(of: to).asInteger ?? 0).subtractingReportingOverflow(lowest)
      // No budget has so many steps; the bound only keeps the sums below from overflowing.
      let length = overflow || span < 0 ? 0 : min(span, Int(Int32.max)) + 1
      state.elements = nil
      state.lowest = lowest &+ min(offset, length)
      state.count = min(limit, length - min(offset, length))
    }
    loops[loop.state] = state
    guard state.count > 0 else { return false }
    registers[loop.register] = state.current
    return true
  }

  /// Goes on to the next element; false behind the last.
  mutating func advance(_ state: Int, _ register: Int) -> Bool {
    guard loops[state].turn + 1 < loops[state].count else { return false }
    loops[state].turn += 1
    registers[register] = loops[state].current
    return true
  }
}
