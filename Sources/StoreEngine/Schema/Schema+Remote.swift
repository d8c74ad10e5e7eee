extension Schema {
  /// Where pulls from the live account go on, and the words that it has for what rules say here.
  static let version17 = """
    -- One row for each of what is pulled: 0 groups, 1 users, 2 tickets, 3 ticket events. `place` is the cursor that the
    -- account gave, or a start time in digits; it moves in the transaction that takes the page.
    CREATE TABLE remote_cursor (
      stream INTEGER PRIMARY KEY,
      account TEXT NOT NULL,
      place TEXT NOT NULL,
      has_ended INTEGER NOT NULL,
      pulled_at INTEGER NOT NULL,
      pages INTEGER NOT NULL,
      rows INTEGER NOT NULL
    ) STRICT;

    -- `use` 0: a condition, 1: an action. An empty `our_value` is the field itself.
    CREATE TABLE remote_word (
      use INTEGER NOT NULL,
      our_field TEXT NOT NULL,
      our_value TEXT NOT NULL,
      account TEXT NOT NULL,
      field TEXT NOT NULL,
      value TEXT NOT NULL,
      title TEXT NOT NULL,
      learned_at INTEGER NOT NULL,
      PRIMARY KEY (use, our_field, our_value)
    ) STRICT, WITHOUT ROWID;
    """
}
