import CivilTime
import CommandGrammar
import JSONText
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
  let draft = try arguments[file].map { try QueueEdit.read($0, context) }
  guard draft != nil || arguments.wasGiven(name) else {
    throw CommandTable.toolkit.usageError(
      "'queue create' needs a FILE, or --name, --if and --primary", in: context.spec)
  }
  let open = try context.open()
  let (id, moved) = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    try writer.reader.requireQueues()
    let queues = try writer.reader.queues()
    guard queues.count < Queue.mostCustom else {
      throw Failure.refused("there are \(Queue.mostCustom) queues, the most there can be; delete one first")
    }
    var queue = Queue(
      key: try writer.nextQueueKey(), id: try writer.nextQueueID(), name: "", order: .max,
      priority: Queue.lowestPriority, conditions: RuleConditions(), primaryGroups: [])
    draft?.fill(&queue)
    let edit = QueueEdit(context, writer, open, isFile: draft != nil)
    try edit.apply(to: &queue)
    try edit.check(queue, among: queues)
    try edit.save(queue, draft?.document, among: queues)
    try writer.log(open.entry(by: actor, "added queue \(queue.name) (\(queue.id))"))
    return (queue.id, try context.matchingAgain { try writer.rematch(at: open.now, progress: $0) })
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
  let draft = try arguments[file].map { try QueueEdit.read($0, context) }
  guard draft != nil || options.contains(where: { arguments.wasGiven($0) }) else {
    throw CommandTable.toolkit.usageError("'queue edit' needs to know what to change", in: context.spec)
  }
  let open = try context.open()
  let (id, moved) = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    try writer.reader.requireQueues()
    let stored = try Naming(writer.reader).customQueue(arguments[required: queueOperand])
    let queues = try writer.reader.queues()
    var queue = stored.queue
    draft?.fill(&queue)
    let edit = QueueEdit(context, writer, open, isFile: draft != nil)
    try edit.apply(to: &queue)
    try edit.check(queue, among: queues)
    try edit.save(
      queue, draft?.document ?? stored.wireDocument(), among: queues, createdAt: stored.createdAt)
    try writer.log(
      open.entry(
        by: actor, "changed queue \(queue.name) (\(queue.id))",
        before: String(decoding: try stored.wireDocument(), as: UTF8.self)))
    let order = try writer.reader.queues().map(\.queue.key)
    return (
      queue.id,
      order == queues.map(\.queue.key)
        ? 0 : try context.matchingAgain { try writer.rematch(at: open.now, progress: $0) }
    )
  }
  if context.isSilent { return }
  try showQueue(id, context, open)
  context.tell(moved: moved)
}

/// What a file and the options say of a queue, the check before it is stored, and the storing.
struct QueueEdit {
  private let arguments: ParsedArguments
  private let writer: StoreWriter
  private let open: OpenStore
  private let isFile: Bool
  private let naming: Naming

  init(_ context: CommandContext, _ writer: StoreWriter, _ open: OpenStore, isFile: Bool) {
    arguments = context.arguments
    self.writer = writer
    self.open = open
    self.isFile = isFile
    naming = Naming(writer.reader)
  }

  static func read(_ path: String, _ context: CommandContext) throws -> WireFile<WireQueue> {
    try WireFile.read(path, context, kind: .queue) { (record) throws(WireProblem) in try WireQueue(record) }
  }

  func apply(to queue: inout Queue) throws {
    let text = RuleText(writer.reader)
    if let value = arguments[name] { queue.name = value }
    if let value = arguments[description] { queue.description = value }
    if arguments.wasGiven(RuleText.ifAll) {
      queue.conditions.all = try text.conditions(arguments[all: RuleText.ifAll])
    }
    if arguments.wasGiven(RuleText.ifAny) {
      queue.conditions.any = try text.conditions(arguments[all: RuleText.ifAny])
    }
    if arguments.wasGiven(primary) { queue.primaryGroups = try arguments[all: primary].map(group) }
    if arguments.wasGiven(secondary) { queue.secondaryGroups = try arguments[all: secondary].map(group) }
    if let value = arguments[priority] { queue.priority = value }
    if let value = arguments[order] { queue.order = Int64(value) }
  }

  private func group(_ word: String) throws -> Int64 { try naming.group(word).id }

  /// Checks a queue completely: one that can't be evaluated would take nothing.
  func check(_ queue: Queue, among queues: [StoredQueue]) throws {
    if let taken = queues.first(where: { $0.queue.key != queue.key && $0.queue.name == queue.name }) {
      throw Failure.refused("there is a queue '\(taken.queue.name)' already (\(taken.queue.id))")
    }
    guard queue.name != Queue.standard.name, queue.name != Queue.standard.id else {
      throw Failure.refused("'\(queue.name)' is what the queue is called that is always there")
    }
    let problems = RuleCompiler(try writer.reader.ruleFacts(at: open.now)).problems(of: queue)
    guard let first = problems.first else { return }
    let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
    let message = "queue '\(queue.name)': \(first.sentence)\(more)"
    switch first.code {
    case "feature": throw Failure.notPermitted(message)
    case "reference": throw Failure.notFound(message)
    default: throw isFile ? Failure(.badInput, "bad_input", message) : Failure.usage(message)
    }
  }

  /// Stores it in its place, and moves the others up or down: their places are counted from 1 without gaps.
  func save(
    _ queue: Queue, _ document: [UInt8]?, among queues: [StoredQueue], createdAt: Instant? = nil
  ) throws {
    var keys = queues.map(\.queue.key).filter { $0 != queue.key }
    let old = queues.first { $0.queue.key == queue.key }?.queue.order
    var queue = queue
    if queue.order != old {
      keys.insert(queue.key, at: min(max(Int(clamping: queue.order) - 1, 0), keys.count))
      queue.order = Int64(keys.firstIndex(of: queue.key)! + 1)
    }
    var members = WireQueue.members(of: queue, groupNames: try writer.reader.groupNames())
    members += [
      ("created_at", .string((createdAt ?? open.now).rfc3339)), ("updated_at", .string(open.now.rfc3339)),
    ]
    var text = Array("{}".utf8)
    if let document {
      text = document
      // The other way to write the groups must not say something else.
      let written = try JSONValue.parse(document, allowingDuplicateKeys: true)
      for (key, ids) in [
        ("primary_groups_id", queue.primaryGroups), ("secondary_groups_id", queue.secondaryGroups),
      ] where written[key] != nil {
        members.append((key, .array(ids.map(JSONValue.integer))))
      }
    }
    text = try JSONPatch.replacing(members.map { ($0.key, Array($0.value.text.utf8)) }, in: text)
    let size = WireRule.size(of: text, limit: Trigger.largestSize)
    guard size <= Trigger.largestSize else {
      throw Failure.usage("a queue is at most \(Trigger.largestSize) bytes; this one has \(size)")
    }
    try writer.save(
      StoredQueue(queue: queue, createdAt: createdAt ?? open.now, updatedAt: open.now, document: text),
      origin: .local)
    if queue.order != old { try writer.setQueueOrder(keys, at: open.now) }
  }
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
