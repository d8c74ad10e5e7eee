import CLinux
import GRDB
import Glibc
import SystemErrors

/// A new file is made under another name in its folder, and gets its own when it is complete and on the disk:
/// whatever happens meanwhile, nothing half-made is ever found under the name that was asked for.
///
/// Its maker holds a lock on it. A draft that nobody holds was left by somebody who was killed; whoever makes the next
/// file in that folder removes it.
final class StoreDraft {
  /// Where to write.
  let path: String
  private let folder: String
  /// Holds the lock; closed only when SQLite is done with the file, for that would let go of SQLite's own locks.
  private let descriptor: Int32
  /// Folders that were made for it, the outermost first.
  private let madeFolders: [String]
  private var isNamed = false

  /// Makes a file, 0600, in a folder that is made 0700 if it is not there and may be made.
  ///
  /// - Parameter fill: fills the draft and leaves it closed
  /// - Throws: `.alreadyExists` when something is at `path` or was left beside it, `.cannotCreate` when the file
  ///   can't be made.
  static func make(
    _ path: String, makingFolders: Bool = true, _ fill: (StoreDraft) throws -> Void
  ) throws {
    let draft = try StoreDraft(for: path, makingFolders: makingFolders)
    defer { draft.discard() }
    try StoreFile.explainingFailures(path, isNew: true) { try fill(draft) }
    try Interruption.check()
    try draft.complete(as: path)
  }

  /// Makes an empty draft of a file that is to be called `target`.
  init(for target: String, makingFolders: Bool = true) throws {
    try StoreFile.checkName(target)
    try Self.makeRoom(target)
    folder = StoreFile.folder(of: target)
    try Self.checkLength(target, inFolder: folder)
    if !makingFolders, access(folder, F_OK) != 0, errno == ENOENT {
      throw StoreError(.cannotCreate, "cannot create \(target): there is no folder \(folder)")
    }
    madeFolders = try StoreFile.makeFolders(folder)
    do {
      Self.tidy(folder)
      (path, descriptor) = try Self.makeLocked(in: folder, for: target)
    } catch {
      StoreFile.removeFolders(madeFolders)
      throw error
    }
  }

  /// Sees the draft onto the disk and gives it its name, never taking another's.
  func complete(as target: String) throws {
    for suffix in ["-wal", "-journal"] where StoreCompanions.size(suffix, beside: path) > 0 {
      throw Self.unwritten(target, EIO)
    }
    try Self.sync(path, of: target)
    try Self.makeRoom(target)
    try Self.name(path, target)
    isNamed = true
    // Without this the name could be lost with the power. A folder that can't be synced has done what it can.
    try? Self.sync(folder, of: target)
  }

  /// Sees the draft onto the disk and gives it the first name that is free.
  ///
  /// - Returns: that name
  func completeNaming(_ freeName: () -> String) throws -> String {
    while true {
      let name = freeName()
      do {
        try complete(as: name)
        return name
      } catch let error as StoreError where error.kind == .alreadyExists {
        // Somebody has just taken that name; what is there is never replaced.
        continue
      }
    }
  }

  /// `store.db.schema-3.backup`; if there is one already, from an earlier time, `store.db.schema-3.2.backup` and on.
  static func freeName(beside path: String, _ what: String) -> String {
    var count = 1
    while true {
      let name = "\(path).\(what)\(count == 1 ? "" : ".\(count)").backup"
      if StoreOwners.facts(name, followingLinks: false) == nil, StoreCompanions.present(beside: name).isEmpty
      {
        return name
      }
      count += 1
    }
  }

  /// Takes over all bytes of a file.
  ///
  /// - Parameters:
  ///   - file: what the sentence calls it
  ///   - progress: gets bytes
  func fill(from source: Int32, of file: String, progress: (_ done: Int, _ total: Int) -> Void) throws {
    do {
      try FileCopy.copy(source, to: descriptor) { done, total in
        try Interruption.check()
        progress(done, total)
      }
    } catch let failed as FileCopy.Failure {
      if failed.reason == ENOSPC || failed.reason == EDQUOT {
        throw StoreError(.inputOutput, "the disk is full; nothing was changed; make room and try again")
      }
      throw StoreError(
        .inputOutput,
        "\(failed.doing) \(failed.doing == "reading" ? file : "a copy of \(file)") failed: \(SystemError.text(failed.reason))"
      )
    }
  }

  /// Gives it another file's owner and permissions.
  ///
  /// - Returns: false where that can't be done, or where the other has more of the kind, such as access control lists
  func takeRights(of other: String) -> Bool {
    guard let facts = StoreOwners.facts(other, followingLinks: false), listxattr(other, nil, 0) <= 0 else {
      return false
    }
    return
      (facts.st_uid == geteuid() && facts.st_gid == getegid()
      || fchown(descriptor, facts.st_uid, facts.st_gid) == 0)
      && fchmod(descriptor, facts.st_mode & 0o777) == 0
  }

  /// Sees the draft onto the disk and changes places with another file in one step: whoever asks for that file's name
  /// finds the one or the other, whole.
  ///
  /// - Parameter freeName: gives names for what was there
  /// - Returns: that name; nil where this file system can't do it, and nothing has changed
  func changePlaces(with other: String, keptAs freeName: () -> String) throws -> String? {
    let kept = try completeNaming(freeName)
    if renameat2(AT_FDCWD, kept, AT_FDCWD, other, Self.exchange) == 0 {
      try? Self.sync(folder, of: kept)
      try? Self.sync(StoreFile.folder(of: other), of: other)
      return kept
    }
    guard rename(kept, path) == 0 else { throw Self.unwritten(kept, errno) }
    isNamed = false
    return nil
  }

  /// Linux's `RENAME_EXCHANGE`.
  private static let exchange: UInt32 = 2

  /// Hands over what is in it, in large pieces.
  func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let piece = 1 << 20
    let memory = UnsafeMutableRawPointer.allocate(byteCount: piece, alignment: 16)
    defer { memory.deallocate() }
    var place: off_t = 0
    while true {
      let count = pread(descriptor, memory, piece, place)
      if count < 0, errno == EINTR {
        try Interruption.check()
        continue
      }
      guard count >= 0 else {
        throw StoreError(.inputOutput, "reading the copy failed: \(SystemError.text())")
      }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(start: memory, count: count))
      place += off_t(count)
    }
  }

  /// Leaves nothing of the draft, unless it has got its name.
  func discard() {
    StoreCompanions.remove(beside: path)
    if !isNamed { unlink(path) }
    close(descriptor)
    if !isNamed { StoreFile.removeFolders(madeFolders) }
  }

  /// Leaves a database as one complete file. SQLite would do the same when it is closed, and not say whether it could.
  static func seal(_ queue: DatabaseQueue) throws {
    try queue.writeWithoutTransaction { db in
      let checkpoint = try StoredRow.fetchOne(
        db, of: "wal_checkpoint", sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      guard try checkpoint?(0) == 0 else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
      for mode in ["delete", "wal"] {
        guard try String.fetchOne(db, sql: "PRAGMA journal_mode = \(mode)") == mode else {
          throw DatabaseError(resultCode: .SQLITE_IOERR)
        }
      }
    }
    try queue.close()
  }

  // MARK: Making

  private static let prefix = ".sessionctl-"
  private static let suffix = ".new"

  private static func makeLocked(in folder: String, for target: String) throws -> (String, Int32) {
    while true {
      let number = String(UInt64.random(in: .min ... .max), radix: 16)
      let path =
        "\(folder)/\(prefix)\(String(repeating: "0", count: 16 - number.utf8.count))\(number)\(suffix)"
      let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
      if descriptor < 0 {
        if errno == EEXIST { continue }
        throw cannotCreate(target, errno)
      }
      var facts = stat()
      // Somebody who tidies may have seen it before it was held.
      if isHeld(byLocking: descriptor), fstat(descriptor, &facts) == 0, facts.st_nlink == 1 {
        return (path, descriptor)
      }
      close(descriptor)
      unlink(path)
    }
  }

  /// A lock of the open file and not of the process, and on a byte that SQLite never locks.
  private static func isHeld(byLocking descriptor: Int32) -> Bool {
    // Where a file system knows no locks, nobody can tell whether a draft is held, and none is removed.
    lock(descriptor) || (errno != EAGAIN && errno != EACCES)
  }

  private static func lock(_ descriptor: Int32) -> Bool {
    lock(descriptor, type: F_WRLCK, from: 0, count: 1)
  }

  /// Takes a lock of the open file on some bytes, or comes back at once without it.
  static func lock(_ descriptor: Int32, type: Int32, from start: off_t, count: off_t) -> Bool {
    var lock = flock()
    lock.l_type = Int16(type)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = start
    lock.l_len = count
    return fcntl(descriptor, setOpenFileLock, &lock) == 0
  }

  /// Linux's `F_OFD_SETLK`, which Swift's Glibc leaves out.
  private static let setOpenFileLock: Int32 = 37

  // MARK: Tidying

  /// Removes the drafts in a folder that nobody holds any more.
  static func tidy(_ folder: String) {
    guard let stream = opendir(folder) else { return }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(prefix), name.contains(suffix) { names.append("\(folder)/\(name)") }
    }
    closedir(stream)
    for path in names where path.hasSuffix(suffix) { removeIfAbandoned(path) }
    // What is left of a draft that was removed by half.
    for path in names {
      guard let kind = StoreCompanions.suffixes.first(where: { path.hasSuffix(suffix + $0) }) else {
        continue
      }
      var facts = stat()
      if lstat(String(path.dropLast(kind.utf8.count)), &facts) != 0 { unlink(path) }
    }
  }

  private static func removeIfAbandoned(_ path: String) {
    var facts = stat()
    guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid() else {
      return
    }
    // Its maker died between giving the name and taking this one away. The file may be in use under its own name,
    // and to close it here would let go of locks that this very process has on it.
    if facts.st_nlink > 1 {
      unlink(path)
      return
    }
    let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid(),
      lock(descriptor)
    else { return }
    StoreCompanions.remove(beside: path)
    unlink(path)
  }

  /// SQLite takes paths of at most 512 bytes, what it adds for the files beside them included.
  private static func checkLength(_ path: String, inFolder folder: String) throws {
    let draft = folder.utf8.count + 1 + prefix.utf8.count + 16 + suffix.utf8.count
    var length = max(path.utf8.count, draft)
    if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
      length += strlen(current) + 1
      free(current)
    }
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last?.count ?? 0
    guard length + longestSuffix <= 512, name + longestSuffix <= Int(NAME_MAX) else {
      throw cannotCreate(path, ENAMETOOLONG)
    }
  }

  private static let longestSuffix = "-journal".utf8.count

  // MARK: Naming

  private static func makeRoom(_ path: String) throws {
    var facts = stat()
    if lstat(path, &facts) == 0 { throw isThere(path) }
    try StoreCompanions.clearLeftovers(beside: path)
  }

  private static func sync(_ path: String, of target: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritten(target, errno) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw unwritten(target, errno) }
  }

  private static func name(_ draft: String, _ path: String) throws {
    if link(draft, path) == 0 {
      unlink(draft)
      return
    }
    let reason = errno
    // Some file systems know no second name for a file.
    if reason == EPERM || reason == EOPNOTSUPP || reason == ENOSYS {
      try makeRoom(path)
      if rename(draft, path) == 0 { return }
      throw cannotCreate(path, errno)
    }
    throw reason == EEXIST ? isThere(path) : cannotCreate(path, reason)
  }

  private static func isThere(_ path: String) -> StoreError {
    StoreError(
      .alreadyExists, "there is already something at \(path), and it stays as it is; choose another place")
  }

  private static func cannotCreate(_ path: String, _ reason: Int32) -> StoreError {
    StoreError(.cannotCreate, "cannot create \(path): \(SystemError.text(reason))")
  }

  private static func unwritten(_ path: String, _ reason: Int32) -> StoreError {
    StoreError(.inputOutput, "writing \(path) failed: \(SystemError.text(reason))")
  }
}
