import Glibc

/// The files that SQLite keeps beside a database. They are a part of it: whatever is found under these names is read
/// into the file, whoever wrote it.
package enum StoreCompanions {
  static let suffixes = ["-wal", "-shm", "-journal"]

  /// Those that are there, links that lead nowhere included.
  package static func present(beside path: String) -> [String] {
    suffixes.map { path + $0 }.filter { companion in
      var facts = stat()
      return lstat(companion, &facts) == 0
    }
  }

  static func remove(beside path: String) {
    for suffix in suffixes { unlink(path + suffix) }
  }

  /// Bytes; 0 where there is none.
  package static func size(_ suffix: String, beside path: String) -> Int {
    var facts = stat()
    return stat(path + suffix, &facts) == 0 ? Int(facts.st_size) : 0
  }

  /// A new file must not find what another one of its name has left. What holds nothing is removed: commands that only
  /// read leave an empty log.
  ///
  /// - Throws: `.alreadyExists`
  static func clearLeftovers(beside path: String) throws {
    let leftovers = present(beside: path)
    if let leftover = leftovers.first(where: { !holdsNothing($0) }) {
      throw StoreError(
        .alreadyExists,
        "\(leftover) was left by an earlier store of that name and would be read as part of the new one; move it away, or choose another place"
      )
    }
    for leftover in leftovers { unlink(leftover) }
  }

  /// The shared memory says only where things are in the log.
  private static func holdsNothing(_ companion: String) -> Bool {
    guard let facts = StoreOwners.facts(companion, followingLinks: false), facts.st_mode & S_IFMT == S_IFREG,
      facts.st_uid == geteuid()
    else { return false }
    return companion.hasSuffix("-shm") || facts.st_size == 0
  }
}
