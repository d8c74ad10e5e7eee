/// A time as people type it, for `--now`, `--started-before`, `--from` and `--to`.
///
/// Reading needs neither a clock nor a zone, so that a command line can be judged before anything is opened;
/// `resolve(now:zone:)` gives the moment.
public enum TimeExpression: Hashable, Sendable {
  /// `now`
  case now
  /// `2026-01-15T10:00:00Z`, `@1736900000`
  case moment(Instant)
  /// `2026-01-15`: the start of the day
  case day(CivilDate)
  /// `today` 0, `yesterday` -1, `tomorrow` 1: the start of the day
  case dayFromToday(Int)
  /// `2026-01-15 10:00`: on the clocks of the zone
  case local(CivilDateTime)
  /// `10:30`: today
  case clock(secondOfDay: Int)
  /// `4h ago`
  case ago(TimeSpan)
  /// `in 2h`
  case ahead(TimeSpan)
}

extension TimeExpression {
  /// Reads what the cases show; throws a sentence with examples for anything else.
  public init(parsing text: String) throws(TimeTextError) {
    let words = text.split(separator: " ")
    let lowered = words.map { $0.lowercased() }
    let trimmed = words.joined(separator: " ")
    switch lowered.first {
    case nil: throw TimeTextError("a time is missing; \(TimeExpression.examples)")
    case "now" where words.count == 1: self = .now
    case "today" where words.count == 1: self = .dayFromToday(0)
    case "yesterday" where words.count == 1: self = .dayFromToday(-1)
    case "tomorrow" where words.count == 1: self = .dayFromToday(1)
    case "in" where words.count > 1:
      self = .ahead(try TimeSpan(parsing: lowered.dropFirst().joined(separator: " ")))
    default:
      if lowered.last == "ago", words.count > 1 {
        self = .ago(try TimeSpan(parsing: lowered.dropLast().joined(separator: " ")))
      } else if trimmed.hasPrefix("@") {
        self = .moment(try TimeExpression.epoch(trimmed))
      } else {
        self = try TimeExpression.written(trimmed)
      }
    }
  }

  private static func epoch(_ text: String) throws(TimeTextError) -> Instant {
    let digits = text.dropFirst()
    guard let seconds = Int64(digits), digits.first != "+" else {
      throw TimeTextError("\(text.quotedForError) is not a time; write whole seconds since 1970 after the @")
    }
    guard (Instant.earliest.seconds...Instant.latest.seconds).contains(seconds) else {
      // A count of thirteen digits is nearly always one of milliseconds.
      throw TimeTextError(
        "\(text.quotedForError) is outside the years 0000 to 9999; write seconds, not milliseconds")
    }
    return Instant(seconds)
  }

  /// A date, a date with a time, or a time.
  private static func written(_ text: String) throws(TimeTextError) -> TimeExpression {
    let expected = "a time; \(examples)"
    let scanned = text.withBytes { bytes in
      Result { () throws(TimestampFault) in
        bytes.count > 2 && bytes[2] == UInt8(ascii: ":") ? try clock(bytes) : try dated(Timestamp(bytes))
      }
    }
    switch scanned {
    case .success(let expression): return expression
    case .failure(.shape):
      if let span = try? TimeSpan(parsing: text) {
        throw TimeTextError(
          "\(text.quotedForError) is a duration, not a time; write '\(span.text) ago' or 'in \(span.text)'")
      }
      throw TimestampFault.shape.error(for: text, expected: expected)
    case .failure(let fault): throw fault.error(for: text, expected: expected)
    }
  }

  private static func clock(_ bytes: UnsafeBufferPointer<UInt8>) throws(TimestampFault) -> TimeExpression {
    let scan = try ClockScan(bytes, at: 0)
    guard scan.end == bytes.count else { throw .shape }
    guard !scan.hasLeapSecond else { throw .second }
    return .clock(secondOfDay: scan.secondOfDay)
  }

  private static func dated(_ timestamp: Timestamp) throws(TimestampFault) -> TimeExpression {
    guard let secondOfDay = timestamp.secondOfDay else { return .day(timestamp.date) }
    if timestamp.offset != nil { return .moment(try timestamp.instant()) }
    // Without an offset nobody can say whether a leap second fits.
    guard !timestamp.hasLeapSecond else { throw .second }
    return .local(CivilDateTime(date: timestamp.date, secondOfDay: secondOfDay))
  }

  private static let examples =
    "write it like 2026-01-15, '2026-01-15 10:00', 10:30, today, '4h ago' or 2026-01-15T10:00:00Z"
}
