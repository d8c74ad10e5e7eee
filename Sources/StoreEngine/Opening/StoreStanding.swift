import GRDB

/// How far a store had come at some moment, by which it is told from an earlier state of it that was restored since.
struct StoreStanding: Sendable {
  /// SQLite's count of changes to the schema. A restore adds one, as other things do, and costs less to ask than the rest.
  private let schemaCount: Int
  /// The log's last entry; nil where there is none.
  private let lastEntry: String?

  init(_ db: Database) throws {
    schemaCount = try Self.schemaCount(db)
    lastEntry = try? String.fetchOne(
      db, sql: "SELECT \(Self.entry) FROM log_entry ORDER BY id DESC LIMIT 1")
  }

  /// Whether the store has come from there to where it is, and was not put back.
  func holds(_ db: Database) throws -> Bool {
    guard try Self.schemaCount(db) != schemaCount, let lastEntry else { return true }
    let id = String(lastEntry.prefix { $0 != " " })
    return try String.fetchOne(
      db, sql: "SELECT \(Self.entry) FROM log_entry WHERE id = ?", arguments: [Int64(id)]) == lastEntry
  }

  /// Not its summary, which a redaction cleans.
  private static let entry = "id || ' ' || at || ' ' || command"

  private static func schemaCount(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA schema_version") ?? 0
  }
}
