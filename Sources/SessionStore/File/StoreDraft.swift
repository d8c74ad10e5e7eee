import Glibc

/// A new file is made under another name beside its own, and gets its own when it is complete and on the disk:
/// whatever happens meanwhile, nothing half-made is ever found under the name that was asked for.
enum StoreDraft {
  /// Makes a file, 0600, in a folder that is made 0700 if it is not there.
  ///
  /// - Parameter fill: fills the draft at the path it is given and leaves it closed
  /// - Throws: `.alreadyExists` when something is at `path`, `.cannotCreate` when the file can't be made.
  static func make(_ path: String, _ fill: (_ draft: String) throws -> Void) throws {
    try StoreFile.checkName(path)
    try refuseIfThere(path)
    try makeFolder(of: path)
    let draft = "\(path).new-\(getpid())"
    try makeEmpty(draft, for: path)
    defer { remove(draft) }
    try fill(draft)
    try Interruption.check()
    try sync(draft)
    try name(draft, path)
    // Without this the name could be lost with the power. A folder that can't be synced has done what it can.
    try? sync(StoreFile.folder(of: path))
  }

  static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
  }

  private static func makeEmpty(_ draft: String, for path: String) throws {
    let descriptor = open(draft, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw cannotCreate(path, errno) }
    close(descriptor)
  }

  private static func refuseIfThere(_ path: String) throws {
    var facts = stat()
    if lstat(path, &facts) == 0 { throw isThere(path) }
  }

  private static func makeFolder(of path: String) throws {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    var facts = stat()
    if stat(folder, &facts) == 0 { return }
    try makeFolder(of: folder)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw StoreError(
        .cannotCreate, "cannot create the folder \(folder): \(String(cString: strerror(errno)))")
    }
  }

  private static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritten(path, errno) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw unwritten(path, errno) }
  }

  /// Gives a finished file its name, never taking another's.
  private static func name(_ draft: String, _ path: String) throws {
    if link(draft, path) == 0 { return }
    let reason = errno
    // Some file systems know no second name for a file.
    if reason == EPERM || reason == EOPNOTSUPP || reason == ENOSYS {
      try refuseIfThere(path)
      if rename(draft, path) == 0 { return }
      throw cannotCreate(path, errno)
    }
    throw reason == EEXIST ? isThere(path) : cannotCreate(path, reason)
  }

  private static func isThere(_ path: String) -> StoreError {
    StoreError(
      .alreadyExists, "there is already something at \(path), which is left as it is; choose another place")
  }

  private static func cannotCreate(_ path: String, _ reason: Int32) -> StoreError {
    StoreError(.cannotCreate, "cannot create \(path): \(String(cString: strerror(reason)))")
  }

  private static func unwritten(_ path: String, _ reason: Int32) -> StoreError {
    StoreError(.inputOutput, "writing \(path) failed: \(String(cString: strerror(reason)))")
  }
}
