import Foundation

/// A Swift file of the repository; all are read once, for all who ask them something.
struct SourceFile: Sendable {
  /// From the root, as `Sources/CivilTime/Zone.swift`.
  let path: String
  let text: String
  /// The lines without comments; of one that is nothing else an empty text is left.
  let code: [Substring]

  /// Those of `Sources` and `Tests`, in order.
  static let all: [SourceFile] = ["Sources", "Tests"].flatMap { folder in
    let names = FileManager.default.enumerator(atPath: "\(Repository.root)/\(folder)")!.allObjects
    let files = names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      SourceFile(path: "\(folder)/\(name)", text: try! Repository.read("\(folder)/\(name)"))
    }
    precondition(files.count > 50, "the sources are not there")
    return files
  }

  /// Those below a folder of the repository.
  static func below(_ folder: String) -> [SourceFile] { all.filter { $0.path.hasPrefix("\(folder)/") } }

  private init(path: String, text: String) {
    self.path = path
    self.text = text
    code = text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.withoutComment)
  }

  /// A regular expression would take seconds for all files.
  private static func withoutComment(_ line: Substring) -> Substring {
    let bytes = line.utf8
    let slash = UInt8(ascii: "/")
    var hasCode = false
    var (before, last) = (UInt8(ascii: " "), UInt8(ascii: " "))
    for place in bytes.indices {
      let byte = bytes[place]
      if byte == slash, last == slash {
        if !hasCode { return "" }
        // Two slashes within a text have no space before them.
        if before == UInt8(ascii: " ") { return line[..<bytes.index(before: place)] }
      }
      if byte != UInt8(ascii: " "), byte != slash { hasCode = true }
      (before, last) = (last, byte)
    }
    return line
  }
}
