/// The typed values of one command line, read with the declarations themselves.
///
/// ```swift
/// let hours = parsed[Selection.idleFor]      // Duration?
/// let tickets = parsed[all: Selection.ticket]  // [Int64]
/// if parsed[dryRun] { … }
/// ```
/// An option that the command doesn't declare reads as not given, so that shared code can ask for all of them.
package struct ParsedArguments: Sendable {
  var options: [String: [any Sendable]] = [:]
  var operands: [String: [any Sendable]] = [:]
  /// The operands as typed, for the log.
  package internal(set) var operandWords: [String] = []

  /// What an empty command line says: options read as their defaults, all else as not given.
  package init() {}

  /// The value of an option, the last one if it may be repeated; else its default, if it has one.
  package subscript<Value>(option: Option<Value>) -> Value? {
    if let given = options[option.spec.name]?.last { return cast(given, option.spec.spelling) }
    return option.spec.defaultWord.flatMap { try? option.parser.parse($0) }
  }

  /// All values of an option, in the order given; without any, none, whatever the default.
  package subscript<Value>(all option: Option<Value>) -> [Value] {
    (options[option.spec.name] ?? []).map { cast($0, option.spec.spelling) }
  }

  /// The value of an option that is declared as required or with a default.
  package subscript<Value>(required option: Option<Value>) -> Value {
    guard let value = self[option] else {
      preconditionFailure("\(option.spec.spelling) is neither required nor has it a default")
    }
    return value
  }

  /// Whether the flag was given; never true of one that stands for an option, whose value it is.
  package subscript(flag: Flag) -> Bool { options[flag.spec.name] != nil }

  /// The first value of an operand; nil if it was not given.
  package subscript<Value>(operand: Operand<Value>) -> Value? {
    operands[operand.spec.name]?.first.map { cast($0, operand.spec.name) }
  }

  /// All values of an operand, in the order given; empty if it was not given.
  package subscript<Value>(all operand: Operand<Value>) -> [Value] {
    (operands[operand.spec.name] ?? []).map { cast($0, operand.spec.name) }
  }

  /// The value of an operand that is declared as required.
  package subscript<Value>(required operand: Operand<Value>) -> Value {
    guard let value = self[operand] else { preconditionFailure("\(operand.spec.name) is not required") }
    return value
  }

  /// Whether an option or flag was on the command line, defaults aside.
  package func wasGiven(_ option: some OptionDeclaring) -> Bool { options[option.spec.name] != nil }

  /// Two declarations of one name with two types are a mistake that must not pass as "not given":
  /// a selection that is silently empty would end every session.
  private func cast<Value>(_ value: any Sendable, _ name: String) -> Value {
    guard let typed = value as? Value else {
      preconditionFailure("\(name) was declared with two types")
    }
    return typed
  }
}
