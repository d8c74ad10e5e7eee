import Glibc

/// Whose a store is: whoever can write it, replace it, or give it something else to read, can do everything.
package enum StoreOwners {
  /// - Parameters:
  ///   - path: the store as it was named
  ///   - real: where that leads
  ///   - file: what the system says of the file there
  /// - Throws: `.notPermitted`
  static func check(_ path: String, leadingTo real: String, _ file: stat) throws {
    if file.st_mode & writableByOthers != 0 {
      throw refusal("others can write to the store \(path)", "run 'chmod go-w \(path)'")
    }
    guard file.st_uid == geteuid() || file.st_uid == 0 || geteuid() == 0 else {
      throw refusal("the store \(path) belongs to another user", "use one of your own")
    }
    for folder in Set([StoreFile.folder(of: path), StoreFile.folder(of: real)]).sorted() {
      if let facts = facts(folder), canBeReplaced(in: facts) {
        throw refusal("others can write to the store's folder \(folder)", "run 'chmod go-w \(folder)'")
      }
    }
    if let link = facts(path, followingLinks: false), link.st_mode & S_IFMT == S_IFLNK,
      link.st_uid != geteuid(), link.st_uid != 0, link.st_uid != file.st_uid
    {
      throw refusal("\(path) is a link that belongs to another user", "name the store itself")
    }
    for companion in StoreCompanions.present(beside: real) { try check(companion: companion, of: file) }
  }

  /// In a sticky folder such as /tmp nobody can replace another's file.
  package static func canBeReplaced(in folder: stat) -> Bool {
    folder.st_mode & writableByOthers != 0 && folder.st_mode & S_ISVTX == 0
  }

  /// What is beside a store is read into it, so it must be the store's owner's too, also in a sticky folder.
  package static func fault(companion: String, of file: stat) -> (fault: String, remedy: String)? {
    // It may just have been removed by the command that closed the store last.
    guard let facts = facts(companion, followingLinks: false) else { return nil }
    let away = "move it away unless the store's owner put it there"
    guard facts.st_mode & S_IFMT == S_IFREG else { return ("\(companion) is not a file", away) }
    guard facts.st_uid == file.st_uid || facts.st_uid == 0 else {
      return ("\(companion) belongs to another user than the store", away)
    }
    guard facts.st_mode & writableByOthers == 0 else {
      return (
        "others can write to \(companion), which is part of the store",
        "run 'chmod go-w \(companion)'"
      )
    }
    return nil
  }

  /// What the file system says of a path; nil where nothing is to be seen.
  package static func facts(_ path: String, followingLinks: Bool = true) -> stat? {
    var facts = stat()
    return (followingLinks ? stat(path, &facts) : lstat(path, &facts)) == 0 ? facts : nil
  }

  private static let writableByOthers: mode_t = 0o022

  private static func check(companion: String, of file: stat) throws {
    if let (fault, remedy) = fault(companion: companion, of: file) { throw refusal(fault, remedy) }
  }

  private static func refusal(_ what: String, _ remedy: String) -> StoreError {
    StoreError(
      .notPermitted, "\(what); \(remedy), or set SESSIONCTL_ALLOW_SHARED_STORE=1 if that is intended")
  }
}
