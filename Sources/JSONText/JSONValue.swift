/// Any JSON value, to keep: for settings, rules and the small nested parts of records.
///
/// Strings are equal if their bytes are: composed and decomposed "é" differ here as they do in SQLite.
public indirect enum JSONValue: Sendable {
  /// The literal `null`; see `isNull`.
  case null
  /// One of the literals `true` and `false`.
  case bool(Bool)
  /// An integer literal that fits 64 bits.
  case integer(Int64)
  /// Any other number, as written.
  case number(String)
  /// A text with its escapes resolved.
  case string(String)
  /// The elements in order.
  case array([JSONValue])
  /// The members in order.
  case object(JSONObject)

  /// Whether it is JSON's `null`; a member that is not there is a Swift nil instead.
  public var isNull: Bool { if case .null = self { true } else { false } }
  /// The truth value; nil for every other kind, `null` included.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The value of an integer literal that fits 64 bits; nil for all else, `1.0` included.
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  /// The text with its escapes resolved; nil for every other kind.
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  /// The elements in order; nil for every other kind.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  /// The members in order; nil for every other kind.
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// The member of an object; nil if there is none or this is no object.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// The element of an array; nil if there is none or this is no array.
  public subscript(index: Int) -> JSONValue? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }

  /// What it is; integers and other numbers are one kind, as in JSON.
  public var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .integer, .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

extension JSONValue: Hashable {
  public static func == (one: JSONValue, other: JSONValue) -> Bool {
    switch (one, other) {
    case (.null, .null): true
    case (.bool(let first), .bool(let second)): first == second
    case (.integer(let first), .integer(let second)): first == second
    case (.number(let first), .number(let second)): first == second
    case (.string(let first), .string(let second)): first.utf8.elementsEqual(second.utf8)
    case (.array(let first), .array(let second)): first == second
    case (.object(let first), .object(let second)): first == second
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .integer(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    // A string's own hash is the same for all its normal forms, which is coarser than equality and allowed.
    case .string(let value): hasher.combine(value)
    case .array(let value): hasher.combine(value)
    case .object(let value): hasher.combine(value)
    }
  }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(JSONObject(members)) }
}
