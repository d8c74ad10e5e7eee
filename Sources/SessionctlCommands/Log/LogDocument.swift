import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// An entry of the log, with the name of who ran the command.
struct LogRow {
  let entry: LogEntry
  let actor: String?

  init(_ entry: LogEntry, _ names: inout ActorNames) throws {
    self.entry = entry
    actor = try entry.actorID.map { try names.name(of: .user(id: $0)) }
  }

  /// Entries, as `forEachLogEntry` gives them.
  static func all(_ reader: StoreReader, newestFirst: Bool = false, limit: Int? = nil) throws -> [LogRow] {
    var rows: [LogRow] = []
    var names = ActorNames(reader)
    try reader.forEachLogEntry(newestFirst: newestFirst, limit: limit) { rows.append(try LogRow($0, &names)) }
    return rows
  }
}

/// An entry of the log as documents have it.
enum LogDocument {
  static let list = RowSchema("log-list", head + texts(inTable: false) + [changes])
  static let show = RowSchema(single: "log-entry", head + texts(inTable: false) + [changes])
  /// What people see above the difference.
  private static let page = RowSchema(single: "log-entry", head)
  /// The same where there is none.
  private static let plainPage = RowSchema(single: "log-entry", head + texts(inTable: true))

  private static let head: [RowColumn<LogRow>] = [
    RowColumn("id", .identifier) { $0.entry.id == 0 ? nil : $0.entry.id },
    RowColumn("at", .instant) { $0.entry.at },
    RowColumn("actor_id", .identifier, inTable: false) { $0.entry.actorID },
    RowColumn("actor_name", .text, header: "ACTOR", flexible: true) { $0.actor },
    RowColumn("os_user", .text, inTable: false) { $0.entry.osUser },
    RowColumn("command", .text) { $0.entry.command },
    RowColumn("summary", .text, flexible: true) { $0.entry.summary },
  ]

  private static func texts(inTable: Bool) -> [RowColumn<LogRow>] {
    [
      RowColumn("before", .text, inTable: inTable) {
        $0.entry.before ?? ManagedChange.text($0.entry.changes.map(\.before))
      },
      RowColumn("after", .text, inTable: inTable) {
        $0.entry.after ?? ManagedChange.text($0.entry.changes.map(\.after))
      },
    ]
  }

  private static let changes = RowColumn<LogRow>("changes", .objects(change), inTable: false) {
    $0.entry.changes
  }

  private static let change: [RowColumn<ManagedChange>] = [
    RowColumn("kind", .token) { $0.thing.noun.wireWord },
    RowColumn("id", .textIdentifier) { $0.thing.id },
    RowColumn("name", .text) { $0.thing.name },
    RowColumn("before", .json) { $0.before },
    RowColumn("after", .json) { $0.after },
  ]

  /// Writes one entry; for people with the difference of each document, whole.
  static func write(_ row: LogRow, _ context: CommandContext, _ clock: RunClock) throws {
    guard context.format == .table, !context.arguments.wasGiven(GlobalOptions.fields) else {
      return try context.show(show, row, clock)
    }
    let changes = row.entry.changes
    try context.show(changes.isEmpty ? plainPage : page, row, clock)
    if changes.isEmpty { return }
    let writer = DifferenceWriter(context)
    for change in changes {
      try writer.write(
        change.thing.heading, lines(change.before), lines(change.after), unchangedLines: .max)
    }
    try writer.finish()
  }

  private static func lines(_ document: [UInt8]?) -> [String] {
    guard let document else { return [] }
    let text =
      (try? JSONValue.parse(document, allowingDuplicateKeys: true))?.indentedText
      ?? String(decoding: document, as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension ManagedThing {
  /// `trigger 4 "Tell the customer"`, above a difference; an order has no id.
  var heading: String {
    let name = JSONValue.string(name).text
    return id == "all" || noun == "setting" || noun == "switch" ? "\(noun) \(name)" : "\(noun) \(id) \(name)"
  }
}
