import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What the door writes of people and groups.
extension StoreWriter {
  /// Adds somebody and gives their id; `person.id` is not looked at.
  package func add(_ person: Person, at: Instant) throws -> Int64 {
    let insert = try PersonInsert(db)
    let id = try insert.add(person, at: at)
    try insert.saveIDs()
    return id
  }

  /// Writes what may be edited of somebody, and remembers what an older record of the feed must leave alone.
  package func update(_ person: Person, at: Instant) throws {
    try db.execute(
      sql: """
        UPDATE user SET name = ?1, email = ?2, phone = ?3, locale = ?4, role = ?5, suspended = ?6, agent_status = ?7,
          messaging_capacity = ?8, email_capacity = ?9, updated_at = max(updated_at, ?10),
          local_role = iif(local_role > 0, ?5, 0),
          local_fields = iif(source_updated_at IS NULL, 0, local_fields
            | (name IS NOT ?1) * \(UserLocalFields.name.rawValue)
            | (email IS NOT ?2 COLLATE BINARY) * \(UserLocalFields.email.rawValue)
            | (phone IS NOT ?3) * \(UserLocalFields.phone.rawValue)
            | (locale IS NOT ?4) * \(UserLocalFields.locale.rawValue)
            | (role IS NOT ?5) * \(UserLocalFields.role.rawValue)
            | (suspended IS NOT ?6) * \(UserLocalFields.suspended.rawValue))
        WHERE id = ?11
        """,
      arguments: [
        person.name, person.email, person.phone, person.locale, person.role.rawValue, person.suspended,
        person.status.rawValue, person.messagingCapacity, person.emailCapacity, at.seconds, person.id,
      ])
  }

  /// Makes a group and gives its id.
  package func addGroup(named name: String, at: Instant) throws -> Int64 {
    let id = try takeLocalID(.group)
    try db.execute(
      sql: "INSERT INTO agent_group(id, name, created_at, updated_at, origin) VALUES (?, ?, ?, ?, ?)",
      arguments: [id, name, at.seconds, at.seconds, Origin.local.rawValue])
    return id
  }

  /// Puts somebody into a group; already being there is fine.
  package func addMembership(userID: Int64, groupID: Int64, at: Instant) throws {
    var ids = try LocalIDs(db, .groupMembership)
    let id = try ids.take()
    try db.execute(
      sql:
        "INSERT INTO group_membership(id, user_id, group_id, created_at, updated_at, origin) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(user_id, group_id) DO NOTHING",
      arguments: [id, userID, groupID, at.seconds, at.seconds, Origin.local.rawValue])
    if db.changesCount > 0 { try ids.save() }
  }

  /// Takes somebody out of a group; not having been in it is fine.
  package func removeMembership(userID: Int64, groupID: Int64) throws {
    try db.execute(
      sql: "DELETE FROM group_membership WHERE user_id = ? AND group_id = ?", arguments: [userID, groupID])
  }

  /// Makes a group one that there is, under this name.
  func restoreGroup(_ id: Int64, named name: String, at moment: Instant) throws {
    try db.execute(
      sql: "UPDATE agent_group SET deleted = 0, name = ?, updated_at = max(updated_at, ?) WHERE id = ?",
      arguments: [name, moment.seconds, id])
  }

  /// Gives a group another name.
  func rename(group id: Int64, to name: String, at moment: Instant) throws {
    try db.execute(
      sql: "UPDATE agent_group SET name = ?, updated_at = max(updated_at, ?) WHERE id = ?",
      arguments: [name, moment.seconds, id])
  }

  /// Marks a group as deleted: the tickets and agents that name it stay as they are.
  func deleteGroup(_ id: Int64, at moment: Instant) throws {
    try db.execute(
      sql: "UPDATE agent_group SET deleted = 1, updated_at = max(updated_at, ?) WHERE id = ?",
      arguments: [moment.seconds, id])
  }
}
