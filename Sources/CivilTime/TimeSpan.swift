/// A length of time in whole seconds, never negative: `90m`, `4h`, `1h30m`, `1.5h`, `2 days`.
///
/// A day is 24 hours and a week seven days; spans know nothing of zones.
public struct TimeSpan: Hashable, Comparable, Sendable {
  /// Whole seconds, from 0 to a hundred years.
  public let seconds: Int64

  /// Nil if negative or longer than a hundred years.
  public init?(seconds: Int64) {
    guard (0...TimeSpan.longest).contains(seconds) else { return nil }
    self.seconds = seconds
  }

  public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.seconds < right.seconds }

  /// A hundred years. More is a slip of the finger, and sums with it could leave the years that text can write.
  static let longest: Int64 = 36_525 * 86_400

  fileprivate static let units: [(letter: Character, seconds: Int64, words: Set<String>)] = [
    ("w", 604_800, ["w", "wk", "wks", "week", "weeks"]), ("d", 86_400, ["d", "day", "days"]),
    ("h", 3600, ["h", "hr", "hrs", "hour", "hours"]),
    ("m", 60, ["m", "min", "mins", "minute", "minutes"]),
    ("s", 1, ["s", "sec", "secs", "second", "seconds"]),
  ]
}

extension TimeSpan {
  /// Reads numbers with units, the larger first, each at most once: `1h30m`, `1.5h`, `2 days`, `1 hour 30 minutes`. Only
  /// the last number may have a fraction.
  public init(parsing text: String, allowingZero: Bool = true) throws(TimeTextError) {
    let quoted = text.quotedForError
    guard text.contains(where: { $0 != " " }) else {
      throw TimeTextError("a duration is missing; write one like 90m, 4h or 2d")
    }
    guard !text.hasPrefix("-") else {
      throw TimeTextError("\(quoted) must not be negative; write a duration like 4h")
    }

    var rest = text[...]
    var total: Int64 = 0
    var smallestYet = Int64.max
    var hadFraction = false
    rest = rest.drop { $0 == " " }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isDigit }
      rest = rest.dropFirst(digits.count)
      guard !digits.isEmpty else {
        throw TimeTextError("\(quoted) is not a duration; write a number and a unit, like 90m, 4h or 2d")
      }
      var fraction: Substring?
      if rest.first == "." || rest.first == "," {
        let digits = rest.dropFirst().prefix { $0.isDigit }
        guard !digits.isEmpty, rest.first == "." else {
          throw TimeTextError("\(quoted) is not a duration; write a fraction with a point, like 1.5h")
        }
        fraction = digits
        rest = rest.dropFirst(digits.count + 1)
      }
      let number = fraction.map { "\(digits).\($0)" } ?? String(digits)
      rest = rest.drop { $0 == " " }
      let word = rest.prefix { !$0.isDigit && $0 != " " }
      rest = rest.dropFirst(word.count).drop { $0 == " " }
      guard !word.isEmpty else { throw TimeSpan.unitMissing(in: text, after: number) }
      let unit = try TimeSpan.unit(word, of: quoted)
      guard unit < smallestYet else {
        throw TimeTextError("\(quoted) must name each unit once, the largest first, like 1h30m")
      }
      guard !hadFraction else {
        throw TimeTextError("\(quoted) has a fraction before its last unit; write it like 1h30m or 1.5h")
      }
      smallestYet = unit
      hadFraction = fraction != nil
      guard let sum = TimeSpan.sum(total, digits, times: unit) else {
        throw TimeTextError("\(quoted) is longer than 100 years; write a shorter duration")
      }
      total = sum
      if let fraction {
        guard let part = TimeSpan.part(fraction, of: unit) else {
          throw TimeTextError("\(quoted) is not a whole number of seconds; write it like 1h30m")
        }
        total += part
      }
    }
    guard total <= TimeSpan.longest else {
      throw TimeTextError("\(quoted) is longer than 100 years; write a shorter duration")
    }
    guard total > 0 || allowingZero else {
      throw TimeTextError("\(quoted) is zero; write a duration of at least 1s")
    }
    seconds = total
  }

  /// Seconds of a unit, whatever its case; only `M` could be a month as well.
  private static func unit(_ word: Substring, of quoted: String) throws(TimeTextError) -> Int64 {
    let lowered = word.lowercased()
    if word != "M", let unit = units.first(where: { $0.words.contains(lowered) }) { return unit.seconds }
    if ["M", "month", "months", "mo", "y", "year", "years"].contains(word == "M" ? "M" : lowered) {
      throw TimeTextError(
        "\(quoted) has the unit \(word.prefix(20)), whose length varies; write days, like 30d")
    }
    throw TimeTextError("\(quoted) has an unknown unit \(word.prefix(20)); use s, m, h, d or w")
  }

  private static func unitMissing(in text: String, after number: String) -> TimeTextError {
    number.count == text.count && number.count < 6
      ? TimeTextError("\(text.quotedForError) needs a unit; did you mean \(number)h? (s, m, h, d or w)")
      : TimeTextError("\(text.quotedForError) needs a unit after every number; use s, m, h, d or w")
  }

  /// Nil beyond the longest span, and beyond 64 bits on the way there.
  private static func sum(_ total: Int64, _ digits: Substring, times unit: Int64) -> Int64? {
    guard let number = Int64(digits) else { return nil }
    let (product, overflowed) = number.multipliedReportingOverflow(by: unit)
    guard !overflowed, product <= longest - total else { return nil }
    return total + product
  }

  /// Whole seconds of `.5` of a unit; nil where there are none.
  private static func part(_ fraction: Substring, of unit: Int64) -> Int64? {
    let digits = fraction.reversed().drop { $0 == "0" }.reversed()
    // Nine digits of a week are no 64 bits yet.
    guard digits.count <= 9, let number = Int64("0" + String(digits)) else { return nil }
    var scale: Int64 = 1
    for _ in digits { scale *= 10 }
    let (seconds, rest) = (number * unit).quotientAndRemainder(dividingBy: scale)
    return rest == 0 ? seconds : nil
  }
}

extension Character {
  fileprivate var isDigit: Bool { isASCII && isWholeNumber }
}

extension TimeSpan {
  /// The one way to write this span: `1h30m` for `90m`, `2d` for `48h`. Weeks only if nothing else is needed,
  /// because `10d` reads better than `1w3d`.
  public var text: String {
    if seconds == 0 { return "0s" }
    if seconds % 604_800 == 0 { return "\(seconds / 604_800)w" }
    var rest = seconds
    var text = ""
    for unit in TimeSpan.units.dropFirst() where rest >= unit.seconds {
      text += "\(rest / unit.seconds)\(unit.letter)"
      rest %= unit.seconds
    }
    return text
  }
}
