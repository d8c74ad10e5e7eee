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
