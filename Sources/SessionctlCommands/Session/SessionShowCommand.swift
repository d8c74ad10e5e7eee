import CommandGrammar
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
      throw Failure.notFound("no session \(id) (see 'sessionctl session list --all')")
    }
    var names = ActorNames(reader)
    try context.document(SessionDocument.show, open.clock).single(SessionDocument.cells(row, &names))
  }
}
