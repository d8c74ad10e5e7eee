extension Schema {
  /// What agents have in hand and what a sweep finds is read from indexes alone, and no longer row by row.
  static let version23 = """
    -- State and status too, which the conditions ask for: SQLite 3.40 would fetch the row for them.
    DROP INDEX session_active;
    CREATE INDEX session_active ON session(last_activity_at, ticket_id, started_at, last_sender, state) WHERE state = 0;
    DROP INDEX ticket_in_progress;
    CREATE INDEX ticket_in_progress ON ticket(assignee_id, assigned_channel, status)
      WHERE status <= 1 AND assignee_id IS NOT NULL;
    """
}
