import CivilTime
import CommandGrammar
import SessionModel

// The kinds of value that the grammar does not know by itself.

extension ValueParser where Value == TimeSpan {
  /// `90m`, `4h`, `2d`, `1h30m`
  static var timeSpan: ValueParser {
    ValueParser { (text) throws(ValueError) -> TimeSpan in
      do throws(TimeTextError) { return try TimeSpan(parsing: text) } catch {
        throw ValueError("is not a duration: \(error.message)")
      }
    }
  }
}

extension ValueParser where Value == TimeExpression {
  static var time: ValueParser {
    ValueParser { (text) throws(ValueError) -> TimeExpression in
      do throws(TimeTextError) { return try TimeExpression(parsing: text) } catch {
        throw ValueError("is not a time: \(error.message)")
      }
    }
  }
}

extension ValueParser where Value: Vocabulary {
  /// One of a vocabulary's words, or of some of them.
  static func vocabulary(_ cases: [Value] = Array(Value.allCases)) -> ValueParser {
    ValueParser<String>.oneOf(cases.map(\.word)).map { (word) throws(ValueError) -> Value in
      guard let value = Value(word: word) else { throw ValueError("is not one of the words") }
      return value
    }
  }
}

extension ValueParser where Value == String {
  /// An address with something on both sides of its one `@`, and nothing that could end a mail header.
  static var email: ValueParser {
    nonEmptyText.map { (text) throws(ValueError) -> String in
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      let clean = text.unicodeScalars.allSatisfy {
        $0.value > 0x20 && $0.value != 0x7F && !"<>,;:\"()".unicodeScalars.contains($0)
      }
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, clean else {
        throw ValueError("is not an e-mail address")
      }
      return text
    }
  }
}

extension ValueParser where Value == Bool {
  static var yesOrNo: ValueParser {
    ValueParser<String>.oneOf(["yes", "no"]).map { (word) throws(ValueError) -> Bool in word == "yes" }
  }
}
