extension ByteBuffer {
  /// Appends a field of CSV, quoted where RFC 4180 needs it.
  ///
  /// Text that a spreadsheet would take for a formula gets a `'` in front (OWASP, "CSV Injection"). An empty text
  /// is `""`, to tell it from a missing one.
  mutating func appendCSV(_ utf8: UnsafeBufferPointer<UInt8>, mayBeFormula: Bool) {
    guard let first = utf8.first else { return append("\"\"") }
    let isGuarded = mayBeFormula && ByteBuffer.beginsFormula(utf8, first)
    let isQuoted = utf8.contains(where: ByteBuffer.needsQuotes)
    if isQuoted { append(UInt8(ascii: "\"")) }
    if isGuarded { append(UInt8(ascii: "'")) }
    if isQuoted {
      for byte in utf8 {
        if byte == UInt8(ascii: "\"") { append(byte) }
        append(byte)
      }
      append(UInt8(ascii: "\""))
    } else {
      append(utf8)
    }
  }

  /// Appends a field of TSV; what would break the line or the column is escaped with a backslash.
  mutating func appendTSV(_ utf8: UnsafeBufferPointer<UInt8>) {
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "\t"): append("\\t")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\r"): append("\\r")
      case UInt8(ascii: "\\"): append("\\\\")
      default: append(byte)
      }
    }
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
    default: false
    }
  }

  /// A line feed stands for the line that follows it, and in some languages a spreadsheet reads the full-width forms of
  /// its signs as the signs.
  private static func beginsFormula(_ utf8: UnsafeBufferPointer<UInt8>, _ first: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: true
    case 0xEF: ["＝", "＋", "－", "＠"].contains { utf8.starts(with: $0.utf8) }
    default: false
    }
  }
}
