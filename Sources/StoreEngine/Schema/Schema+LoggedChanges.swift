extension Schema {
  /// What a command did to rules, people, schedules and settings, so that it can be undone.
  static let version19 = """
    -- A list of `kind`, `id`, `name`, and the documents `before` and `after`; null where nothing of the kind was done.
    ALTER TABLE log_entry ADD COLUMN changes TEXT;
    """
}
