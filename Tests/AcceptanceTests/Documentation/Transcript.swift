import Testing

/// Commands and what they print, line by line, as a reader of the documentation sees them.
enum Transcript {
  /// Runs every line of a text that begins with `$ sessionctl`, and puts what it prints in the place of what stood
  /// there until the next command or the end of the passage.
  ///
  /// - Parameters:
  ///   - isPassage: whether a line begins or ends a passage in which there are commands
  ///   - run: what a line prints
  static func rewritten(
    _ text: String, isPassage: (String) -> (begins: Bool, ends: Bool), run: (String) throws -> [String]
  ) rethrows -> String {
    var written: [String] = []
    var isInPassage = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let (begins, ends) = isPassage(line)
      if isInPassage ? ends : begins {
        isInPassage.toggle()
        written.append(line)
      } else if !isInPassage {
        written.append(line)
      } else {
        let command = line.drop { $0 == " " }
        guard command.hasPrefix("$ ") else { continue }
        let indentation = String(line.prefix { $0 == " " })
        written.append(line)
        written += try run(String(command)).map { indentation + $0 }
      }
    }
    return written.joined(separator: "\n")
  }
}
