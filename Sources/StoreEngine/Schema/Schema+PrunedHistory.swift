extension Schema {
  /// How far the history reaches of what was pruned, by which an analysis knows that it had seen all of it.
  static let version22 = """
    -- The last entry made here of all that left; null where none did since.
    ALTER TABLE retention ADD COLUMN last_audit_id INTEGER;
    """
}
