import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let agentCreateCommand = Command(
  CommandSpec(
    ["agent", "create"], summary: "Create an agent or admin",
    options: [
      AgentOptions.name, AgentOptions.requiredEmail, AgentOptions.role, AgentOptions.status,
      AgentOptions.messagingCapacity, AgentOptions.emailCapacity, AgentOptions.group,
    ],
    examples: [
      Example(
        command: "sessionctl agent create --name 'Cleo Marsh' --email cleo@example.com",
        explanation: "Create an agent")
    ]),
  prints: AgentDocument.show.schema
) { context in
  let arguments = context.arguments
  let open = try context.open()
  let address = arguments[required: AgentOptions.requiredEmail]
  let id = try open.administer { administration in
    var person = Person(
      id: 0, name: arguments[AgentOptions.name] ?? address, email: address,
      role: arguments[AgentOptions.role] ?? .agent)
    AgentOptions.apply(arguments, to: &person)
    return try administration.add(
      person, joining: AgentOptions.groups(arguments[all: AgentOptions.group], administration.reader)
    ).id
  }
  if context.isSilent { return }
  try showAgent(context, open, String(id))
}
