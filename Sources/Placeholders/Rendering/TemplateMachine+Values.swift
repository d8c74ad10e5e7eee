extension TemplateMachine {
  mutating func value(of expression: Expression) -> TemplateValue {
    var value = value(of: expression.base)
    for applied in expression.filters {
      budget.spend(1)
      budget.spend(on: value)
      var arguments: [TemplateValue] = []
      for operand in applied.arguments {
        let argument = self.value(of: operand)
        budget.spend(on: argument)
        arguments.append(argument)
      }
      // Half filtered is worse than nothing: the filter may be `escape`.
      guard !budget.isSpent else { return .none }
      if applied.filter == .date {
        value = date(value, arguments[0])
      } else {
        value = applied.filter.apply(to: value, arguments, &budget)
      }
    }
    return value
  }

  mutating func value(of operand: Operand) -> TemplateValue {
    switch operand {
    case .literal(let value): value
    case .register(let register): registers[register] ?? .none
    case .reference(let number): value(of: template.references[number])
    case .loop(let state, let fact): loops[state].value(of: fact)
    case .blank, .empty: .text("")
    }
  }

  /// Goes along a path; the compiler limits how deep subscripts are nested.
  private mutating func value(of reference: Reference) -> TemplateValue {
    var value: TemplateValue
    var passed = 0
    if let register = reference.register, let assigned = registers[register] {
      value = assigned
    } else if let slot = reference.slot {
      value = values[slot]
      passed = reference.inSlot
    } else {
      return .none
    }
    for member in reference.members[passed...] {
      // The `size` of a text is counted.
      if case .text = value { budget.spend(on: value) }
      switch member {
      case .name(let name): value = value.member(name)
      case .index(let index): value = value.element(index)
      case .computed(let operand):
        switch self.value(of: operand) {
        case .text(let name): value = value.member(name)
        case .number(let index): value = value.element(index)
        default: value = .none
        }
      }
    }
    return value
  }

  /// `"now"` and `"today"` are the caller's time; everything else is in the value.
  private mutating func date(_ value: TemplateValue, _ format: TemplateValue) -> TemplateValue {
    var moment = value
    if let slot = template.nowSlot, value.equals("now") || value.equals("today") { moment = values[slot] }
    guard let clock = ClockReading(moment) else { return value }
    let format = format.rendered
    guard !format.utf8.isEmpty else { return value }
    var buffer = OutputBuffer(limit: budget.bytes)
    clock.append(format: Array(format.utf8), to: &buffer)
    return budget.text(buffer)
  }

  mutating func holds(_ condition: Condition) -> Bool {
    var result = holds(condition.first)
    for joined in condition.rest {
      if result != joined.isAnd { return result }
      guard budget.spend(1) else { return false }
      result = holds(joined.comparison)
    }
    return result
  }

  private mutating func holds(_ comparison: Comparison) -> Bool {
    let left = value(of: comparison.left)
    guard let operand = comparison.right else { return left.isTrue }
    budget.spend(on: left)
    // What is compared with `blank` or `empty`, on either side, is asked whether it is.
    switch (comparison.left, operand) {
    case (_, .blank): return answer(comparison.comparator, left.isBlank)
    case (_, .empty): return answer(comparison.comparator, left.isEmpty)
    default: break
    }
    let right = value(of: operand)
    budget.spend(on: right)
    switch comparison.left {
    case .blank: return answer(comparison.comparator, right.isBlank)
    case .empty: return answer(comparison.comparator, right.isEmpty)
    default: break
    }
    return !budget.isSpent && left.holds(comparison.comparator, right)
  }

  private func answer(_ comparator: Comparator, _ holds: Bool) -> Bool {
    comparator == .equal ? holds : comparator == .notEqual ? !holds : false
  }
}
