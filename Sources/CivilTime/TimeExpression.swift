/// A time as people type it, for `--now`, `--started-before`, `--from` and `--to`.
///
/// Reading needs neither a clock nor a zone, so that a command line can be judged before anything is opened;
/// `resolve(now:zone:)` gives the moment.
public enum TimeExpression: Hashable, Sendable {
  /// `now`
  case now
  /// `2026-01-15T10:00:00Z`, `@1736900000`
  case moment(Instant)
  /// `2026-01-15`, `today`, `monday`, `this-week`, `2026-11`: its start
  case startOf(TimePeriod)
  /// `yesterday 10:30`: a time of that day
  case within(TimePeriod, secondOfDay: Int)
  /// `2026-01-15 10:00`: on the clocks of the zone
  case local(CivilDateTime)
  /// `10:30`: today
  case clock(secondOfDay: Int)
  /// `4h ago`
  case ago(TimeSpan)
  /// `in 2h`
  case ahead(TimeSpan)
  /// `3 months ago` -3, `in 1 year` 12: the same time of that day
  case months(Int)
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
    case "in" where words.count > 1:
      if let months = TimeExpression.monthCount(lowered.dropFirst()) {
        self = .months(months)
      } else {
        self = .ahead(try TimeSpan(parsing: words.dropFirst().joined(separator: " ")))
      }
    default:
      if lowered.last == "ago", words.count > 1 {
        if let months = TimeExpression.monthCount(lowered.dropLast()) {
          self = .months(-months)
        } else {
          self = .ago(try TimeSpan(parsing: words.dropLast().joined(separator: " ")))
        }
      } else if let named = TimeExpression.named(words) {
        self = named
      } else if trimmed.hasPrefix("@") {
        self = .moment(try TimeExpression.epoch(trimmed))
      } else {
        self = try TimeExpression.written(trimmed)
      }
    }
  }

  /// `3 months`, `1 year`, in months.
  private static func monthCount(_ words: some BidirectionalCollection<String>) -> Int? {
    guard words.count == 2, let number = words.first.flatMap({ $0.utf8.count < 5 ? UInt16($0) : nil }),
      let each = ["month": 1, "months": 1, "year": 12, "years": 12][words.last ?? ""],
      Int(number) * each <= 1200
    else { return nil }
    return Int(number) * each
  }

  /// A period, alone for its start, or a day with a time of it.
  private static func named(_ words: [Substring]) -> TimeExpression? {
    if let period = TimePeriod(words.joined(separator: " ")) { return .startOf(period) }
    guard words.count > 1, let clock = words.last,
      let period = TimePeriod(words.dropLast().joined(separator: " ")),
      period.unit == .day, words[0].first?.isNumber == false
    else { return nil }
    let text = String(clock)
    let scanned = text.withBytes { bytes in
      Result { () throws(TimestampFault) in try TimeExpression.clock(bytes) }
    }
    guard case .success(.clock(let second)) = scanned else { return nil }
    return .within(period, secondOfDay: second)
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
    guard let secondOfDay = timestamp.secondOfDay else { return .startOf(TimePeriod(timestamp.date)) }
    if timestamp.offset != nil { return .moment(try timestamp.instant()) }
    // Without an offset nobody can say whether a leap second fits.
    guard !timestamp.hasLeapSecond else { throw .second }
    return .local(CivilDateTime(date: timestamp.date, secondOfDay: secondOfDay))
  }

  private static let examples =
    "write it like 2026-01-15, '2026-01-15 10:00', 10:30, today, monday, last-week, 2026-01, '4h ago' or 2026-01-15T10:00:00Z"
}
