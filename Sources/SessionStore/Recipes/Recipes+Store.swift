import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Something that a recipe brought, as it was then.
package struct InstalledPart: Sendable {
  /// What sort of thing it is, in the words of the recipes.
  package let kind: String
  /// Its id among things of its kind.
  package let thingID: Int64
  /// Its JSON when it came.
  package let document: [UInt8]
}

extension StoreReader {
  /// What a recipe brought, in the order of the ids.
  package func parts(ofRecipe name: String) throws -> [InstalledPart] {
    try StoredRow.fetchAll(
      db, of: "recipe_part",
      sql: "SELECT kind, thing_id, document FROM recipe_part WHERE recipe = ? ORDER BY kind, thing_id",
      arguments: [name]
    ).map { try InstalledPart(kind: $0("kind"), thingID: $0("thing_id"), document: $0.utf8("document")) }
  }

  /// The groups in which somebody can take e-mail tickets, in the order of the ids.
  package func groupsTakingEmail() throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT m.group_id FROM group_membership m JOIN user u ON u.id = m.user_id
          JOIN agent_group g ON g.id = m.group_id
        WHERE u.role > 0 AND NOT u.suspended AND u.bar = 0 AND u.email_capacity > 0 AND g.origin > 0
          AND NOT g.deleted
        ORDER BY m.group_id
        """)
  }

  /// Who of each group could be given tickets.
  package func groupService() throws -> GroupService {
    let names = try groups().filter { !$0.deleted }.map { ($0.id, $0.name) }
    let rows = try StoredRow.fetchAll(
      db, of: "group_membership",
      sql: """
        SELECT m.group_id, max(u.messaging_capacity) AS messaging, max(u.email_capacity) AS email
        FROM group_membership m JOIN user u ON u.id = m.user_id
        WHERE u.role > 0 AND NOT u.suspended AND u.bar = 0
        GROUP BY m.group_id
        """)
    let members = try rows.map { row -> (group: Int64, channels: Set<RoutingChannel>) in
      let (messaging, email): (Int, Int) = try (row("messaging"), row("email"))
      return (try row("group_id"), Set((messaging > 0 ? [.messaging] : []) + (email > 0 ? [.email] : [])))
    }
    return GroupService(names: Dictionary(names, uniquingKeysWith: { first, _ in first }), members: members)
  }

  /// Whether a ticket, an agent or a queue belongs to a group, or a rule names it.
  package func isInUse(group id: Int64) throws -> Bool {
    var isNamed = try Bool.fetchSure(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM ticket WHERE group_id = ?1)
          OR EXISTS (SELECT 1 FROM group_membership WHERE group_id = ?1)
        """, arguments: [id])
    for queue in try queues() where (queue.queue.primaryGroups + queue.queue.secondaryGroups).contains(id) {
      isNamed = true
    }
    let walk = RuleReferenceWalk(dialect: .ticket) { word, kind in
      if kind == .group, word == String(id) { isNamed = true }
      return word
    }
    for rule in try triggers().map(\.rule) {
      _ = try walk.conditions(rule.conditions)
      _ = try walk.actions(rule.actions)
    }
    for macro in try rules(Macro.self) { _ = try walk.actions(macro.rule.actions) }
    return isNamed
  }
}

extension StoreWriter {
  /// Remembers that a recipe brought a thing, instead of what was remembered of it before.
  package func notePart(
    ofRecipe name: String, kind: String, thingID: Int64, document: [UInt8], at moment: Instant
  ) throws {
    try db.execute(
      sql:
        "INSERT OR REPLACE INTO recipe_part(recipe, kind, thing_id, installed_at, document) VALUES (?, ?, ?, ?, ?)",
      arguments: [name, kind, thingID, moment.seconds, String(decoding: document, as: UTF8.self)])
  }

  /// Forgets that a recipe brought a thing, which itself stays.
  package func forgetPart(ofRecipe name: String, kind: String, thingID: Int64) throws {
    try db.execute(
      sql: "DELETE FROM recipe_part WHERE recipe = ? AND kind = ? AND thing_id = ?",
      arguments: [name, kind, thingID])
  }
}
