import CommandGrammar
import SessionStore
import StoreEngine

let agentShowCommand = Command(
  CommandSpec(
    ["agent", "show"], summary: "Show one agent", operands: [AgentOptions.operand],
    examples: [
      Example(command: "sessionctl agent show admin@example.com", explanation: "An admin's load and room")
    ]),
  prints: AgentDocument.show.schema
) { context in
  let open = try context.open(readOnly: true)
  try showAgent(context, open, context.arguments[required: AgentOptions.operand])
}
