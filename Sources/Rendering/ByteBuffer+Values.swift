import CivilTime
import JSONText

// Numbers, truth and time as all formats for programs write them.
extension ByteBuffer {
  mutating func append(_ integer: Int64) {
    advance(by: JSONWriter.write(integer, to: room(for: JSONWriter.longestInteger)))
  }

  /// Appends the shortest decimal that reads back as the same number; `null` for what JSON can't say.
  mutating func append(_ real: Double) {
    if real.isFinite { append(real.description) } else { append("null") }
  }

  mutating func append(_ bool: Bool) {
    if bool { append("true") } else { append("false") }
  }

  /// Appends `2026-01-15T10:00:00Z`.
  mutating func append(_ instant: Instant) {
    instant.writeRFC3339(to: room(for: Instant.rfc3339Length))
    advance(by: Instant.rfc3339Length)
  }
}
