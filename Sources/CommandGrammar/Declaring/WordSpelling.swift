/// Words of commands, options and enumerations may be written with `-` or `_`: `suite-growth`, `suite_growth`.
enum WordSpelling {
  /// The word with every `_` as `-`, for comparing.
  static func folded(_ word: String) -> String {
    word.utf8.contains(UInt8(ascii: "_")) ? String(word.map { $0 == "_" ? "-" : $0 }) : word
  }

  /// Whether two words are the same, `-` and `_` being alike.
  static func same(_ left: String, _ right: String) -> Bool {
    left == right || folded(left) == folded(right)
  }

  /// Where a typed word stands among the allowed ones.
  static func index(of typed: String, among words: [String]) throws(ValueError) -> Int {
    // The exact spelling first: a list may hold both 'a-b' and 'a_b'.
    if let exact = words.firstIndex(of: typed) { return exact }
    guard let index = words.firstIndex(where: { same($0, typed) }) else {
      throw .notOneOf(words, typed: typed)
    }
    return index
  }
}

/// A word from the command line inside a message: in quotes, and cut where it would drown the sentence.
///
/// Control characters stay as they are: making them harmless is the duty of the writer of the terminal.
package func quoted(_ text: String) -> String {
  let limit = 80
  // Counting scalars is linear and can't be fooled by one endless cluster of combining characters.
  guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return "'\(text)'" }
  var head = String.UnicodeScalarView()
  head.append(contentsOf: text.unicodeScalars.prefix(limit - 1))
  return "'\(String(head))…'"
}

/// `a`, `a or b`, `a, b or c`.
func alternatives(_ words: [String], joiner: String = "or") -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return "\(words.dropLast().joined(separator: ", ")) \(joiner) \(last)"
}
