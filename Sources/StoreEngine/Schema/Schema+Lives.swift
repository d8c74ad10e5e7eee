extension Schema {
  static let version13 = """
    -- E13: conversations of a customer that followed one another, each opened by a message to one whose session had
    -- ended, share the id of the first of them. The first itself has none, nor has one that nothing follows.
    ALTER TABLE session ADD COLUMN chain INTEGER;
    CREATE INDEX session_chain ON session(chain, started_at) WHERE chain IS NOT NULL;

    -- The account itself is nobody who could be named.
    UPDATE ticket SET commenter_id = NULL WHERE commenter_id < 0;

    -- A conversation's own life: it closes with its ticket, without one with its session.
    CREATE VIEW report_conversations AS SELECT
      s.id AS conversation_id, s.id AS session_id, s.ticket_id, s.user_id, s.channel,
      CASE WHEN coalesce(t.status >= 5, s.state) THEN 'closed' ELSE 'open' END AS state,
      strftime('%Y-%m-%dT%H:%M:%SZ', s.started_at, 'unixepoch') AS started_at,
      strftime('%Y-%m-%dT%H:%M:%SZ',
        CASE WHEN t.id IS NULL THEN s.ended_at WHEN t.status >= 5 THEN max(t.updated_at, coalesce(s.ended_at, 0)) END,
        'unixepoch') AS ended_at,
      CASE s.state WHEN 0 THEN 'active' ELSE 'ended' END AS session_state,
      strftime('%Y-%m-%dT%H:%M:%SZ', s.ended_at, 'unixepoch') AS session_ended_at,
      s.chain AS first_conversation_id,
      s.started_at AS started_epoch,
      CASE WHEN t.id IS NULL THEN s.ended_at WHEN t.status >= 5 THEN max(t.updated_at, coalesce(s.ended_at, 0)) END
        AS ended_epoch
    FROM session s LEFT JOIN ticket t ON t.id = s.ticket_id;
    """
}
