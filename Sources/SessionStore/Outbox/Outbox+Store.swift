import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// How many entries are due that leave in one way, and of how many of them nobody was told lately that they can't leave.
package struct OutboxDue: Sendable {
  /// Entries that are due.
  package let count: Int
  /// Those of them of which the next run has to say that they can't leave.
  package let unsaid: Int
}

/// Which entries of the outbox are meant.
package struct OutboxFilter: Sendable {
  /// Only entries in this state; nil: in any.
  package var state: OutboxState?
  /// Only entries of this kind; nil: of any.
  package var kind: OutboxKind?
  /// Only entries about this ticket; nil: about any.
  package var ticketID: Int64?

  /// Nothing given: every entry.
  package init(state: OutboxState? = nil, kind: OutboxKind? = nil, ticketID: Int64? = nil) {
    self.state = state
    self.kind = kind
    self.ticketID = ticketID
  }
}

extension StoreReader {
  private static let outboxQuery = """
    SELECT o.*, t.subject AS title, t.requester_id, t.assignee_id, t.group_id, u.name, u.locale
    FROM outbox o LEFT JOIN ticket t ON t.id = o.ticket_id LEFT JOIN user u ON u.id = t.requester_id
    """

  /// Entries in the order in which they were made.
  package func forEachOutboxEntry(_ filter: OutboxFilter, _ body: (OutboxEntry) throws -> Void) throws {
    let rows = try StoredRow.fetchCursor(
      db, of: "outbox",
      sql: """
        \(Self.outboxQuery) WHERE (:state IS NULL OR o.state = :state) AND (:kind IS NULL OR o.kind = :kind)
          AND (:ticket IS NULL OR o.ticket_id = :ticket) ORDER BY o.id
        """,
      arguments: [
        "state": filter.state?.rawValue, "kind": filter.kind?.rawValue, "ticket": filter.ticketID,
      ])
    while let row = try rows.next() { try body(outboxEntry(row)) }
  }

  /// The same, of entries that SQL over the entry `o` tells, which is made here and never from input.
  package func forEachOutboxEntry(where condition: String, _ body: (OutboxEntry) throws -> Void) throws {
    let rows = try StoredRow.fetchCursor(
      db, of: "outbox", sql: "\(Self.outboxQuery) WHERE \(condition) ORDER BY o.id")
    while let row = try rows.next() { try body(outboxEntry(row)) }
  }

  /// nil where there is none with this id.
  package func outboxEntry(id: Int64) throws -> OutboxEntry? {
    try StoredRow.fetchOne(db, of: "outbox", sql: "\(Self.outboxQuery) WHERE o.id = ?", arguments: [id]).map(
      outboxEntry)
  }

  /// Whom an entry is due for: what was never tried is always due, and only held back where its setting is missing.
  static let outboxDue =
    "state = 0 AND lease IS NULL AND (attempts = 0 OR coalesce(next_attempt_at, ?2) <= ?2)"

  /// Whether somebody died with an entry in hand, and their lease has run out.
  package func hasLostDeliveries(at moment: Instant) throws -> Bool {
    try Bool.fetchSure(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 0 AND lease IS NOT NULL
          AND coalesce(leased_until, ?1) <= ?1)
        """, arguments: [moment.seconds])
  }

  /// How many entries are due, by the way in which they leave.
  package func outboxDue(at moment: Instant) throws -> [OutboxWay: OutboxDue] {
    let rows = try StoredRow.fetchAll(
      db, of: "outbox",
      sql: """
        SELECT \(OutboxLease.way) AS way, count(*) AS count, sum(coalesce(next_attempt_at, ?2) <= ?2) AS unsaid FROM outbox
        WHERE \(Self.outboxDue) AND ?1 GROUP BY 1
        """, arguments: [true, moment.seconds])
    var due: [OutboxWay: OutboxDue] = [:]
    for row in rows {
      due[try row("way")] = try OutboxDue(count: row("count"), unsaid: row("unsaid"))
    }
    return due
  }

  /// What surveys are written with; nil without a link.
  package func surveyLetter() throws -> SurveyLetter? {
    SurveyLetter(
      link: try setting(Setting.surveyLink), accountName: try setting("account.name"),
      accountLocale: try setting("account.locale"))
  }

  func outboxEntry(_ row: StoredRow) throws -> OutboxEntry {
    var entry = try OutboxEntry(
      id: row("id"), kind: row("kind"), ticketID: row("ticket_id"),
      to: row("recipient"), subject: row("subject"), body: row("body"), ruleID: row("rule_id"),
      createdAt: row("created_at"), state: row("state"),
      attempts: row("attempts"), nextAttemptAt: row("next_attempt_at"),
      lastError: row("last_error"), leasedUntil: row("leased_until"),
      deliveredAt: row("delivered_at"))
    entry.ruleKind = try (row("rule_kind") as String?).flatMap(RuleReference.Kind.init(rawValue:))
    entry.survey.title = try row("title") ?? ""
    entry.survey.requesterID = try row("requester_id")
    entry.survey.requesterName = try row("name") ?? ""
    entry.survey.locale = try row("locale")
    entry.survey.assigneeID = try row("assignee_id")
    entry.survey.groupID = try row("group_id")
    return entry
  }
}

extension StoreWriter {
  /// Moves an entry by hand: acknowledged, waiting again from the first attempt on, or cancelled.
  package func setOutboxState(_ state: OutboxState, entry id: Int64, at moment: Instant) throws {
    try db.execute(
      sql: """
        UPDATE outbox SET state = ?1, lease = NULL, leased_until = NULL, next_attempt_at = NULL,
          attempts = iif(?1 = \(OutboxState.waiting.rawValue), 0, attempts),
          delivered_at = iif(?1 = \(OutboxState.delivered.rawValue), ?2, NULL)
        WHERE id = ?3
        """, arguments: [state.rawValue, moment.seconds, id])
  }
}
