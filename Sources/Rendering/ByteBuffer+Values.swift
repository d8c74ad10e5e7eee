import CivilTime

// Numbers, truth and time as all formats for programs write them.
extension ByteBuffer {
  mutating func append(_ integer: Int64) {
    var magnitude = integer.magnitude
    // 20 bytes hold every 64-bit integer with its sign.
    let start = room(for: 20)
    var length = integer < 0 ? 1 : 0
    if integer < 0 { start[0] = UInt8(ascii: "-") }
    var bound: UInt64 = 10
    length += 1
    while magnitude >= bound {
      length += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    var position = length
    repeat {
      position -= 1
      start[position] = UInt8(truncatingIfNeeded: 48 + magnitude % 10)
      magnitude /= 10
    } while magnitude > 0
    advance(by: length)
  }

  /// Appends the shortest decimal that reads back as the same number; `null` for what JSON can't say.
  mutating func append(_ real: Double) {
    if real.isFinite { append(real.description) } else { append("null") }
  }

  mutating func append(_ bool: Bool) {
    if bool { append("true") } else { append("false") }
  }

  /// Appends `2026-01-15T10:00:00Z`, as `Instant.appendRFC3339(to:)` does for arrays.
  mutating func append(_ instant: Instant) {
    let seconds = min(max(instant.seconds, Instant.earliest.seconds), Instant.latest.seconds)
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let second = Int(seconds - days * 86_400)
    let date = CivilDate(daysSinceEpoch: Int(days))
    let start = room(for: 20)
    digits(date.year / 100, at: start)
    digits(date.year % 100, at: start + 2)
    start[4] = UInt8(ascii: "-")
    digits(date.month, at: start + 5)
    start[7] = UInt8(ascii: "-")
    digits(date.day, at: start + 8)
    start[10] = UInt8(ascii: "T")
    digits(second / 3600, at: start + 11)
    start[13] = UInt8(ascii: ":")
    digits(second / 60 % 60, at: start + 14)
    start[16] = UInt8(ascii: ":")
    digits(second % 60, at: start + 17)
    start[19] = UInt8(ascii: "Z")
    advance(by: 20)
  }
}

@inline(__always)
private func digits(_ value: Int, at place: UnsafeMutablePointer<UInt8>) {
  place[0] = UInt8(truncatingIfNeeded: 48 + value / 10)
  place[1] = UInt8(truncatingIfNeeded: 48 + value % 10)
}
