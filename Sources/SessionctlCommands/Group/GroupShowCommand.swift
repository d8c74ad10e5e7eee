import CommandGrammar
import SessionStore
import StoreEngine

let groupShowCommand = Command(
  CommandSpec(
    ["group", "show"], summary: "Show one group and its agents", operands: [groupOperand],
    examples: [Example(command: "sessionctl group show Support", explanation: "The group and its agents")]),
  prints: GroupDocument.show.schema
) { context in
  let open = try context.open(readOnly: true)
  try showGroup(context, open) { try Naming($0).group(context.arguments[required: groupOperand]) }
}
