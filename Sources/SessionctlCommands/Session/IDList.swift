import CommandGrammar
import Rendering

/// A file with one id a line; blank lines and lines that begin with `#` are passed over.
enum IDList {
  static func read(_ path: String, _ context: CommandContext) throws -> [Int64] {
    let input = try InputFile.open(path, context)
    let name = input.name
    var ids: [Int64] = []
    var line = 0
    for text in try input.readAll().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      let word = String(decoding: text, as: UTF8.self).trimmingBlanks
      if word.isEmpty || word.hasPrefix("#") { continue }
      guard let id = Int64(word), id > 0 else {
        throw Failure(
          .badInput, "bad_input", "\(name), line \(line): expected a session's id, found '\(word.prefix(40))'"
        )
      }
      ids.append(id)
    }
    return ids
  }
}

extension String {
  /// Without blanks and carriage returns at its ends.
  fileprivate var trimmingBlanks: String {
    var scalars = Substring(self).unicodeScalars
    while let last = scalars.last, last == " " || last == "\r" || last == "\t" { scalars.removeLast() }
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    return String(scalars)
  }
}
