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

  init(_ context: CommandContext, _ reader: StoreReader, _ clock: RunClock) throws {
    self.context = context
    self.clock = clock
    compiler = RuleCompiler(try reader.ruleFacts(at: clock.now))
    groupNames = try reader.groupNames()
    waiting = try reader.waitingCounts()
  }

  private static let head: [Column] = [
    Column("id", .identifier), Column("order", .integer), Column("priority", .integer),
    Column("name", .text, flexible: true), Column("waiting", .integer),
    Column("description", .text, inTable: false),
  ]
  private static let tail: [Column] = [
    Column("primary_groups", .list(.text), header: "PRIMARY", flexible: true),
    Column("secondary_groups", .list(.text), header: "SECONDARY", flexible: true),
    Column("problems", .list(.text), wraps: true),
  ]
  private static let columns = head + [Column("definition", .json, inTable: false)] + tail
  /// One queue for people.
  private static let page = DocumentSchema(single: "queue", head + RuleLines.conditionColumns + tail)
  static let list = DocumentSchema("queue-list", columns)
  static let show = DocumentSchema(single: "queue", columns)

  /// The custom queues; a table ends with the standard one, which has no place in the wire format's list.
  func write(_ queues: [StoredQueue]) throws {
    if wantsWireFormat {
      let writer = PassageWriter(format: context.format, schema: Self.list.identifier, sink: context.output)
      let shown = try context.arranged(queues, Self.list) { cells($0.queue) }
      try writer.begin(count: shown.count)
      for queue in shown { try writer.item(document(queue)) }
      try writer.finish()
    } else {
      let shown = queues.map(\.queue) + (context.format == .table ? [Queue.standard] : [])
      try context.list(Self.list, shown.map(cells), clock, emptyNote: "no custom queues")
    }
  }

  func write(_ queue: Queue, _ stored: StoredQueue?) throws {
    if wantsWireFormat {
      try PassageWriter(format: context.format, schema: Self.show.identifier, sink: context.output)
        .single(try stored.map(document) ?? standardDocument())
    } else if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try context.document(Self.page, clock).single(cells(queue, RuleLines.cells(queue.conditions)))
    } else {
      try context.document(Self.show, clock).single(cells(queue))
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
      members.map { ($0.key, Array($0.value.text.utf8)) }, in: stored.wireDocument())
  }

  private func standardDocument() -> [UInt8] {
    let members = WireQueue.members(of: .standard, groupNames: [:]) + own(.standard)
    return Array(JSONValue.object(JSONObject(members.map { ($0.key, $0.value) })).text.utf8)
  }

  private func own(_ queue: Queue) -> [(key: String, value: JSONValue)] {
    [
      ("waiting", .integer(Int64(waiting[queue.key] ?? 0))),
      ("problems", .array(problems(queue).map { .string($0) })),
    ]
  }

  private func problems(_ queue: Queue) -> [String] {
    queue.isStandard ? [] : compiler.problems(of: queue).map(\.advised)
  }

  private func cells(_ queue: Queue) -> [Cell] {
    cells(queue, [.json(Array(WireRule.json(queue.conditions).text.utf8))])
  }

  private func cells(_ queue: Queue, _ conditions: [Cell]) -> [Cell] {
    func names(_ groups: [Int64]) -> Cell {
      .list(groups.map { .text(groupNames[$0].flatMap { $0.isEmpty ? nil : $0 } ?? "group \($0)") })
    }
    return [
      .text(queue.id), queue.isStandard ? .null : .integer(queue.order),
      queue.isStandard ? .null : .integer(Int64(queue.priority)), .text(queue.name),
      .integer(Int64(waiting[queue.key] ?? 0)), .text(queue.description),
    ] + conditions + [
      names(queue.primaryGroups), names(queue.secondaryGroups), .list(problems(queue).map { .text($0) }),
    ]
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
