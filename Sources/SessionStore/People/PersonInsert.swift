import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Adds people, prepared once: a feed brings many who are new.
package final class PersonInsert {
  private var ids: LocalIDs
  private let statement: SteppedStatement

  package init(_ db: Database) throws {
    ids = try LocalIDs(db, .user)
    statement = try SteppedStatement(
      db,
      """
      INSERT INTO user(id, name, email, phone, locale, role, suspended, agent_status, messaging_capacity,
        email_capacity, local_role, created_at, updated_at, origin)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?6, ?11, ?11, \(Origin.local.rawValue))
      """)
  }

  /// - Returns: the id that they got; `person.id` is not looked at
  package func add(_ person: Person, at moment: Instant) throws -> Int64 {
    let id = try ids.take()
    statement.bind(id, at: 1)
    statement.bind(person.name, at: 2)
    statement.bind(person.email, at: 3)
    statement.bind(person.phone, at: 4)
    statement.bind(person.locale, at: 5)
    statement.bind(Int64(person.role.rawValue), at: 6)
    statement.bind(person.suspended ? 1 : 0, at: 7)
    statement.bind(Int64(person.status.rawValue), at: 8)
    statement.bind(Int64(person.messagingCapacity), at: 9)
    statement.bind(Int64(person.emailCapacity), at: 10)
    statement.bind(moment.seconds, at: 11)
    try statement.run()
    return id
  }

  /// Remembers which ids were taken.
  package func saveIDs() throws { try ids.save() }
}
