import GRDB
import StoreEngine

/// What SQLite says of the file's pages, its indexes and the types in its tables, of whichever state it reads.
enum Integrity {
  private enum Column: Int, StatementColumn { case name }

  /// What is looked up in indexes of texts goes from one page to the other, so that memory saves it time.
  static let cacheKiB = 64 * 1024
  /// From how many pages on it looks by itself whether indexes have the entries of their rows.
  static let largeFile = 1 << 12

  /// What `integrity_check` prints; only `ok` of a file without damage.
  static func lines(_ db: Database, largeFile: Int = largeFile) throws -> [String] {
    if try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0 >= largeFile, try isWhole(db) { return ["ok"] }
    // All lookups do.
    try db.execute(sql: "PRAGMA cache_size = -\(88 * 1024)")
    return try String.fetchAll(db, sql: "PRAGMA integrity_check(5)")
  }

  /// Whether `integrity_check` would find nothing, told in a third of its time: all that it looks at but for the entries of
  /// indexes by `quick_check`, and those by sums. False where there may be something, which it then says itself.
  static func isWhole(_ db: Database) throws -> Bool {
    do {
      guard try isOK(db, "quick_check") else { return false }
      let table = try SteppedStatement(
        db, "SELECT \(Column.selected) FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
      while try table.step() {
        let name = table.text(Column.name)
        if let entries = try IndexEntries(db, of: name) {
          guard try entries.areThoseOfRows() else { return false }
        } else {
          guard try isOK(db, "integrity_check(\(name.asSQLName))") else { return false }
        }
      }
      return true
    } catch let error as DatabaseError where error.resultCode != .SQLITE_INTERRUPT {
      return false
    } catch is RowDecodingError {
      return false
    } catch is UnreadableValue {
      return false
    }
  }

  private static func isOK(_ db: Database, _ pragma: String) throws -> Bool {
    try String.fetchAll(db, sql: "PRAGMA \(pragma)") == ["ok"]
  }
}
