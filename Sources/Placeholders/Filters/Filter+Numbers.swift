extension Filter {
  /// Whole numbers stay whole where they can, and divide with a whole result rounded down, as in Ruby. What has no
  /// result, a division by zero, is nothing.
  func applyToNumber(_ left: TemplateValue, _ right: TemplateValue) -> TemplateValue {
    switch (self, left, right) {
    case (.atLeast, _, _): return left.precedes(right) == true ? right : left
    case (.atMost, _, _): return right.precedes(left) == true ? right : left
    case (.abs, .number(let number), _):
      return exact(Int(exactly: number.magnitude), Double(number).magnitude)
    case (.ceil, .number, _), (.floor, .number, _), (.round, .number, _): return left
    case (_, .number(let left), .number(let right)): return whole(left, right)
    case (_, .number(let left), .decimal(let right)): return decimal(Double(left), right)
    case (_, .decimal(let left), .number(let right)): return decimal(left, Double(right))
    case (_, .decimal(let left), .decimal(let right)): return decimal(left, right)
    default: return .none
    }
  }

  private func whole(_ left: Int, _ right: Int) -> TemplateValue {
    switch self {
    case .plus: return exact(left.addingReportingOverflow(right), Double(left) + Double(right))
    case .minus: return exact(left.subtractingReportingOverflow(right), Double(left) - Double(right))
    case .times: return exact(left.multipliedReportingOverflow(by: right), Double(left) * Double(right))
    case .dividedBy:
      let (quotient, overflow) = left.dividedReportingOverflow(by: right)
      guard right != 0 else { return .none }
      if overflow { return .decimal(Double(left) / Double(right)) }
      return .number((left % right != 0) && ((left < 0) != (right < 0)) ? quotient - 1 : quotient)
    case .modulo:
      guard right != 0 else { return .none }
      let remainder = left.remainderReportingOverflow(dividingBy: right).partialValue
      return .number(remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder)
    default: return .none
    }
  }

  private func decimal(_ left: Double, _ right: Double) -> TemplateValue {
    let result: Double
    switch self {
    case .plus: result = left + right
    case .minus: result = left - right
    case .times: result = left * right
    case .dividedBy: result = left / right
    case .modulo: result = left - right * (left / right).rounded(.down)
    case .abs: result = left.magnitude
    case .ceil: return exact(Int(exactly: left.rounded(.up)), left.rounded(.up))
    case .floor: return exact(Int(exactly: left.rounded(.down)), left.rounded(.down))
    case .round: return round(left, places: Int(exactly: right) ?? 0)
    default: return .none
    }
    return result.isFinite ? .decimal(result) : .none
  }

  private func round(_ number: Double, places: Int) -> TemplateValue {
    guard places > 0 else { return exact(Int(exactly: number.rounded()), number.rounded()) }
    var scale = 1.0
    for _ in 0..<min(places, 15) { scale *= 10 }
    let result = (number * scale).rounded() / scale
    return .decimal(result.isFinite ? result : number)
  }

  private func exact(_ whole: Int?, _ decimal: Double) -> TemplateValue {
    whole.map(TemplateValue.number) ?? .decimal(decimal)
  }

  private func exact(_ whole: (partialValue: Int, overflow: Bool), _ decimal: Double) -> TemplateValue {
    whole.overflow ? .decimal(decimal) : .number(whole.partialValue)
  }
}
