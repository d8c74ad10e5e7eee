import GRDB
import StoreEngine

/// The batch of a run in memory: for whoever decides by another connection than the one that froze it, or to be written
/// where this one reads it.
package struct FrozenBatch {
  private enum Column: Int, StatementColumn { case sessionID, ticketID }

  /// Two numbers a work item, in their order.
  private var ids: [Int64] = []
  /// Stands for none; no id is so low.
  private static let none = Int64.min

  /// How many work items it has.
  var count: Int { ids.count / Column.allCases.count }

  /// Of more than that the ids would take too much memory: 32 MB.
  private static let most = 2_000_000

  /// - Parameter query: gives the ids of session and ticket
  /// - Returns: nil where it gives too many
  init?(_ db: Database, _ query: String, _ arguments: StatementArguments) throws {
    let rows = try db.makeStatement(sql: query)
    try rows.setArguments(arguments)
    let row = SteppedStatement(rows)
    defer { row.reset() }
    while try row.step() {
      if count == Self.most { return nil }
      for column in Column.allCases { ids.append(row.optionalInteger(column) ?? Self.none) }
    }
  }

  /// Binds the work item of this number, counted from 0.
  ///
  /// - Returns: whether there is one
  func bind(_ number: Int, to statement: some BindableStatement) -> Bool {
    let first = number * Column.allCases.count
    guard first < ids.count else { return false }
    for column in Column.allCases {
      let id = ids[first + column.rawValue]
      statement.bind(id == Self.none ? nil : id, column)
    }
    return true
  }

  /// The work item that is bound, as a table `b`.
  static let bound =
    "(SELECT \(Column.allCases.map { ":\($0.name) AS \($0.name)" }.joined(separator: ", ")), NULL AS at) b"

  /// Puts it where the connection reads it.
  func write(_ db: Database) throws {
    try BatchUpdate.makeBatchTable(db)
    let insert = try SteppedStatement(
      db, "INSERT INTO temp.batch(\(Column.names)) VALUES (\(Column.parameters))", Column.self)
    var number = 0
    while bind(number, to: insert) {
      try insert.run()
      number += 1
    }
  }
}
