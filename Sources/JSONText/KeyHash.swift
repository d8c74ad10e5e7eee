/// Hashes of keys: a multiplication for every eight bytes, which most keys do not exceed by much.
enum KeyHash {
  /// Differs from run to run, so that no file can be made to fill one slot of a table with all its keys.
  static let seed = UInt64.random(in: .min ... .max)

  /// The hash of a key within a padded text.
  @inline(__always)
  static func hash(padded key: Bytes, count: Int, seed: UInt64) -> UInt32 {
    var hash = seed ^ UInt64(truncatingIfNeeded: count)
    var place = UnsafeRawPointer(key)
    var left = count
    while left >= 8 {
      hash = mix(hash, word(place))
      place += 8
      left -= 8
    }
    if left > 0 { hash = mix(hash, word(place) & ((1 << UInt64(truncatingIfNeeded: left &* 8)) &- 1)) }
    return fold(hash)
  }

  /// The same hash of bytes that nothing may follow.
  static func hash(_ key: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt32 {
    var hash = seed ^ UInt64(truncatingIfNeeded: key.count)
    guard var place = UnsafeRawPointer(key.baseAddress) else { return fold(hash) }
    var left = key.count
    while left >= 8 {
      hash = mix(hash, word(place))
      place += 8
      left -= 8
    }
    if left > 0 {
      var last: UInt64 = 0
      for index in 0..<left {
        last |= UInt64(place.load(fromByteOffset: index, as: UInt8.self)) << UInt64(index &* 8)
      }
      hash = mix(hash, last)
    }
    return fold(hash)
  }

  @inline(__always)
  private static func word(_ place: UnsafeRawPointer) -> UInt64 {
    UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
  }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func fold(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
