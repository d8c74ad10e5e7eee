/// Why a text is not acceptable JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The byte, counted from 0, at which it was noticed.
  public var offset: Int
  /// A phrase without a full stop, such as `a lone surrogate`.
  public var reason: String

  /// Takes a byte counted from 0, and a phrase without a full stop.
  public init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }

  public var description: String { "\(reason) (at byte \(offset))" }
}

/// The bounds within which texts are read.
public enum JSONLimit {
  /// How deep arrays and objects may be nested.
  ///
  /// Far more than any wire format uses, and little enough that recursion cannot exhaust a thread's stack.
  public static let depth = 512
}

/// What a value is, as its first byte tells.
public enum JSONKind: Sendable {
  /// The kinds that JSON has, with `true` and `false` as one.
  case null, bool, number, string, array, object

  /// The kind of a value that is known to be valid.
  init(firstByte: UInt8) {
    switch firstByte {
    case Byte.openBrace: self = .object
    case Byte.openBracket: self = .array
    case Byte.quote: self = .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool
    case UInt8(ascii: "n"): self = .null
    default: self = .number
    }
  }

  /// Whether its last byte tells that it ends there.
  var isDelimited: Bool { self == .string || self == .array || self == .object }

  /// The kind with its article, for sentences.
  public var phrase: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// The bytes that give JSON its structure.
enum Byte {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let space = UInt8(ascii: " ")
  static let lineFeed = UInt8(ascii: "\n")
  static let zero = UInt8(ascii: "0")
  static let nine = UInt8(ascii: "9")
}
