import CommandGrammar
import SessionStore
import StoreEngine

let userShowCommand = Command(
  CommandSpec(
    ["user", "show"], summary: "Show one customer or staff member",
    discussion: [
      "For an address that several customers have, it shows the customer who gets the conversations that are started with it."
    ],
    operands: [userOperand],
    examples: [Example(command: "sessionctl user show carla@example.net", explanation: "Who this is")]),
  prints: UserDocument.show.schema
) { context in
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    let person = try Naming(reader).customer(context.arguments[required: userOperand])
    try context.show(UserDocument.show, UserRow(person, reader), open.clock)
  }
}
