extension Schema {
  /// Laid out like `ticket_trigger`: the wire format word for word, with what lists, order and runs need beside it.
  static let version4 = """
    CREATE TABLE messaging_trigger (
      id INTEGER PRIMARY KEY,
      title TEXT NOT NULL,
      active INTEGER NOT NULL,
      position INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      document TEXT NOT NULL
    ) STRICT;
    """
}
