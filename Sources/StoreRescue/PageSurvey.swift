import StoreEngine

/// Which pages of a damaged file are used for what, and the rows on them.
final class PageSurvey {
  let file: DamagedFile
  /// Whether every free page is known, so that any other is in use.
  private(set) var knowsFreePages = false
  /// Pages that belong to something, by their number.
  private var taken: [Bool]

  init(_ file: DamagedFile) {
    self.file = file
    taken = Array(repeating: false, count: file.pageCount + 1)
    takeFreePages()
  }

  /// What of a table could not be reached: its rows after one key, up to another.
  struct Gap {
    let after: Int64
    let upTo: Int64

    static let everything = Gap(after: .min, upTo: .max)

    func contains(_ key: Int64) -> Bool { (key > after || after == .min) && key <= upTo }
  }

  /// Rows of one leaf, and the keys of rows there that can't be read, as far as they are known.
  struct Leaf {
    var records: [Record] = []
    /// Rows whose key lies outside of what leads to the leaf: one of the two is damaged.
    var doubtful: [Record] = []
    var brokenKeys: [Int64] = []
    /// Cells without a key that can be read.
    var broken = 0

    /// Rows stand in the order of their keys: of those that don't, as few as can be have a key that is damaged.
    mutating func keepAscending() {
      let keys = records.map { $0.rowid ?? 0 }
      if zip(keys, keys.dropFirst()).allSatisfy(<) { return }
      // The longest run of ascending keys that ends with each.
      var (lengths, previous) = ([Int](), [Int?]())
      for (place, key) in keys.enumerated() {
        let best = (0..<place).filter { keys[$0] < key }.max { lengths[$0] < lengths[$1] }
        lengths.append(1 + (best.map { lengths[$0] } ?? 0))
        previous.append(best)
      }
      var kept: Set<Int> = []
      var next = keys.indices.max { lengths[$0] < lengths[$1] }
      while let place = next {
        kept.insert(place)
        next = previous[place]
      }
      broken += records.count - kept.count
      records = records.indices.filter(kept.contains).map { records[$0] }
    }
  }

  // MARK: Walking

  /// Goes through a tree from its root.
  ///
  /// - Parameters:
  ///   - isTable: whether rows are numbered; else they are sorted by their own first columns
  ///   - fits: whether what stands on a leaf can be the tree's
  /// - Returns: what could not be reached
  func walk(root: Int, isTable: Bool, fits: (Leaf) -> Bool, _ body: (Leaf) throws -> Void) throws -> [Gap] {
    var gaps: [Gap] = []
    var waiting: [(page: Int, gap: Gap, depth: Int)] = [(root, .everything, 0)]
    while let next = waiting.popLast() {
      guard next.depth < 32, next.page > 0, next.page <= file.pageCount, !taken[next.page],
        let page = page(next.page), page.kind.isTable == isTable
      else {
        gaps.append(next.gap)
        continue
      }
      if page.kind.isLeaf || !isTable {
        var leaf = leaf(page)
        if isTable, !leaf.records.isEmpty {
          // Another page has come into its place, or this is another's. A few rows outside are a damaged key's fault.
          let inside = leaf.records.count { next.gap.contains($0.rowid ?? 0) }
          if inside * 2 < leaf.records.count {
            gaps.append(next.gap)
            continue
          }
          if inside < leaf.records.count {
            leaf.doubtful = leaf.records.filter { !next.gap.contains($0.rowid ?? 0) }
            leaf.records.removeAll { !next.gap.contains($0.rowid ?? 0) }
          }
        }
        if isTable {
          // What stands where a key should be is one only if it can be.
          let keys = leaf.brokenKeys.filter {
            next.gap.after > .min && next.gap.upTo < .max && next.gap.contains($0)
          }
          leaf.broken += leaf.brokenKeys.count - keys.count
          leaf.brokenKeys = keys
        }
        guard leaf.records.isEmpty || fits(leaf) else {
          gaps.append(next.gap)
          continue
        }
        if leaf.records.isEmpty, !page.cells.isEmpty { gaps.append(next.gap) }
        taken[next.page] = true
        try body(leaf)
      } else {
        taken[next.page] = true
      }
      if page.kind.isLeaf { continue }
      var after = next.gap.after
      for cell in page.cells {
        guard isTable else {
          waiting.append((page.child(cell), next.gap, next.depth + 1))
          continue
        }
        guard let key = page.key(cell), next.gap.contains(key), key > after || after == .min else {
          gaps.append(Gap(after: after, upTo: next.gap.upTo))
          continue
        }
        waiting.append((page.child(cell), Gap(after: after, upTo: key), next.depth + 1))
        after = key
      }
      if page.badCells > 0 { gaps.append(next.gap) }
      waiting.append((page.rightmost, Gap(after: after, upTo: next.gap.upTo), next.depth + 1))
    }
    return gaps
  }

  /// The pages with rows that no tree led to.
  func forEachStray(isTable: Bool, _ body: (Int, Leaf) throws -> Bool) throws {
    for number in 1...file.pageCount where !taken[number] {
      guard let page = page(number), page.kind.isTable == isTable, page.kind.isLeaf || !isTable else {
        continue
      }
      let leaf = leaf(page)
      if leaf.records.isEmpty { continue }
      if try body(number, leaf) { taken[number] = true }
    }
  }

  private func page(_ number: Int) -> BTreePage? { file.page(number).flatMap { BTreePage(number, $0) } }

  private func leaf(_ page: BTreePage) -> Leaf {
    var leaf = Leaf()
    leaf.broken = page.badCells
    for cell in page.cells {
      guard let payload = page.payload(cell) else {
        leaf.broken += 1
        continue
      }
      let bytes = whole(payload, of: page)
      if let record = Record(rowid: payload.rowid, bytes, length: payload.length) {
        leaf.records.append(record)
      } else if let key = payload.rowid {
        leaf.brokenKeys.append(key)
      } else {
        leaf.broken += 1
      }
    }
    if page.kind == .tableLeaf { leaf.keepAscending() }
    return leaf
  }

  /// A payload with what of it lies on other pages, as far as they can be followed.
  private func whole(_ payload: BTreePage.Payload, of page: BTreePage) -> [UInt8] {
    var bytes = Array(page.bytes[payload.local])
    guard payload.next != 0, payload.length <= file.pageCount * file.pageSize else { return bytes }
    var next = payload.next
    var pieces: [(page: Int, bytes: ArraySlice<UInt8>)] = []
    var missing = payload.length - bytes.count
    while missing > 0, let piece = file.page(next) {
      let count = min(missing, file.pageSize - 4)
      missing -= count
      pieces.append((next, piece[4..<4 + count]))
      next = BTreePage.number(piece, 0)
      // A page of a tree has come into its place, or the chain goes on too long or ends too early.
      if missing > 0 ? next == 0 || next > file.pageCount : next != 0 {
        pieces.removeLast()
        break
      }
    }
    for piece in pieces {
      bytes += piece.bytes
      taken[piece.page] = true
    }
    return bytes
  }

  /// What is free holds nothing that counts any more.
  private func takeFreePages() {
    guard let first = file.page(1) else { return }
    var trunk = BTreePage.number(first, 32)
    var (seen, free) = (0, 0)
    defer {
      // A header that had to be made anew knows of none, and of no schema.
      knowsFreePages = BTreePage.number(first, 40) > 0 && free == BTreePage.number(first, 36)
    }
    while trunk > 0, trunk <= file.pageCount, !taken[trunk], let page = file.page(trunk),
      seen < file.pageCount
    {
      let count = BTreePage.number(page, 4)
      guard count <= file.pageSize / 4 - 2 else { break }
      taken[trunk] = true
      free += count + 1
      for index in 0..<count {
        let leaf = BTreePage.number(page, 8 + 4 * index)
        if leaf > 0, leaf <= file.pageCount { taken[leaf] = true }
      }
      trunk = BTreePage.number(page, 0)
      seen += 1
    }
  }
}
