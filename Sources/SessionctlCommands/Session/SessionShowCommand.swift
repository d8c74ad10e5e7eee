import CommandGrammar
import Rendering
import SessionStore
import StoreEngine

private let sessionID = Operand<Int64>("ID", .id, help: "The session's id, the same as its conversation's")

let sessionShowCommand = Command(
  CommandSpec(
    ["session", "show"], summary: "Show one session", operands: [sessionID],
    examples: [
      Example(command: "sessionctl session show 1", explanation: "Who ended session 1, when and why")
    ]),
  prints: SessionDocument.show
) { context in
  let id = context.arguments[required: sessionID]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    guard let row = try reader.session(id: id) else {
      throw try Failure.noSession(id, reader)
    }
    var names = ActorNames(reader)
    var cells: [Cell] = []
    try SessionDocument.fill(&cells, row, &names)
    try context.document(SessionDocument.show, open.clock).single(cells)
  }
}
