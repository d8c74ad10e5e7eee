import CommandGrammar
import SessionModel
import SessionStore

private let status = Option<TicketStatus>(
  "status", "STATUS", .vocabulary([.open, .pending, .hold, .solved, .closed]), help: "Set the status")
private let priority = Option<String>(
  "priority", "PRIORITY", .oneOf(["none", "low", "normal", "high", "urgent"]), help: "Set the priority")
private let group = Option<String>(
  "group", "GROUP", .nonEmptyText, completion: .stored("group"),
  help: "Give it to this group; 'none' for no group")
private let agent = Option<String>(
  "agent", "AGENT", .nonEmptyText, completion: .stored("agent"),
  help: "Assign it to this agent; 'none' to unassign")
private let tag = Option<String>("tag", "TAG", .tag, repeatable: true, help: "Add this tag")
private let removeTag = Option<String>(
  "remove-tag", "TAG", .tag, repeatable: true, help: "Remove this tag")
private let routingChannel = Option<RoutingChannel>(
  "routing-channel", "CHANNEL", .vocabulary(), help: "Set the routing channel; email ends an active session")
private let note = Option<String>("note", "TEXT", .nonEmptyText, help: "Add an internal note")
private let field = Option<String>(
  "field", "ID=VALUE", .nonEmptyText, repeatable: true,
  help: "Set a custom field; nothing after '=' clears it")

let ticketUpdateCommand = Command(
  CommandSpec(
    ["ticket", "update"], summary: "Change a ticket",
    discussion: [
      "All changes are one update. Assigning a new ticket makes it open; closing it ends a session that is still active; the routing channel email ends it too (`channel_changed`)."
    ],
    operands: [ticketOperand],
    options: [status, priority, group, agent, tag, removeTag, field, routingChannel, note],
    examples: [
      Example(
        command: "sessionctl ticket update 1001 --agent admin@example.com --priority high",
        explanation: "Assign it and make it urgent enough"),
      Example(
        command: "sessionctl ticket update 1001 --routing-channel email",
        explanation: "Route it as email from now on, which ends its session"),
    ],
    exitNotes: [
      ExitNote(
        .no, "There is no such ticket, or it can't be changed that way: a closed one never changes again")
    ]),
  prints: TicketDocument.show
) { context in
  let arguments = context.arguments
  let id = arguments[required: ticketOperand]
  let open = try context.open()
  let summary = try updateTicket(id, open, told: "updated ticket \(id)") { reader in
    let steps = try steps(arguments, Naming(reader))
    guard !steps.isEmpty else {
      throw CommandTable.toolkit.usageError("'ticket update' needs to know what to change", in: context.spec)
    }
    return steps
  }
  if summary.changed == 0 { context.note("nothing changed: ticket \(id) is like that already") }
  if context.wantsDocument {
    try open.store.read { try showTicket(id, context, open, $0) }
  } else if summary.changed > 0 {
    let closes = arguments[status] == .closed ? ", which closes its conversation" : ""
    context.note(
      summary.undone > 0
        ? "ticket \(id) is as it was: \(counted(summary.fired, "trigger")) fired and undid it"
        : "updated ticket \(id)\(closes)\(summary.ended > 0 ? ", and its session has ended" : "")")
    for sentence in summary.leftRouting.sentences { context.note(sentence) }
  }
}

/// In the order in which an agent would do it; the routing channel last, because an end is final.
private func steps(_ arguments: ParsedArguments, _ naming: Naming) throws -> [Update.Step] {
  var steps: [Update.Step] = []
  if let text = arguments[note] { steps.append(.comment(body: text, isPublic: false)) }
  if let word = arguments[group] { steps.append(.setGroup(try naming.groupOrNone(word).id)) }
  if let word = arguments[agent] { steps.append(.setAssignee(try naming.agentOrNone(word).id)) }
  if let word = arguments[priority] {
    steps.append(.setPriority(Priority(word: word == "none" ? "" : word) ?? .none))
  }
  let added = arguments[all: tag]
  if !added.isEmpty { steps.append(.addTags(added)) }
  let removed = arguments[all: removeTag]
  if !removed.isEmpty { steps.append(.removeTags(removed)) }
  for text in arguments[all: field] { steps.append(try customField(text)) }
  if let channel = arguments[routingChannel] { steps.append(.setRoutingChannel(channel)) }
  if let status = arguments[status] { steps.append(.setStatus(status)) }
  return steps
}

private func customField(_ text: String) throws -> Update.Step {
  let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.count == 2, let id = Int64(parts[0]), id > 0 else {
    throw Failure.usage(
      "--field takes the id of a custom field and its value, such as 360001=red, not \(quoted(text))")
  }
  return .setCustomField(id: id, value: String(parts[1]))
}

extension Selection.Match<Int64> {
  fileprivate var id: Int64? { if case .value(let id) = self { id } else { nil } }
}

extension ValueParser where Value == String {
  /// Tags hold no spaces; several can be given at once, separated by them, nowhere.
  fileprivate static var tag: ValueParser {
    nonEmptyText.map { (text) throws(ValueError) -> String in
      guard text.isTag else {
        throw ValueError("is not a tag: a tag has no spaces; repeat the option for more")
      }
      return text
    }
  }
}
