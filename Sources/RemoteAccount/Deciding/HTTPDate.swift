import CivilTime

/// Moments as HTTP's `Date` header writes them: `Sun, 29 Nov 2026 06:23:20 GMT`.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Seconds since 1970; nil for any other form.
  static func seconds(_ text: String) -> Int64? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])),
      let day = Int(words[1]), let year = Int(words[3]), (1...31).contains(day), (1970...9999).contains(year)
    else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return try? Instant(rfc3339: "\(year)-\(two(month + 1))-\(two(day))T\(words[4])Z").seconds
  }
}
