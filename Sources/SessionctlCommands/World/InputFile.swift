import CommandGrammar
import Glibc
import Rendering
import SessionStore
import StoreEngine
import SystemErrors

/// A file that was named on the command line, or standard input for `-`.
final class InputFile {
  /// What to call it in a sentence.
  let name: String
  private let descriptor: Int32?
  /// Bytes; nil where they can't be known beforehand.
  private let size: Int?
  private var taken = 0
  private let standardInput: (UnsafeMutableRawBufferPointer) throws -> Int

  private init(
    name: String, descriptor: Int32?, size: Int?,
    standardInput: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
  ) {
    self.name = name
    self.descriptor = descriptor
    self.size = size
    self.standardInput = standardInput
  }

  deinit { if let descriptor { close(descriptor) } }

  /// - Throws: a failure with status 66 when there is nothing to read.
  static func open(_ path: String, _ context: CommandContext) throws -> InputFile {
    if path == "-" {
      return InputFile(name: "standard input", descriptor: nil, size: nil, standardInput: context.world.input)
    }
    var descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    // A pipe that nobody writes to yet.
    while descriptor < 0 && errno == EINTR {
      try Interruption.check()
      descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    var facts = stat()
    if fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw unreadable(path, EISDIR)
    }
    // A pipe has no size, and a file that says 0 may be one of the system's.
    let size = facts.st_mode & S_IFMT == S_IFREG && facts.st_size > 0 ? Int(facts.st_size) : nil
    return InputFile(
      name: path, descriptor: descriptor, size: size, standardInput: context.world.input)
  }

  /// The file that holds one thing; a name that was typed in its place is noticed.
  static func open(ofThing path: String, _ context: CommandContext) throws -> InputFile {
    let names = context.spec.options.first { ["name", "title"].contains($0.name) }
    if let names, path != "-", !path.contains(where: { "/.".contains($0) }), access(path, F_OK) != 0,
      errno == ENOENT
    {
      throw Failure(
        .noInput, "no_input",
        "cannot read \(path): \(SystemError.text(ENOENT)); to give a name, use \(names.spelling)")
    }
    return try open(path, context)
  }

  /// How much of it has been read, from 0 to 1, for progress; nil where nobody knows.
  var share: Double? { size.map { Double(taken) / Double($0) } }

  /// Fills the buffer and tells how much, 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let descriptor else { return try standardInput(buffer) }
    while true {
      try Interruption.check()
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        taken += count
        return count
      }
      if errno != EINTR { throw Self.unreadable(name, errno) }
      try Interruption.check()
    }
  }

  /// The most that is read whole, in bytes: far more than anybody has written by hand, and what any machine holds.
  static let wholeLimit = 64 << 20

  /// - Throws: a failure with status 65 when there is more than `wholeLimit`
  func readAll() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try piece.withUnsafeMutableBytes { try read(into: $0) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= Self.wholeLimit else {
        throw Failure(
          .badInput, "bad_input",
          "\(name) has more than \(Self.wholeLimit >> 20) MiB, too much for this command; split it"
        )
      }
    }
  }

  static func unreadable(_ path: String, _ reason: Int32) -> Failure {
    Failure(.noInput, "no_input", "cannot read \(path): \(SystemError.text(reason))")
  }
}
