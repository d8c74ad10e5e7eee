/// What is wrong with a written time. Without texts, so that throwing one costs nothing; the sentence is made
/// only when somebody will read it.
enum TimestampFault: Error, Hashable {
  /// Not digits and separators where they belong.
  case shape
  case month
  case day(year: Int, month: Int)
  case hour, minute, second
  case offset
  case clockMissing, offsetMissing, secondsMissing
  /// Only the offset takes it out of the years 0000 to 9999.
  case range

  /// `expected` completes "is not …" and says what to write.
  func error(for text: String, expected: String) -> TimeTextError {
    let quoted = text.quotedForError
    let message =
      switch self {
      case .shape: "\(quoted) is not \(expected)"
      case .month: "\(quoted) has an impossible month; write 01 to 12"
      case .day(let year, let month):
        "\(quoted) has an impossible day: \(TimestampFault.monthNames[month - 1]) \(year) has "
          + "\(CivilDate.daysIn(month: month, year: year)) days"
      case .hour: "\(quoted) has an impossible hour; write 00 to 23"
      case .minute: "\(quoted) has an impossible minute; write 00 to 59"
      case .second: "\(quoted) has an impossible second; write 00 to 59"
      case .offset: "\(quoted) has an impossible offset from UTC; write Z, or hours and minutes like +01:00"
      case .clockMissing: "\(quoted) has no time of day; write it like 2026-01-15T10:00:00Z"
      case .offsetMissing: "\(quoted) has no offset from UTC; add Z, or one like +01:00"
      case .secondsMissing: "\(quoted) has an offset but no seconds; write it like 2026-01-15T10:00:00Z"
      case .range: "\(quoted) is outside the years 0000 to 9999 in UTC; write a time within them"
      }
    return TimeTextError(message)
  }

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
  ]
}

extension Timestamp {
  init(_ text: String, expected: String) throws(TimeTextError) {
    switch text.withBytes({ bytes in Result { () throws(TimestampFault) in try Timestamp(bytes) } }) {
    case .success(let timestamp): self = timestamp
    case .failure(let fault): throw fault.error(for: text, expected: expected)
    }
  }
}

extension String {
  /// The UTF-8 bytes in one piece, without a copy for ordinary strings.
  func withBytes<Answer>(_ body: (UnsafeBufferPointer<UInt8>) -> Answer) -> Answer {
    var contiguous = self
    return contiguous.withUTF8(body)
  }
}
