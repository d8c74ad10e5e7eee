import CommandGrammar
import Rendering

/// A thing before and after an edit, line by line in the words of the options.
struct EditedThing {
  /// `trigger 4 "Survey on end"`
  let heading: String
  let before: [String]
  let after: [String]
}

extension CommandContext {
  /// Says what an edit changed: people see the difference, programs the whole thing.
  func tell(_ edited: EditedThing, whole: () throws -> Void) throws {
    if isSilent { return }
    guard format == .table, !arguments.wasGiven(GlobalOptions.fields) else { return try whole() }
    guard edited.before != edited.after else { return note("nothing changed") }
    let writer = DifferenceWriter(self)
    try writer.write(edited.heading, edited.before, edited.after)
    try writer.finish()
  }

  /// Whether somebody sits at a terminal in which an editor can run.
  var canRunEditor: Bool {
    world.terminals.inputIsTerminal && messages.terminal.isTerminal && outputTerminal.isTerminal
  }
}
