/// Which values something can have.
enum ValueSet: Hashable {
  case only(Set<String>)
  case allBut(Set<String>)

  static let any = ValueSet.allBut([])

  init(_ value: String) { self = .only([value]) }

  var isEmpty: Bool { self == .only([]) }

  /// The only value that it can be.
  var single: String? {
    if case .only(let values) = self, values.count == 1 { values.first } else { nil }
  }

  var complement: ValueSet {
    switch self {
    case .only(let values): .allBut(values)
    case .allBut(let values): .only(values)
    }
  }

  func contains(_ value: String) -> Bool {
    switch self {
    case .only(let values): values.contains(value)
    case .allBut(let values): !values.contains(value)
    }
  }

  func intersection(_ other: ValueSet) -> ValueSet {
    switch (self, other) {
    case (.only(let one), .only(let two)): .only(one.intersection(two))
    case (.only(let one), .allBut(let two)), (.allBut(let two), .only(let one)): .only(one.subtracting(two))
    case (.allBut(let one), .allBut(let two)): .allBut(one.union(two))
    }
  }

  func union(_ other: ValueSet) -> ValueSet { complement.intersection(other.complement).complement }

  func isSubset(of other: ValueSet) -> Bool { intersection(other.complement).isEmpty }

  func isDisjoint(with other: ValueSet) -> Bool { intersection(other).isEmpty }
}
