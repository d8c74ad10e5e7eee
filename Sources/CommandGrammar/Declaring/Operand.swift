/// How many words an operand takes.
public enum OperandCount: Sendable {
  /// Exactly one.
  case required
  /// One or none.
  case optional
  /// Any number, none included.
  case repeating
  /// One or more.
  case requiredRepeating

  var isRequired: Bool { self == .required || self == .requiredRepeating }
  var repeats: Bool { self == .repeating || self == .requiredRepeating }
}

/// What every backend knows of an operand.
public struct OperandSpec: Sendable {
  /// What stands for it in help, and the key of its values: `ID`.
  public let name: String
  public let count: OperandCount
  public let help: String
  public let words: [String]
  public let completion: CompletionKind
  let parse: @Sendable (String) throws(ValueError) -> any Sendable

  /// As the synopsis shows it: `ID`, `[ID]`, `[ID...]`, `ID...`.
  public var synopsis: String {
    let repeated = count.repeats ? "\(name)..." : name
    return count.isRequired ? repeated : "[\(repeated)]"
  }
}

/// Anything that a command can list among its operands.
public protocol OperandDeclaring: Sendable {
  var spec: OperandSpec { get }
}

extension OperandSpec: OperandDeclaring {
  public var spec: OperandSpec { self }
}

/// A word that is not an option, declared once and read by `parsed[operand]`.
public struct Operand<Value: Sendable>: OperandDeclaring {
  public let spec: OperandSpec

  /// - Parameters:
  ///   - name: as in the synopsis, upper case; for an enumeration its words, `good|bad`.
  ///   - help: one line, no full stop.
  public init(
    _ name: String, _ parser: ValueParser<Value>, _ count: OperandCount = .required,
    completion: CompletionKind? = nil, help: String
  ) {
    spec = OperandSpec(
      name: name, count: count, help: help, words: parser.words,
      completion: completion ?? parser.completion,
      parse: { (text) throws(ValueError) -> any Sendable in try parser.parse(text) })
  }
}
