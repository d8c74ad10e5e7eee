/// Writes messages for people on standard error: everything is sanitised here, whoever wrote it.
///
/// A message that can't be written is dropped, for there is nobody left to tell.
public final class TerminalWriter {
  /// Where the messages go; who asks a question looks here whether somebody can answer.
  public let terminal: TerminalFacts
  private let sink: ByteSink
  /// Columns of the passing line that is on the screen now.
  private var statusWidth = 0

  /// Takes the sink for messages, and what is known of the terminal behind it.
  public init(sink: ByteSink, terminal: TerminalFacts) {
    self.sink = sink
    self.terminal = terminal
  }

  /// Writes one line, whatever the text contains: the line end is this method's, one in the text becomes `⏎`.
  public func line(_ text: String = "", _ style: Style = .plain) {
    clearStatus()
    style.append(Sanitizer.visible(text), to: &sink.buffer, terminal)
    sink.buffer.append("\n")
    try? sink.flush()
  }

  /// Writes a question and leaves the cursor behind it.
  public func prompt(_ text: String) {
    clearStatus()
    sink.buffer.append(Sanitizer.visible(text))
    try? sink.flush()
  }

  /// Writes a JSON document of plain members on a line, such as `sessionctl.error/1`.
  public func json(schema: String, _ members: [HeadMember]) {
    clearStatus()
    JSONDocument.flat(schema, members, to: &sink.buffer)
    try? sink.flush()
  }

  /// Shows a passing line that the next message or status replaces; on a terminal only.
  public func status(_ text: String) {
    guard terminal.isTerminal else { return }
    let shown = DisplayWidth.cut(Sanitizer.visible(text), to: max(1, terminal.width - 1))
    let width = DisplayWidth.of(shown)
    sink.buffer.append("\r")
    sink.buffer.append(shown)
    sink.buffer.append(UInt8(ascii: " "), times: statusWidth - width)
    statusWidth = width
    try? sink.flush()
  }

  /// Takes the passing line away, with blanks rather than an escape sequence: dumb terminals know those too.
  public func clearStatus() {
    guard statusWidth > 0 else { return }
    sink.buffer.append("\r")
    // A terminal shows a Ctrl-C behind the line, as ^C.
    sink.buffer.append(UInt8(ascii: " "), times: min(statusWidth + 2, max(1, terminal.width - 1)))
    sink.buffer.append("\r")
    statusWidth = 0
    try? sink.flush()
  }
}
