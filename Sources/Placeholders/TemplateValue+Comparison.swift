/// The operators of conditions.
enum Comparator: Hashable, Sendable {
  case equal, notEqual, less, greater, lessOrEqual, greaterOrEqual, contains

  init?(_ spelling: String) {
    switch spelling {
    case "==": self = .equal
    case "!=", "<>": self = .notEqual
    case "<": self = .less
    case ">": self = .greater
    case "<=": self = .lessOrEqual
    case ">=": self = .greaterOrEqual
    case "contains": self = .contains
    default: return nil
    }
  }
}

extension TemplateValue {
  /// Lists within lists are compared and written to this depth only, so that no value can exhaust the stack.
  static let depthLimit = 32

  /// Equality as Liquid has it: text by its bytes, numbers by their value; a number is never equal to a text.
  func equals(_ other: TemplateValue, depth: Int = 0) -> Bool {
    switch (self, other) {
    case (.none, .none): true
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.number(let left), .number(let right)): left == right
    case (.number(let left), .decimal(let right)), (.decimal(let right), .number(let left)):
      Double(left) == right
    case (.decimal(let left), .decimal(let right)): left == right
    case (.bool(let left), .bool(let right)): left == right
    case (.list(let left), .list(let right)):
      depth < TemplateValue.depthLimit && left.count == right.count
        && zip(left, right).allSatisfy { $0.equals($1, depth: depth + 1) }
    case (.object(let left), .object(let right)):
      depth < TemplateValue.depthLimit && left.count == right.count
        && left.allSatisfy { name, value in right[name].map { value.equals($0, depth: depth + 1) } ?? false }
    default: false
    }
  }

  /// Whether this sorts before the other: numbers with numbers, text with text by its bytes. Nil for what has no
  /// order, where Liquid reports an error and the condition here is false.
  func precedes(_ other: TemplateValue) -> Bool? {
    switch (self, other) {
    case (.number(let left), .number(let right)): left < right
    case (.number(let left), .decimal(let right)): Double(left) < right
    case (.decimal(let left), .number(let right)): left < Double(right)
    case (.decimal(let left), .decimal(let right)): left < right
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    default: nil
    }
  }

  func holds(_ comparator: Comparator, _ other: TemplateValue) -> Bool {
    switch comparator {
    case .equal: equals(other)
    case .notEqual: !equals(other)
    case .less: precedes(other) ?? false
    case .greater: other.precedes(self) ?? false
    case .lessOrEqual: precedes(other).map { $0 || equals(other) } ?? false
    case .greaterOrEqual: other.precedes(self).map { $0 || equals(other) } ?? false
    case .contains: contains(other)
    }
  }

  private func contains(_ other: TemplateValue) -> Bool {
    switch self {
    case .text(let text):
      guard other != .none else { return false }
      return BytePattern(other.rendered.utf8).isFound(in: Array(text.utf8)[...])
    case .list(let values): return values.contains { $0.equals(other) }
    case .object(let members): return members[other.rendered] != nil
    case .none, .number, .decimal, .bool: return false
    }
  }
}
