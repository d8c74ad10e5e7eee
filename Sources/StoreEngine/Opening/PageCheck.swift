/// Whether a database file that nobody writes is whole: every page stands in exactly one place, as part of a tree, of a
/// long value or of the list of free ones; every page's cells lie within it and add up to it; every tree is equally deep
/// and in the order of its row ids; every record is as long as its values, and the values of STRICT tables are of their
/// columns' types.
///
/// This is what `PRAGMA quick_check` looks for, but for CHECK constraints and the values of tables without row ids, and
/// costs a fraction of it: nothing is decoded but the lengths of things. Other text or another number of the same type is
/// seen by neither.
struct PageCheck {
  /// What is wrong with the file, without a byte of what it holds.
  enum Fault: Error {
    case damaged(page: Int)
    /// Something that this program's stores have not, so that SQLite has to look.
    case unknown
  }

  /// What the values of a column may be.
  struct Column: OptionSet {
    let rawValue: UInt8

    static let null = Column(rawValue: 1)
    static let integer = Column(rawValue: 2)
    static let real = Column(rawValue: 4)
    static let text = Column(rawValue: 8)
    static let blob = Column(rawValue: 16)
  }

  private let pages: PageReading
  private let usable: Int
  /// Of each page whether its place is known.
  private var isPlaced: [Bool]
  private let columns: [String: [Column]]
  private let types = RecordTypes()
  private var visited = 0

  /// - Parameters:
  ///   - path: a file without companions
  ///   - columns: of the STRICT tables with row ids, by their names
  /// - Throws: `Fault`, `StoreError` `.inputOutput`, or an interruption
  static func look(at path: String, columns: [String: [Column]]) throws {
    guard let pages = PageReading(path) else { throw Fault.damaged(page: 1) }
    var check = try PageCheck(pages, columns)
    try check.all()
  }

  private init(_ pages: PageReading, _ columns: [String: [Column]]) throws {
    self.pages = pages
    self.columns = columns
    let first = try pages.page(1, level: 0)
    usable = pages.size - Int(first[20])
    isPlaced = Array(repeating: false, count: pages.count + 1)
    // Pages that say where others belong, as some tools make them.
    guard first.long(52) == 0 else { throw Fault.unknown }
    guard usable >= 480 else { throw Fault.damaged(page: 1) }
    if first.long(24) == first.long(92), first.long(28) != 0, first.long(28) != pages.count {
      throw Fault.damaged(page: 1)
    }
    // The page that locks are on is never used.
    let locked = 0x4000_0000 / pages.size + 1
    if locked <= pages.count { isPlaced[locked] = true }
  }

  private mutating func all() throws {
    let first = try pages.page(1, level: 0)
    try freeList(first.long(32), count: first.long(36))
    var trees: [(root: Int, columns: [Column]?)] = []
    var tree = Tree(isTable: true, columns: nil, readsSchema: true)
    try walk(1, &tree, depth: 0)
    trees = tree.found.map { ($0.root, $0.isTable ? columns[$0.name] : nil) }
    for (root, columns) in trees {
      var tree = Tree(isTable: nil, columns: columns, readsSchema: false)
      try walk(root, &tree, depth: 0)
    }
    if let lost = isPlaced.dropFirst().firstIndex(of: false) { throw Fault.damaged(page: lost) }
  }

  private mutating func place(_ page: Int) throws {
    guard page >= 1, page <= pages.count, !isPlaced[page] else { throw Fault.damaged(page: page) }
    isPlaced[page] = true
    visited &+= 1
    if visited & 0x3FF == 0 { try Interruption.check() }
  }

  // MARK: Free pages

  private mutating func freeList(_ first: Int, count: Int) throws {
    var (next, found) = (first, 0)
    while next != 0 {
      try place(next)
      let trunk = try pages.page(next, level: 0)
      let leaves = trunk.long(4)
      guard leaves <= usable / 4 - 2 else { throw Fault.damaged(page: next) }
      for index in 0..<leaves { try place(trunk.long(8 + index * 4)) }
      found += 1 + leaves
      next = trunk.long(0)
    }
    guard found == count else { throw Fault.damaged(page: 1) }
  }

  // MARK: Trees

  private struct Tree {
    /// nil until the root has told it.
    var isTable: Bool?
    let columns: [Column]?
    let readsSchema: Bool
    var leafDepth: Int?
    /// The largest row id so far.
    var last: Int64 = 0
    var isFirst = true
    var found: [(root: Int, isTable: Bool, name: String)] = []
  }

  private static let deepest = 20

  private mutating func walk(_ number: Int, _ tree: inout Tree, depth: Int) throws {
    try place(number)
    let page = try pages.page(number, level: depth)
    let start = number == 1 ? 100 : 0
    let kind = page[start]
    let isTable = kind == 13 || kind == 5
    let isLeaf = kind == 13 || kind == 10
    guard isTable || kind == 10 || kind == 2, tree.isTable ?? isTable == isTable, depth < Self.deepest else {
      throw Fault.damaged(page: number)
    }
    tree.isTable = isTable
    if isLeaf {
      guard tree.leafDepth ?? depth == depth else { throw Fault.damaged(page: number) }
      tree.leafDepth = depth
    }
    let cells = page.short(start + 3)
    let pointers = start + (isLeaf ? 8 : 12)
    let written = page.short(start + 5)
    let content = written == 0 ? 65_536 : written
    guard pointers + cells * 2 <= content, content <= usable else { throw Fault.damaged(page: number) }
    var covered = Int(page[start + 7]) + (try freeBlocks(page, page.short(start + 1), content, number))
    for index in 0..<cells {
      let place = page.short(pointers + index * 2)
      guard place >= content, place + 4 <= usable else { throw Fault.damaged(page: number) }
      guard
        let end = isTable
          ? (isLeaf
            ? try row(page, place, &tree, number) : try branch(page, place, &tree, number, depth: depth))
          : try entry(page, place, isLeaf: isLeaf, &tree, number, depth: depth), end <= usable
      else { throw Fault.damaged(page: number) }
      covered += max(4, end - place)
    }
    guard covered == usable - content else { throw Fault.damaged(page: number) }
    if !isLeaf { try walk(page.long(start + 8), &tree, depth: depth + 1) }
  }

  private func freeBlocks(_ page: UnsafePointer<UInt8>, _ first: Int, _ content: Int, _ number: Int) throws
    -> Int
  {
    var (next, covered, end) = (first, 0, content)
    while next != 0 {
      guard next >= end, next + 4 <= usable else { throw Fault.damaged(page: number) }
      let size = page.short(next + 2)
      guard size >= 4, next + size <= usable else { throw Fault.damaged(page: number) }
      covered += size
      end = next + size
      next = page.short(next)
    }
    return covered
  }

  /// A row of a table; gives where its cell ends, nil where it is none.
  @inline(__always)
  private mutating func row(
    _ page: UnsafePointer<UInt8>, _ place: Int, _ tree: inout Tree, _ number: Int
  ) throws -> Int? {
    var cursor = PageCursor(page: page, place: place, end: usable)
    guard let size = cursor.varint(), let id = cursor.varint(), tree.isFirst || id > tree.last,
      let (local, end) = try payload(page, cursor.place, size, most: usable - 35, number),
      record(page, cursor.place, local: local, size, tree.columns)
    else { return nil }
    tree.isFirst = false
    tree.last = id
    if tree.readsSchema { try readSchema(page, cursor.place, local, &tree) }
    return end
  }

  /// Where a table branches: what is under it has no larger id, and what follows only larger ones.
  private mutating func branch(
    _ page: UnsafePointer<UInt8>, _ place: Int, _ tree: inout Tree, _ number: Int, depth: Int
  ) throws -> Int? {
    var cursor = PageCursor(page: page, place: place + 4, end: usable)
    guard let key = cursor.varint() else { return nil }
    try walk(page.long(place), &tree, depth: depth + 1)
    guard tree.isFirst || tree.last <= key else { return nil }
    tree.isFirst = false
    tree.last = key
    return cursor.place
  }

  /// An entry of an index, or a row of a table without row ids.
  @inline(__always)
  private mutating func entry(
    _ page: UnsafePointer<UInt8>, _ place: Int, isLeaf: Bool, _ tree: inout Tree, _ number: Int, depth: Int
  ) throws -> Int? {
    if !isLeaf { try walk(page.long(place), &tree, depth: depth + 1) }
    var cursor = PageCursor(page: page, place: isLeaf ? place : place + 4, end: usable)
    guard let size = cursor.varint(),
      let (local, end) = try payload(page, cursor.place, size, most: (usable - 12) * 64 / 255 - 23, number),
      record(page, cursor.place, local: local, size, nil)
    else { return nil }
    return end
  }

  /// How much of a payload is in its page, and where the cell ends; the rest is in a chain of pages of its own.
  @inline(__always)
  private mutating func payload(
    _ page: UnsafePointer<UInt8>, _ body: Int, _ size: Int64, most: Int, _ number: Int
  ) throws -> (local: Int, end: Int)? {
    if size >= 0, size <= Int64(most) {
      let end = body + Int(size)
      return end <= usable ? (Int(size), end) : nil
    }
    guard size > 0, size < 1 << 31 else { return nil }
    let least = (usable - 12) * 32 / 255 - 23
    let fitting = least + (Int(size) - least) % (usable - 4)
    let local = fitting <= most ? fitting : least
    guard body + local + 4 <= usable else { return nil }
    try chain(page.long(body + local), bytes: Int(size) - local, number)
    return (local, body + local + 4)
  }

  private mutating func chain(_ first: Int, bytes: Int, _ number: Int) throws {
    var (next, left) = (first, bytes)
    while left > 0 {
      try place(next)
      next = try pages.page(next, level: Self.deepest).long(0)
      left -= usable - 4
    }
    guard next == 0 else { throw Fault.damaged(page: number) }
  }

  // MARK: Records

  /// Whether the types at a record's head add up to it, and are those of the columns.
  @inline(__always)
  private func record(
    _ page: UnsafePointer<UInt8>, _ body: Int, local: Int, _ size: Int64, _ columns: [Column]?
  ) -> Bool {
    var cursor = PageCursor(page: page, place: body, end: body + local)
    guard let head = cursor.varint(), head >= 1, head <= size else { return false }
    // The head of a record with thousands of columns may go on elsewhere; ours never do.
    guard head <= Int64(local) else { return columns == nil }
    let end = body + Int(head)
    var total = Int(head)
    if let columns {
      return columns.withUnsafeBufferPointer { columns in
        var index = 0
        while cursor.place < end {
          let byte = page[cursor.place]
          guard index < columns.count else { return false }
          if byte < 0x80 {
            cursor.place &+= 1
            guard columns[index].rawValue & types.kinds[Int(byte)] != 0 else { return false }
            total &+= Int(types.lengths[Int(byte)])
          } else {
            guard let type = cursor.varint(), type >= 0, columns[index].contains(RecordTypes.kind(of: type))
            else {
              return false
            }
            total &+= Int(RecordTypes.length(of: type))
          }
          index &+= 1
        }
        return cursor.place == end && total == Int(size)
      }
    }
    while cursor.place < end {
      let byte = page[cursor.place]
      if byte < 0x80 {
        cursor.place &+= 1
        total &+= Int(types.lengths[Int(byte)])
      } else {
        guard let type = cursor.varint(), type >= 0 else { return false }
        total &+= Int(RecordTypes.length(of: type))
      }
    }
    return cursor.place == end && total == Int(size)
  }

  /// `type`, `name`, `tbl_name` and `rootpage` of a row of the schema.
  private func readSchema(_ page: UnsafePointer<UInt8>, _ body: Int, _ local: Int, _ tree: inout Tree) throws
  {
    let end = body + local
    var cursor = PageCursor(page: page, place: body, end: end)
    guard let head = cursor.varint(), head <= Int64(local) else { throw Fault.unknown }
    var values = body + Int(head)
    var texts: [String] = []
    for index in 0..<4 {
      guard let type = cursor.varint() else { throw Fault.unknown }
      let length = Int(RecordTypes.length(of: type))
      guard length >= 0, values + length <= end else { throw Fault.unknown }
      if index < 3 {
        texts.append(
          String(decoding: UnsafeBufferPointer(start: page + values, count: length), as: UTF8.self))
      } else if type > 0, type < 10, type != 7 {
        var root = type == 9 ? 1 : 0
        for offset in 0..<length { root = root << 8 | Int(page[values + offset]) }
        // Views and triggers have none.
        if root > 0 { tree.found.append((root, texts[0] == "table", texts[1])) }
      }
      values += length
    }
  }
}
