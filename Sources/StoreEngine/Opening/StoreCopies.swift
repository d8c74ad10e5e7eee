import Glibc

/// Other stores that lie beside one: backups, copies that an upgrade or somebody by hand has made, and what Litestream
/// keeps of its changes.
package enum StoreCopies {
  /// Their paths, in order; each is told by what stands at its beginning and not by its name.
  ///
  /// - Parameter path: the store's own
  package static func beside(_ path: String) -> [String] {
    let folder = StoreFile.folder(of: path)
    guard let own = StoreOwners.facts(path), let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var found: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
      }
      guard let name else { continue }
      let file = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      guard let facts = StoreOwners.facts(file), facts.st_mode & S_IFMT == S_IFREG,
        (facts.st_dev, facts.st_ino) != (own.st_dev, own.st_ino), isStore(file)
      else { continue }
      found.append(file)
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let changes = folder == "/" ? "/.\(name)-litestream" : "\(folder)/.\(name)-litestream"
    if StoreOwners.facts(changes) != nil { found.append(changes) }
    return found.sorted()
  }

  /// SQLite's first words, and the application's number at byte 68.
  private static func isStore(_ file: String) -> Bool {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 72)
    guard read(descriptor, &head, head.count) == head.count else { return false }
    let number = head[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return head.starts(with: "SQLite format 3".utf8) && number == UInt32(Schema.applicationID)
  }
}
