import GRDB

/// The tables, as migrations that are never edited once released; the last one's number is the schema number.
///
/// The number stands in `user_version`, so that opening a store costs one look, and `application_id` tells a
/// store from any other SQLite file. Times are seconds since 1970 in UTC; closed sets of words are integers,
/// the raw values of the vocabularies in SessionModel; what was imported keeps its JSON word for word in
/// `document`.
package enum Schema {
  /// "sctl"
  static let applicationID: Int32 = 0x7363_746C

  /// A step from one released schema to the next.
  package struct Migration: Sendable {
    /// The schema that a store has after it.
    package let number: Int
    /// What it is remembered by in the store.
    package let name: String
    let sql: String
    /// What makes room for data that the statements of a released migration can't take, and puts it back afterwards.
    var preparation: (before: String, after: String)?
  }

  /// All there are, in their order; what was released is never changed.
  package static let migrations: [Migration] = [
    Migration(number: 1, name: "accounts, people, tickets, sessions, history", sql: version1),
    Migration(number: 2, name: "schedules", sql: version2),
    Migration(number: 3, name: "rules, and what they look at", sql: version3, preparation: preparation3),
    Migration(number: 4, name: "messaging triggers", sql: version4),
    Migration(number: 5, name: "queues, and who waits in them", sql: version5),
    Migration(number: 6, name: "conversations told by events", sql: version6),
    Migration(number: 7, name: "notices", sql: version7),
    Migration(number: 8, name: "what reports read", sql: version8),
    Migration(number: 9, name: "late columns", sql: version9),
    Migration(number: 10, name: "satisfaction ratings", sql: version10),
    Migration(number: 11, name: "trigger categories", sql: version11),
    Migration(number: 12, name: "the name of a condition's field", sql: version12),
    Migration(number: 13, name: "the lives of conversations", sql: version13),
    Migration(number: 14, name: "who waits after an end", sql: version14),
    Migration(number: 15, name: "what sources said", sql: version15),
    Migration(number: 16, name: "the store's identity", sql: version16),
    Migration(number: 17, name: "the live account", sql: version17),
    Migration(number: 18, name: "what was pushed to a live account", sql: version18),
    Migration(number: 19, name: "what the log can undo", sql: version19),
    Migration(number: 20, name: "who was redacted", sql: version20),
    Migration(number: 21, name: "what was pruned", sql: version21),
    Migration(number: 22, name: "how far the pruned history reaches", sql: version22),
    Migration(number: 23, name: "what agents have in hand", sql: version23),
    Migration(number: 24, name: "what the trigger in a live account does", sql: version24),
  ]

  /// What `user_version` says of a store that this program made.
  package static var currentNumber: Int { migrations.last!.number }

  /// Runs these migrations on a store that has not had them.
  package static func migrator(_ migrations: [Migration]) -> Migrator { Migrator(migrations) }

  private static let version1 = """
    CREATE TABLE account (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      plan INTEGER NOT NULL,
      messaging_add_on INTEGER NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE user (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      email TEXT COLLATE NOCASE,
      phone TEXT,
      locale TEXT,
      role INTEGER NOT NULL,
      suspended INTEGER NOT NULL DEFAULT 0,
      agent_status INTEGER NOT NULL DEFAULT 0,
      messaging_capacity INTEGER NOT NULL DEFAULT 10,
      email_capacity INTEGER NOT NULL DEFAULT 10,
      -- What they were made here as: no import makes them less, nor suspends them. 0: nothing was said here.
      local_role INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      -- When the last imported record said it was updated; null while none was imported.
      source_updated_at INTEGER,
      -- The columns that changed here since then, the last of them at updated_at.
      local_fields INTEGER NOT NULL DEFAULT 0,
      origin INTEGER NOT NULL,
      document TEXT
    ) STRICT;
    CREATE INDEX user_email ON user(email) WHERE email IS NOT NULL;
    CREATE INDEX user_staff ON user(role) WHERE role > 0;

    -- F1, F4: 0 agents, 1 end users
    CREATE TABLE feature (
      audience INTEGER PRIMARY KEY,
      enabled INTEGER NOT NULL,
      changed_at INTEGER,
      changed_by INTEGER REFERENCES user(id) ON UPDATE CASCADE,
      changed_from TEXT
    ) STRICT;

    CREATE TABLE agent_group (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      deleted INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      source_updated_at INTEGER,
      origin INTEGER NOT NULL,
      document TEXT
    ) STRICT;

    CREATE TABLE group_membership (
      id INTEGER PRIMARY KEY,
      user_id INTEGER NOT NULL REFERENCES user(id) ON UPDATE CASCADE,
      group_id INTEGER NOT NULL REFERENCES agent_group(id),
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      source_updated_at INTEGER,
      origin INTEGER NOT NULL,
      document TEXT,
      UNIQUE (user_id, group_id)
    ) STRICT;

    -- The columns that rules, selections and reports read. A row is kept small, because a bulk run rewrites it.
    CREATE TABLE ticket (
      id INTEGER PRIMARY KEY,
      subject TEXT NOT NULL,
      status INTEGER NOT NULL,
      priority INTEGER NOT NULL,
      type TEXT,
      channel TEXT NOT NULL,
      routing_channel INTEGER NOT NULL,
      routing_channel_changed_at INTEGER,
      assigned_channel INTEGER,
      requester_id INTEGER REFERENCES user(id) ON UPDATE CASCADE,
      assignee_id INTEGER REFERENCES user(id) ON UPDATE CASCADE,
      group_id INTEGER REFERENCES agent_group(id),
      organization_id INTEGER,
      brand_id INTEGER,
      tags TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      -- As with users: the feed's word on when it changed, and what changed here since.
      source_updated_at INTEGER,
      local_fields INTEGER NOT NULL DEFAULT 0,
      -- The latest public comment that audits or comments tell of, and its author (§12); null: none known.
      commented_at INTEGER,
      commenter_id INTEGER,
      origin INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX ticket_in_progress ON ticket(assignee_id) WHERE status <= 1 AND assignee_id IS NOT NULL;

    CREATE TABLE ticket_document (
      ticket_id INTEGER PRIMARY KEY REFERENCES ticket(id),
      body TEXT NOT NULL
    ) STRICT;

    -- One row is a conversation and its one session: the same id names both, so that a conversation can't
    -- have two.
    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      ticket_id INTEGER UNIQUE REFERENCES ticket(id),
      user_id INTEGER REFERENCES user(id) ON UPDATE CASCADE,
      channel TEXT NOT NULL,
      state INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      last_activity_at INTEGER NOT NULL,
      last_sender INTEGER,
      ended_at INTEGER,
      end_reason INTEGER,
      ended_by_kind INTEGER,
      ended_by_id INTEGER,
      ended_via INTEGER,
      CHECK (state = 1 OR (ended_at IS NULL AND end_reason IS NULL AND ended_by_kind IS NULL)),
      CHECK (end_reason IS NULL OR (ended_at IS NOT NULL AND ended_by_kind IS NOT NULL))
    ) STRICT;
    -- Partial on purpose: a plain index on (state, last_activity_at) draws the planner into slow reports.
    CREATE INDEX session_active ON session(last_activity_at) WHERE state = 0;
    CREATE INDEX session_ended ON session(ended_at, end_reason) WHERE end_reason IS NOT NULL;

    -- What happened to a ticket, or to a session that has none yet (E8). Made here: via and events, whose ids
    -- are the audit's id + 1, + 2 …; imported: the document word for word.
    CREATE TABLE audit (
      id INTEGER PRIMARY KEY,
      ticket_id INTEGER REFERENCES ticket(id),
      session_id INTEGER REFERENCES session(id),
      created_at INTEGER NOT NULL,
      author_id INTEGER,
      via INTEGER,
      events TEXT,
      document TEXT,
      CHECK ((events IS NULL) <> (document IS NULL)),
      CHECK ((ticket_id IS NULL) <> (session_id IS NULL))
    ) STRICT;
    CREATE INDEX audit_ticket ON audit(ticket_id) WHERE ticket_id IS NOT NULL;
    CREATE INDEX audit_session ON audit(session_id) WHERE session_id IS NOT NULL;

    -- One entry for each command that changed something.
    CREATE TABLE log_entry (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      actor_id INTEGER REFERENCES user(id) ON UPDATE CASCADE,
      os_user TEXT,
      command TEXT NOT NULL,
      summary TEXT NOT NULL,
      before TEXT,
      after TEXT
    ) STRICT;

    -- Kinds of which something was imported: ids made here then start at 10^15 (§12).
    CREATE TABLE imported_kind (kind TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

    -- The last id that was given to a thing made here; imports never touch it.
    CREATE TABLE local_id (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    """

  private static let version2 = """
    -- Hours and holidays as the wire format writes them: they are few, and nothing looks for one of them.
    CREATE TABLE schedule (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      time_zone TEXT NOT NULL,
      intervals TEXT NOT NULL,
      holidays TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      document TEXT
    ) STRICT;
    """

  private static let version3 = """
    ALTER TABLE ticket ADD COLUMN ticket_form_id INTEGER;
    ALTER TABLE ticket ADD COLUMN custom_status_id INTEGER;
    ALTER TABLE ticket ADD COLUMN schedule_id INTEGER;
    ALTER TABLE ticket ADD COLUMN is_public INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE ticket ADD COLUMN satisfaction INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ticket ADD COLUMN reopens INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ticket ADD COLUMN replies INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ticket ADD COLUMN agent_stations INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ticket ADD COLUMN group_stations INTEGER NOT NULL DEFAULT 0;
    UPDATE ticket SET ticket_form_id = d.body ->> '$.ticket_form_id', custom_status_id = d.body ->> '$.custom_status_id',
      is_public = coalesce(d.body ->> '$.is_public', 1)
      FROM ticket_document d WHERE d.ticket_id = ticket.id;
    ALTER TABLE user ADD COLUMN locale_id INTEGER;
    UPDATE user SET locale_id = document ->> '$.locale_id' WHERE document IS NOT NULL;

    -- Custom fields that were set here; the imported ones are in the ticket's document.
    CREATE TABLE ticket_custom_field (
      ticket_id INTEGER NOT NULL REFERENCES ticket(id),
      field_id INTEGER NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (ticket_id, field_id)
    ) STRICT, WITHOUT ROWID;

    -- The wire format word for word, with what lists, order and runs need beside it.
    CREATE TABLE ticket_trigger (
      id INTEGER PRIMARY KEY,
      title TEXT NOT NULL,
      active INTEGER NOT NULL,
      position INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      document TEXT NOT NULL
    ) STRICT;

    -- What rules sent, waiting to leave the machine.
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL,
      ticket_id INTEGER REFERENCES ticket(id),
      recipient TEXT NOT NULL,
      subject TEXT NOT NULL,
      body TEXT NOT NULL,
      rule_id INTEGER,
      created_at INTEGER NOT NULL,
      state INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER,
      last_error TEXT
    ) STRICT;
    CREATE INDEX outbox_waiting ON outbox(next_attempt_at, id) WHERE state = 0;
    """
}
