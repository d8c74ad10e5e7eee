/// A command line of bash up to the cursor, read as bash reads it, as far as quotes go.
///
/// Bash hands the words over as they are typed, cut at characters such as `:` and `@` too, and puts what it is
/// offered where it thinks the last piece begins. So both are worked out from the line itself.
package struct BashLine: Sendable {
  /// The words before the one at the cursor, without their quotes; the program's name is the first.
  package let words: [String]
  /// The word at the cursor.
  package let word: String
  /// The part of `word` that stays where it is: bash replaces only what follows.
  package let kept: String
  /// The quote that is open where bash will put the rest.
  let openQuote: Unicode.Scalar?

  /// - Parameters:
  ///   - line: up to the cursor
  ///   - replaced: the end of it that bash replaces
  /// - Returns: nil when `line` does not end in `replaced`
  package init?(_ line: String, replacing replaced: String) {
    guard line.utf8.suffix(replaced.utf8.count).elementsEqual(replaced.utf8) else { return nil }
    let scalars = Array(line.unicodeScalars)
    let boundary = scalars.count - replaced.unicodeScalars.count
    var words: [String] = []
    var word = String.UnicodeScalarView()
    var isInWord = false
    var quote: Unicode.Scalar?
    var kept = word
    var openQuote = quote
    var index = 0
    while index <= scalars.count {
      if index == boundary { (kept, openQuote) = (word, quote) }
      guard index < scalars.count else { break }
      let scalar = scalars[index]
      index += 1
      if quote == nil, scalar == " " || scalar == "\t" || scalar == "\n" {
        if isInWord { words.append(String(word)) }
        (word, isInWord) = (String.UnicodeScalarView(), false)
        continue
      }
      isInWord = true
      switch (quote, scalar) {
      case (nil, "'"), (nil, "\""): quote = scalar
      case ("'", "'"), ("\"", "\""): quote = nil
      case (nil, "\\") where index < scalars.count:
        word.append(scalars[index])
        index += 1
      case ("\"", "\\") where index < scalars.count && "\"$`\\".unicodeScalars.contains(scalars[index]):
        word.append(scalars[index])
        index += 1
      // A backslash with nothing after it quotes what is not typed yet.
      case (nil, "\\"): break
      default: word.append(scalar)
      }
    }
    self.words = words
    self.word = String(word)
    self.kept = String(kept)
    self.openQuote = openQuote
  }

  /// What bash is to put in place of what it replaces, so that it reads as `word`; nil if it can't become that.
  package func replacement(for word: String) -> String? {
    guard word.utf8.starts(with: kept.utf8) else { return nil }
    let rest = word.unicodeScalars.dropFirst(kept.unicodeScalars.count)
    var text = String.UnicodeScalarView()
    for scalar in rest {
      switch openQuote {
      case "'": text.append(contentsOf: (scalar == "'" ? "'\\''" : String(scalar)).unicodeScalars)
      case .some:
        if "\"$`\\".unicodeScalars.contains(scalar) { text.append("\\") }
        // Between double quotes nothing but the end of them keeps `!` from recalling a command.
        text.append(contentsOf: (scalar == "!" ? "\"'!'\"" : String(scalar)).unicodeScalars)
      case nil:
        if scalar.isASCII, !Self.isPlain(scalar) { text.append("\\") }
        text.append(scalar)
      }
    }
    // Bash closes the quote itself, unless what it has put there ends in one.
    if let openQuote, text.last == openQuote { text.append(openQuote) }
    return String(text)
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", ",", "/", ":", "=", "@", "%", "+": true
    default: false
    }
  }
}
