extension Schema {
  /// What was sent of plans to a live account, and what became of it.
  static let version18 = """
    CREATE TABLE remote_push (
      id INTEGER PRIMARY KEY,
      -- Which plan: what its head says, as a word.
      plan TEXT NOT NULL UNIQUE,
      -- Where it was sent to: a plan goes to one account only.
      account TEXT NOT NULL,
      begun_at INTEGER NOT NULL,
      -- How far its ends were looked for in the account's events: what came before needs no second look.
      seen_until INTEGER
    ) STRICT;

    -- A job is here before it is sent, and has the account's word for it before that is asked about. Without a word
    -- nobody knows whether it was taken: its tickets are sent again.
    CREATE TABLE remote_job (
      id INTEGER PRIMARY KEY,
      push_id INTEGER NOT NULL REFERENCES remote_push(id),
      word TEXT,
      sent_at INTEGER NOT NULL,
      -- 0 in flight, 1 over, 2 printed for somebody else to send
      state INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX remote_job_open ON remote_job(push_id) WHERE state <> 1;

    CREATE TABLE remote_ticket (
      push_id INTEGER NOT NULL REFERENCES remote_push(id),
      ticket_id INTEGER NOT NULL,
      session_id INTEGER NOT NULL,
      -- 0 waiting, 1 sent, 2 tagged, 3 failed, 4 unclear, 5 ended
      state INTEGER NOT NULL,
      -- The job that it is in, or was in last, and its place there.
      job_id INTEGER REFERENCES remote_job(id),
      place INTEGER,
      -- How often it was sent, or perhaps was.
      sends INTEGER NOT NULL DEFAULT 0,
      -- In the account's words.
      reason TEXT,
      ended_at INTEGER,
      -- How the end was seen: 1 in the account's events, 2 by asking for the conversation, 3 here already
      seen_by INTEGER,
      PRIMARY KEY (push_id, ticket_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX remote_ticket_job ON remote_ticket(job_id) WHERE job_id IS NOT NULL;

    -- The account's trigger that ends what is tagged; one, in the account that is configured.
    CREATE TABLE remote_trigger (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      account TEXT NOT NULL,
      trigger_id INTEGER NOT NULL,
      title TEXT NOT NULL,
      -- 0 ends the session, 1 sets the routing channel to email
      action INTEGER NOT NULL,
      set_up_at INTEGER NOT NULL
    ) STRICT;
    """
}
