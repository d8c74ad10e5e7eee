/// A length of time in whole seconds, never negative: `90m`, `4h`, `1h30m`.
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

  private static let units: [(letter: Character, seconds: Int64)] = [
    ("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
  ]
}

extension TimeSpan {
  /// Reads whole numbers with units, the larger first, each at most once.
  public init(parsing text: String, allowingZero: Bool = true) throws(TimeTextError) {
    let quoted = text.quotedForError
    guard !text.isEmpty else { throw TimeTextError("a duration is missing; write one like 90m, 4h or 2d") }
    guard !text.hasPrefix("-") else {
      throw TimeTextError("\(quoted) must not be negative; write a duration like 4h")
    }
    guard !text.contains(where: { $0 == "." || $0 == "," }) else {
      throw TimeTextError("\(quoted) has a fraction; write whole numbers, like 1h30m")
    }
    guard !text.contains(" ") else {
      throw TimeTextError("\(quoted) has a space in its duration; write it without, like 1h30m")
    }

    var rest = text[...]
    var total: Int64 = 0
    var smallestYet = Int64.max
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
      rest = rest.dropFirst(digits.count)
      guard !digits.isEmpty else {
        throw TimeTextError("\(quoted) is not a duration; write a number and a unit, like 90m, 4h or 2d")
      }
      let word = rest.prefix { !($0.isASCII && $0.isWholeNumber) }
      rest = rest.dropFirst(word.count)
      guard !word.isEmpty else { throw TimeSpan.unitMissing(in: text, after: digits) }
      guard let unit = TimeSpan.units.first(where: { String($0.letter) == word })?.seconds else {
        throw TimeTextError("\(quoted) has an unknown unit \(word.prefix(20)); use s, m, h, d or w")
      }
      guard unit < smallestYet else {
        throw TimeTextError("\(quoted) must name each unit once, the largest first, like 1h30m")
      }
      smallestYet = unit
      guard let sum = TimeSpan.sum(total, digits, times: unit) else {
        throw TimeTextError("\(quoted) is longer than 100 years; write a shorter duration")
      }
      total = sum
    }
    guard total > 0 || allowingZero else {
      throw TimeTextError("\(quoted) is zero; write a duration of at least 1s")
    }
    seconds = total
  }

  private static func unitMissing(in text: String, after digits: Substring) -> TimeTextError {
    digits.count == text.count && digits.count < 6
      ? TimeTextError("\(text.quotedForError) needs a unit; did you mean \(digits)h? (s, m, h, d or w)")
      : TimeTextError("\(text.quotedForError) needs a unit after every number; use s, m, h, d or w")
  }

  /// Nil beyond the longest span, and beyond 64 bits on the way there.
  private static func sum(_ total: Int64, _ digits: Substring, times unit: Int64) -> Int64? {
    guard let number = Int64(digits) else { return nil }
    let (product, overflowed) = number.multipliedReportingOverflow(by: unit)
    guard !overflowed, product <= longest - total else { return nil }
    return total + product
  }
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
