import Rendering
import SessionStore
import StoreEngine

/// An entry of the log as documents have it.
enum LogDocument {
  static let list = DocumentSchema("log-list", columns)
  static let show = DocumentSchema(single: "log-entry", columns)

  private static let columns: [Column] = [
    Column("id", .identifier), Column("at", .instant), Column("actor_id", .identifier, inTable: false),
    Column("actor_name", .text, header: "ACTOR", flexible: true), Column("os_user", .text, inTable: false),
    Column("command", .text), Column("summary", .text, flexible: true),
    Column("before", .text, inTable: false), Column("after", .text, inTable: false),
  ]

  /// All entries, the oldest first.
  static func entries(_ reader: StoreReader) throws -> [[Cell]] {
    var rows: [[Cell]] = []
    var names = ActorNames(reader)
    try reader.forEachLogEntry { entry in
      let actor = try entry.actorID.map { try names.name(of: .user(id: $0)) }
      rows.append([
        .integer(entry.id), .instant(entry.at), .integer(entry.actorID), .text(actor), .text(entry.osUser),
        .text(entry.command), .text(entry.summary), .text(entry.before), .text(entry.after),
      ])
    }
    return rows
  }
}
