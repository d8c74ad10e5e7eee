import Rendering

extension CommandContext {
  /// Asks for a yes on the terminal; where nobody can be asked, refuses.
  ///
  /// - Parameters:
  ///   - question: without its `[y/N]`
  ///   - telling: lines before the question
  ///   - preview: shown before the question; made only if it is asked
  ///   - number: what must be typed instead of a yes
  ///   - refusal: what would be done, and which option does it without a question
  /// - Throws: a usage failure where standard input or the messages are no terminal.
  func hasConsent(
    to question: String, telling lines: [String] = [], seeing preview: (() throws -> RunPreview)? = nil,
    typing number: String? = nil, refusal: String
  ) throws -> Bool {
    // Nothing stays that could be regretted.
    if isRehearsal { return true }
    guard world.terminals.inputIsTerminal && messages.terminal.isTerminal else {
      throw Failure.usage(refusal)
    }
    if let preview {
      try preview().write(to: ByteSink(world.errors), messages.terminal)
      messages.line()
    }
    for line in lines { messages.line(line) }
    messages.prompt(number.map { "\(question) Type \($0) to do it: " } ?? "\(question) [y/N] ")
    return try number.map { try Answer.line(world.input) == $0 } ?? Answer.isYes(world.input)
  }
}
