extension CommandContext {
  /// Asks for a yes on the terminal; where nobody can be asked, refuses.
  ///
  /// - Parameters:
  ///   - question: without its `[y/N]`
  ///   - telling: lines before the question
  ///   - refusal: what would be done, and which option does it without a question
  /// - Throws: a usage failure where standard input or the messages are no terminal.
  func hasConsent(to question: String, telling lines: [String] = [], refusal: String) throws -> Bool {
    guard world.terminals.inputIsTerminal && messages.terminal.isTerminal else {
      throw Failure.usage(refusal)
    }
    for line in lines { messages.line(line) }
    messages.prompt("\(question) [y/N] ")
    return try Answer.isYes(world.input)
  }
}
