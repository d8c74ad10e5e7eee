/// Why a word is not a value: the rest of a sentence whose subject is the quoted word.
///
/// `ValueError("must not be negative")` becomes `--limit '-3' must not be negative`.
package struct ValueError: Error, Equatable, Sendable {
  /// The sentence after the quoted word, without a full stop.
  package let predicate: String
  /// The part of the word that is wrong, where it is not the whole.
  package let part: String?

  /// Takes the rest of the sentence, and what is wrong if it is not the whole word.
  package init(_ predicate: String, about part: String? = nil) {
    self.predicate = predicate
    self.part = part
  }
}

/// What a shell can offer while a value is being typed.
package indirect enum CompletionKind: Equatable, Sendable {
  /// Nothing: a value that only people know.
  case none
  /// The names of files.
  case file
  /// These words, which need not be all that is understood.
  case words([String])
  /// Names that only the program knows, such as `agent` from the store; the shell asks it for them.
  case stored(String)
  /// Several of a kind, separated by commas: what comes next depends on what stands there.
  case list(CompletionKind)
}

/// Turns one word of the command line into a value, before anything runs.
///
/// ```swift
/// let duration = ValueParser { text throws(ValueError) in
///   guard let value = Duration(text) else { throw ValueError("is not a duration such as 90m, 4h or 2d") }
///   return value
/// }
/// ```
package struct ValueParser<Value: Sendable>: Sendable {
  /// All allowed words, if the value is an enumeration; else empty.
  package let words: [String]
  /// What shells offer; of an enumeration its words, unless `completing(_:)` has replaced them.
  package let completion: CompletionKind
  /// Reads one word; throws what the word is not.
  package let parse: @Sendable (String) throws(ValueError) -> Value

  /// With `words`, the value is an enumeration and they are its completion.
  package init(
    words: [String] = [], completion: CompletionKind = .none,
    _ parse: @escaping @Sendable (String) throws(ValueError) -> Value
  ) {
    self.words = words
    self.completion = words.isEmpty ? completion : .words(words)
    self.parse = parse
  }

  /// The same parser with another completion.
  package func completing(_ kind: CompletionKind) -> ValueParser {
    ValueParser(words: words, completion: kind, keepingCompletion: true, parse)
  }

  /// The parser followed by a second step, which may refuse too.
  package func map<Other: Sendable>(
    _ transform: @escaping @Sendable (Value) throws(ValueError) -> Other
  ) -> ValueParser<Other> {
    let parse = parse
    return ValueParser<Other>(words: words, completion: completion, keepingCompletion: true) {
      (text) throws(ValueError) -> Other in
      try transform(try parse(text))
    }
  }

  private init(
    words: [String], completion: CompletionKind, keepingCompletion: Bool,
    _ parse: @escaping @Sendable (String) throws(ValueError) -> Value
  ) {
    self.words = words
    self.completion = completion
    self.parse = parse
  }
}
