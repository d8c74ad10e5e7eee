import CommandGrammar
import SessionModel
import SessionStore
import WireFormat

private let file = Operand<String>(
  "FILE", .file, .optional, help: "The queue in the wire format; '-' is standard input")
private let name = Option<String>("name", "NAME", .name, help: "The queue's name")
private let description = Option<String>("description", "TEXT", .text, help: "What the queue is for")
private let primary = Option<String>(
  "primary", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
  help: "A group that serves it; 1 to 20 of them")
private let secondary = Option<String>(
  "secondary", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
  help: "A group that serves it when no primary agent is available; up to 20")
private let priority = Option<Int>(
  "priority", "N", .nonNegativeInteger,
  help: "Which queue agents serve first, 1 before 100; 100 if not given")
private let order = Option<Int>(
  "order", "N", .nonNegativeInteger, help: "Its place among the queues; the last if not given")
private let options: [any OptionDeclaring] = [
  name, description, RuleText.ifAll, RuleText.ifAny, primary, secondary, priority, order,
]

let queueCreateCommand = Command(
  CommandSpec(
    ["queue", "create"], summary: "Add a queue, from the wire format or from options",
    discussion: [
      "Takes a file of the wire format, bare or as `{\"queue\":{…}}`, or plain options. A condition is written `FIELD [OPERATOR] [VALUE]`; see `sessionctl trigger fields`. Conditions about an update (changed, comments, who made it) are refused: a queue looks at the ticket as it is. Without conditions, it takes every eligible ticket that gets to it.",
      "All waiting tickets are matched again at once. There can be 199 queues.",
    ],
    operands: [file], options: options,
    examples: [
      Example(
        command:
          "sessionctl queue create --name 'Ended sessions' --if 'via_id is messaging' --if 'routing_channel is email' --primary Support",
        explanation: "The home of the tickets whose session was ended")
    ],
    exitNotes: [
      ExitNote(.no, "A group is not there, the name is taken, or there are 199 queues, or none at all"),
      ExitNote(.badInput, "The file's queue is wrong"), ExitNote(.usage, "The queue in the options is wrong"),
    ]),
  prints: QueueDocument.show
) { context in
  let arguments = context.arguments
  let draft = try arguments[file].map { try read($0, context) }
  guard draft != nil || arguments.wasGiven(name) else {
    throw CommandTable.toolkit.usageError(
      "'queue create' needs a FILE, or --name, --if and --primary", in: context.spec)
  }
  let open = try context.open()
  let (id, moved) = try open.administer(isFile: draft != nil) { administration in
    try administration.reader.requireQueues()
    var queue = Queue(
      key: 0, id: "", name: "", order: .max, priority: Queue.lowestPriority, conditions: RuleConditions(),
      primaryGroups: [])
    draft?.fill(&queue)
    try apply(arguments, administration.reader, to: &queue)
    let stored = try administration.add(queue, document: draft?.document)
    return (stored.queue.id, try context.settle(administration))
  }
  if context.isSilent { return }
  try showQueue(id, context, open)
  context.tell(moved: moved)
}

let queueEditCommand = Command(
  CommandSpec(
    ["queue", "edit"], summary: "Change a queue",
    discussion: [
      "With a FILE, the whole queue is replaced; with options, what they name: `--if` replaces all conditions of that list, `--primary` all primary groups. Tickets that wait stay where they are until they change or the queues are reordered; a new `--order` is a reordering."
    ],
    operands: [queueOperand, file], options: options,
    examples: [
      Example(
        command: "sessionctl queue edit 1 --priority 1", explanation: "Agents serve it before all others")
    ],
    exitNotes: [ExitNote(.badInput, "The file's queue is wrong")]),
  prints: QueueDocument.show
) { context in
  let arguments = context.arguments
  let draft = try arguments[file].map { try read($0, context) }
  guard draft != nil || options.contains(where: { arguments.wasGiven($0) }) else {
    throw CommandTable.toolkit.usageError("'queue edit' needs to know what to change", in: context.spec)
  }
  let open = try context.open()
  let (id, moved) = try open.administer(isFile: draft != nil) { administration in
    try administration.reader.requireQueues()
    let stored = try Naming(administration.reader).customQueue(arguments[required: queueOperand])
    var queue = stored.queue
    draft?.fill(&queue)
    try apply(arguments, administration.reader, to: &queue)
    try administration.change(stored, to: queue, document: draft?.document)
    return (stored.queue.id, try context.settle(administration))
  }
  if context.isSilent { return }
  try showQueue(id, context, open)
  context.tell(moved: moved)
}

private func read(_ path: String, _ context: CommandContext) throws -> WireFile<WireQueue> {
  try WireFile.read(path, context, kind: .queue) { (record) throws(WireProblem) in
    try WireQueue(record)
  }
}

/// Changes what the options name.
private func apply(_ arguments: ParsedArguments, _ reader: StoreReader, to queue: inout Queue) throws {
  let text = RuleText(reader)
  func groups(_ words: [String]) throws -> [Int64] { try words.map { try Naming(reader).group($0).id } }
  if let value = arguments[name] { queue.name = value }
  if let value = arguments[description] { queue.description = value }
  if arguments.wasGiven(RuleText.ifAll) {
    queue.conditions.all = try text.conditions(arguments[all: RuleText.ifAll])
  }
  if arguments.wasGiven(RuleText.ifAny) {
    queue.conditions.any = try text.conditions(arguments[all: RuleText.ifAny])
  }
  if arguments.wasGiven(primary) { queue.primaryGroups = try groups(arguments[all: primary]) }
  if arguments.wasGiven(secondary) { queue.secondaryGroups = try groups(arguments[all: secondary]) }
  if let value = arguments[priority] { queue.priority = value }
  if let value = arguments[order] { queue.order = Int64(value) }
}

extension WireFile<WireQueue> {
  /// Its id and times are somebody else's; they are given here.
  fileprivate func fill(_ queue: inout Queue) {
    queue.name = record.name
    queue.description = record.description
    if let order = record.order { queue.order = order }
    if let priority = record.priority { queue.priority = priority }
    queue.conditions = record.conditions
    queue.primaryGroups = record.primaryGroups
    queue.secondaryGroups = record.secondaryGroups
  }
}

extension CommandContext {
  /// What a re-match came to (Q6).
  func tell(moved: Int) {
    if moved > 0 { note("\(counted(moved, "waiting ticket")) went into another queue") }
  }
}
