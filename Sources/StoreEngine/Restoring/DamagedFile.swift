import GRDB
import Glibc
import SystemErrors

/// The pages of a store of which nothing is taken for granted: a copy of its file with what its log adds, made beside the
/// file that is to be rescued from it, and gone with this.
package final class DamagedFile {
  /// Bytes.
  package let pageSize: Int
  /// How many there are; they are numbered from 1.
  package let pageCount: Int
  /// The schema number in the header; nil where it can't be read.
  package let schema: Int?
  private let draft: StoreDraft
  private let descriptor: Int32

  /// - Parameters:
  ///   - path: the store
  ///   - target: the file that will be made
  /// - Throws: `.unusable` when there is nothing that could be a database, `.inputOutput` when the copy can't be written
  package init(_ path: String, for target: String, allowSharedWriting: Bool) throws {
    let real = try StoreFile.check(path, allowSharedWriting: allowSharedWriting)
    let draft = try StoreDraft(for: target, makingFolders: false)
    do {
      let header: Header
      if try Self.copyPages(real, to: draft.path) {
        header = try Header(draft.path)
      } else {
        try Self.copyBytes(real, to: draft.path, isNew: false)
        header = try Self.mergeLog(real, draft.path)
      }
      pageSize = header.pageSize
      schema = header.schema
      pageCount = StoreCompanions.size("", beside: draft.path) / header.pageSize
      guard pageCount > 0 else {
        throw StoreError(.unusable, "\(path) holds nothing that could be a store")
      }
      descriptor = open(draft.path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Self.failure("reading the copy of", path) }
      self.draft = draft
    } catch {
      draft.discard()
      throw error
    }
  }

  deinit {
    close(descriptor)
    draft.discard()
  }

  /// The bytes of a page; nil where there is none of that number.
  package func page(_ number: Int) -> [UInt8]? {
    guard number >= 1, number <= pageCount else { return nil }
    let size = pageSize
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      count = pread(descriptor, buffer.baseAddress, size, off_t(number - 1) * off_t(size))
      filled = max(0, count)
    }
    return count == size ? bytes : nil
  }

  // MARK: Copying

  /// By SQLite, as one state beside whoever writes.
  ///
  /// - Returns: false where it can't, or sees less than there is
  private static func copyPages(_ real: String, to draft: String) throws -> Bool {
    do {
      let reader = try RawDatabase(FrozenStore.path(real), writing: false)
      let copy = try RawDatabase(draft, writing: true)
      defer { withExtendedLifetime((reader, copy)) {} }
      let copying = try PageCopy(from: reader.handle, to: copy.handle)
      try copying.copyMost { _, _ in }
      try copying.commit()
    } catch let error as DatabaseError {
      if error.resultCode == .SQLITE_FULL { throw full(draft) }
      return false
    }
    return StoreCompanions.size("", beside: draft) >= StoreCompanions.size("", beside: real)
      || StoreCompanions.size("-wal", beside: real) > 0
  }

  /// As it is; what the disk can't read becomes zeroes.
  private static func copyBytes(_ file: String, to other: String, isNew: Bool) throws {
    let source = open(file, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw failure("reading", file) }
    defer { close(source) }
    let target = open(
      other, isNew ? O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC : O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw failure("writing", other) }
    defer { close(target) }
    let length = lseek(source, 0, SEEK_END)
    var piece = [UInt8](repeating: 0, count: 4096)
    var place: off_t = 0
    while place < length {
      try Interruption.check()
      var count = pread(source, &piece, piece.count, place)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        for index in piece.indices { piece[index] = 0 }
        count = piece.count
      }
      guard pwrite(target, piece, count, place) == count else {
        throw errno == ENOSPC ? full(other) : failure("writing", other)
      }
      place += off_t(count)
    }
  }

  /// Gives the copy a header that SQLite takes, and has SQLite put into it what the log holds.
  private static func mergeLog(_ real: String, _ draft: String) throws -> Header {
    let log = StoreCompanions.size("-wal", beside: real) > 0
    if log { try copyBytes(real + "-wal", to: draft + "-wal", isNew: true) }
    let header = try Header(draft)
    try header.write(to: draft)
    if log {
      do {
        let database = try RawDatabase(draft, writing: true)
        database.tidyLog()
      } catch is DatabaseError {
        // Without its log, then.
      }
      StoreCompanions.remove(beside: draft)
    }
    return header
  }

  fileprivate static func failure(_ doing: String, _ file: String) -> StoreError {
    StoreError(.inputOutput, "\(doing) \(file) failed: \(SystemError.text())")
  }

  private static func full(_ draft: String) -> StoreError {
    StoreError(
      .inputOutput, "the disk is full; what is to be rescued needs as much room again as the store, twice")
  }

  // MARK: The header

  private struct Header {
    let pageSize: Int
    let schema: Int?

    init(_ path: String) throws {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw DamagedFile.failure("reading", path) }
      defer { close(descriptor) }
      var bytes = [UInt8](repeating: 0, count: 100)
      _ = pread(descriptor, &bytes, bytes.count, 0)
      let isSound = bytes.starts(with: "SQLite format 3\0".utf8)
      let number = Self.number(bytes, 60)
      schema = isSound && Schema.migrations.contains { $0.number == number } ? number : nil
      let size = Int(bytes[16]) << 8 | Int(bytes[17])
      let told = size == 1 ? 65_536 : size
      let sizes = (9...16).map { 1 << $0 }
      pageSize = isSound && sizes.contains(told) ? told : Self.likely(descriptor, sizes)
    }

    /// Writes one that says what is there.
    func write(to path: String) throws {
      let pages = max(1, StoreCompanions.size("", beside: path) / pageSize)
      let page = UnreadableStore.emptyPage(pageSize, pages: pages)
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw DamagedFile.failure("writing", path) }
      defer { close(descriptor) }
      guard pwrite(descriptor, page, 100, 0) == 100 else { throw DamagedFile.failure("writing", path) }
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
      bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The smallest size at whose multiples pages of tables and indexes begin: of larger ones as many do, of smaller ones
    /// far fewer.
    private static func likely(_ descriptor: Int32, _ sizes: [Int]) -> Int {
      let length = Int(lseek(descriptor, 0, SEEK_END))
      var shares: [Double] = []
      for size in sizes {
        var (count, alike) = (0, 0)
        var start = [UInt8](repeating: 0, count: 8)
        for place in stride(from: size, to: min(length, size * 4096), by: size) {
          guard pread(descriptor, &start, 8, off_t(place)) == 8 else { break }
          count += 1
          let cells = Int(start[3]) << 8 | Int(start[4])
          if [2, 5, 10, 13].contains(start[0]), start[7] < 64, cells > 0, cells < size / 4 { alike += 1 }
        }
        shares.append(count < 4 ? 0 : Double(alike) / Double(count))
      }
      let most = shares.max() ?? 0
      return zip(sizes, shares).first { $0.1 > 0 && $0.1 > most * 0.7 }?.0 ?? 4096
    }
  }
}

extension Store {
  /// Makes a store of what was rescued of another, first of the other's schema, which is then upgraded.
  ///
  /// - Parameters:
  ///   - fill: gets the tables, empty but for what the migrations put there, in one transaction in which references may
  ///     lead nowhere until its end
  ///   - complete: makes it whole
  package static func rescue(
    _ path: String, _ options: Options, schema number: Int, fill: (Database) throws -> Void,
    complete: (Store) throws -> Void
  ) throws {
    try Descriptors.requireEnough()
    try StoreDraft.make(path, makingFolders: false) { draft in
      let store = Store(path: path, try StoreConnection(draft.path, options), options, isNew: true)
      let queue = store.queue
      try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = WAL") }
      try Schema.migrator(Schema.migrations.filter { $0.number <= number }).migrate(queue)
      try queue.writeWithoutTransaction { db in
        Interruption.watch(db.sqliteConnection)
        defer { Interruption.watch(nil) }
        try db.execute(sql: "PRAGMA foreign_keys = OFF")
        try db.inTransaction(.immediate) {
          try fill(db)
          return .commit
        }
        try db.execute(sql: "PRAGMA foreign_keys = ON")
      }
      if number < Schema.currentNumber { try Schema.migrator(Schema.migrations).migrate(queue) }
      try complete(store)
      try StoreDraft.seal(queue)
    }
  }
}
