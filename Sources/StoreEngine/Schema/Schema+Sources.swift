extension Schema {
  /// What is told of a ticket's history besides audits, and who may be given tickets.
  static let version15 = """
    -- 0 an audit, 1 a ticket event, the incremental export's way to tell the same.
    ALTER TABLE audit ADD COLUMN form INTEGER NOT NULL DEFAULT 0;

    -- Who the latest public message is from, where the message told it and not its author.
    ALTER TABLE ticket ADD COLUMN commented_sender INTEGER;

    -- Messages that were told by themselves, word for word: 1 comments, 2 events of conversation logs. A comment may
    -- name its audit only, which may come later.
    CREATE TABLE message (
      form INTEGER NOT NULL,
      id TEXT NOT NULL,
      ticket_id INTEGER REFERENCES ticket(id),
      audit_id INTEGER,
      at INTEGER,
      document TEXT NOT NULL,
      UNIQUE (form, id)
    ) STRICT;
    CREATE INDEX message_ticket ON message(ticket_id) WHERE ticket_id IS NOT NULL;
    CREATE INDEX message_homeless ON message(audit_id) WHERE ticket_id IS NULL;

    -- Why nobody may assign to them: 1 gone, 2 light agent, 3 chat agent, 4 contributor. Who was made here is neither.
    ALTER TABLE user ADD COLUMN bar INTEGER NOT NULL DEFAULT 0;
    UPDATE user SET bar = CASE
        WHEN json_type(document, '$.active') IS 'false' THEN 1
        WHEN json_type(document, '$.role_type') IS 'integer' AND document ->> '$.role_type' IN (1, 2, 3)
          THEN (document ->> '$.role_type') + 1
        ELSE 0 END
      WHERE json_valid(document) AND local_role = 0;

    -- Imported rules that were changed here: what the source said last, where that is not the document, and what was
    -- changed: 1 the document, 2 whether it is active, 4 its position.
    ALTER TABLE ticket_trigger ADD COLUMN source_document TEXT;
    ALTER TABLE ticket_trigger ADD COLUMN local_fields INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE messaging_trigger ADD COLUMN source_document TEXT;
    ALTER TABLE messaging_trigger ADD COLUMN local_fields INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE macro ADD COLUMN source_document TEXT;
    ALTER TABLE macro ADD COLUMN local_fields INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE queue ADD COLUMN source_document TEXT;
    ALTER TABLE queue ADD COLUMN local_fields INTEGER NOT NULL DEFAULT 0;
    """
}
