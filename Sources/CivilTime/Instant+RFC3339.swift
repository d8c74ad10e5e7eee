extension Instant {
  /// Reads RFC 3339: `2026-01-15T10:00:00Z`, `2026-01-15 11:00:00.25+01:00`.
  ///
  /// The `T` and `Z` may be small, the `T` may be a space. Fractions are cut off. A leap second, `23:59:60Z`, is
  /// the second after it, because this count of seconds has no room for it.
  public init(rfc3339 text: String) throws(TimeTextError) {
    let expected = "a time; write it like 2026-01-15T10:00:00Z"
    let timestamp = try Timestamp(text, expected: expected)
    do {
      self = try timestamp.instant()
    } catch {
      throw error.error(for: text, expected: expected)
    }
  }

  /// The same without a sentence for what is wrong, for bulk reading; `init(rfc3339:)` of the text has the sentence.
  public init?(rfc3339 bytes: UnsafeBufferPointer<UInt8>) {
    do throws(TimestampFault) {
      self = try Timestamp(bytes).instant()
    } catch {
      return nil
    }
  }
}

extension Instant {
  /// The nearest moment within `earliest...latest`: a damaged store can hold any number, and sums must not overflow.
  var writable: Instant { min(max(self, Instant.earliest), Instant.latest) }

  /// `2026-01-15T11:00:00+01:00`: this moment on a zone's clocks. Old offsets with seconds show them, `+00:53:28`.
  public func rfc3339(in zone: Zone) -> String {
    let moment = writable
    let offset = zone.offset(at: moment)
    let civil = CivilDateTime(wallSeconds: moment.seconds + Int64(offset))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    civil.date.appendText(to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    appendDigits(civil.hour, 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendDigits(civil.minute, 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendDigits(civil.second, 2, to: &bytes)
    Zone.appendOffset(offset, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
