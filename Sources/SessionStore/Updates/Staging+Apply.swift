import CivilTime
import GRDB
import SessionModel
import StoreEngine

extension Staging {
  /// Writes what was decided, by the same few statements for one subject and for a hundred thousand; a row that has a
  /// moment of its own happened then, the others when the update did.
  package func apply(_ db: Database, at moment: Instant) throws {
    try applyEnds(db, at: moment)
    try applyTickets(db, at: moment)
    try applyActivity(db)
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO ticket_custom_field SELECT ticket_id, field_id, value FROM temp.staged_fields
        """)
    try StagedWaiting.apply(db)
    try finish()
  }

  /// One statement for each kind of end, of which a run has few: it costs a third less than reading reason and
  /// actor from every staged row.
  private func applyEnds(_ db: Database, at moment: Instant) throws {
    let ended = UpdateItem.Outcome.ended.rawValue
    // Reports read beside the end when the routing channel changed.
    let routed = "(coalesce(changes, 0) & \(TicketChanges.routingChannel.rawValue) > 0)"
    let ends = try StoredRow.fetchAll(
      db, of: "staged",
      sql: """
        SELECT DISTINCT end_reason, ended_by_kind, ended_by_id, ended_via, \(routed) AS routed FROM temp.staged
        WHERE outcome = \(ended) AND at IS NULL
        """)
    for end in ends {
      try db.execute(
        sql: """
          UPDATE OR ROLLBACK session SET state = \(SessionState.ended.rawValue), ended_at = ?1, end_reason = ?2,
            ended_by_kind = ?3, ended_by_id = ?4, ended_via = ?5,
            routing_changed_at = iif(?6, ?1, routing_changed_at)
          WHERE id IN (SELECT session_id FROM temp.staged WHERE outcome = \(ended) AND at IS NULL
            AND end_reason IS ?2 AND ended_by_kind IS ?3 AND ended_by_id IS ?4 AND ended_via IS ?5
            AND \(routed) = ?6)
          """,
        arguments: [
          moment.seconds, end("end_reason") as Int?, end("ended_by_kind") as Int?,
          end("ended_by_id") as Int64?,
          end("ended_via") as Int?, end("routed") as Int,
        ])
    }
    try db.execute(
      sql: """
        UPDATE session SET state = \(SessionState.ended.rawValue), ended_at = g.at, end_reason = g.end_reason,
          ended_by_kind = g.ended_by_kind, ended_by_id = g.ended_by_id, ended_via = g.ended_via,
          routing_changed_at = iif(\(routed), g.at, routing_changed_at)
        FROM temp.staged g WHERE g.outcome = \(ended) AND g.at IS NOT NULL AND session.id = g.session_id
        """)
    // E1: the ticket of a session that had ended was moved, which in a run that ends happens to none or few.
    try db.execute(
      sql: """
        UPDATE session SET routing_changed_at = coalesce(g.at, ?)
        FROM temp.staged g WHERE g.outcome <> \(ended) AND \(routed) AND session.id = g.session_id
        """, arguments: [moment.seconds])
  }

  /// What was said last, where something was said; what comes late does not make a session older.
  private func applyActivity(_ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE session SET last_activity_at = g.last_activity_at, last_sender = g.last_sender FROM temp.staged g
        WHERE g.last_activity_at IS NOT NULL AND session.id = g.session_id
          AND g.last_activity_at >= session.last_activity_at
        """)
  }

  /// One statement for each kind of change, so that a ticket is written once. It sets only the columns that changed:
  /// an index on a column is then touched only by rows where it did.
  private func applyTickets(_ db: Database, at moment: Instant) throws {
    let kinds = try StoredRow.fetchAll(
      db, of: "staged",
      sql: """
        SELECT DISTINCT routing_channel, changes, at IS NOT NULL AS has_moment FROM temp.staged
        WHERE audit_id IS NOT NULL AND ticket_id IS NOT NULL
        """)
    for kind in kinds {
      let changes: TicketChanges = try kind("changes")
      let hasOwnMoment: Bool = try kind("has_moment")
      // The channel is the group's own, and set in any case.
      let columns = changes.subtracting(.routingChannel).fields.map(\.column)
      let when = hasOwnMoment ? "g.at" : "?3"
      var assignments = columns.map { "\($0) = g.\($0)" }
      assignments += ["routing_channel = ?1", "updated_at = max(updated_at, \(when))"]
      if changes.contains(.routingChannel) { assignments.append("routing_channel_changed_at = \(when)") }
      assignments.append(
        "local_fields = iif(source_updated_at IS NULL, 0, local_fields | (?2 & \(TicketChanges.importable.rawValue)))"
      )
      let staged =
        "g.audit_id IS NOT NULL AND g.routing_channel = ?1 AND g.changes = ?2 AND (g.at IS NOT NULL) = ?4"
      // Where nothing is taken from the staged rows, they need not be joined.
      let rows =
        columns.isEmpty && !hasOwnMoment
        ? "WHERE id IN (SELECT ticket_id FROM temp.staged g WHERE \(staged))"
        : "FROM temp.staged g WHERE ticket.id = g.ticket_id AND \(staged)"
      try db.execute(
        sql: "UPDATE OR ROLLBACK ticket SET \(assignments.joined(separator: ", ")) \(rows)",
        arguments: [kind("routing_channel") as Int, changes.rawValue, moment.seconds, hasOwnMoment])
    }
  }
}
