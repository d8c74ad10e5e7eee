import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

extension StoreReader {
  /// How many lines there will be.
  package func exportLineCount(_ only: WireKind? = nil) throws -> Int {
    try ExportedKind.all.filter { only == nil || only == $0.kind }.reduce(0) { sum, exported in
      try sum + Int.fetchSure(db, sql: "SELECT count(*) FROM \(exported.rows)")
    }
  }

  /// Everything, or one kind, as NDJSON lines that `import` takes back without loss: the wire format under
  /// its singular key, and beside it what only this program knows.
  ///
  /// - Parameter words: what the live account calls the parts of rules: then they stand there in its words
  package func forEachExportLine(
    _ only: WireKind? = nil, words: AccountWords = AccountWords([]), _ body: ([UInt8]) throws -> Void
  ) throws {
    let documents = StoredDocuments(db)
    try withoutActuallyEscaping(body) { body in
      for exported in ExportedKind.all where only == nil || only == exported.kind {
        try exported.write(documents, ExportedLines(kind: exported.kind, words: words, body: body))
      }
    }
  }
}

/// A kind that an export has.
package struct ExportedKind: Sendable {
  /// What its records are when they come back.
  package let kind: WireKind
  /// What `FROM` says of its rows, each of which is a line.
  fileprivate let rows: String
  fileprivate let write: @Sendable (StoredDocuments, ExportedLines) throws -> Void

  private init(
    _ kind: WireKind, _ rows: String,
    _ write: @escaping @Sendable (StoredDocuments, ExportedLines) throws -> Void
  ) {
    (self.kind, self.rows, self.write) = (kind, rows, write)
  }

  /// In this order nothing but the account's switches names what comes later.
  package static let all: [ExportedKind] = [
    ExportedKind(.account, "account") { stored, line in try line(stored.account()) },
    ExportedKind(.group, "agent_group WHERE origin > 0") { stored, line in
      try stored.forEachGroup { try line($0) }
    },
    ExportedKind(.user, "user WHERE origin > 0") { stored, line in
      try stored.forEachUser { try line($0, $1?.bytes) }
    },
    ExportedKind(.groupMembership, "group_membership WHERE origin > 0") { stored, line in
      try stored.forEachMembership { try line($0) }
    },
    ExportedKind(.schedule, "schedule WHERE origin > 0") { stored, line in
      try stored.forEachSchedule { try line($0) }
    },
    ExportedKind(.triggerCategory, "trigger_category") { stored, line in
      try stored.forEachTriggerCategory { try line($0) }
    },
    ExportedKind(.trigger, "ticket_trigger") { stored, line in
      try stored.forEachRule(Trigger.self) { try line(worded: $1, $2) }
    },
    ExportedKind(.macro, "macro") { stored, line in
      try stored.forEachRule(Macro.self) { try line(worded: $1, $2) }
    },
    ExportedKind(.messagingTrigger, "messaging_trigger") { stored, line in
      try stored.forEachRule(MessagingTrigger.self) { try line($1, $2) }
    },
    ExportedKind(.queue, "queue") { stored, line in try stored.forEachQueue { try line(worded: $0, $1) } },
    ExportedKind(.ticket, "ticket WHERE origin > 0") { stored, line in
      try stored.forEachTicket { try line($0, $1.bytes) }
    },
    ExportedKind(.session, "session WHERE ticket_id IS NULL") { stored, line in
      try stored.forEachLooseSession { try line($0) }
    },
    ExportedKind(.conversationKey, "conversation_key") { stored, line in
      try stored.forEachConversationKey { try line($0.bytes) }
    },
    ExportedKind(.ingestedEvent, "ingested_event") { stored, line in
      try stored.forEachIngestedEvent { try line($0.bytes) }
    },
    ExportedKind(.satisfactionRating, "satisfaction_rating") { stored, line in
      try stored.forEachRating { try line($0) }
    },
    audits(.audit, form: 0), audits(.ticketEvent, form: 1),
    // They name audits.
    messages(.comment, .comment), messages(.conversationLogEvent, .logEvent),
  ]

  private static func audits(_ kind: WireKind, form: Int) -> ExportedKind {
    ExportedKind(kind, "audit WHERE form = \(form)") { stored, line in
      try stored.forEachStoredAudit(where: "form = \(form)") { try line($2) }
    }
  }

  private static func messages(_ kind: WireKind, _ form: MessageForm) -> ExportedKind {
    ExportedKind(kind, "message WHERE form = \(form.rawValue)") { stored, line in
      try stored.forEachMessage(form) { try line($0, $1?.bytes) }
    }
  }
}

/// Takes the lines of one kind.
private struct ExportedLines {
  let kind: WireKind
  let words: AccountWords
  let body: ([UInt8]) throws -> Void

  func callAsFunction(_ document: UnsafeBufferPointer<UInt8>, _ companion: [UInt8]? = nil) throws {
    try Interruption.check()
    try body(ExportLine.of(kind, document, companion))
  }

  func callAsFunction(_ document: [UInt8], _ companion: [UInt8]? = nil) throws {
    try document.withUnsafeBufferPointer { try self($0, companion) }
  }

  /// A rule, in the words that were asked for.
  func callAsFunction(worded document: [UInt8], _ companion: [UInt8]?) throws {
    if words.isEmpty { return try self(document, companion) }
    try self(WireRule.worded(RecordIndex().scan(document), .theirs, by: words) ?? document, companion)
  }
}
