import CZlib

/// CRC-32 as eight hexadecimal digits: it tells slips, not forgeries.
struct Checksum {
  private var sum = crc32(0, nil, 0)

  /// Goes on with further bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    sum = crc32(sum, bytes.bindMemory(to: UInt8.self).baseAddress, uInt(bytes.count))
  }

  /// Of what was added so far.
  var text: String {
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// - Parameter seed: what else it depends on, so that lines of another plan are told
  static func of(_ bytes: some Collection<UInt8>, seed: String = "") -> String {
    var checksum = Checksum()
    for part in [Array(seed.utf8), Array(bytes)] where !part.isEmpty {
      part.withUnsafeBytes { checksum.add($0) }
    }
    return checksum.text
  }
}
