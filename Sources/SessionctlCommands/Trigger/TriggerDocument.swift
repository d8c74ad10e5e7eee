import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import WireFormat

/// A trigger as documents show it: the wire format, with the problems that keep it from being evaluated (T10).
struct TriggerDocument {
  private let context: CommandContext
  private let compiler: RuleCompiler

  init(_ context: CommandContext, _ reader: StoreReader, _ clock: RunClock) throws {
    self.context = context
    compiler = RuleCompiler(try reader.ruleFacts(at: clock.now))
  }

  static let columns: [Column] = [
    Column("id", .identifier), Column("position", .integer, header: "POS"),
    Column("active", .bool), Column("title", .text, flexible: true),
    Column("conditions", .json, inTable: false), Column("actions", .json, inTable: false),
    Column("problems", .list(.text), flexible: true),
  ]
  static let list = DocumentSchema("trigger-list", columns)
  static let show = DocumentSchema("trigger", columns)

  func write(_ triggers: [StoredTrigger], _ clock: RunClock) throws {
    if wantsWireFormat {
      let writer = PassageWriter(format: context.format, schema: Self.list.identifier, sink: context.output)
      try writer.begin(count: triggers.count)
      for trigger in triggers { try writer.item(document(trigger)) }
      try writer.finish()
    } else {
      try context.list(Self.list, triggers.map(cells), clock, emptyNote: "no triggers")
    }
  }

  func write(_ trigger: StoredTrigger, _ clock: RunClock) throws {
    if wantsWireFormat {
      try PassageWriter(format: context.format, schema: Self.show.identifier, sink: context.output)
        .single(document(trigger))
    } else {
      try context.document(Self.show, clock).single(cells(trigger))
    }
  }

  /// With --fields it is the table's columns that are asked for.
  private var wantsWireFormat: Bool {
    (context.format == .json || context.format == .ndjson)
      && !context.arguments.wasGiven(GlobalOptions.fields)
      && !context.arguments.wasGiven(GlobalOptions.sort) && !context.arguments.wasGiven(GlobalOptions.limit)
  }

  private func document(_ stored: StoredTrigger) throws -> [UInt8] {
    let problems = JSONValue.array(compiler.problems(of: stored.trigger).map { .string($0.sentence) })
    return try JSONPatch.replacing([("problems", Array(problems.text.utf8))], in: stored.wireDocument())
  }

  private func cells(_ stored: StoredTrigger) -> [Cell] {
    let trigger = stored.trigger
    return [
      .integer(trigger.id), .integer(trigger.position), .bool(trigger.active), .text(trigger.title),
      .json(Array(WireRule.json(trigger.conditions).text.utf8)),
      .json(Array(WireRule.json(trigger.actions).text.utf8)),
      .list(compiler.problems(of: trigger).map { .text($0.sentence) }),
    ]
  }
}

extension Naming {
  /// A trigger by its id or title.
  func trigger(_ word: String, _ reader: StoreReader) throws -> StoredTrigger {
    let triggers = try reader.triggers()
    if let id = Int64(word), let match = triggers.first(where: { $0.trigger.id == id }) { return match }
    let named = triggers.filter { $0.trigger.title == word }
    if named.count > 1 {
      throw Failure.notFound(
        "\(named.count) triggers are called '\(word)'; name one by id: \(named.map { String($0.trigger.id) }.joined(separator: ", "))"
      )
    }
    if let match = named.first { return match }
    throw Failure.notFound(
      "no trigger \(Int64(word) == nil ? "'\(word)'" : word) (there are \(triggers.count); see 'sessionctl trigger list')"
        + Failure.suggestion(word, triggers.map(\.trigger.title)))
  }
}
