extension Schema {
  /// By which the trigger that was set up in a live account is known to do still what it did.
  static let version24 = """
    -- The account's words for the trigger's action; null where it was set up before they were kept.
    ALTER TABLE remote_trigger ADD COLUMN action_field TEXT;
    ALTER TABLE remote_trigger ADD COLUMN action_value TEXT;
    """
}
