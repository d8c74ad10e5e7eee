import Glibc

/// What a file system says of itself where a store can't be written or read: SQLite only says that it could not.
enum StoreMedium {
  /// mounted for reading only
  case readOnly
  /// no room, not even for what SQLite needs beside a store to read it
  case full

  /// nil where nothing stands in the way.
  static func of(_ path: String) -> StoreMedium? {
    var facts = statvfs()
    guard statvfs(StoreFile.folder(of: path), &facts) == 0 else { return nil }
    if facts.f_flag & UInt(ST_RDONLY) != 0 { return .readOnly }
    let blocks = geteuid() == 0 ? facts.f_bfree : facts.f_bavail
    // Some file systems count no inodes.
    let hasNoNames = facts.f_files > 0 && facts.f_ffree == 0
    return hasNoNames || blocks * UInt(facts.f_frsize) < 128 << 10 ? .full : nil
  }
}
