import Glibc

/// The folder of zone files that the tzdata package installs.
enum ZoneDatabase {
  enum Contents {
    case file([UInt8])
    case folder
    case missing
    case unreadable
  }

  static func contents(of path: String) -> Contents {
    // Without O_NONBLOCK a named pipe would hold up the program.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return .unreadable }
    if status.st_mode & S_IFMT == S_IFDIR { return .folder }
    // The largest zone has less than 4 KB; whatever is beyond a megabyte is none.
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= 1 << 20 else { return .unreadable }
    return bytes(of: file, expecting: Int(status.st_size)).map { .file($0) } ?? .unreadable
  }

  private static func bytes(of file: Int32, expecting size: Int) -> [UInt8]? {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = read(file, buffer.baseAddress! + count, size - count)
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { return }
        count += got
      }
    }
    return failed ? nil : bytes
  }

  /// An empty folder is no database: minimal container images have one.
  static func exists(in directory: String) -> Bool { !entries(of: directory).isEmpty }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func entries(of directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
