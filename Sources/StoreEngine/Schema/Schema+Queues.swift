extension Schema {
  static let version5 = """
    -- The wire format word for word, with what lists, order and matching need beside it. The standard queue is no
    -- row: tickets name it by the key 0.
    CREATE TABLE queue (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      position INTEGER NOT NULL,
      priority INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      document TEXT NOT NULL
    ) STRICT;

    -- The tickets that are eligible for routing, each with the queue it is in (null: none takes it). The priority
    -- is the ticket's own once more, so that the head of a queue is read from the index.
    CREATE TABLE queue_ticket (
      ticket_id INTEGER PRIMARY KEY REFERENCES ticket(id),
      queue_key INTEGER,
      priority INTEGER NOT NULL,
      eligible_since INTEGER NOT NULL,
      -- Whether a hand-off named the queue.
      is_chosen INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX queue_ticket_order ON queue_ticket(queue_key, priority DESC, eligible_since, ticket_id)
      WHERE queue_key IS NOT NULL;

    -- Whose turn it is: routing last assigned to the agent with the highest number.
    CREATE TABLE routing_turn (
      user_id INTEGER PRIMARY KEY REFERENCES user(id) ON UPDATE CASCADE,
      turn INTEGER NOT NULL
    ) STRICT;

    INSERT INTO queue_ticket(ticket_id, queue_key, priority, eligible_since)
    SELECT t.id,
      iif(t.group_id IS NOT NULL AND (t.routing_channel = 1 OR instr(' ' || t.tags || ' ', ' ' || coalesce(
        (SELECT value FROM setting WHERE key = 'routing.autorouting_tag'), 'auto-routing') || ' ')), 0, NULL),
      t.priority, iif(t.status = 0, t.created_at, t.updated_at)
    FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id
    WHERE t.origin > 0 AND t.status <= 1 AND t.assignee_id IS NULL
      AND NOT (t.routing_channel = 1 AND coalesce(s.state, 0) = 1)
      AND coalesce((SELECT value FROM setting WHERE key = 'routing.mode'), 'omnichannel') = 'omnichannel';
    """
}
