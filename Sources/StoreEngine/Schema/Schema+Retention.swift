extension Schema {
  /// What is still known of conversations that were pruned, without a word of their customers.
  static let version21 = """
    -- What ended sessions have in common: who handled them, and how. Reports group and filter by it.
    CREATE TABLE past_facts (
      id INTEGER PRIMARY KEY,
      channel TEXT NOT NULL,
      ended_by_kind INTEGER,
      ended_by_id INTEGER,
      status INTEGER,
      priority INTEGER,
      group_id INTEGER,
      assignee_id INTEGER,
      brand_id INTEGER,
      tags TEXT
    ) STRICT;
    CREATE INDEX past_facts_all ON past_facts(
      assignee_id, tags, group_id, channel, ended_by_id, ended_by_kind, brand_id, priority, status);

    -- A row for each session that reports count, as session_report has them.
    CREATE TABLE past_session (
      ended_at INTEGER NOT NULL,
      session_id INTEGER NOT NULL,
      end_reason INTEGER NOT NULL,
      ticket_created_at INTEGER,
      routing_changed_at INTEGER,
      satisfaction INTEGER,
      facts_id INTEGER NOT NULL REFERENCES past_facts(id),
      PRIMARY KEY (ended_at, session_id)
    ) STRICT, WITHOUT ROWID;
    -- One that an import brings back is counted as itself again.
    CREATE TRIGGER session_returns AFTER INSERT ON session WHEN new.end_reason IS NOT NULL BEGIN
      DELETE FROM past_session WHERE ended_at = new.ended_at AND session_id = new.id;
    END;

    -- Public replies by quarters of an hour, which begin in every zone's hours and days.
    CREATE TABLE past_reply (
      at INTEGER NOT NULL,
      agent_id INTEGER NOT NULL,
      replies INTEGER NOT NULL,
      PRIMARY KEY (at, agent_id)
    ) STRICT, WITHOUT ROWID;

    -- E13: whose conversation a sender's key named, by the key's digest.
    CREATE TABLE past_key (
      digest INTEGER PRIMARY KEY,
      session_id INTEGER NOT NULL,
      chain INTEGER NOT NULL,
      user_id INTEGER,
      channel TEXT NOT NULL
    ) STRICT;

    -- What was pruned, and how far.
    CREATE TABLE retention (
      kind TEXT PRIMARY KEY,
      before INTEGER NOT NULL,
      pruned_at INTEGER NOT NULL,
      archive TEXT
    ) STRICT, WITHOUT ROWID;

    -- When the event happened; null of those that earlier programs took.
    ALTER TABLE ingested_event ADD COLUMN at INTEGER;

    CREATE INDEX conversation_key_session ON conversation_key(session_id);
    CREATE INDEX outbox_ticket ON outbox(ticket_id) WHERE ticket_id IS NOT NULL;
    """
}
