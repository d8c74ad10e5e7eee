import GRDB
import GRDBSQLite
import Glibc

/// A connection that asks nothing of its file, not even that its schema can be read: for what is copied as it is.
final class RawDatabase {
  let handle: OpaquePointer

  /// - Throws: SQLite's error when the file can't be opened at all
  init(_ path: String, writing: Bool) throws {
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &handle, (writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_URI, nil)
    guard code == SQLITE_OK, let handle else {
      sqlite3_close_v2(handle)
      throw DatabaseError(resultCode: ResultCode(rawValue: code))
    }
    self.handle = handle
  }

  deinit { sqlite3_close_v2(handle) }

  /// Shuts everybody else out, and has SQLite keep nothing beside the file any more. It is written in the file's first
  /// page, so that one who had opened it and not yet looked does not take another file's log for its own; and SQLite
  /// writes to no file that has lost its name.
  ///
  /// - Returns: false where others have it open, or it can't be read or written
  func isolate() -> Bool {
    guard run("PRAGMA locking_mode = EXCLUSIVE") == "exclusive",
      run("PRAGMA journal_mode = DELETE") == "delete"
    else { return false }
    return sqlite3_exec(handle, "BEGIN EXCLUSIVE", nil, nil, nil) == SQLITE_OK
  }

  /// Takes the isolation back.
  func release() {
    sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
    _ = run("PRAGMA journal_mode = WAL")
  }

  private func run(_ sql: String) -> String? {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK,
      sqlite3_step(statement) == SQLITE_ROW
    else { return nil }
    return sqlite3_column_text(statement, 0).map { String(cString: $0) }
  }

  /// Empties the write-ahead log where nobody reads from it; what is committed is safe either way.
  func tidyLog() {
    sqlite3_busy_timeout(handle, 1000)
    _ = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
  }
}

/// SQLite's copying of one database over another, page by page, whatever stands in the pages: one transaction of the
/// other, whose users see all of it or nothing.
final class PageCopy {
  private var backup: OpaquePointer?
  private let destination: OpaquePointer

  /// - Throws: SQLite's error when the other is in use by this very connection
  init(from source: OpaquePointer?, to destination: OpaquePointer) throws {
    self.destination = destination
    backup = sqlite3_backup_init(destination, "main", source, "main")
    if backup == nil { throw error(sqlite3_errcode(destination)) }
  }

  /// What was not completed is rolled back.
  deinit { sqlite3_backup_finish(backup) }

  /// Begins the other's transaction and copies nothing yet: nobody else writes to it from here on.
  ///
  /// - Parameter wait: seconds for another writer
  func lock(wait: Int) throws {
    var tries = 0
    while try step(0) == SQLITE_BUSY {
      guard tries < wait * 40 else { throw error(SQLITE_BUSY) }
      try Interruption.check()
      tries += 1
      usleep(25_000)
    }
  }

  /// Copies all but the last pages.
  ///
  /// - Parameter progress: gets pages
  func copyMost(_ progress: (_ done: Int, _ total: Int) -> Void) throws {
    let piece: Int32 = 2048
    _ = try step(1)
    while sqlite3_backup_remaining(backup) > piece {
      try Interruption.check()
      _ = try step(piece)
      let total = Int(sqlite3_backup_pagecount(backup))
      progress(total - Int(sqlite3_backup_remaining(backup)), total)
    }
  }

  /// Copies the rest and commits: neither is interrupted.
  func commit() throws {
    while true {
      let code = try step(-1)
      if code == SQLITE_DONE { break }
      if code == SQLITE_BUSY { usleep(2_000) }
    }
    let code = sqlite3_backup_finish(backup)
    backup = nil
    if code != SQLITE_OK { throw error(code) }
  }

  private func step(_ pages: Int32) throws -> Int32 {
    let code = sqlite3_backup_step(backup, pages)
    switch code & 0xFF {
    case SQLITE_OK, SQLITE_DONE: return code
    case SQLITE_BUSY, SQLITE_LOCKED: return SQLITE_BUSY
    default: throw error(code)
    }
  }

  private func error(_ code: Int32) -> DatabaseError { DatabaseError(resultCode: ResultCode(rawValue: code)) }
}
