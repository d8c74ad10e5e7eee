import CommandGrammar
import SessionModel
import SessionStore
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
    "order", "N", .nonNegativeInteger, help: "Its place among the queues; by default, the last")
  static let all: [any OptionDeclaring] = [
    name, description, RuleText.ifAll, RuleText.ifAny, primary, secondary, priority, order,
  ]

  /// A queue in the wire format, from a file.
  static func read(_ path: String, _ context: CommandContext) throws -> WireFile<WireQueue> {
    try WireFile.read(path, context, kind: .queue) { (record) throws(WireProblem) in
      try WireQueue(record)
    }
  }

  /// Changes what the options name.
  static func apply(_ arguments: ParsedArguments, _ reader: StoreReader, to queue: inout Queue) throws {
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
