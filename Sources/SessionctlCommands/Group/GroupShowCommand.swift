import CommandGrammar
import SessionStore
import StoreEngine

private let operand = Operand<String>(
  "GROUP", .nonEmptyText, completion: .stored("group"), help: "A group's id or name")

let groupShowCommand = Command(
  CommandSpec(
    ["group", "show"], summary: "Show one group and its agents", operands: [operand],
    examples: [Example(command: "sessionctl group show Support", explanation: "The group and its agents")]),
  prints: GroupDocument.show.schema
) { context in
  let open = try context.open(readOnly: true)
  try showGroup(context, open) { try Naming($0).group(context.arguments[required: operand]) }
}
