/// A page of a table or an index as SQLite's file format has it, read without trust in a byte of it.
struct BTreePage {
  /// What the page's first byte says.
  enum Kind: UInt8 {
    case indexInterior = 2, tableInterior = 5, indexLeaf = 10, tableLeaf = 13

    var isLeaf: Bool { self == .indexLeaf || self == .tableLeaf }
    var isTable: Bool { self == .tableInterior || self == .tableLeaf }
  }

  let number: Int
  let kind: Kind
  let bytes: [UInt8]
  /// Where its cells begin; those that can't be there are left out.
  let cells: [Int]
  /// How many were left out.
  let badCells: Int
  /// Of an interior page, the page with what comes after all its cells.
  let rightmost: Int

  /// nil for a page of another kind, or with more nonsense than sense.
  init?(_ number: Int, _ bytes: [UInt8]) {
    let start = number == 1 ? 100 : 0
    guard bytes.count > start + 12, let kind = Kind(rawValue: bytes[start]) else { return nil }
    let header = kind.isLeaf ? 8 : 12
    let count = Int(bytes[start + 3]) << 8 | Int(bytes[start + 4])
    let pointers = start + header
    guard pointers + 2 * count <= bytes.count else { return nil }
    var cells: [Int] = []
    for index in 0..<count {
      let place = Int(bytes[pointers + 2 * index]) << 8 | Int(bytes[pointers + 2 * index + 1])
      if place >= pointers + 2 * count, place + 3 < bytes.count { cells.append(place) }
    }
    guard cells.count * 2 >= count else { return nil }
    self.number = number
    self.kind = kind
    self.bytes = bytes
    self.cells = cells
    badCells = count - cells.count
    rightmost = kind.isLeaf ? 0 : Self.number(bytes, start + 8)
  }

  /// Of a cell of an interior page: the page with what comes before it.
  func child(_ cell: Int) -> Int { cell + 4 <= bytes.count ? Self.number(bytes, cell) : 0 }

  /// Of a cell of a table's interior page: the last key of its child.
  func key(_ cell: Int) -> Int64? { Self.varint(bytes, cell + 4)?.value }

  /// What a cell holds: its key, where it is a table's, and how much payload lies where, with the page on which the rest
  /// of it begins.
  func payload(_ cell: Int) -> Payload? {
    var place = kind == .indexInterior ? cell + 4 : cell
    guard let (length, lengthEnd) = Self.varint(bytes, place), length >= 0, length < 1 << 31 else {
      return nil
    }
    place = lengthEnd
    var rowid: Int64?
    if kind == .tableLeaf {
      guard let (id, end) = Self.varint(bytes, place) else { return nil }
      rowid = id
      place = end
    }
    let usable = bytes.count
    let most = kind == .tableLeaf ? usable - 35 : (usable - 12) * 64 / 255 - 23
    var local = Int(length)
    var next = 0
    if local > most {
      let least = (usable - 12) * 32 / 255 - 23
      let wanted = least + (Int(length) - least) % (usable - 4)
      local = wanted <= most ? wanted : least
      guard place + local + 4 <= bytes.count else { return nil }
      next = Self.number(bytes, place + local)
    }
    guard place + local <= bytes.count else { return nil }
    return Payload(rowid: rowid, length: Int(length), local: place..<place + local, next: next)
  }

  struct Payload {
    let rowid: Int64?
    let length: Int
    let local: Range<Int>
    /// 0 where all of it is here.
    let next: Int
  }

  /// Four bytes, the highest first.
  static func number(_ bytes: [UInt8], _ place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number of one to nine bytes, and where it ends.
  static func varint(_ bytes: [UInt8], _ start: Int) -> (value: Int64, end: Int)? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard start + index < bytes.count else { return nil }
      let byte = bytes[start + index]
      if index == 8 { return (Int64(bitPattern: value << 8 | UInt64(byte)), start + 9) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte & 0x80 == 0 { return (Int64(bitPattern: value), start + index + 1) }
    }
    return nil
  }
}
