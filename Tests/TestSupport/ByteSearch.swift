import Foundation

/// Looking for texts in megabytes, which Swift's own search of strings takes seconds for.
extension [UInt8] {
  /// Whether a text stands in these bytes, as they are.
  package func holds(_ text: some StringProtocol) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first else { return true }
    return withUnsafeBytes { bytes in
      var rest = bytes[...]
      while rest.count >= wanted.count, let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
        let found = memchr(base, Int32(first), rest.count - wanted.count + 1)
      {
        if memcmp(found, wanted, wanted.count) == 0 { return true }
        rest = rest[(rest.startIndex + (UnsafeRawPointer(found) - base) + 1)...]
      }
      return false
    }
  }
}
