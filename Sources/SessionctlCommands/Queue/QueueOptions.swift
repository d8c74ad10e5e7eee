import CommandGrammar
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine
import WireFormat

/// What says what a queue is.
enum QueueOptions {
  static let file = Operand<String>(
    "FILE", .file, .optional, help: "The queue in the wire format; '-' is standard input")
  static let name = Option<String>("name", "NAME", .name, help: "The queue's name")
  static let description = Option<String>("description", "TEXT", .text, help: "What the queue is for")
  static let primary = Option<String>(
    "primary", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
    help: "A group that serves it; 1 to 20 of them")
  static let secondary = Option<String>(
    "secondary", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
    help: "A group that serves it when no primary agent is available; up to 20")
  static let priority = Option<Int>(
    "priority", "N", .nonNegativeInteger,
    help: "Which queue agents serve first, 1 before 100; by default, 100")
  static let order = Option<Int>(
    "order", "N", .positiveInteger, help: "Its place among the queues; by default, the last")
  static let all: [any OptionDeclaring] =
    [name, description] + RuleText.conditions + [primary, secondary, priority, order]
  /// Those of `edit` alone.
  static let edits: [any OptionDeclaring] =
    RuleText.conditionEdits + [addPrimary, removePrimary, addSecondary, removeSecondary]

  private static let addPrimary = group("add-primary", "Let this group serve it, too")
  private static let removePrimary = group("remove-primary", "This primary group no longer serves it")
  private static let addSecondary = group(
    "add-secondary", "Let this group serve it, too, when no primary agent is available")
  private static let removeSecondary = group("remove-secondary", "This secondary group no longer serves it")

  private static func group(_ name: String, _ help: String) -> Option<String> {
    Option(name, "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"), help: help)
  }

  /// A queue in the wire format, from a file.
  static func read(_ path: String, _ context: CommandContext) throws -> WireFile<WireQueue> {
    try WireFile.read(path, context, kind: .queue, members: CodedQueues().members) {
      (record) throws(WireProblem) in
      try WireQueue(record)
    }
  }

  /// Changes what the options name.
  static func apply(
    _ arguments: ParsedArguments, _ typed: TypedRule, _ administration: Administration, to queue: inout Queue
  ) throws {
    let naming = Naming(administration.reader)
    func change(
      _ groups: inout [Int64], _ replace: Option<String>, _ add: Option<String>, _ remove: Option<String>
    ) throws {
      func ids(_ option: Option<String>) throws -> [Int64] {
        try arguments[all: option].map { try naming.group($0).id }
      }
      if arguments.wasGiven(replace) { groups = try ids(replace) }
      for word in arguments[all: remove] {
        let id = try naming.group(word).id
        guard groups.contains(id) else {
          throw Failure.usage("\(remove.spec.spelling) '\(word)': the queue does not have this group there")
        }
        groups.removeAll { $0 == id }
      }
      for id in try ids(add) where !groups.contains(id) { groups.append(id) }
    }
    if let value = arguments[name] { queue.name = value }
    if let value = arguments[description] { queue.description = value }
    try change(&queue.primaryGroups, primary, addPrimary, removePrimary)
    try change(&queue.secondaryGroups, secondary, addSecondary, removeSecondary)
    if let value = arguments[priority] { queue.priority = value }
    if let value = arguments[order] { queue.order = Int64(value) }
    let others = queue
    var actions: [RuleAction] = []
    try typed.apply(
      administration.reader, to: &queue.conditions, &actions, of: "queue '\(queue.name)'"
    ) { conditions, _ in
      var trial = others
      trial.conditions = conditions
      return try RuleCompiler(administration.ruleEnvironment()).problems(of: trial)
    }
  }
}

extension WireFile<WireQueue> {
  /// Its id and times are somebody else's; they are given here.
  func fill(_ queue: inout Queue) {
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
    if moved > 0 { note("\(counted(moved, "waiting ticket")) moved to another queue") }
  }
}
