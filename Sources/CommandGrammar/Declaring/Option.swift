/// What every backend knows of an option or flag: parser, help, manual and completions read nothing else.
public struct OptionSpec: Sendable {
  /// The key of its values, and without `--` its spelling: the long name, or the letter if there is only that.
  public let name: String
  public let long: String?
  public let short: Unicode.Scalar?
  /// What stands for the value in help, such as `DURATION`; empty for a flag.
  public let valueName: String
  public let help: String
  /// More paragraphs, for the manual only.
  public let details: [String]
  public let words: [String]
  public let completion: CompletionKind
  public let required: Bool
  public let repeatable: Bool
  /// The word that holds when the option is not given.
  public let defaultWord: String?
  /// Whether even a word that is an option's name is a value here.
  public let dashValues: Bool
  /// A flag that is only another way to write an option: `--json` for `--format json`.
  public let standsFor: StandIn?
  /// The heading in help; empty for the general one.
  public var section = ""
  /// Turns the word into a value; nil for a flag.
  let parse: (@Sendable (String) throws(ValueError) -> any Sendable)?

  public var takesValue: Bool { parse != nil }
  /// As it is typed: `--idle-for`, or `-h`.
  public var spelling: String { long.map { "--\($0)" } ?? "-\(name)" }
}

/// The option and word that a flag stands for.
public struct StandIn: Equatable, Sendable {
  public let option: String
  public let word: String
}

/// Anything that a command can list among its options.
public protocol OptionDeclaring: Sendable {
  var spec: OptionSpec { get }
}

extension OptionSpec: OptionDeclaring {
  public var spec: OptionSpec { self }
}

/// An option with a value, declared once and read by `parsed[option]`.
public struct Option<Value: Sendable>: OptionDeclaring {
  public let spec: OptionSpec
  let parser: ValueParser<Value>

  /// - Parameters:
  ///   - long: the name without `--`.
  ///   - valueName: what stands for the value in help, upper case.
  ///   - default: the word that holds if the option is not given; parsed like a typed one, and shown in help.
  ///   - dashValues: whether a following word is the value even if it is exactly the name of an option.
  ///   - help: one line, imperative or a noun phrase, no full stop.
  public init(
    _ long: String, short: Unicode.Scalar? = nil, _ valueName: String, _ parser: ValueParser<Value>,
    required: Bool = false, repeatable: Bool = false, default defaultWord: String? = nil,
    completion: CompletionKind? = nil, dashValues: Bool = false, help: String, details: [String] = []
  ) {
    self.parser = parser
    spec = OptionSpec(
      name: long, long: long, short: short, valueName: valueName, help: help, details: details,
      words: parser.words, completion: completion ?? parser.completion, required: required,
      repeatable: repeatable, defaultWord: defaultWord, dashValues: dashValues, standsFor: nil,
      parse: { (text) throws(ValueError) -> any Sendable in try parser.parse(text) })
  }

  /// The same for an enumeration: its words stand for the value in help.
  public init(
    _ long: String, short: Unicode.Scalar? = nil, _ parser: ValueParser<Value>, required: Bool = false,
    repeatable: Bool = false, default defaultWord: String? = nil, completion: CompletionKind? = nil,
    help: String, details: [String] = []
  ) {
    let words = parser.words.isEmpty ? "VALUE" : parser.words.joined(separator: "|")
    self.init(
      long, short: short, words, parser, required: required, repeatable: repeatable, default: defaultWord,
      completion: completion, help: help, details: details)
  }
}

/// An option without a value, read by `parsed[flag]`.
public struct Flag: OptionDeclaring {
  public let spec: OptionSpec

  public init(_ long: String, short: Unicode.Scalar? = nil, help: String, details: [String] = []) {
    self.init(name: long, long: long, short: short, help: help, details: details, standsFor: nil)
  }

  /// A flag that has a letter and no long name.
  public init(letter: Unicode.Scalar, help: String) {
    self.init(name: String(letter), long: nil, short: letter, help: help, details: [], standsFor: nil)
  }

  /// A flag that writes an option's value. It is recorded as that option's value only, so that the last one wins.
  public init<Value>(_ long: String, standsFor option: Option<Value>, _ word: String, help: String) {
    self.init(
      name: long, long: long, short: nil, help: help, details: [],
      standsFor: StandIn(option: option.spec.name, word: word))
  }

  private init(
    name: String, long: String?, short: Unicode.Scalar?, help: String, details: [String], standsFor: StandIn?
  ) {
    spec = OptionSpec(
      name: name, long: long, short: short, valueName: "", help: help, details: details, words: [],
      completion: .none, required: false, repeatable: false, defaultWord: nil, dashValues: false,
      standsFor: standsFor, parse: nil)
  }
}

/// Puts options under a heading of their own in help and manual.
public func section(_ title: String, _ options: [any OptionDeclaring]) -> [any OptionDeclaring] {
  options.map { option in
    var spec = option.spec
    spec.section = title
    return spec
  }
}
