/// A command line as an admin writes it in a setting, split into its words; no shell ever sees it.
///
/// Words are separated by spaces and tabs. Single quotes keep everything, double quotes all but `\"` and `\\`, and a
/// backslash keeps the character after it. There are no variables, wildcards, pipes or redirections.
public struct CommandWords: Hashable, Sendable {
  /// The first word, never empty: a path, or a name that is looked up in `PATH`.
  public let program: String
  /// The words after the program, in order; quoted ones can be empty.
  public let arguments: [String]

  /// - Throws: what is wrong with the line.
  public init(parsing line: String) throws(InvalidCommandWords) {
    var words: [String] = []
    var word: String?
    var quote: Unicode.Scalar?
    var scalars = line.unicodeScalars.makeIterator()
    func append(_ scalar: Unicode.Scalar) {
      var text = word ?? ""
      text.unicodeScalars.append(scalar)
      word = text
    }
    while let scalar = scalars.next() {
      guard scalar.value != 0 else { throw InvalidCommandWords("it contains a NUL character") }
      switch (scalar, quote) {
      case ("\\", nil), ("\\", "\""):
        guard let next = scalars.next() else { throw InvalidCommandWords("it ends in a backslash") }
        if quote != nil, next != "\"", next != "\\" { append("\\") }
        append(next)
      case (_, .some(scalar)): quote = nil
      case ("'", nil), ("\"", nil):
        quote = scalar
        word = word ?? ""
      case (" ", nil), ("\t", nil):
        if let ended = word { words.append(ended) }
        word = nil
      default: append(scalar)
      }
    }
    if quote != nil { throw InvalidCommandWords("a quotation mark is not closed") }
    if let ended = word { words.append(ended) }
    guard let program = words.first, !program.isEmpty else {
      throw InvalidCommandWords("it names no program")
    }
    self.program = program
    arguments = Array(words.dropFirst())
  }
}

/// Why a command line can't be split into words, as the second half of a sentence.
public struct InvalidCommandWords: Error, Hashable {
  /// What is wrong with the line, such as `a quotation mark is not closed`.
  public let message: String

  init(_ message: String) { self.message = message }
}
