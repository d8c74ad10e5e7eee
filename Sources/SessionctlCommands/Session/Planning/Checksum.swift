import CZlib

/// CRC-32 as eight hexadecimal digits: it tells slips, not forgeries.
enum Checksum {
  /// - Parameter seed: what else it depends on, so that lines of another plan are told
  static func of(_ bytes: some Collection<UInt8>, seed: String = "") -> String {
    var sum = crc32(0, nil, 0)
    for part in [Array(seed.utf8), Array(bytes)] {
      sum = part.withUnsafeBufferPointer { crc32(sum, $0.baseAddress, uInt($0.count)) }
    }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
