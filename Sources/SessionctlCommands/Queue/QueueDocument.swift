import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// A queue as documents show it: the wire format, how many wait in it, and what is wrong with it.
struct QueueDocument {
  private let context: CommandContext
  private let clock: RunClock
  private let compiler: RuleCompiler
  private let groupNames: [Int64: String]
  private let waiting: [Int64: Int]
  private let service: GroupService

  init(_ context: CommandContext, _ reader: StoreReader, _ clock: RunClock) throws {
    self.context = context
    self.clock = clock
    compiler = RuleCompiler(try reader.ruleEnvironment(at: clock.now))
    groupNames = try reader.groupNames()
    waiting = try reader.waitingCounts()
    service = try reader.groupService()
  }

  /// A queue, with what the store knows beside it.
  struct Shown {
    let queue: Queue
    let waiting: Int
    let primary: [String]
    let secondary: [String]
    let problems: [String]
  }

  private static let head: [RowColumn<Shown>] = [
    RowColumn("id", .textIdentifier) { $0.queue.id },
    RowColumn("order", .integer) { $0.queue.isStandard ? nil : Int($0.queue.order) },
    RowColumn("priority", .integer) { $0.queue.isStandard ? nil : $0.queue.priority },
    RowColumn("name", .text, flexible: true) { $0.queue.name },
    RowColumn("waiting", .integer) { $0.waiting },
    RowColumn("description", .text, inTable: false) { $0.queue.description },
  ]
  private static let tail: [RowColumn<Shown>] = [
    RowColumn("primary_groups", .texts, header: "PRIMARY", flexible: true) { $0.primary },
    RowColumn("secondary_groups", .texts, header: "SECONDARY", flexible: true) { $0.secondary },
    RowColumn("problems", .texts, wraps: true) { $0.problems },
  ]
  private static let columns: [RowColumn<Shown>] =
    head + [RowColumn("definition", .value, inTable: false) { WireRule.json($0.queue.conditions) }] + tail
  /// One queue for people.
  private static let page = RowSchema(
    single: "queue", head + RuleLines.conditions.within(\Shown.queue.conditions) + tail)
  static let list = RowSchema("queue-list", columns)
  static let show = RowSchema(single: "queue", columns)

  /// The custom queues; a table ends with the standard one, which has no place in the wire format's list.
  func write(_ queues: [StoredQueue]) throws {
    if wantsWireFormat {
      let writer = PassageWriter(
        format: context.format, schema: Self.list.schema.identifier, sink: context.output)
      let shown = try context.arranged(queues, Self.list.schema) { Self.list.cells(of: row($0.queue)) }
      try writer.begin(count: shown.count)
      for queue in shown { try writer.item(document(queue)) }
      try writer.finish()
    } else {
      let shown = queues.map(\.queue) + (context.format == .table ? [Queue.standard] : [])
      try context.list(Self.list, shown.map(row), clock, emptyNote: "no custom queues")
    }
  }

  func write(_ queue: Queue, _ stored: StoredQueue?) throws {
    if wantsWireFormat {
      try PassageWriter(format: context.format, schema: Self.show.schema.identifier, sink: context.output)
        .single(try stored.map(document) ?? standardDocument())
    } else {
      let isForPeople = context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields)
      try context.show(isForPeople ? Self.page : Self.show, row(queue), clock)
    }
  }

  /// With --fields it is the table's columns that are asked for.
  private var wantsWireFormat: Bool {
    (context.format == .json || context.format == .ndjson)
      && !context.arguments.wasGiven(GlobalOptions.fields)
  }

  /// The stored text with the groups' names of today, and what the store knows beside it.
  private func document(_ stored: StoredQueue) throws -> [UInt8] {
    let members = WireQueue.members(of: stored.queue, groupNames: groupNames) + own(stored.queue)
    return try JSONPatch.replacing(
      members.map { ($0.key, $0.value.bytes) }, in: stored.wireDocument())
  }

  private func standardDocument() -> [UInt8] {
    let members = WireQueue.members(of: .standard, groupNames: [:]) + own(.standard)
    return JSONValue.object(JSONObject(members.map { ($0.key, $0.value) })).bytes
  }

  private func own(_ queue: Queue) -> [(key: String, value: JSONValue)] {
    let row = row(queue)
    return [
      ("waiting", .integer(Int64(row.waiting))), ("problems", .array(row.problems.map { .string($0) })),
    ]
  }

  private func row(_ queue: Queue) -> Shown {
    func names(_ groups: [Int64]) -> [String] {
      groups.map { groupNames[$0].flatMap { $0.isEmpty ? nil : $0 } ?? "group \($0)" }
    }
    return Shown(
      queue: queue, waiting: waiting[queue.key] ?? 0, primary: names(queue.primaryGroups),
      secondary: names(queue.secondaryGroups),
      problems: queue.isStandard
        ? [] : compiler.problems(of: queue).map(\.advised) + [queue.unserved(service)].compactMap(\.self))
  }
}

func showQueue(_ word: String, _ context: CommandContext, _ open: OpenStore) throws {
  try open.store.read { reader in
    let naming = Naming(reader)
    let queue = try naming.queue(word)
    try QueueDocument(context, reader, open.clock)
      .write(queue, queue.isStandard ? nil : naming.customQueue(word))
  }
}
