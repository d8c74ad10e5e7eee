import Spelling

// The kinds of value that need no other module. Durations, times and zones come as closures from outside.

extension ValueParser where Value == String {
  /// Any text, the empty one included.
  package static var text: ValueParser { ValueParser { (text) throws(ValueError) -> String in text } }

  /// Any text but the empty one.
  package static var nonEmptyText: ValueParser {
    ValueParser { (text) throws(ValueError) -> String in
      if text.isEmpty { throw ValueError("must not be empty") }
      return text
    }
  }

  /// The path of a file. `-`, the standard input, is for the command to understand.
  package static var file: ValueParser { nonEmptyText.completing(.file) }

  /// One of the words; the value is the word as declared, however `-` and `_` were typed.
  package static func oneOf(_ words: [String]) -> ValueParser {
    ValueParser(words: words) { (text) throws(ValueError) -> String in
      try words[WordSpelling.index(of: text, among: words)]
    }
  }
}

extension ValueParser where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the cases of an enumeration of strings.
  package static var word: ValueParser {
    let cases = Array(Value.allCases)
    let words = cases.map(\.rawValue)
    // The case is made again from its word, so that `Value.AllCases` need not be Sendable.
    return ValueParser(words: words) { (text) throws(ValueError) -> Value in
      let word = try words[WordSpelling.index(of: text, among: words)]
      guard let value = Value(rawValue: word) else { throw .notOneOf(words, typed: text) }
      return value
    }
  }
}

extension ValueParser where Value == Int {
  /// 0, 1, 2 …
  package static var nonNegativeInteger: ValueParser {
    ValueParser { (text) throws(ValueError) -> Int in
      Int(try wholeNumber(text))
    }
  }

  /// 0, 1, 2 … up to a number.
  package static func integer(upTo largest: Int) -> ValueParser {
    nonNegativeInteger.map { (number) throws(ValueError) -> Int in
      if number > largest { throw ValueError("is too large: at most \(largest)") }
      return number
    }
  }

  /// 1, 2, 3 …
  package static var positiveInteger: ValueParser {
    nonNegativeInteger.map { (number) throws(ValueError) -> Int in
      if number == 0 { throw ValueError("must be at least 1") }
      return number
    }
  }
}

extension ValueParser where Value == Int64 {
  /// The id of a stored thing: a positive 64-bit number.
  package static var id: ValueParser {
    ValueParser { (text) throws(ValueError) -> Int64 in
      let number = try wholeNumber(text.withoutCarriageReturn)
      if number == 0 { throw ValueError("is not an id: ids begin at 1") }
      return number
    }
  }
}

extension ValueParser {
  /// Values separated by commas, at least one.
  package static func list<Element: Sendable>(of element: ValueParser<Element>) -> ValueParser
  where Value == [Element] {
    ValueParser(completion: element.completion == .none ? .none : .list(element.completion)) {
      (text) throws(ValueError) -> [Element] in
      var values: [Element] = []
      for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        let word = String(Substring(part))
        if word.isEmpty { throw ValueError(text.isEmpty ? "must not be empty" : "has an empty part") }
        do throws(ValueError) {
          values.append(try element.parse(word))
        } catch {
          throw ValueError(error.predicate, about: error.part ?? word)
        }
      }
      return values
    }
  }
}

/// Reads decimal digits; every way to fail has its own sentence.
private func wholeNumber(_ text: String) throws(ValueError) -> Int64 {
  let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
  guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
    throw ValueError(text.isEmpty ? "must be a whole number" : "is not a whole number")
  }
  if digits.count < text.utf8.count { throw ValueError("must not be negative") }
  guard let number = Int64(text) else {
    throw ValueError("is beyond 64 bits: the largest number is \(Int64.max)")
  }
  return number
}

extension ValueError {
  static func notOneOf(_ words: [String], typed: String) -> ValueError {
    let suggestion = didYouMean(typed, among: words)
    return ValueError("is not one of \(words.joined(separator: ", "))\(suggestion)")
  }
}
