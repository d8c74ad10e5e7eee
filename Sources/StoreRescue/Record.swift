import GRDB

/// A row as it is stored: its values, in the order of its table's columns.
struct Record {
  /// What our tables hold.
  enum Value: Equatable {
    case null
    case integer(Int64)
    case text([UInt8])
    /// A kind of value that no column of ours has.
    case foreign
    /// It lies on a page that can't be read.
    case lost

    /// For a statement.
    var argument: (any DatabaseValueConvertible)? {
      switch self {
      case .integer(let number): number
      case .text(let bytes): String(decoding: bytes, as: UTF8.self)
      case .null, .foreign, .lost: nil
      }
    }
  }

  /// Of a table with numbers for rows.
  let rowid: Int64?
  var values: [Value]

  /// Whether some of it is lost.
  var isCut: Bool {
    values.contains { if case .lost = $0 { true } else { false } }
  }

  /// nil where the payload is none.
  ///
  /// - Parameters:
  ///   - payload: as much of it as could be read
  ///   - length: how much there should be
  init?(rowid: Int64?, _ payload: [UInt8], length: Int) {
    guard let (headerLength, first) = BTreePage.varint(payload, 0), headerLength >= 1,
      headerLength <= payload.count
    else { return nil }
    var types: [Int64] = []
    var place = first
    while place < headerLength {
      guard let (type, end) = BTreePage.varint(payload, place), end <= headerLength, type >= 0,
        type != 10, type != 11
      else { return nil }
      types.append(type)
      place = end
    }
    let sizes = types.map(Self.size)
    // Each row tells its length twice: what is no row hardly ever does.
    guard !types.isEmpty, sizes.reduce(Int(headerLength), { $0 &+ $1 }) == length else { return nil }
    var values: [Value] = []
    for (type, size) in zip(types, sizes) {
      values.append(place + size <= payload.count ? Self.value(type, payload[place..<place + size]) : .lost)
      place += size
    }
    self.rowid = rowid
    self.values = values
  }

  private static func size(_ type: Int64) -> Int {
    switch type {
    case 0, 8, 9: 0
    case 1...4: Int(type)
    case 5: 6
    case 6, 7: 8
    default: Int(clamping: (type - 12) / 2)
    }
  }

  private static func value(_ type: Int64, _ bytes: ArraySlice<UInt8>) -> Value {
    switch type {
    case 0: .null
    case 8: .integer(0)
    case 9: .integer(1)
    case 1...6:
      .integer(
        bytes.dropFirst().reduce(Int64(Int8(bitPattern: bytes.first ?? 0))) { $0 << 8 | Int64($1) })
    case let type where type >= 13 && type % 2 == 1: .text(Array(bytes))
    default: .foreign
    }
  }
}
