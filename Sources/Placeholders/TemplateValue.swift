/// What a placeholder stands for.
///
/// Values are data: text that happens to hold `{{ … }}` is written as it is and never read as a template.
public enum TemplateValue: Hashable, Sendable {
  /// Nothing is known: renders empty, and is false in a condition. Give this, and not an empty text, for what a
  /// ticket doesn't have, so that `{% if ticket.assignee.name %}` holds only where there is one.
  case none
  /// Written as it is, as far as `ValueEscaping` lets it.
  case text(String)
  /// A whole number; ids have up to 64 bits and must not go through floating point.
  case number(Int)
  /// A number with a fraction, which filters may also make.
  case decimal(Double)
  /// Renders as `true` or `false`.
  case bool(Bool)
  /// Renders as its elements one after the other; loops go over it.
  case list([TemplateValue])
  /// Members by name, such as the `author` and `body` of a comment in a loop over comments.
  case object([String: TemplateValue])
}

extension TemplateValue: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self = .text(value) }
}

extension TemplateValue: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  public init(integerLiteral value: Int) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension TemplateValue {
  /// As in Liquid, everything is true but nothing and `false`: also `0` and the empty text.
  var isTrue: Bool {
    switch self {
    case .none, .bool(false): false
    default: true
    }
  }

  /// `== empty`: a text, list or object without anything in it; nothing at all is not empty.
  var isEmpty: Bool {
    switch self {
    case .text(let text): text.utf8.isEmpty
    case .list(let values): values.isEmpty
    case .object(let members): members.isEmpty
    case .none, .number, .decimal, .bool: false
    }
  }

  /// `== blank`: nothing, `false`, what is empty, and text of nothing but white space.
  var isBlank: Bool {
    switch self {
    case .text(let text): text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    default: !isTrue || isEmpty
    }
  }

  /// The parts that a loop or a list filter goes through; what is no list is a list of itself.
  var elements: [TemplateValue] {
    switch self {
    case .list(let values): values
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { .list([.text($0.key), $0.value]) }
    case .none: []
    case .text(let text): text.utf8.isEmpty ? [] : [self]
    case .number, .decimal, .bool: [self]
    }
  }

  /// The member after a dot. `size`, `first` and `last` are of lists (and `size` of text) unless an object has them.
  func member(_ name: String) -> TemplateValue {
    switch self {
    case .object(let members):
      if let value = members[name] { return value }
      return name == "size" ? .number(members.count) : .none
    case .list(let values):
      switch name {
      case "size": return .number(values.count)
      case "first": return values.first ?? .none
      case "last": return values.last ?? .none
      default: return .none
      }
    case .text(let text):
      return name == "size" ? .number(text.unicodeScalars.count) : .none
    case .none, .number, .decimal, .bool:
      return .none
    }
  }

  /// The element of a list; negative numbers count from the end.
  func element(_ index: Int) -> TemplateValue {
    guard case .list(let values) = self else { return .none }
    let place = index < 0 ? values.count + index : index
    return values.indices.contains(place) ? values[place] : .none
  }
}
