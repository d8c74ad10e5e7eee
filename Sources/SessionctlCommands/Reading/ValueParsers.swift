import CivilTime
import CommandGrammar
import SessionModel
import Spelling

// The kinds of value that the grammar does not know by itself.

extension ValueParser where Value == TimeSpan {
  /// `90m`, `4h`, `2d`, `1h30m`; no time at all would select everything.
  static var timeSpan: ValueParser {
    ValueParser { (text) throws(ValueError) -> TimeSpan in
      do throws(TimeTextError) { return try TimeSpan(parsing: text, allowingZero: false) } catch {
        throw ValueError(error, in: text)
      }
    }
  }
}

extension ValueParser where Value == TimeExpression {
  static var time: ValueParser {
    ValueParser { (text) throws(ValueError) -> TimeExpression in
      do throws(TimeTextError) { return try TimeExpression(parsing: text) } catch {
        throw ValueError(error, in: text)
      }
    }
  }
}

extension ValueParser where Value == TimePeriod {
  static var period: ValueParser {
    ValueParser { (text) throws(ValueError) -> TimePeriod in
      if let period = TimePeriod(text) { return period }
      throw ValueError(
        "is not a period; write one like yesterday, monday, last-week, this-month, 2026, 2026-11, 2026-W47 or 2026-11-03"
      )
    }
  }
}

extension ValueError {
  /// The sentence without the text that it begins with, which the option's own sentence quotes already.
  init(_ error: TimeTextError, in text: String) {
    let words = text.split(separator: " ")
    let parts = [text, words.joined(separator: " ")] + words.map(String.init)
    for part in parts where error.message.hasPrefix("'\(part)' ") {
      self.init(String(error.message.dropFirst(part.count + 3)), about: part)
      return
    }
    self.init("is not usable: \(error.message)")
  }
}

extension ValueParser where Value: Vocabulary {
  /// One of a vocabulary's words, or of some of them.
  static func vocabulary(_ cases: [Value] = Array(Value.allCases)) -> ValueParser {
    ValueParser<String>.oneOf(cases.map(\.word)).knowingLabels(.value).map {
      (word) throws(ValueError) -> Value in
      guard let value = Value(word: word) else { throw ValueError("is not one of the words") }
      return value
    }
  }
}

extension ValueParser where Value == String {
  /// Answers a label of the product with the word for it, where it is one of the words.
  func knowingLabels(_ kind: GlossaryEntry.Kind) -> ValueParser {
    let (words, parse) = (words, parse)
    return ValueParser(words: words) { (text) throws(ValueError) -> String in
      do throws(ValueError) { return try parse(text) } catch {
        guard let word = Glossary.word(for: text, kind), let meant = Self.meant(by: word, among: words) else {
          throw error
        }
        throw ValueError("is not one of \(words.joined(separator: ", "))\(didYouMean(meant))")
      }
    }
  }

  /// `routing.*` stands for all that begin like it.
  private static func meant(by word: String, among words: [String]) -> [String]? {
    let meant =
      word.hasSuffix("*") ? words.filter { $0.hasPrefix(word.dropLast()) } : words.filter { $0 == word }
    return meant.isEmpty ? nil : meant
  }

  /// An address with something on both sides of its one `@`, and nothing that could end a mail header.
  static var email: ValueParser {
    nonEmptyText.map { (text) throws(ValueError) -> String in
      guard text.isMailAddress else { throw ValueError("is not an e-mail address") }
      return text
    }
  }

  /// What something is called.
  static var name: ValueParser {
    nonEmptyText.map { (text) throws(ValueError) -> String in
      if text.isBlank { throw ValueError("is not a name: it contains nothing to read") }
      if text.controlsSomething { throw ValueError("is not a name: it contains control characters") }
      return text
    }
  }
}

extension ValueParser where Value == Priority {
  /// A priority, or `none`.
  static var priority: ValueParser {
    ValueParser<String>.oneOf(Priority.allCases.map { $0 == .none ? "none" : $0.word }).map {
      (word) throws(ValueError) -> Priority in Priority(word: word) ?? .none
    }
  }
}

extension ValueParser where Value == Bool {
  static var yesOrNo: ValueParser {
    ValueParser<String>.oneOf(["yes", "no"]).map { (word) throws(ValueError) -> Bool in word == "yes" }
  }
}
