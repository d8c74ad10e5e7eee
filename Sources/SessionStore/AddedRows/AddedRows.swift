import GRDB
import StoreEngine

/// Where the rows of a run go that are only ever added: the history and the outbox.
///
/// They are most of what a run writes. A run adds them where they belong as they are decided, in its one transaction,
/// instead of keeping them until the end; a dry run adds them to TEMP tables of the same columns.
package enum AddedRows {
  /// Into the store's own tables, and into the TEMP tables of a dry run.
  case store, plan

  var audit: String { self == .store ? "main.audit" : "temp.planned_audit" }
  var outbox: String { self == .store ? "main.outbox" : "temp.planned_outbox" }

  /// Makes the TEMP tables of a dry run, and the view by which a run's history is read back (`run_history`).
  func prepare(_ db: Database) throws {
    try db.execute(sql: "DROP VIEW IF EXISTS temp.run_history")
    if self == .plan {
      try db.execute(
        sql: """
          CREATE TEMP TABLE IF NOT EXISTS planned_audit (
            id INTEGER PRIMARY KEY, ticket_id INTEGER, session_id INTEGER, created_at INTEGER, author_id INTEGER,
            via INTEGER, events TEXT);
          CREATE TEMP TABLE IF NOT EXISTS planned_outbox (
            id INTEGER PRIMARY KEY, kind INTEGER, ticket_id INTEGER, recipient TEXT, subject TEXT, body TEXT,
            rule_id INTEGER, rule_kind TEXT, created_at INTEGER);
          DELETE FROM temp.planned_audit;
          DELETE FROM temp.planned_outbox;
          """)
    }
    try db.execute(sql: "CREATE TEMP VIEW run_history AS SELECT id, events FROM \(audit)")
  }
}
