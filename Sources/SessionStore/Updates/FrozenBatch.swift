import GRDB
import StoreEngine

/// The batch of a run in memory: for whoever decides by another connection than the one that froze it, or to be written
/// where this one reads it.
package struct FrozenBatch {
  private enum Column: Int, StatementColumn { case sessionID, ticketID }

  private let rows = NotedTable()

  /// How many work items it has.
  var count: Int { rows.count }

  /// Of more than that the ids would take too much memory: 22 bytes each.
  private static let most = 1_500_000

  /// - Parameter query: gives the ids of session and ticket
  /// - Returns: nil where it gives too many
  init?(_ db: Database, _ query: String, _ arguments: StatementArguments) throws {
    let found = try db.makeStatement(sql: query)
    try found.setArguments(arguments)
    let row = SteppedStatement(found)
    defer { row.reset() }
    while try row.step() {
      if count == Self.most { return nil }
      for column in Column.allCases { rows.bind(row.optionalInteger(column), column) }
      rows.run()
    }
  }

  /// Lets the statement read it that has `tables`.
  func lend(to statement: SteppedStatement) { rows.lend(to: statement) }

  /// SQL: the session `s` and the ticket `t` of each work item, in their order. One statement for all of them opens a table
  /// once; asked for by their ids one by one, they cost a third more.
  static let tables = """
    \(NotedTable.source) LEFT JOIN session s ON s.id = \(Column.sessionID.logged)
      LEFT JOIN ticket t ON t.id = \(Column.ticketID.logged)
    """

  /// Puts it where the connection reads it.
  func write(_ db: Database) throws {
    try BatchUpdate.makeBatchTable(db)
    let ids = Column.allCases.map(\.logged).joined(separator: ", ")
    let insert = try SteppedStatement(
      db, "INSERT INTO temp.batch(\(Column.names)) SELECT \(ids) FROM \(NotedTable.source)")
    lend(to: insert)
    try insert.run()
  }
}
