import Glibc
import Testing

/// A folder of its own, removed with everything in it when the test is over.
final class Folder {
  let path: String

  init() throws {
    // In memory where that can be: hundreds of stores are made, and each commit is synchronous.
    let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(base)/sessionctl-store-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failed(code: errno) }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { Files.removeAll(path) }

  struct Failed: Error { var code: Int32 }
}

enum Files {
  /// The permission bits.
  static func mode(_ path: String) -> mode_t? {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts.st_mode & 0o777 : nil
  }

  static func change(_ path: String, to mode: mode_t) { #expect(chmod(path, mode) == 0) }

  /// The names in a folder; none if it is no folder.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  static func removeAll(_ path: String) {
    for name in names(in: path) { removeAll("\(path)/\(name)") }
    remove(path)
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

  static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw Folder.Failed(code: errno) }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Folder.Failed(code: errno) }
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw Folder.Failed(code: errno) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}
