extension Schema {
  /// A store can be told from others: what was planned for one is refused by another. Copies of a store share it.
  static let version16 = """
    CREATE TABLE store_identity (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      word TEXT NOT NULL
    ) STRICT;
    INSERT INTO store_identity VALUES (1, lower(hex(randomblob(8))));
    """
}
