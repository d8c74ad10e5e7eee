import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine

let queueEditCommand = Command(
  CommandSpec(
    ["queue", "edit"], summary: "Edit a queue",
    discussion: [
      "With options, only what they name changes: `--if` and `--if-any` replace all conditions of their list, `--primary` and `--secondary` all groups; `--add-if`, `--remove-if`, `--add-primary` and similar options change one. With a FILE, the whole queue is replaced. The command shows the difference; `log revert` undoes it.",
      "Without options and without a FILE, on a terminal, `$VISUAL` or `$EDITOR` opens the queue as JSON, with groups by name. If something is wrong, the editor opens again, with the problems at the top.",
      "Waiting tickets stay where they are until they change or the queues are reordered; a new `--order` reorders them.",
    ],
    operands: [queueOperand, QueueOptions.file], options: QueueOptions.all + QueueOptions.edits,
    examples: [
      Example(
        command: "sessionctl queue edit 1 --priority 1", explanation: "Agents serve it before all others"),
      Example(
        command: "sessionctl queue edit 1 --add-primary Billing",
        explanation: "Let one more group serve it"),
    ],
    exitNotes: [
      ExitNote(.badInput, "The file's queue is wrong"),
      ExitNote(.no, "You left the editor without correcting what is wrong"),
    ]),
  prints: QueueDocument.show.schema
) { context in
  let arguments = context.arguments
  let draft = try arguments[QueueOptions.file].map { try QueueOptions.read($0, context) }
  guard draft != nil || (QueueOptions.all + QueueOptions.edits).contains(where: { arguments.wasGiven($0) })
  else {
    guard context.canRunEditor else {
      throw CommandTable.toolkit.usageError(
        "'queue edit' needs to know what to change; on a terminal it opens an editor", in: context.spec)
    }
    return try editByHand(context)
  }
  let typed = TypedRule(context, .ticket)
  let open = try context.open()
  let (id, moved, edited) = try open.administer(isFile: draft != nil) { administration in
    try administration.reader.requireQueues()
    let stored = try Naming(administration.reader).customQueue(arguments[required: queueOperand])
    var queue = stored.queue
    draft?.fill(&queue)
    try QueueOptions.apply(arguments, typed, administration, to: &queue)
    try administration.change(stored, to: queue, document: draft?.document)
    return (
      stored.queue.id, try context.settle(administration), try stored.edited(administration.reader)
    )
  }
  try context.tell(edited) { try showQueue(id, context, open) }
  if !context.isSilent { context.tell(moved: moved) }
}

/// Opens the queue in an editor, in the form of rules as code.
private func editByHand(_ context: CommandContext) throws {
  let open = try context.open()
  let (before, code) = try open.store.read { reader in
    _ = try open.admin(reader)
    try reader.requireQueues()
    let stored = try Naming(reader).customQueue(context.arguments[required: queueOperand])
    let code = try CodedQueues().stored(reader, RuleNames(reader)).first { $0.id == stored.queue.key }
    return (stored, JSONValue.object(code?.rule.content ?? JSONObject()))
  }
  var result: (edited: EditedThing, moved: Int)?
  _ = try TextEditor(context).edit(code, of: before.queue.thing.heading) { object in
    context.warnOfSlips(in: object, CodedQueues().members, at: before.queue.thing.heading)
    result = try open.administer(isFile: true) { administration in
      let stored = try administration.reader.queues().first { $0.queue.key == before.queue.key }
      guard let stored, stored.document == before.document, stored.queue == before.queue else {
        throw Failure.refused("\(before.queue.thing.heading) was changed by somebody else meanwhile")
      }
      try CodeTarget(administration, open, isOwn: true).change(stored.queue.key, to: object, CodedQueues())
      return (try stored.edited(administration.reader), try context.settle(administration))
    }
  }
  guard let result else { return context.note("nothing changed") }
  try context.tell(result.edited) { try showQueue(before.queue.id, context, open) }
  if !context.isSilent { context.tell(moved: result.moved) }
}

extension StoredQueue {
  /// The difference between what the queue was and what it is.
  fileprivate func edited(_ reader: StoreReader) throws -> EditedThing {
    let names = try RuleNames(reader)
    let after = try reader.queues().first { $0.queue.key == queue.key }?.queue
    return try EditedThing(
      heading: (after ?? queue).thing.heading, before: queue.lines(names), after: after?.lines(names) ?? [])
  }
}

extension Queue {
  /// What the queue says, line by line in the words of the options, with names.
  fileprivate func lines(_ names: RuleNames) throws -> [String] {
    let walk = RuleReferenceWalk(dialect: .ticket, replace: names.name)
    func groups(_ word: String, _ ids: [Int64]) throws -> [String] {
      try ids.map { "\(word) \(try names.name(of: String($0), .group))" }
    }
    var lines = ["name \(name)"]
    if let description, !description.isEmpty { lines.append("description \(description)") }
    lines += ["order \(order)", "priority \(priority)"]
    lines += try walk.conditions(conditions).lines
    return try lines + groups("primary", primaryGroups) + groups("secondary", secondaryGroups)
  }
}
