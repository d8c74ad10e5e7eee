import WireFormat

/// What every text that the store keeps is to its customers, one line a column: the one place that says it.
///
/// A redaction is made from it (`Redaction`), and a test fails as long as a column of the schema is missing here.
package enum PersonalColumns {
  /// What becomes of a column where a row is about somebody who is redacted.
  package enum Fate: Sendable, Equatable {
    /// the row goes, and the column with it
    case goes
    /// the row stays, with this in the column
    case becomes(String?)
    /// the row stays, and what a customer has to do with is taken out of the column
    case isCleaned
    /// it never holds a customer's: the account's own words, words of the service, ids
    case stays
  }

  /// A table with text in it.
  package struct Table: Sendable {
    /// As the schema calls it.
    package let name: String
    /// What becomes of each of its text columns.
    package let columns: [String: Fate]
    /// Which rows are about who is redacted, as conditions of SQL over `temp.redacted_…`; each uses an index, or walks a
    /// table that is read as a whole anyway.
    let rows: [String]
    /// Columns that are no text and say something of a person, and what they become.
    let numbers: [String: String]

    var goes: Bool { columns.values.contains(.goes) }

    init(
      _ name: String, _ columns: [String: Fate], rows: [String] = [], numbers: [String: String] = [:]
    ) {
      self.name = name
      self.columns = columns
      self.rows = rows
      self.numbers = numbers
    }
  }

  private static let theirTicket = "ticket_id IN (SELECT id FROM temp.redacted_ticket)"
  private static let theirSession = "session_id IN (SELECT id FROM temp.redacted_session)"

  /// Those that a redaction touches.
  static let theirs: [Table] = [
    Table(
      "user",
      [
        "name": .becomes(""), "email": .becomes(nil), "phone": .becomes(nil), "locale": .becomes(nil),
        "document": .becomes(nil),
      ], rows: ["id IN (SELECT id FROM temp.redacted_user)"],
      numbers: ["locale_id": "NULL", "local_fields": "0"]),
    // Reports count by type, channel and tags.
    Table(
      "ticket",
      ["subject": .becomes(marker), "type": .stays, "channel": .stays, "tags": .stays],
      rows: ["id IN (SELECT id FROM temp.redacted_ticket)"]),
    Table("ticket_custom_field", ["value": .goes], rows: [theirTicket]),
    Table("ticket_document", ["body": .goes], rows: [theirTicket]),
    Table("audit", ["events": .isCleaned, "document": .isCleaned], rows: [theirTicket, theirSession]),
    // A comment may name an audit only, which never came.
    Table(
      "message", ["id": .goes, "document": .goes],
      rows: [
        theirTicket,
        "ticket_id IS NULL AND document ->> '$.author_id' IN (SELECT id FROM temp.redacted_user)",
      ]),
    // Also what was sent to them about somebody else's ticket, or before there was a ticket.
    Table(
      "outbox",
      ["recipient": .goes, "subject": .goes, "body": .goes, "last_error": .goes, "rule_kind": .goes],
      rows: [
        """
        \(theirTicket)
          OR (ticket_id IS NULL AND recipient IN (SELECT CAST(id AS TEXT) FROM temp.redacted_session))
          OR EXISTS (SELECT 1 FROM temp.redacted_address WHERE instr(', ' || lower(recipient) || ',', address))
        """
      ]),
    Table("satisfaction_rating", ["document": .goes], rows: [theirTicket]),
    // Feeds call conversations by what they like, telephone numbers among it.
    Table("conversation_key", ["key": .goes], rows: [theirSession]),
    // A digest of such a name can be guessed from.
    Table(
      "past_key", ["channel": .goes], rows: ["user_id IN (SELECT id FROM temp.redacted_user)"]),
    Table("remote_ticket", ["reason": .becomes(nil)], rows: [theirTicket]),
    Table(
      "log_entry",
      [
        "os_user": .stays, "command": .stays, "summary": .isCleaned, "before": .isCleaned,
        "after": .isCleaned,
        "changes": .isCleaned,
      ]),
  ]

  /// Those that hold the account's own words, the service's, or none at all.
  private static let others: [Table] = [
    Table("setting", ["key": .stays, "value": .stays]),
    Table("feature", ["changed_from": .stays]),
    Table("agent_group", ["name": .stays, "document": .stays]),
    Table("group_membership", ["document": .stays]),
    Table("session", ["channel": .stays]),
    Table("imported_kind", ["kind": .stays]), Table("local_id", ["kind": .stays]),
    Table(
      "schedule",
      ["name": .stays, "time_zone": .stays, "intervals": .stays, "holidays": .stays, "document": .stays]),
    Table("ticket_trigger", ["title": .stays, "document": .stays, "source_document": .stays]),
    Table("messaging_trigger", ["title": .stays, "document": .stays, "source_document": .stays]),
    Table("macro", ["title": .stays, "document": .stays, "source_document": .stays]),
    Table("queue", ["id": .stays, "name": .stays, "document": .stays, "source_document": .stays]),
    Table("trigger_category", ["id": .stays, "name": .stays, "document": .stays]),
    Table("recipe_part", ["recipe": .stays, "kind": .stays, "document": .stays]),
    Table("rule_firing", ["kind": .stays]),
    // A feed's numbers for its events, which keep an old file of its from being taken again.
    Table("ingested_event", ["id": .stays]),
    Table("store_identity", ["word": .stays]),
    // Reports count by them.
    Table("past_facts", ["channel": .stays, "tags": .stays]),
    Table("retention", ["kind": .stays, "archive": .stays]),
    Table("remote_cursor", ["account": .stays, "place": .stays]),
    Table(
      "remote_word",
      [
        "our_field": .stays, "our_value": .stays, "account": .stays, "field": .stays, "value": .stays,
        "title": .stays,
      ]),
    Table("remote_push", ["plan": .stays, "account": .stays]), Table("remote_job", ["word": .stays]),
    Table(
      "remote_trigger",
      ["account": .stays, "title": .stays, "action_field": .stays, "action_value": .stays]),
    Table("grdb_migrations", ["identifier": .stays]),
  ]

  /// All tables with text in them.
  package static let all = theirs + others

  /// What stands in place of a text that has to be there.
  package static let marker = HistorySkeleton.marker
}
