import CommandGrammar
import Rendering
import SessionStore
import StoreEngine

/// A shell's question what may stand at the end of an unfinished line: `sessionctl __complete SHELL …`.
///
/// It is no command: nobody types it, so that it is in no list, and it says nothing when something is wrong, because
/// every word would end up in somebody's prompt.
struct CompletionRequest {
  /// The end of the line, or nil where there is nothing to offer.
  private let point: CompletionPoint?
  private let spelling: Spelling

  /// How the shell wants to have a word.
  private enum Spelling {
    /// Quoted, and only what it will replace.
    case bash(BashLine)
    /// The value alone: zsh and fish quote it themselves.
    case plain
  }

  /// - Returns: nil when this is an ordinary command line
  init?(_ arguments: [[UInt8]]) {
    guard let first = arguments.first, first.elementsEqual(Completions.entry.utf8) else { return nil }
    let words = arguments.dropFirst().map { String(validating: $0, as: UTF8.self) }
    let known = words.compactMap(\.self)
    var spelling = Spelling.plain
    var typed: (before: [String], word: String)?
    if known.count == words.count, let shell = known.first.flatMap(Shell.init) {
      switch shell {
      case .bash where known.count == 3:
        if let line = BashLine(known[1], replacing: known[2]) {
          spelling = .bash(line)
          typed = (line.words, line.word)
        }
      case .bash: break
      case .zsh: typed = (Array(known.dropFirst().dropLast()), known.last ?? "")
      case .fish:
        // Its word comes as it is typed, in quotes that are still open.
        typed = (
          Array(known.dropFirst().dropLast()), BashLine(known.last ?? "", replacing: "")?.word ?? ""
        )
      }
    }
    self.spelling = spelling
    // The first word is the program's name.
    point = typed.flatMap { typed in
      typed.before.isEmpty
        ? nil
        : CommandTable.toolkit.completionPoint(after: Array(typed.before.dropFirst()), typing: typed.word)
    }
  }

  /// Prints the words, one a line.
  func answer(_ world: World) -> ExitCode {
    guard let point, let candidates = try? CompletionCandidates(point, world).words() else { return .no }
    let start = point.typed.lowercased()
    var lines = ""
    var count = 0
    for word in candidates where word.lowercased().hasPrefix(start) && Self.isHarmless(word) {
      // A word that begins with a dash would be an option.
      if point.prefix.isEmpty && word.utf8.first == UInt8(ascii: "-") { continue }
      switch spelling {
      case .plain: lines += word + "\n"
      case .bash(let line):
        guard let replacement = line.replacement(for: point.prefix + word) else { continue }
        lines += replacement + "\n"
      }
      count += 1
      if count == Self.limit { break }
    }
    let sink = ByteSink(world.output)
    guard (try? sink.write(lines)) != nil, (try? sink.flush()) != nil else { return .no }
    return .done
  }

  /// More than anybody reads.
  private static let limit = 500

  /// Names come from anywhere: what steers a terminal or deceives the reader is not offered.
  private static func isHarmless(_ word: String) -> Bool {
    !word.isEmpty && word.utf8.count < 500 && Sanitizer.visible(word) == word
  }
}
