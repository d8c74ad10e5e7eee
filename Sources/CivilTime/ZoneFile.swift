/// Reads TZif, the compiled zone files of the tzdata package (RFC 9636).
///
/// The program reads them itself: the C library's zone belongs to the whole process and is not safe to switch, and
/// Foundation's zones are silently nil in statically linked programs.
struct ZoneFile {
  /// Why bytes are not a zone that can be used.
  enum Fault: Error, Hashable {
    case notAZoneFile
    case damaged
    /// The `right/` zones, whose seconds are not those of `Instant`.
    case countsLeapSeconds
  }

  private let bytes: [UInt8]
  private var position = 0

  static func table(from bytes: [UInt8]) throws(Fault) -> ZoneTable {
    var file = ZoneFile(bytes: bytes)
    let first = try file.header()
    // Version 1 has 32 bits for a moment and ends in 2038. Later versions repeat the data with 64 bits.
    guard first.version >= UInt8(ascii: "2") else { return try file.block(first, wide: false) }
    try file.skip(first.blockSize(wide: false))
    return try file.block(try file.header(), wide: true)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private struct Header {
    var version: UInt8
    /// UTC and standard-time indicators; only `zic` has a use for them.
    var utcCount, standardCount: Int
    var leapCount, transitionCount, typeCount, nameBytes: Int

    func blockSize(wide: Bool) -> Int {
      let moment = wide ? 8 : 4
      return transitionCount * (moment + 1) + typeCount * 6 + nameBytes + leapCount * (moment + 4)
        + standardCount
        + utcCount
    }
  }

  private mutating func header() throws(Fault) -> Header {
    guard bytes.count - position >= 44, bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
      throw position == 0 ? .notAZoneFile : .damaged
    }
    let version = bytes[position + 4]
    position += 20
    let header = Header(
      version: version, utcCount: Int(number(4)), standardCount: Int(number(4)), leapCount: Int(number(4)),
      transitionCount: Int(number(4)), typeCount: Int(number(4)), nameBytes: Int(number(4)))
    guard (1...256).contains(header.typeCount), header.nameBytes > 0 else { throw .damaged }
    return header
  }

  private mutating func block(_ header: Header, wide: Bool) throws(Fault) -> ZoneTable {
    let start = position
    let size = header.blockSize(wide: wide)
    guard size <= bytes.count - start else { throw .damaged }
    guard header.leapCount == 0 else { throw .countsLeapSeconds }

    let transitions = (0..<header.transitionCount).map { _ in
      wide ? Int64(bitPattern: number(8)) : Int64(Int32(truncatingIfNeeded: number(4)))
    }
    let typeIndices = Array(bytes[position..<position + header.transitionCount])
    position += header.transitionCount
    guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 }),
      typeIndices.allSatisfy({ $0 < header.typeCount })
    else { throw .damaged }

    let names = bytes[position + header.typeCount * 6..<position + header.typeCount * 6 + header.nameBytes]
    var types: [LocalTimeType] = []
    for _ in 0..<header.typeCount { types.append(try type(names: names)) }
    position = start + size
    let rule = wide ? try footer() : nil
    return ZoneTable(transitions: transitions, typeIndices: typeIndices, types: types, rule: rule)
  }

  private mutating func type(names: ArraySlice<UInt8>) throws(Fault) -> LocalTimeType {
    let offset = Int(Int32(truncatingIfNeeded: number(4)))
    let isDaylight = number(1) == 1
    let nameStart = names.startIndex + Int(number(1))
    // RFC 9636 asks for offsets between -25 and 26 hours; sums rely on it.
    guard (-89_999...93_599).contains(offset), nameStart < names.endIndex else { throw .damaged }
    let name = names[nameStart...].prefix { $0 != 0 }
    return LocalTimeType(
      offset: offset, isDaylight: isDaylight, abbreviation: String(decoding: name, as: UTF8.self))
  }

  /// The rule between two line feeds; empty if the last transition's type lasts for ever.
  private mutating func footer() throws(Fault) -> ZoneRule? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\n"),
      let end = bytes[(position + 1)...].firstIndex(of: UInt8(ascii: "\n"))
    else { throw .damaged }
    if end == position + 1 { return nil }
    guard let rule = ZoneRule(posix: bytes[position + 1..<end]) else { throw .damaged }
    return rule
  }

  private mutating func skip(_ count: Int) throws(Fault) {
    guard count <= bytes.count - position else { throw .damaged }
    position += count
  }

  /// The next `count` bytes as a number, the most significant first. The caller has checked that they are there.
  private mutating func number(_ count: Int) -> UInt64 {
    defer { position += count }
    return bytes[position..<position + count].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
