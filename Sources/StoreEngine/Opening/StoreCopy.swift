import GRDB
import GRDBSQLite
import Glibc

/// Copies what a transaction sees of a store into an empty file.
struct StoreCopy {
  private let path: String
  private let queue: DatabaseQueue
  private let progress: (_ done: Int, _ total: Int) -> Void

  /// - Parameters:
  ///   - path: the store's, as it was given
  ///   - progress: gets bytes
  init(of path: String, _ queue: DatabaseQueue, progress: @escaping (_ done: Int, _ total: Int) -> Void) {
    self.path = path
    self.queue = queue
    self.progress = progress
  }

  /// Copies, and refuses what is damaged: of that no backup is made.
  func make(_ draft: String) throws {
    if try !copyFile(to: draft) { try copyPages(to: draft) }
    do {
      try PageCheck.look(at: draft, columns: columns())
    } catch PageCheck.Fault.damaged {
      if let reason = StoreFile.unreadable(queue.path) {
        throw StoreError(.inputOutput, "reading \(path) failed: \(reason)")
      }
      throw Self.damaged(path)
    } catch PageCheck.Fault.unknown {
      try askSQLite(draft)
    }
  }

  private static func damaged(_ path: String) -> StoreError {
    StoreError(.unusable, "the store \(path) is damaged", .restoreEarlier)
  }

  // MARK: Copying

  /// Copies the file in large pieces, where it alone holds all there is.
  ///
  /// Who reads while nothing is in the log holds a lock that keeps everybody from writing to the file itself; what others
  /// write meanwhile goes into the log. It is read through SQLite's own file, because closing another descriptor of it
  /// would let go of that lock.
  ///
  /// - Returns: false where there may be something in the log
  private func copyFile(to draft: String) throws -> Bool {
    try StoreFile.explainingDamage(path) {
      try queue.unsafeRead { db in
        var isCopied = false
        try db.inTransaction(.deferred) {
          // Takes the lock, so that the look at the log comes after it.
          _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
          guard try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal", queue.path.hasPrefix("/"),
            StoreCompanions.size("-wal", beside: queue.path) == 0, access(queue.path + "-shm", W_OK) == 0
          else { return .commit }
          let page = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
          let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
          try copy(db.sqliteConnection, bytes: page * count, to: draft)
          isCopied = true
          return .commit
        }
        return isCopied
      }
    }
  }

  private func copy(_ connection: OpaquePointer?, bytes total: Int, to draft: String) throws {
    var file: UnsafeMutablePointer<sqlite3_file>?
    guard sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK, let file,
      let read = file.pointee.pMethods?.pointee.xRead
    else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
    let descriptor = open(draft, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritten(errno) }
    defer { close(descriptor) }
    // No larger than what a processor keeps at hand between reading and writing.
    let piece = 1 << 18
    let memory = UnsafeMutableRawPointer.allocate(byteCount: piece, alignment: 4096)
    defer { memory.deallocate() }
    var done = 0
    while done < total {
      let size = min(piece, total - done)
      switch read(file, memory, Int32(size), Int64(done)) {
      case SQLITE_OK: break
      // Shorter than it says.
      case Self.shortRead: throw Self.damaged(path)
      case let code:
        throw StoreError(
          .inputOutput,
          "reading \(path) failed: \(sqlite3_errstr(code).map { String(cString: $0) } ?? "no details")")
      }
      try write(UnsafeRawBufferPointer(start: memory, count: size), to: descriptor)
      done += size
      progress(done, total)
      try Interruption.check()
    }
  }

  /// `SQLITE_IOERR_SHORT_READ`, which is a macro that Swift does not see.
  private static let shortRead = SQLITE_IOERR | (2 << 8)

  private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = UnsafeRawBufferPointer(rebasing: rest).withMemoryRebound(to: UInt8.self) {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR {
        try Interruption.check()
        continue
      }
      guard count > 0 else { throw unwritten(errno) }
      rest = rest.dropFirst(count)
    }
  }

  private func unwritten(_ reason: Int32) -> StoreError {
    reason == ENOSPC
      ? StoreError(.inputOutput, "the disk is full; the copy was not made")
      : StoreError(.inputOutput, "writing the copy failed: \(String(cString: strerror(reason)))")
  }

  /// Copies page by page what the file and the log hold together.
  private func copyPages(to draft: String) throws {
    let copy = try StoreConnection(draft).queue
    defer { try? copy.close() }
    let page = try queue.read { try Int.fetchOne($0, sql: "PRAGMA page_size") } ?? 0
    // What is damaged is what is copied.
    try StoreFile.explainingDamage(path) {
      try queue.backup(to: copy, pagesPerStep: 4096) { step in
        progress(step.completedPageCount * page, step.totalPageCount * page)
        try Interruption.check()
      }
    }
    try StoreDraft.seal(copy)
  }

  // MARK: Checking

  /// What the values of this program's tables may be.
  private func columns() throws -> [String: [PageCheck.Column]] {
    try StoreFile.explainingDamage(path) {
      try queue.unsafeRead { db in
        let rows = try StoredRow.fetchAll(
          db, of: "pragma_table_info",
          sql: """
            SELECT m.name, p.type, p."notnull", p.pk FROM sqlite_schema m, pragma_table_info(m.name) p
            WHERE m.type = 'table' AND m.sql LIKE '%) STRICT' ORDER BY m.rowid, p.cid
            """)
        var columns: [String: [PageCheck.Column]] = [:]
        for row in rows {
          let (table, type): (String, String) = try (row(0), row(1))
          let (isSure, key): (Bool, Int64) = try (row(2), row(3))
          var column: PageCheck.Column =
            switch type {
            case "INT", "INTEGER": .integer
            case "REAL": [.integer, .real]
            case "TEXT": .text
            case "BLOB": .blob
            default: [.integer, .real, .text, .blob]
            }
          // The row id stands for a key that is one.
          if !isSure || key > 0 { column.insert(.null) }
          columns[table, default: []].append(column)
        }
        return columns
      }
    }
  }

  /// SQLite's own check, which takes several times as long.
  private func askSQLite(_ draft: String) throws {
    let copy = try StoreConnection(draft).queue
    defer { try? copy.close() }
    let found = try copy.unsafeRead { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    guard found == "ok" else { throw Self.damaged(path) }
    try StoreDraft.seal(copy)
  }
}
