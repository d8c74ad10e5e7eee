import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreDoctor
import StoreEngine

extension Rescue {
  /// Gives a store of this program's schema what it can't be without, and has it keep the rules where what was lost broke
  /// them.
  package func complete(_ writer: StoreWriter, at moment: Instant) throws {
    let db = writer.db
    try change(
      "account",
      """
      INSERT INTO account SELECT 1, \(Plan.suiteEnterprisePlus.rawValue), 0, \(moment.seconds)
        WHERE NOT EXISTS (SELECT 1 FROM account)
      """, db, .made)
    try change(
      "store_identity",
      "INSERT INTO store_identity SELECT 1, lower(hex(randomblob(8))) WHERE NOT EXISTS (SELECT 1 FROM store_identity)",
      db, .made)
    try settleSessions(db)
    try settleRules(writer, at: moment)
    try settleSettings(writer)
    try settleIDs(db)
    try settleAdmins(db, at: moment)
    try settleWaiting(writer, at: moment)
  }

  /// Rules and schedules are few, and one that can't be read would stop everything that reads them.
  private func settleRules(_ writer: StoreWriter, at moment: Instant) throws {
    for look in [
      { _ = try writer.reader.schedules() }, { _ = try writer.reader.triggers() },
      { _ = try writer.reader.rules(MessagingTrigger.self) },
      { _ = try writer.reader.rules(Macro.self) }, { _ = try writer.reader.queues() },
    ] as [() throws -> Void] {
      while true {
        do {
          try look()
          break
        } catch let value as UnreadableValue {
          let count = repairs.count
          guard let id = value.id else { break }
          try remove(from: value.table, where: "rowid = \(id)", .wrong, writer.db)
          if repairs.count == count { break }
        }
      }
    }
    // One whose conditions are damaged would do what nobody wants.
    for (table, id) in try writer.reader.rulesThatCannotRun(at: moment) {
      try writer.db.execute(sql: "UPDATE \(table) SET active = 0 WHERE id = ?", arguments: [id])
      repairs.append(Repair(table: table, what: .disabled, ids: [id], count: 1))
    }
  }

  private func settleSessions(_ db: Database) throws {
    // A stand-in was made when its session says.
    try db.execute(
      sql: """
        UPDATE ticket SET created_at = coalesce(s.ticket_created_at, s.started_at),
          updated_at = s.last_activity_at, routing_channel_changed_at = s.routing_changed_at
        FROM session s WHERE s.ticket_id = ticket.id AND ticket.origin = \(Origin.placeholder.rawValue)
          AND ticket.created_at = 0 AND ticket.updated_at = 0
        """)
    try change(
      "session",
      """
      UPDATE session SET state = \(SessionState.ended.rawValue) WHERE state = \(SessionState.active.rawValue)
        AND ticket_id IN (SELECT id FROM ticket WHERE status >= \(TicketStatus.closed.rawValue))
      """, db)
    try change(
      "ticket",
      """
      UPDATE ticket SET routing_channel = \(RoutingChannel.messaging.rawValue) WHERE routing_channel = \(RoutingChannel.email.rawValue)
        AND id IN (SELECT ticket_id FROM session WHERE state = \(SessionState.active.rawValue))
      """, db)
    try change(
      "ticket",
      """
      UPDATE ticket SET assigned_channel = iif(assignee_id IS NULL, NULL, routing_channel)
      WHERE origin > 0 AND (assignee_id IS NULL) <> (assigned_channel IS NULL)
      """, db)
    try change(
      "ticket",
      """
      UPDATE ticket SET replies = max(replies, 0), reopens = max(reopens, 0),
        agent_stations = max(agent_stations, 0), group_stations = max(group_stations, 0)
      WHERE min(replies, reopens, agent_stations, group_stations) < 0
      """, db)
    try change(
      "session",
      """
      UPDATE session SET ticket_created_at = t.created_at, routing_changed_at = t.routing_channel_changed_at
      FROM ticket t WHERE t.id = session.ticket_id
        AND (session.ticket_created_at IS NOT t.created_at OR session.routing_changed_at IS NOT t.routing_channel_changed_at)
      """, db)
    // A chain whose first conversation is lost, or was none, is no chain.
    try change(
      "session",
      """
      UPDATE session SET chain = NULL WHERE chain IN (SELECT id FROM session f WHERE f.state = 0 OR f.chain IS NOT NULL)
        OR EXISTS (SELECT 1 FROM session f WHERE f.id = session.chain AND f.started_at > session.started_at)
      """, db)
  }

  private func settleSettings(_ writer: StoreWriter) throws {
    try change(
      "setting",
      """
      DELETE FROM setting WHERE key = '\(Setting.defaultSchedule)' AND value <> '' AND NOT EXISTS (SELECT 1 FROM schedule
        WHERE origin > 0 AND (CAST(id AS TEXT) = value OR name = value))
      """, writer.db)
    guard let name = try writer.reader.storedSetting(Setting.timezone), name != "UTC",
      (try? Zone.named(name)) == nil
    else { return }
    try change("setting", "DELETE FROM setting WHERE key = '\(Setting.timezone)'", writer.db)
  }

  /// No id is given a second time: numbers go on after the last one that is seen.
  private func settleIDs(_ db: Database) throws {
    for kind in ImportedKind.allCases where kind != .session {
      let isImported = kind == .audit ? "document IS NOT NULL" : "origin < \(Origin.local.rawValue)"
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO imported_kind SELECT '\(kind.rawValue)' WHERE EXISTS (SELECT 1 FROM \(kind.table) WHERE \(isImported))
          """)
    }
    try db.execute(
      sql: "DELETE FROM local_id WHERE last NOT BETWEEN 0 AND ?", arguments: [lastLocalID])
    for kind in ImportedKind.allCases {
      let last = try Int64.fetchOne(
        db,
        sql: """
          SELECT max(id) FROM \(kind.table) WHERE id <= ?1 AND (id >= ?2
            OR ?3 = 'session' OR NOT EXISTS (SELECT 1 FROM imported_kind WHERE kind = ?3))
          """, arguments: [lastLocalID, firstLocalIDBesideImports, kind.rawValue])
      if let last { try LocalIDs.save(db, kind, last: last) }
    }
    try db.execute(
      sql: """
        INSERT INTO local_id SELECT 'queue_key', max(key) FROM queue WHERE true GROUP BY 1 HAVING max(key) IS NOT NULL
          ON CONFLICT DO UPDATE SET last = max(last, excluded.last)
        """)
  }

  private func settleAdmins(_ db: Database, at moment: Instant) throws {
    let hasAdmin = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM user WHERE role = \(Role.admin.rawValue) AND NOT suspended)")
    if hasAdmin == true { return }
    // Whoever acted last here and is a stand-in now was staff.
    let known = try Int64.fetchOne(
      db,
      sql: """
        SELECT actor_id FROM log_entry JOIN user u ON u.id = actor_id WHERE u.origin = \(Origin.placeholder.rawValue)
        ORDER BY log_entry.id DESC LIMIT 1
        """)
    let id: Int64
    if let known {
      id = known
    } else {
      var ids = try LocalIDs(db, .user)
      id = try ids.take()
      try ids.save()
      try db.execute(
        sql: "INSERT INTO user(id, name, role, created_at, updated_at, origin) VALUES (?, '', 0, ?, ?, 0)",
        arguments: [id, moment.seconds, moment.seconds])
    }
    try db.execute(
      sql: """
        UPDATE user SET name = 'Rescued admin', role = \(Role.admin.rawValue), local_role = \(Role.admin.rawValue),
          suspended = 0, origin = \(Origin.local.rawValue) WHERE id = ?
        """, arguments: [id])
    repairs.append(Repair(table: "user", what: .made, ids: [id], count: 1))
  }

  private func settleWaiting(_ writer: StoreWriter, at moment: Instant) throws {
    let touched: Set = ["ticket", "session", "queue", "queue_ticket", "setting", "user", "agent_group"]
    let isTouched =
      tables.contains { touched.contains($0.table) && ($0.lost > 0 || $0.mayLackMore || !$0.cutIDs.isEmpty) }
      || repairs.contains { touched.contains($0.table) }
    guard isTouched else { return }
    try writer.db.execute(
      sql: """
        DELETE FROM queue_ticket WHERE queue_key <> 0 AND queue_key NOT IN (SELECT key FROM queue);
        UPDATE queue_ticket SET priority = t.priority FROM ticket t WHERE t.id = queue_ticket.ticket_id AND t.priority <> queue_ticket.priority;
        """)
    let count = try writer.rematchAll(at: moment).changed
    if count > 0 { repairs.append(Repair(table: "queue_ticket", what: .changed, ids: [], count: count)) }
  }
}
