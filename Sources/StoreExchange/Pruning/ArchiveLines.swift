import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// The lines of an archive: what `PruneRows` has gathered, in the order in which an import needs it.
struct ArchiveLines {
  private let db: Database
  private let documents: StoredDocuments

  init(_ reader: StoreReader) {
    db = reader.db
    documents = StoredDocuments(reader.db)
  }

  func forEach(_ stage: PruneStage, _ body: ([UInt8]) throws -> Void) throws {
    switch stage {
    case .sessions, .tickets: try forEachOfConversations(body)
    case .events:
      try documents.forEachIngestedEvent(where: "id IN \(PruneRows.names)") {
        try body(ExportLine.of(.ingestedEvent, $0.bytes))
      }
    case .outbox: try forEachMessage(where: "o.id IN \(PruneRows.entries)", body)
    case .log: try forEachLogEntry(where: "id IN \(PruneRows.entries)", body)
    }
  }

  private func forEachOfConversations(_ body: ([UInt8]) throws -> Void) throws {
    let isTickets = "ticket_id IN \(PruneRows.tickets)"
    try documents.forEachTicket(where: "x.id IN \(PruneRows.tickets)") {
      try body(ExportLine.of(.ticket, $0, $1.bytes))
    }
    try documents.forEachLooseSession(where: "x.id IN \(PruneRows.sessions)") {
      try body(ExportLine.of(.session, $0))
    }
    try documents.forEachConversationKey(where: "session_id IN \(PruneRows.sessions)") {
      try body(ExportLine.of(.conversationKey, $0.bytes))
    }
    try documents.forEachRating(where: "x.\(isTickets)") { try body(ExportLine.of(.satisfactionRating, $0)) }
    for (kind, form) in [(WireKind.audit, 0), (.ticketEvent, 1)] {
      try documents.forEachStoredAudit(where: "form = \(form) AND id IN (SELECT id FROM temp.prune_audit)") {
        try body(ExportLine.of(kind, $2))
      }
    }
    for (kind, form) in [(WireKind.comment, MessageForm.comment), (.conversationLogEvent, .logEvent)] {
      try documents.forEachMessage(form, where: isTickets) { try body(ExportLine.of(kind, $0, $1?.bytes)) }
    }
    try forEachMessage(where: "o.\(isTickets)", body)
  }

  private func forEachMessage(where condition: String, _ body: ([UInt8]) throws -> Void) throws {
    try StoreReader(db).forEachOutboxEntry(where: condition) {
      try body(ExportLine.of(.outboxMessage, WireOutboxMessage.document($0).bytes))
    }
  }

  private func forEachLogEntry(where condition: String, _ body: ([UInt8]) throws -> Void) throws {
    let rows = try StoredRow.fetchCursor(
      db, of: "log_entry", sql: "SELECT * FROM log_entry WHERE \(condition) ORDER BY id")
    while let row = try rows.next() {
      let entry = try WireLogEntry(
        id: row("id"), at: row("at"), actorID: row("actor_id"), osUser: row("os_user"),
        command: row("command"), summary: row("summary"), before: row("before"), after: row("after"),
        changes: row("changes"))
      try body(ExportLine.of(.logEntry, entry.document.bytes))
    }
  }
}
