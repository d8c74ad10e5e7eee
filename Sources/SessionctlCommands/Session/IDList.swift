import CommandGrammar
import JSONText
import Rendering

/// The sessions that a file names: one id a line, CSV or TSV with a line of names at the top, or JSON documents, ours
/// among them. Blank lines and lines that begin with `#` are passed over.
enum IDList {
  static func read(_ path: String, _ context: CommandContext) throws -> [Int64] {
    let input = try InputFile.open(path, context)
    let bytes = try input.readAll()
    let start = bytes.firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if let start, [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(bytes[start]) {
      return try documents(bytes, input.name)
    }
    return try lines(bytes, input.name)
  }

  private static func wrong(_ name: String, _ line: Int, _ reason: String) -> Failure {
    Failure(.badInput, "bad_input", "\(name), line \(line): \(reason)")
  }

  // MARK: JSON

  private static func documents(_ bytes: [UInt8], _ name: String) throws -> [Int64] {
    var rest = bytes[...]
    let keys: Set = ["item", "items", "session", "sessions"]
    let reader = JSONRecordReader(collectionKeys: keys, singularKeys: keys) { room in
      let count = min(room.count, rest.count)
      room.copyBytes(from: rest.prefix(count))
      rest = rest.dropFirst(count)
      return count
    }
    var ids: [Int64] = []
    while true {
      switch try reader.next() {
      case .end: return ids
      case .failure(let line, _, let reason, _): throw wrong(name, line, reason)
      case .record(let record):
        let value = record.slice.value
        if let id = try sessionID(value, name, record.line) { ids.append(id) }
      }
    }
  }

  /// The session that a document is about: a ticket's own, or itself. An id of something else is none.
  private static func sessionID(_ value: JSONValue, _ name: String, _ line: Int) throws -> Int64? {
    if let written = value["session_id"] {
      // A line of a run over tickets some of which have none.
      if written.isNull { return nil }
      if let id = written.integer, id > 0 { return id }
      throw wrong(name, line, "session_id: expected a session's id, found \(written.text)")
    }
    if let session = value["session"] {
      if session.isNull { return nil }
      if let id = session["id"]?.integer, id > 0 { return id }
    }
    let isOther = ["routing_channel", "via", "actions", "email"].contains { value[$0] != nil }
    guard let id = value["id"]?.integer, id > 0, !isOther || value["conversation_id"] != nil else {
      throw wrong(name, line, "expected a document with a session_id, or a session's with its id")
    }
    return id
  }

  // MARK: Lines

  private static func lines(_ bytes: [UInt8], _ name: String) throws -> [Int64] {
    var ids: [Int64] = []
    var column: (separator: UInt8, index: Int)?
    var isFirst = true
    var table = DelimitedLines(bytes)
    while let line = table.next(separator: column?.separator) {
      let text = String(decoding: line.bytes, as: UTF8.self).trimmingBlanks
      if text.isEmpty || text.hasPrefix("#") { continue }
      defer { isFirst = false }
      if isFirst, Int64(text) == nil, let found = header(line.bytes) {
        column = found
        continue
      }
      var word = text
      if let column {
        let fields = DelimitedLines.fields(line.bytes, separator: column.separator)
        word = column.index < fields.count ? fields[column.index].trimmingBlanks : ""
        // A line of a table without a session.
        if word.isEmpty { continue }
      }
      guard let id = Int64(word), id > 0 else {
        throw wrong(name, line.number, "expected a session's id, found '\(word.prefix(40))'")
      }
      ids.append(id)
    }
    return ids
  }

  /// Where the ids stand, by the names in the first line; nil where it is no line of names.
  private static func header(_ line: ArraySlice<UInt8>) -> (separator: UInt8, index: Int)? {
    for separator in [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";")] {
      let names = DelimitedLines.fields(line, separator: separator).map { $0.trimmingBlanks.lowercased() }
      if let index = names.firstIndex(of: "session_id") ?? names.firstIndex(of: "session.id") {
        return (separator, index)
      }
      let isOther = names.contains("routing_channel") && !names.contains("conversation_id")
      if !isOther, let index = names.firstIndex(of: "id") { return (separator, index) }
    }
    return nil
  }
}

/// The lines of a text or of a table, in which a line may go on within quotes.
private struct DelimitedLines {
  private let bytes: [UInt8]
  private var position = 0
  private var number = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Parameter separator: of a table; nil: each line ends at its end
  mutating func next(separator: UInt8?) -> (bytes: ArraySlice<UInt8>, number: Int)? {
    guard position < bytes.count else { return nil }
    let (start, first) = (position, number)
    var isQuoted = false
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\""), let separator, separator != UInt8(ascii: "\t") { isQuoted.toggle() }
      guard byte == UInt8(ascii: "\n") else { continue }
      number += 1
      if !isQuoted { return (bytes[start..<position - 1], first) }
    }
    return (bytes[start..<position], first)
  }

  static func fields(_ line: ArraySlice<UInt8>, separator: UInt8) -> [String] {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    for byte in line {
      if byte == UInt8(ascii: "\""), separator != UInt8(ascii: "\t") {
        isQuoted.toggle()
      } else if byte == separator && !isQuoted {
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      } else {
        field.append(byte)
      }
    }
    return fields + [String(decoding: field, as: UTF8.self)]
  }
}

extension String {
  /// Without blanks and carriage returns at its ends, and without a mark of the byte order.
  fileprivate var trimmingBlanks: String {
    var scalars = Substring(self).unicodeScalars
    while let last = scalars.last, last == " " || last == "\r" || last == "\t" { scalars.removeLast() }
    while let first = scalars.first, first == " " || first == "\t" || first == "\u{FEFF}" {
      scalars.removeFirst()
    }
    return String(scalars)
  }
}
