extension CivilDate {
  /// Reads `2026-01-15`, and nothing else; holidays and report limits are written so.
  public init(parsing text: String) throws(TimeTextError) {
    let timestamp = try Timestamp(text, expected: "a day; write it like 2026-01-15")
    guard timestamp.secondOfDay == nil else {
      throw TimeTextError("\(text.quotedForError) is more than a day; write it like 2026-01-15")
    }
    self = timestamp.date
  }

  /// `2026-01-15`
  public var text: String {
    var bytes: [UInt8] = []
    appendText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Years outside of 0000 to 9999 are clamped: no text here has room for them.
  func appendText(to bytes: inout [UInt8]) {
    appendDigits(min(max(year, 0), 9999), 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    appendDigits(month, 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    appendDigits(day, 2, to: &bytes)
  }
}

extension CivilDate {
  /// The day `days` later, or earlier if negative.
  public func advanced(byDays days: Int) -> CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch + days) }

  /// The Monday of this day's week.
  public var startOfWeek: CivilDate { advanced(byDays: -((weekday + 6) % 7)) }

  /// The first day of this day's month.
  public var startOfMonth: CivilDate { advanced(byDays: 1 - day) }

  /// The week of ISO 8601: it starts on Monday and belongs to the year of its Thursday, so that
  /// 2027-01-01 is in 2026-W53.
  public var isoWeek: (year: Int, week: Int) {
    let thursday = startOfWeek.advanced(byDays: 3)
    var dayOfYear = thursday.day
    for month in 1..<thursday.month { dayOfYear += CivilDate.daysIn(month: month, year: thursday.year) }
    return (thursday.year, (dayOfYear - 1) / 7 + 1)
  }
}
