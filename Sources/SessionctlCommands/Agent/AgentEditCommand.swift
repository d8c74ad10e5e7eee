import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let agentEditCommand = Command(
  CommandSpec(
    ["agent", "edit"], summary: "Edit an agent's name, role, status, capacity or groups",
    operands: [AgentOptions.operand],
    options: [
      AgentOptions.name, AgentOptions.email, AgentOptions.role, AgentOptions.status,
      AgentOptions.messagingCapacity, AgentOptions.emailCapacity, AgentOptions.suspended, AgentOptions.group,
      AgentOptions.removeGroup,
    ],
    examples: [
      Example(
        command: "sessionctl agent edit admin@example.com --status away",
        explanation: "Routing gives this agent no more tickets for now")
    ]),
  prints: AgentDocument.show.schema
) { context in
  let arguments = context.arguments
  let open = try context.open()
  let word = arguments[required: AgentOptions.operand]
  try open.administer(as: open.actor) { administration in
    let before = try Naming(administration.reader).staff(word)
    // An agent may say that they are away; everything else is an admin's.
    let onlyOwnStatus =
      administration.actor.id == before.id && !agentEditOptions.contains { arguments.wasGiven($0) }
    if !onlyOwnStatus { _ = try open.admin(administration.reader) }
    var person = before
    AgentOptions.apply(arguments, to: &person)
    if let address = arguments[AgentOptions.email] { person.email = address }
    if let isSuspended = arguments[AgentOptions.suspended] { person.suspended = isSuspended }
    try administration.change(
      before, to: person,
      joining: AgentOptions.groups(arguments[all: AgentOptions.group], administration.reader),
      leaving: AgentOptions.groups(arguments[all: AgentOptions.removeGroup], administration.reader))
  }
  if context.isSilent { return }
  try showAgent(context, open, word, fallback: arguments[AgentOptions.email] ?? arguments[AgentOptions.name])
}

/// What only an admin may change.
private let agentEditOptions: [any OptionDeclaring] = [
  AgentOptions.name, AgentOptions.email, AgentOptions.role, AgentOptions.messagingCapacity,
  AgentOptions.emailCapacity, AgentOptions.suspended, AgentOptions.group, AgentOptions.removeGroup,
]
