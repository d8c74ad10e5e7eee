extension Schema {
  static let version11 = """
    -- In whose order triggers run before their own (T3); a trigger's document names its category.
    CREATE TABLE trigger_category (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      position INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      document TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
