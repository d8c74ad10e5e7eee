import Rendering

extension CommandContext {
  /// Writes what was changed, line by line, with two unchanged lines around it; nothing where nothing was.
  func writeDifference(from old: [String], to new: [String]) throws {
    let writer = LineWriter(sink: output, terminal: outputTerminal)
    for hunk in LineDifference(from: old, to: new).hunks(context: 2) {
      for line in hunk {
        switch line {
        case .same: try writer.line(line.text)
        case .removed: try writer.line(line.text, .red)
        case .added: try writer.line(line.text, .green)
        }
      }
    }
    try writer.finish()
  }
}
