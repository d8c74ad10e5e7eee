extension Schema {
  /// Who asked to be forgotten, so that no import brings them back. An id says nothing of a person; a hash of an address
  /// would, to whoever guesses the address.
  static let version20 = """
    CREATE TABLE redaction (
      user_id INTEGER PRIMARY KEY REFERENCES user(id) ON UPDATE CASCADE,
      redacted_at INTEGER NOT NULL,
      -- When the file was rewritten, so that nothing of them stays in pages that are free; null as long as it was not.
      rewritten_at INTEGER
    ) STRICT;
    """
}
