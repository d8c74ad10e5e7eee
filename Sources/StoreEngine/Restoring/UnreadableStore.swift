import Glibc
import SystemErrors

/// A file that SQLite can't even begin to read, at the place where a store is to be restored.
///
/// It is copied byte by byte, the log beside it too, and then gets a first page that says that nothing is in it: so a
/// restored store comes into every file in the same way, as a transaction of SQLite. To give another file its name would
/// leave those who have it open with a log that SQLite finds by its name.
struct UnreadableStore {
  /// As it was named.
  let path: String
  /// With every link followed.
  let real: String

  /// Where SQLite's locks on a database file are: pending, reserved, and the 510 of readers.
  private static let locks: (start: off_t, count: off_t) = (0x4000_0000, 512)

  /// Keeps what is there and makes it an empty database, with nobody else at it.
  ///
  /// No connection of this process may be open: to close the file here would let go of its locks.
  ///
  /// - Returns: where it is kept
  func clear(pageSize: Int) throws -> String {
    let descriptor = open(real, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("opening", path) }
    defer { close(descriptor) }
    guard
      StoreDraft.lock(
        descriptor, type: F_WRLCK, from: Self.locks.start, count: Self.locks.count)
    else { throw StoreError(.busy, "the store \(path) is busy: another program has it open", .wait) }
    let kept = try keep()
    let length = lseek(descriptor, 0, SEEK_END)
    let page = Self.emptyPage(pageSize, pages: max(1, Int(length) / pageSize))
    guard page.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == page.count,
      fsync(descriptor) == 0
    else { throw failure("writing", path) }
    StoreCompanions.remove(beside: real)
    return kept
  }

  private func keep() throws -> String {
    let draft = try StoreDraft(for: StoreDraft.freeName(beside: path, "before-restore"))
    defer { draft.discard() }
    try copy(real, to: draft.path, flags: O_WRONLY)
    let kept = try draft.completeNaming { StoreDraft.freeName(beside: path, "before-restore") }
    for suffix in ["-wal", "-journal"] where StoreCompanions.size(suffix, beside: real) > 0 {
      try copy(real + suffix, to: kept + suffix, flags: O_WRONLY | O_CREAT | O_EXCL)
    }
    return kept
  }

  private func copy(_ file: String, to other: String, flags: Int32) throws {
    let source = open(file, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw failure("reading", file) }
    defer { close(source) }
    let target = open(other, flags | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw failure("writing", other) }
    defer { close(target) }
    do {
      try FileCopy.copy(source, to: target)
    } catch let failed as FileCopy.Failure {
      throw failure(failed.doing, failed.doing == "reading" ? file : other, failed.reason)
    }
    guard fsync(target) == 0 else { throw failure("writing", other) }
  }

  private func failure(_ doing: String, _ file: String, _ reason: Int32 = errno) -> StoreError {
    reason == ENOSPC
      ? StoreError(.inputOutput, "the disk is full; \(path) stays as it is")
      : StoreError(
        .inputOutput, "\(doing) \(file) failed: \(SystemError.text(reason)); \(path) stays as it is")
  }

  /// The first page of a database in WAL mode without a table.
  static func emptyPage(_ size: Int, pages: Int) -> [UInt8] {
    var page = Array("SQLite format 3\0".utf8)
    func add(_ number: Int, bytes: Int) {
      for place in (0..<bytes).reversed() { page.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }
    add(size == 65_536 ? 1 : size, bytes: 2)
    page += [2, 2, 0, 64, 32, 32]
    add(1, bytes: 4)  // Change counter.
    add(pages, bytes: 4)
    for value in [0, 0, 0, 4, 0, 0, 1, 0, 0, 0] { add(value, bytes: 4) }  // Format 4, UTF-8.
    page += [UInt8](repeating: 0, count: 20)
    add(1, bytes: 4)  // The change counter for which the number of pages holds.
    add(3_040_001, bytes: 4)
    page.append(0x0D)
    for value in [0, 0, size & 0xFFFF] { add(value, bytes: 2) }
    page.append(0)
    return page + [UInt8](repeating: 0, count: size - page.count)
  }
}
