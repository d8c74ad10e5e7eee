import Rendering

/// A file as `import` reads it: what is compressed with gzip is opened, and what is no JSON is named.
struct ImportInput {
  /// Why nothing of a file can be read.
  struct Problem: Error {
    let sentence: String
  }

  /// Fills memory with the text and tells how much, 0 at its end.
  ///
  /// Throws `Problem` when its beginning says that it is something else, or when it is damaged.
  let read: (UnsafeMutableRawBufferPointer) throws -> Int

  /// Nothing is read before the text is asked for.
  init(_ file: InputFile) {
    var text: ((UnsafeMutableRawBufferPointer) throws -> Int)?
    read = { room in
      let read = try text ?? Self.text(of: file)
      text = read
      return try read(room)
    }
  }

  private static func text(of file: InputFile) throws -> (UnsafeMutableRawBufferPointer) throws -> Int {
    let plain = try PeekedInput { try file.readOrFail(into: $0) }
    if plain.head.starts(with: [0x1F, 0x8B]) {
      let compressed = try GunzippedInput(plain.read)
      let text = try PeekedInput(compressed.read)
      if let other = otherForm(of: text.head) {
        throw Problem(sentence: "compressed with gzip, \(other)")
      }
      return text.read
    }
    if let other = otherForm(of: plain.head) { throw Problem(sentence: other) }
    return plain.read
  }

  /// What a file is that begins like this, where it is plainly no JSON.
  private static func otherForm(of head: [UInt8]) -> String? {
    let wanted = "import reads the API's JSON"
    if head.starts(with: "PK\u{3}\u{4}".utf8) {
      return "this is a ZIP archive, as .xlsx files are; \(wanted)"
    }
    let start = head.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard let first = start.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return nil }
    if first == UInt8(ascii: "<") {
      return "this is HTML or XML, perhaps an error page or a sign-in page; \(wanted)"
    }
    let line = start.prefix { $0 != 0x0A && $0 != 0x0D }
    let isText = line.allSatisfy { $0 >= 0x20 || $0 == 0x09 }
    // A first line of names, as tables have it.
    guard isText, !line.contains(UInt8(ascii: "{")), !line.contains(UInt8(ascii: "[")),
      let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].first(where: { line.contains($0) }),
      line.split(separator: separator).count > 1
    else { return nil }
    let names = String(decoding: line.prefix(60), as: UTF8.self)
    return
      "this looks like CSV with the first line '\(names)\(line.count > 60 ? "…" : "")'; \(wanted)"
  }
}

/// An input whose beginning has been looked at.
private final class PeekedInput {
  let head: [UInt8]
  private var given = 0
  private let rest: (UnsafeMutableRawBufferPointer) throws -> Int

  init(_ source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) throws {
    var head = [UInt8](repeating: 0, count: 4096)
    var count = 0
    while count < head.count {
      let more = try head.withUnsafeMutableBytes {
        try source(UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
      }
      if more == 0 { break }
      count += more
      // Who writes into a pipe line by line is not kept waiting for more than is needed.
      if Self.tells(head[..<count]) { break }
    }
    self.head = Array(head[..<count])
    rest = source
  }

  /// Whether this much of a text says what form it has: JSON and gzip by how they begin, all else by its first line.
  private static func tells(_ head: ArraySlice<UInt8>) -> Bool {
    let text = head.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard text.count > 1, let first = text.first else { return false }
    return [UInt8(ascii: "{"), UInt8(ascii: "["), 0x1F].contains(first) || text.contains(0x0A)
  }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    guard given < head.count else { return try rest(room) }
    let count = min(room.count, head.count - given)
    room.copyBytes(from: head[given..<given + count])
    given += count
    return count
  }
}

extension InputFile {
  /// Whatever goes wrong with reading is a matter of the input (66), also when it comes through a pipe.
  func readOrFail(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    do { return try read(into: buffer) } catch let error as WriteFailure {
      throw Failure(.noInput, "no_input", "cannot read \(name): \(error.reason)")
    }
  }
}
