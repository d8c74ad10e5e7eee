import GRDB
import StoreEngine

/// The batch of a run in memory, for whoever decides by another connection than the one that froze it.
package struct FrozenBatch {
  private enum Column: Int, StatementColumn { case sessionID, ticketID, at }

  /// Three numbers a work item, in their order.
  private var numbers: [Int64] = []
  /// Stands for none; no id and no moment is so low.
  private static let none = Int64.min

  init(_ db: Database, count: Int) throws {
    numbers.reserveCapacity(count * Column.allCases.count)
    let row = try SteppedStatement(db, "SELECT \(Column.names) FROM temp.batch ORDER BY position")
    defer { row.reset() }
    while try row.step() {
      for column in Column.allCases { numbers.append(row.optionalInteger(column) ?? Self.none) }
    }
  }

  /// Whether there is a work item of this number, counted from 0; binds it.
  func bind(_ number: Int, to statement: SteppedStatement) -> Bool {
    let first = number * Column.allCases.count
    guard first < numbers.count else { return false }
    for column in Column.allCases {
      let value = numbers[first + column.rawValue]
      statement.bind(value == Self.none ? nil : value, column)
    }
    return true
  }

  /// The work item that is bound, as a table `b`.
  static let bound =
    "(SELECT \(Column.allCases.map { ":\($0.name) AS \($0.name)" }.joined(separator: ", "))) b"
}
