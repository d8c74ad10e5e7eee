import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

extension StoreReader {
  /// A ticket's history in the form of audits, the oldest first: what was told by audits or ticket events, and in its
  /// place what only comments and conversation logs tell.
  package func forEachAudit(ofTicket id: Int64, _ body: ([UInt8]) throws -> Void) throws {
    try forEachEntry(ofTicket: id) { _, text in try body(text) }
  }

  /// The same, with the moment of each.
  func forEachEntry(ofTicket id: Int64, _ body: (_ at: Int64, [UInt8]) throws -> Void) throws {
    var history = try TicketHistory(db, ticketID: id)
    let order = "created_at, id"
    guard history.hasMessages else {
      return try StoredDocuments(db).forEachStoredAudit(where: "ticket_id = \(id)", order: order) {
        isEvent, at, text in
        try body(at, isEvent ? TicketEventFormat.audit(text) : text)
      }
    }
    try StoredDocuments(db).forEachStoredAudit(where: "ticket_id = \(id)", order: order) {
      isEvent, at, text in
      try history.add(isEvent ? TicketEventFormat.audit(text) : text, at: at)
    }
    try history.addMessages()
    for entry in history.sorted { try body(entry.at, entry.text) }
  }
}

/// The history of one ticket, where comments or conversation logs tell of it too: what several tell is one event.
private struct TicketHistory {
  private struct Entry {
    var at: Int64
    var text: [UInt8]
  }

  private struct Message {
    var form: MessageForm
    var id: String
    var auditID: Int64?
    var at: Int64
    var document: [UInt8]
  }

  private let ticketID: Int64
  private let messages: [Message]
  private var entries: [Entry] = []
  private var places: [Int64: Int] = [:]
  /// The ids of the comments whose text is told.
  private var told: Set<Int64> = []
  private let index = RecordIndex()

  init(_ db: Database, ticketID: Int64) throws {
    self.ticketID = ticketID
    let rows = try StoredRow.fetchAll(
      db.cachedStatement(
        // One that does not say when it was stands where its ticket begins.
        sql: """
          SELECT m.form, m.id, m.audit_id, coalesce(m.at, t.created_at, 0) AS moment, m.document
          FROM message m LEFT JOIN ticket t ON t.id = m.ticket_id WHERE m.ticket_id = ? ORDER BY m.form, moment, m.id
          """),
      of: "message",
      arguments: [ticketID])
    messages = try rows.map { row in
      try Message(
        form: row("form"), id: row("id"), auditID: row("audit_id"), at: row("moment"),
        document: row.utf8("document"))
    }
  }

  var hasMessages: Bool { !messages.isEmpty }

  /// Those of one moment stay in the order in which they were added.
  var sorted: [(at: Int64, text: [UInt8])] {
    entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map { ($0.element.at, $0.element.text) }
  }

  mutating func add(_ text: [UInt8], at moment: Int64) throws {
    let audit = try JSONValue.parse(text, allowingDuplicateKeys: true)
    if let id = audit["id"]?.integer { places[id] = entries.count }
    for event in audit["events"]?.array ?? [] where event["type"]?.string == "Comment" && event["body"] != nil
    {
      if let id = event["id"]?.integer { told.insert(id) }
    }
    entries.append(Entry(at: moment, text: text))
  }

  /// Comments first: conversation logs repeat them.
  mutating func addMessages() throws {
    for message in messages {
      let record = try index.scan(message.document)
      let eventID = try message.form == .comment ? Int64(message.id) : WireLogEvent(record)?.eventID
      if let eventID, !told.insert(eventID).inserted { continue }
      let event = try message.form.event(record)
      if let auditID = message.auditID, let place = places[auditID] {
        try complete(&entries[place], with: event)
      } else {
        entries.append(Entry(at: message.at, text: entry(of: event, message)))
      }
    }
  }

  /// Puts a comment's text into the audit that tells of it without.
  private func complete(_ entry: inout Entry, with comment: JSONValue) throws {
    guard case .object(var audit) = try JSONValue.parse(entry.text, allowingDuplicateKeys: true) else {
      return
    }
    var events = audit["events"]?.array ?? []
    if let place = events.firstIndex(where: { $0["type"]?.string == "Comment" && $0["body"] == nil }) {
      events[place] = comment
    } else {
      events.append(comment)
    }
    audit["events"] = .array(events)
    entry.text = JSONValue.object(audit).bytes
  }

  private func entry(of event: JSONValue, _ message: Message) -> [UInt8] {
    let audit: JSONValue = [
      "id": message.auditID.map(JSONValue.integer) ?? event["id"] ?? .null, "ticket_id": .integer(ticketID),
      "created_at": .string(Instant(message.at).rfc3339), "author_id": event["author_id"] ?? .null,
      "via": event["via"] ?? .null, "events": [event],
    ]
    return audit.bytes
  }
}
