/// What is being typed at the end of an unfinished command line, where only the program knows what may stand there.
package struct CompletionPoint: Sendable {
  /// The command that takes the value; one without a path where a global option stands before the command.
  package let command: CommandSpec
  /// What the value can be, and so where it is looked up.
  package let kind: CompletionKind
  /// The value as far as it is typed.
  package let typed: String
  /// What stands before the value in the same word: `--queue=`.
  package let prefix: String
  /// What stands before, as far as it can be read.
  package let arguments: ParsedArguments
}

extension Toolkit {
  /// The value at the end of the line, or nil where none is being typed.
  ///
  /// The line is read by the parser itself, whose errors don't matter yet.
  package func completionPoint(after words: [String], typing word: String) -> CompletionPoint? {
    var pass = ArgumentPass(toolkit: self, words: words)
    pass.readAll()
    func point(_ kind: CompletionKind, _ typed: String, prefix: String = "") -> CompletionPoint? {
      // The global options may stand before the command, whose fields are not known then.
      let command = pass.command ?? CommandSpec([], summary: "")
      return CompletionPoint(
        command: command, kind: kind, typed: typed, prefix: prefix, arguments: pass.parsed)
    }
    if let option = pass.pendingOption { return point(option.completion, word) }
    if !pass.optionsEnded, word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 {
      guard word.utf8.starts(with: "--".utf8), let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
      else { return nil }
      let name = String(Substring(word.utf8[..<equals].dropFirst(2)))
      let start = word.utf8.index(after: equals)
      return pass.accepted.first { $0.takesValue && $0.long.map { WordSpelling.same($0, name) } ?? false }
        .flatMap { point($0.completion, String(word[start...]), prefix: String(word[..<start])) }
    }
    guard let command = pass.command else { return nil }
    let index = pass.parsed.operandWords.count
    let operand = index < command.operands.count ? command.operands[index] : command.operands.last
    guard let operand, index < command.operands.count || operand.count.repeats else { return nil }
    return point(operand.completion, word)
  }
}
