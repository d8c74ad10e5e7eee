/// How many words an operand takes.
package enum OperandCount: Sendable {
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
package struct OperandSpec: Sendable {
  /// What stands for it in help, and the key of its values: `ID`.
  package let name: String
  /// How many words it takes; only a command's last operand may take several.
  package let count: OperandCount
  /// One line without a full stop.
  package let help: String
  /// All words that are allowed, if the value is an enumeration; else empty.
  package let words: [String]
  /// What shells offer while it is typed.
  package let completion: CompletionKind
  let parse: @Sendable (String) throws(ValueError) -> any Sendable

  /// As the synopsis shows it: `ID`, `[ID]`, `[ID...]`, `ID...`.
  package var synopsis: String {
    let repeated = count.repeats ? "\(name)..." : name
    return count.isRequired ? repeated : "[\(repeated)]"
  }
}

/// Anything that a command can list among its operands.
package protocol OperandDeclaring: Sendable {
  /// The declaration without the value's type; its `name` has to be unique among a command's operands.
  var spec: OperandSpec { get }
}

extension OperandSpec: OperandDeclaring {
  package var spec: OperandSpec { self }
}

/// A word that is not an option, declared once and read by `parsed[operand]`.
package struct Operand<Value: Sendable>: OperandDeclaring {
  /// The declaration without the value's type, as the backends know it.
  package let spec: OperandSpec

  /// - Parameters:
  ///   - name: as in the synopsis, upper case; for an enumeration its words, `good|bad`.
  ///   - help: one line, no full stop.
  package init(
    _ name: String, _ parser: ValueParser<Value>, _ count: OperandCount = .required,
    completion: CompletionKind? = nil, help: String
  ) {
    spec = OperandSpec(
      name: name, count: count, help: help, words: parser.words,
      completion: completion ?? parser.completion,
      parse: { (text) throws(ValueError) -> any Sendable in try parser.parse(text) })
  }
}
