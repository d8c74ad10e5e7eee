extension Schema {
  /// Where a ticket's survey stands is the ticket's column and nothing else, with the time of the answer, by which the
  /// later of two is told; the records of the answers are kept word for word and never asked for the score. Nothing
  /// has been written to the table of before, which held the score once more.
  static let version10 = """
    ALTER TABLE ticket ADD COLUMN satisfaction_at INTEGER;
    UPDATE ticket SET satisfaction_at = coalesce(source_updated_at, updated_at) WHERE satisfaction > 1;

    DROP TABLE satisfaction_rating;
    CREATE TABLE satisfaction_rating (
      id INTEGER PRIMARY KEY,
      ticket_id INTEGER NOT NULL REFERENCES ticket(id),
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX satisfaction_rating_ticket ON satisfaction_rating(ticket_id);
    """
}
