/// Something that a newcomer wants to do: the command lines that do it, and those that it took before they were there.
struct AdminTask: Sendable {
  /// What somebody would ask for, without a full stop.
  let title: String
  /// Command lines behind a `$`, and what they print.
  let transcript: String
  /// Command lines that did the same in earlier versions; none where it was done in the same way.
  let before: [String]

  init(_ title: String, _ transcript: String, before: [String] = []) {
    self.title = title
    self.transcript = transcript
    self.before = before
  }

  /// The lines that are typed.
  var lines: [String] {
    transcript.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
  }

  /// Characters and the Enter of each line.
  var keystrokes: Int { Self.keystrokes(lines) }
  /// The same for `before`, else no difference.
  var keystrokesBefore: Int { before.isEmpty ? keystrokes : Self.keystrokes(before) }

  private static func keystrokes(_ lines: [String]) -> Int { lines.reduce(0) { $0 + $1.count + 1 } }
}
