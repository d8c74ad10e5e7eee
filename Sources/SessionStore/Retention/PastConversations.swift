import GRDB
import SessionModel
import StoreEngine
import WireFormat

/// What stays of conversations that leave: what reports count of them, and whose a feed's next message is.
struct PastConversations {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// Keeps it of what `PruneRows` has gathered.
  func keep() throws {
    try keepEnds()
    try PastReplies(db).add(of: "temp.prune_audit")
    try keepKeys()
  }

  /// The columns that ends have in common, here and of a session `s` with its ticket `t`.
  private static let facts: KeyValuePairs = [
    "assignee_id": "t.assignee_id", "tags": "t.tags", "group_id": "t.group_id", "channel": "s.channel",
    "ended_by_id": "s.ended_by_id", "ended_by_kind": "s.ended_by_kind", "brand_id": "t.brand_id",
    "priority": "t.priority", "status": "t.status",
  ]

  private func keepEnds() throws {
    let (columns, values) = (Self.facts.map(\.key), Self.facts.map(\.value))
    let isSame = Self.facts.map { "f.\($0.key) IS \($0.value)" }.joined(separator: " AND ")
    // In this order: the planner knows nothing of how few there are, and would walk all sessions.
    let ended = """
      temp.prune_session p CROSS JOIN session s ON s.id = p.id LEFT JOIN ticket t ON t.id = s.ticket_id
      """
    try db.execute(
      sql: """
        INSERT INTO past_facts(\(columns.joined(separator: ", ")))
          SELECT DISTINCT \(values.joined(separator: ", ")) FROM \(ended)
          WHERE s.end_reason IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM past_facts f INDEXED BY past_facts_all WHERE \(isSame));
        INSERT OR REPLACE INTO past_session
          SELECT s.ended_at, s.id, s.end_reason, s.ticket_created_at, s.routing_changed_at, t.satisfaction,
            (SELECT f.id FROM past_facts f INDEXED BY past_facts_all WHERE \(isSame))
          FROM \(ended) WHERE s.end_reason IS NOT NULL;
        """)
  }

  private func keepKeys() throws {
    let keep = try db.cachedStatement(
      sql:
        "INSERT OR REPLACE INTO past_key(digest, session_id, chain, user_id, channel) VALUES (?, ?, ?, ?, ?)")
    let rows = try StoredRow.fetchAll(
      db, of: "conversation_key",
      sql: """
        SELECT k.key, s.id, coalesce(s.chain, s.id) AS chain, s.user_id, s.channel
        FROM temp.prune_session p CROSS JOIN conversation_key k ON k.session_id = p.id
          CROSS JOIN session s ON s.id = p.id
        """)
    for row in rows {
      try keep.execute(
        arguments: [
          EventDigest.of((row("key") as String).utf8), row("id") as Int64, row("chain") as Int64,
          row("user_id") as Int64?, row("channel") as String,
        ])
    }
  }
}

/// Public replies of agents in what has left, by quarters of an hour.
package struct PastReplies {
  private let db: Database

  /// Within one transaction.
  package init(_ db: Database) { self.db = db }

  /// SQL: how many there are in the history's entries that a table names, as the report on agents counts them.
  private func counted(in table: String) -> String {
    """
    SELECT a.created_at - a.created_at % 900 AS at,
      coalesce(CAST(e.value ->> '$.author_id' AS INTEGER), a.author_id) AS agent_id, count(*) AS replies
    FROM (SELECT created_at, author_id, coalesce(events, document ->> '$.events') AS events FROM audit
      WHERE id IN (SELECT id FROM \(table)) AND instr(coalesce(events, document), '"Comment"')) a,
      json_each(a.events) e
    WHERE \(ToldComment.isPublic) AND coalesce(CAST(e.value ->> '$.author_id' AS INTEGER), a.author_id)
      IN (SELECT id FROM user WHERE role > \(Role.endUser.rawValue))
    GROUP BY 1, 2
    """
  }

  /// Counts those of entries that leave; the table holds their ids.
  func add(of table: String) throws {
    try db.execute(
      sql: """
        INSERT INTO past_reply(at, agent_id, replies) \(counted(in: table))
        ON CONFLICT DO UPDATE SET replies = replies + excluded.replies
        """)
  }

  /// Counts them no longer: they are back in the history.
  package func remove(of table: String) throws {
    try db.execute(
      sql: """
        UPDATE past_reply SET replies = past_reply.replies - back.replies FROM (\(counted(in: table))) back
          WHERE past_reply.at = back.at AND past_reply.agent_id = back.agent_id;
        DELETE FROM past_reply WHERE replies <= 0;
        """)
  }
}
