import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// An entry of the log, with the name of who ran the command.
struct LogRow {
  let entry: LogEntry
  let actor: String?

  /// All entries, the oldest first.
  static func all(_ reader: StoreReader) throws -> [LogRow] {
    var rows: [LogRow] = []
    var names = ActorNames(reader)
    try reader.forEachLogEntry { entry in
      rows.append(LogRow(entry: entry, actor: try entry.actorID.map { try names.name(of: .user(id: $0)) }))
    }
    return rows
  }
}

/// An entry of the log as documents have it.
enum LogDocument {
  static let list = RowSchema("log-list", columns)
  static let show = RowSchema(single: "log-entry", columns)

  private static let columns: [RowColumn<LogRow>] = [
    RowColumn("id", .identifier) { $0.entry.id },
    RowColumn("at", .instant) { $0.entry.at },
    RowColumn("actor_id", .identifier, inTable: false) { $0.entry.actorID },
    RowColumn("actor_name", .text, header: "ACTOR", flexible: true) { $0.actor },
    RowColumn("os_user", .text, inTable: false) { $0.entry.osUser },
    RowColumn("command", .text) { $0.entry.command },
    RowColumn("summary", .text, flexible: true) { $0.entry.summary },
    RowColumn("before", .text, inTable: false) { $0.entry.before },
    RowColumn("after", .text, inTable: false) { $0.entry.after },
  ]
}
