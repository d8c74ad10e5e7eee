/// Writes lines of text as a command's result, such as a difference: sanitised like everything else, and coloured where
/// there is colour.
public final class LineWriter {
  private let sink: ByteSink
  private let terminal: TerminalFacts

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

  public func finish() throws { try sink.flush() }
}
