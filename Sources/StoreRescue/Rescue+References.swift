import GRDB
import SessionModel
import StoreDoctor
import StoreEngine

extension Rescue {
  /// Takes out rows with a value that nothing writes: they were on damaged pages.
  func checkValues(_ db: Database, _ objects: [String: SchemaObject]) throws {
    for object in objects.values.filter({ $0.kind == "table" }).sorted(by: { $0.table < $1.table }) {
      let conditions = try Examination.impossible(db, in: object.table)
      if conditions.isEmpty { continue }
      let isBroken = conditions.map(\.isBroken).joined(separator: " OR ")
      try remove(
        from: object.table, where: isBroken, .wrong, db, isNumbered: !object.sql.contains("WITHOUT ROWID"))
    }
  }

  /// What others name and is lost gets a row with nothing in it, as an import makes where it meets a name before the
  /// thing; an import of the thing fills it in. Where only this program can know what stood there, what names it goes.
  func settleReferences(_ db: Database) throws {
    let now = "coalesce((SELECT max(last_activity_at) FROM session), 0)"
    try remove(
      from: "remote_ticket", where: "push_id NOT IN (SELECT id FROM remote_push)", .orphan, db,
      isNumbered: false)
    try remove(from: "remote_job", where: "push_id NOT IN (SELECT id FROM remote_push)", .orphan, db)
    try change(
      "remote_ticket",
      "UPDATE remote_ticket SET job_id = NULL WHERE job_id NOT IN (SELECT id FROM remote_job)", db)
    try remove(from: "queue_ticket", where: "ticket_id NOT IN (SELECT id FROM ticket)", .orphan, db)
    try remove(from: "routing_turn", where: "user_id NOT IN (SELECT id FROM user)", .orphan, db)
    if try db.tableExists("past_facts") {
      try standIn(
        "past_facts", for: ["past_session.facts_id"], db,
        "INSERT INTO past_facts(id, channel) SELECT id, '' FROM temp.missing")
    }
    try standIn(
      "session", for: ["audit.session_id", "conversation_key.session_id"], db,
      """
      INSERT INTO session(id, channel, state, started_at, last_activity_at)
      SELECT id, '', 1, at, at FROM (SELECT id, coalesce((SELECT min(created_at) FROM audit WHERE session_id = id), \(now)) AS at
        FROM temp.missing)
      """)
    try standIn(
      "ticket",
      for: [
        "session.ticket_id", "audit.ticket_id", "ticket_document.ticket_id", "message.ticket_id",
        "outbox.ticket_id", "satisfaction_rating.ticket_id", "ticket_custom_field.ticket_id",
      ], db,
      """
      INSERT INTO ticket(id, subject, status, priority, channel, routing_channel, tags, created_at, updated_at, origin)
      SELECT id, '', 0, 0, '', iif(EXISTS (SELECT 1 FROM session WHERE ticket_id = id AND state = 0), 1, 2), '', 0, 0,
        \(Origin.placeholder.rawValue) FROM temp.missing
      """)
    try standIn(
      "user",
      for: [
        "session.user_id", "ticket.requester_id", "ticket.assignee_id", "group_membership.user_id",
        "feature.changed_by", "log_entry.actor_id", "redaction.user_id",
      ], db,
      """
      INSERT INTO user(id, name, role, created_at, updated_at, origin)
      SELECT id, '', 0, 0, 0, \(Origin.placeholder.rawValue) FROM temp.missing
      """)
    try standIn(
      "agent_group", for: ["group_membership.group_id", "ticket.group_id"], db,
      """
      INSERT INTO agent_group(id, name, created_at, updated_at, origin)
      SELECT id, '', 0, 0, \(Origin.placeholder.rawValue) FROM temp.missing
      """)
  }

  private func standIn(_ table: String, for columns: [String], _ db: Database, _ sql: String) throws {
    let named = try columns.map { $0.split(separator: ".").map(String.init) }.filter {
      try db.tableExists($0[0])
    }.map { "SELECT \($0[1]) AS id FROM \($0[0]) WHERE \($0[1]) IS NOT NULL" }
    try db.execute(
      sql: """
        CREATE TEMP TABLE missing AS SELECT DISTINCT id FROM (\(named.joined(separator: " UNION ALL ")))
          WHERE id NOT IN (SELECT id FROM \(table)) ORDER BY id
        """)
    let ids = try Int64.fetchAll(db, sql: "SELECT id FROM temp.missing")
    if !ids.isEmpty {
      try db.execute(sql: sql)
      repairs.append(Repair(table: table, what: .standIn, ids: Array(ids.prefix(100)), count: ids.count))
    }
    try db.execute(sql: "DROP TABLE temp.missing")
  }

  func remove(
    from table: String, where condition: String, _ what: Repair.What, _ db: Database, isNumbered: Bool = true
  ) throws {
    guard try db.tableExists(table) else { return }
    let ids =
      isNumbered
      ? try Int64.fetchAll(db, sql: "SELECT rowid FROM \(table) WHERE \(condition) ORDER BY rowid LIMIT 100")
      : []
    try db.execute(sql: "DELETE FROM \(table) WHERE \(condition)")
    let count = db.changesCount
    if count > 0 { repairs.append(Repair(table: table, what: what, ids: ids, count: count)) }
  }

  func change(_ table: String, _ sql: String, _ db: Database, _ what: Repair.What = .changed) throws {
    guard try db.tableExists(table) else { return }
    try db.execute(sql: sql)
    let count = db.changesCount
    if count > 0 { repairs.append(Repair(table: table, what: what, ids: [], count: count)) }
  }
}
