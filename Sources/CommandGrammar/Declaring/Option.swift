/// What every backend knows of an option or flag: parser, help, manual and completions read nothing else.
package struct OptionSpec: Sendable {
  /// The key of its values, and without `--` its spelling: the long name, or the letter if there is only that.
  package let name: String
  /// The name without its `--`; nil for a flag that has only a letter.
  package let long: String?
  /// The letter without its `-`; nil if there is only the long name.
  package let short: Unicode.Scalar?
  /// What stands for the value in help, where it is not its words.
  let ownValueName: String?
  /// One line without a full stop, for help and completions; backticks mark what is to be typed.
  package let help: String
  /// More paragraphs, for the manual only.
  package let details: [String]
  /// All words that are allowed, if the value is an enumeration; else empty.
  package let words: [String]
  /// What shells offer while the value is typed; `.none` for a flag.
  package let completion: CompletionKind
  /// Whether a command line without it is refused.
  package let required: Bool
  /// Whether it may be given several times, and each of its values counts.
  package let repeatable: Bool
  /// The word that holds when the option is not given.
  package let defaultWord: String?
  /// Whether even a word that is an option's name is a value here.
  package let dashValues: Bool
  /// A flag that is only another way to write an option: `--json` for `--format json`.
  package let standsFor: StandIn?
  /// The heading in help; empty for the general one.
  package var section = ""
  /// Turns the word into a value; nil for a flag.
  let parse: (@Sendable (String) throws(ValueError) -> any Sendable)?

  /// What stands for the value in help, such as `DURATION`; empty for a flag.
  package var valueName: String { ownValueName ?? words.joined(separator: "|") }
  /// Whether a value has to follow; false for a flag.
  package var takesValue: Bool { parse != nil }
  /// As it is typed: `--idle-for`, or `-h`.
  package var spelling: String { long.map { "--\($0)" } ?? "-\(name)" }
}

/// The option and word that a flag stands for.
package struct StandIn: Equatable, Sendable {
  /// The option's `name`, without `--`.
  package let option: String
  /// The value that the flag gives to the option.
  package let word: String
}

/// Anything that a command can list among its options.
package protocol OptionDeclaring: Sendable {
  /// The declaration without the value's type; its `name` has to be unique among a command's options.
  var spec: OptionSpec { get }
}

extension OptionSpec: OptionDeclaring {
  package var spec: OptionSpec { self }
}

/// An option with a value, declared once and read by `parsed[option]`.
package struct Option<Value: Sendable>: OptionDeclaring {
  /// The declaration without the value's type, as the backends know it.
  package let spec: OptionSpec
  let parser: ValueParser<Value>

  /// - Parameters:
  ///   - long: the name without `--`.
  ///   - valueName: what stands for the value in help, upper case; nil for its words.
  ///   - default: the word that holds if the option is not given; parsed like a typed one, and shown in help.
  ///   - dashValues: whether a following word is the value even if it is exactly the name of an option.
  ///   - help: one line, imperative or a noun phrase, no full stop.
  package init(
    _ long: String, short: Unicode.Scalar? = nil, _ valueName: String?, _ parser: ValueParser<Value>,
    required: Bool = false, repeatable: Bool = false, default defaultWord: String? = nil,
    completion: CompletionKind? = nil, dashValues: Bool = false, help: String, details: [String] = []
  ) {
    self.parser = parser
    spec = OptionSpec(
      name: long, long: long, short: short, ownValueName: valueName, help: help, details: details,
      words: parser.words, completion: completion ?? parser.completion, required: required,
      repeatable: repeatable, defaultWord: defaultWord, dashValues: dashValues, standsFor: nil,
      parse: { (text) throws(ValueError) -> any Sendable in try parser.parse(text) })
  }

  /// The same for an enumeration: its words stand for the value in help.
  package init(
    _ long: String, short: Unicode.Scalar? = nil, _ parser: ValueParser<Value>, required: Bool = false,
    repeatable: Bool = false, default defaultWord: String? = nil, completion: CompletionKind? = nil,
    help: String, details: [String] = []
  ) {
    self.init(
      long, short: short, parser.words.isEmpty ? "VALUE" : nil, parser, required: required,
      repeatable: repeatable, default: defaultWord,
      completion: completion, help: help, details: details)
  }
}

/// An option without a value, read by `parsed[flag]`.
package struct Flag: OptionDeclaring {
  /// The declaration as the backends know it.
  package let spec: OptionSpec

  /// A flag with a long name, given without `--`, and perhaps a letter; only the manual has `details`.
  package init(_ long: String, short: Unicode.Scalar? = nil, help: String, details: [String] = []) {
    self.init(name: long, long: long, short: short, help: help, details: details, standsFor: nil)
  }

  /// A flag that has a letter and no long name.
  package init(letter: Unicode.Scalar, help: String) {
    self.init(name: String(letter), long: nil, short: letter, help: help, details: [], standsFor: nil)
  }

  /// A flag that writes an option's value. It is recorded as that option's value only, and so can't stand beside another one.
  package init<Value>(_ long: String, standsFor option: Option<Value>, _ word: String, help: String) {
    self.init(
      name: long, long: long, short: nil, help: help, details: [],
      standsFor: StandIn(option: option.spec.name, word: word))
  }

  private init(
    name: String, long: String?, short: Unicode.Scalar?, help: String, details: [String], standsFor: StandIn?
  ) {
    spec = OptionSpec(
      name: name, long: long, short: short, ownValueName: "", help: help, details: details, words: [],
      completion: .none, required: false, repeatable: false, defaultWord: nil, dashValues: false,
      standsFor: standsFor, parse: nil)
  }
}

/// Puts options under a heading of their own in help and manual.
package func section(_ title: String, _ options: [any OptionDeclaring]) -> [any OptionDeclaring] {
  options.map { option in
    var spec = option.spec
    spec.section = title
    return spec
  }
}
