import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Adds people, prepared once: a feed brings many who are new.
package final class PersonInsert {
  private enum Column: Int, StatementColumn {
    case id, name, email, phone, locale, role, suspended, agentStatus, messagingCapacity, emailCapacity,
      createdAt
  }

  private var ids: LocalIDs
  private let statement: SteppedStatement

  /// Prepares the statement and looks for the ids once.
  package init(_ db: Database) throws {
    ids = try LocalIDs(db, .user)
    statement = try SteppedStatement(
      db,
      """
      INSERT INTO user(\(Column.names), local_role, updated_at, origin)
      VALUES (\(Column.parameters), :role, :created_at, \(Origin.local.rawValue))
      """, Column.self)
  }

  /// - Returns: the id that they got; `person.id` is not looked at
  package func add(_ person: Person, at moment: Instant) throws -> Int64 {
    let id = try ids.take()
    statement.bind(id, Column.id)
    statement.bind(person.name, Column.name)
    statement.bind(person.email, Column.email)
    statement.bind(person.phone, Column.phone)
    statement.bind(person.locale, Column.locale)
    statement.bind(person.role, Column.role)
    statement.bind(person.suspended, Column.suspended)
    statement.bind(person.status, Column.agentStatus)
    statement.bind(Int64(person.messagingCapacity), Column.messagingCapacity)
    statement.bind(Int64(person.emailCapacity), Column.emailCapacity)
    statement.bind(moment, Column.createdAt)
    try statement.run()
    return id
  }

  /// Remembers which ids were taken.
  package func saveIDs() throws { try ids.save() }
}
