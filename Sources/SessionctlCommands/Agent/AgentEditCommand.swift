import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let agentEditCommand = Command(
  CommandSpec(
    ["agent", "edit"], summary: "Change an agent's name, role, status, capacity or groups",
    discussion: [
      "With options, only what they name changes; the command shows the difference, and `log revert` undoes it. Without options, on a terminal, `$VISUAL` or `$EDITOR` opens the agent as JSON, with groups by name. If something is wrong, the editor opens again, with the problems at the top."
    ],
    operands: [AgentOptions.operand],
    options: [
      AgentOptions.name, AgentOptions.email, AgentOptions.role, AgentOptions.status,
      AgentOptions.messagingCapacity, AgentOptions.emailCapacity, AgentOptions.suspended,
      AgentOptions.addGroup, AgentOptions.group, AgentOptions.removeGroup,
    ],
    examples: [
      Example(
        command: "sessionctl agent edit admin@example.com --status away",
        explanation: "Routing assigns nothing to this agent for now")
    ],
    exitNotes: [
      ExitNote(.no, "You left the editor without correcting what is wrong")
    ]),
  prints: AgentDocument.show.schema
) { context in
  let arguments = context.arguments
  let word = arguments[required: AgentOptions.operand]
  guard (agentEditOptions + [AgentOptions.status]).contains(where: { arguments.wasGiven($0) }) else {
    guard context.canRunEditor else {
      throw CommandTable.toolkit.usageError(
        "'agent edit' needs to know what to change; on a terminal it opens an editor", in: context.spec)
    }
    return try editByHand(word, context)
  }
  let open = try context.open()
  let edited = try open.administer(as: open.actor) { administration in
    let before = try Naming(administration.reader).staff(word)
    let code = try AgentCode(before, administration.reader)
    // An agent may say that they are away; everything else is an admin's.
    let onlyOwnStatus =
      administration.actor.id == before.id && !agentEditOptions.contains { arguments.wasGiven($0) }
    if !onlyOwnStatus { _ = try open.admin(administration.reader) }
    var person = before
    AgentOptions.apply(arguments, to: &person)
    if let address = arguments[AgentOptions.email] { person.email = address }
    if let isSuspended = arguments[AgentOptions.suspended] { person.suspended = isSuspended }
    let joining = arguments[all: AgentOptions.group] + arguments[all: AgentOptions.addGroup]
    try administration.change(
      before, to: person, joining: AgentOptions.groups(joining, administration.reader),
      leaving: AgentOptions.groups(arguments[all: AgentOptions.removeGroup], administration.reader))
    return try code.edited(administration.reader)
  }
  try tell(edited, word, context, open)
}

/// Opens the agent in an editor.
private func editByHand(_ word: String, _ context: CommandContext) throws {
  let open = try context.open()
  let (before, json) = try open.store.read { reader in
    _ = try open.admin(reader)
    let code = try AgentCode(Naming(reader).staff(word), reader)
    return (code, try code.json(RuleNames(reader)))
  }
  var result: EditedThing?
  _ = try TextEditor(context).edit(json, of: before.person.thing.heading) { object in
    result = try open.administer(isFile: true) { administration in
      let reader = administration.reader
      let now = try reader.person(id: before.person.id).map { try AgentCode($0, reader) }
      guard let now, now.person == before.person, now.groups == before.groups else {
        throw Failure.refused("\(before.person.thing.heading) was changed by somebody else meanwhile")
      }
      let (person, groups) = try before.changed(by: object, reader)
      try administration.change(
        before.person, to: person, joining: groups.filter { !before.groups.contains($0) },
        leaving: before.groups.filter { !groups.contains($0) })
      return try before.edited(reader)
    }
  }
  guard let result else { return context.note("nothing changed") }
  try tell(result, String(before.person.id), context, open)
}

private func tell(
  _ edited: EditedThing, _ word: String, _ context: CommandContext, _ open: OpenStore
) throws {
  let arguments = context.arguments
  try context.tell(edited) {
    try showAgent(
      context, open, word, fallback: arguments[AgentOptions.email] ?? arguments[AgentOptions.name])
  }
}

extension AgentCode {
  /// The difference between what the agent was and what they are.
  fileprivate func edited(_ reader: StoreReader) throws -> EditedThing {
    let names = try RuleNames(reader)
    let after = try reader.person(id: person.id).map { try AgentCode($0, reader) }
    return try EditedThing(
      heading: (after?.person ?? person).thing.heading, before: lines(names), after: after?.lines(names) ?? []
    )
  }
}

/// What only an admin may change.
private let agentEditOptions: [any OptionDeclaring] = [
  AgentOptions.name, AgentOptions.email, AgentOptions.role, AgentOptions.messagingCapacity,
  AgentOptions.emailCapacity, AgentOptions.suspended, AgentOptions.group, AgentOptions.addGroup,
  AgentOptions.removeGroup,
]
