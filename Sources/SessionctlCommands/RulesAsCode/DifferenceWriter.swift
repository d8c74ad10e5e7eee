import Rendering

/// Writes differences of texts as a command's result, each under a heading.
struct DifferenceWriter {
  private let writer: LineWriter

  init(_ context: CommandContext) {
    writer = LineWriter(sink: context.output, terminal: context.outputTerminal)
  }

  /// What is compared with what.
  func head(_ old: String, _ new: String) throws {
    try writer.line("--- \(old)", .bold)
    try writer.line("+++ \(new)", .bold)
  }

  /// One text that was changed; nothing where it is the same.
  ///
  /// - Parameter unchangedLines: how many stand before and after a change
  func write(_ heading: String, _ old: [String], _ new: [String], unchangedLines: Int = 3) throws {
    for hunk in LineDifference(from: old, to: new).hunks(context: unchangedLines) {
      try writer.line("@@ \(heading) @@", .dim)
      for line in hunk {
        switch line {
        case .same: try writer.line(line.text)
        case .removed: try writer.line(line.text, .red)
        case .added: try writer.line(line.text, .green)
        }
      }
    }
  }

  func finish() throws { try writer.finish() }
}
