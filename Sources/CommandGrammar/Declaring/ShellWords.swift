/// Reads the examples as a shell would, as far as examples go: words, both kinds of quotes, pipes and redirections.
package enum ShellWords {
  /// A word as a shell reads it back: in quotes where it needs them.
  package static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "-_./,:=@+%".utf8.contains(byte)
      }
    return isPlain ? word : ShellText.quoted(word)
  }

  /// The arguments of each call of the program in a line.
  static func calls(of program: String, in line: String) -> [[String]] {
    commands(in: line).compactMap { words in
      words.firstIndex(of: program).map { Array(words[($0 + 1)...]) }
    }
  }

  private static func commands(in line: String) -> [[String]] {
    var commands: [[String]] = [[]]
    var word: String?
    var quote: Character?
    var escaped = false
    var redirects = false

    func endWord() {
      guard let ended = word else { return }
      // The file of a redirection is the shell's business.
      if redirects { redirects = false } else { commands[commands.count - 1].append(ended) }
      word = nil
    }
    for character in line {
      if escaped {
        if character != "\n" { word = (word ?? "") + String(character) }
        escaped = false
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else {
        switch character {
        case "\\": escaped = true
        case "'", "\"":
          quote = character
          word = word ?? ""
        case " ", "\t": endWord()
        case "|", ";", "&", "\n":
          endWord()
          commands.append([])
        case "<", ">":
          // The number in front of `2>` is no word.
          if word == "2" { word = nil }
          endWord()
          redirects = true
        default: word = (word ?? "") + String(character)
        }
      }
    }
    endWord()
    return commands
  }
}
