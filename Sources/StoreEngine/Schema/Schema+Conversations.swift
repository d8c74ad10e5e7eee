extension Schema {
  static let version6 = """
    -- E13: the earlier conversations of a customer.
    CREATE INDEX session_user ON session(user_id) WHERE user_id IS NOT NULL;

    -- What a sender of events calls a conversation; after an end the same key names the customer's next one.
    CREATE TABLE conversation_key (
      key TEXT PRIMARY KEY,
      session_id INTEGER NOT NULL REFERENCES session(id)
    ) STRICT, WITHOUT ROWID;

    -- Events that were taken, so that none is taken twice; the digest tells the same one from another of its name.
    CREATE TABLE ingested_event (id TEXT PRIMARY KEY, digest INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    """
}
