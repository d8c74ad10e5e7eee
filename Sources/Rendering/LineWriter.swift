/// Writes lines of text as a command's result, such as a difference: sanitised like everything else, and coloured where
/// there is colour.
public final class LineWriter {
  private let sink: ByteSink
  private let terminal: TerminalFacts

  /// Takes the sink for results, and what is known of the terminal behind it.
  public init(sink: ByteSink, terminal: TerminalFacts) {
    self.sink = sink
    self.terminal = terminal
  }

  /// Writes one line, whatever the text contains.
  public func line(_ text: String, _ style: Style = .plain) throws {
    style.append(Sanitizer.visible(text), to: &sink.buffer, terminal)
    sink.buffer.append("\n")
    try sink.flushIfFull()
  }

  /// Hands on what waits; throws what writing throws.
  public func finish() throws { try sink.flush() }
}
