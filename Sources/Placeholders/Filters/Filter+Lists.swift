extension Filter {
  func applyToList(
    _ value: TemplateValue, _ arguments: [TemplateValue], _ budget: inout Budget
  ) -> TemplateValue {
    switch self {
    case .first, .last: return value.member(rawValue)
    case .join: return join(value, arguments.first?.rendered ?? " ", &budget)
    case .reverse: return budget.list(value.elements.reversed())
    case .compact: return budget.list(value.elements.filter { $0 != .none })
    case .concat:
      guard case .list(let more) = arguments[0] else { return value }
      return budget.list(value.elements + more)
    case .map:
      let name = arguments[0].rendered
      return budget.list(value.elements.map { $0.member(name) })
    case .whereEqual:
      let name = arguments[0].rendered
      return budget.list(
        value.elements.filter { element in
          let member = element.member(name)
          return arguments.count > 1 ? member.equals(arguments[1]) : member.isTrue
        })
    case .sort: return sort(value, by: arguments.first?.rendered, &budget)
    case .uniq: return unique(value, &budget)
    default: return value
    }
  }

  private func join(_ value: TemplateValue, _ separator: String, _ budget: inout Budget) -> TemplateValue {
    guard case .list(let values) = value else { return .text(budget.string(value)) }
    var buffer = OutputBuffer(limit: budget.bytes)
    for (index, element) in values.enumerated() where !buffer.isFull {
      if index > 0 { buffer.append(separator) }
      element.append(to: &buffer)
    }
    return budget.text(buffer)
  }

  /// Numbers before text before everything else, which keeps its order; Liquid refuses to sort a mixture.
  private func sort(_ value: TemplateValue, by name: String?, _ budget: inout Budget) -> TemplateValue {
    func rank(_ value: TemplateValue) -> Int {
      switch value {
      case .number, .decimal: 0
      case .text: 1
      default: 2
      }
    }
    let keyed = value.elements.map { (key: name.map($0.member) ?? $0, value: $0) }
    guard budget.spend(keyed.count) else { return .list([]) }
    let sorted = keyed.sorted { left, right in
      let (leftRank, rightRank) = (rank(left.key), rank(right.key))
      return leftRank == rightRank ? left.key.precedes(right.key) ?? false : leftRank < rightRank
    }
    return .list(sorted.map(\.value))
  }

  /// The first of each; every comparison is a step.
  private func unique(_ value: TemplateValue, _ budget: inout Budget) -> TemplateValue {
    var result: [TemplateValue] = []
    for element in value.elements {
      guard budget.spend(1 + result.count) else { break }
      if !result.contains(where: { $0.equals(element) }) { result.append(element) }
    }
    return .list(result)
  }
}
