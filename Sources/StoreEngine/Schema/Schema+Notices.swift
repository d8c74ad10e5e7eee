extension Schema {
  static let version7 = """
    -- A deliverer that has an entry in hand: nobody else takes it until then, and a dead one's entry comes back.
    ALTER TABLE outbox ADD COLUMN lease INTEGER;
    ALTER TABLE outbox ADD COLUMN leased_until INTEGER;
    ALTER TABLE outbox ADD COLUMN delivered_at INTEGER;
    -- Deliverers walk what waits in the order in which it came, once.
    DROP INDEX outbox_waiting;
    CREATE INDEX outbox_waiting ON outbox(id) WHERE state = 0;

    -- The wire format word for word, with what lists and applying need beside it.
    CREATE TABLE macro (
      id INTEGER PRIMARY KEY,
      title TEXT NOT NULL,
      active INTEGER NOT NULL,
      position INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      document TEXT NOT NULL
    ) STRICT;

    -- What customers answered; the ticket's column holds the latest.
    CREATE TABLE satisfaction_rating (
      id INTEGER PRIMARY KEY,
      ticket_id INTEGER NOT NULL REFERENCES ticket(id),
      score INTEGER NOT NULL,
      comment TEXT,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      document TEXT
    ) STRICT;
    CREATE INDEX satisfaction_rating_ticket ON satisfaction_rating(ticket_id);

    -- What each recipe brought, as it was when it came: what was edited since can be told, and stays.
    CREATE TABLE recipe_part (
      recipe TEXT NOT NULL,
      kind TEXT NOT NULL,
      thing_id INTEGER NOT NULL,
      installed_at INTEGER NOT NULL,
      document TEXT NOT NULL,
      PRIMARY KEY (recipe, kind, thing_id)
    ) STRICT, WITHOUT ROWID;
    """
}
