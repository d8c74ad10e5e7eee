import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

extension StoreReader {
  /// How many lines there will be.
  package func exportLineCount(_ only: WireKind? = nil) throws -> Int {
    let sources: [(WireKind, String)] = [
      (.group, "agent_group WHERE origin > 0"), (.user, "user WHERE origin > 0"),
      (.groupMembership, "group_membership WHERE origin > 0"), (.schedule, "schedule WHERE origin > 0"),
      (.trigger, "ticket_trigger"), (.macro, "macro"), (.messagingTrigger, "messaging_trigger"),
      (.queue, "queue"), (.ticket, "ticket WHERE origin > 0"), (.session, "session WHERE ticket_id IS NULL"),
      (.conversationKey, "conversation_key"), (.ingestedEvent, "ingested_event"),
      (.satisfactionRating, "satisfaction_rating"), (.audit, "audit WHERE form = 0"),
      (.ticketEvent, "audit WHERE form = 1"),
      (.comment, "message WHERE form = \(MessageForm.comment.rawValue)"),
      (.conversationLogEvent, "message WHERE form = \(MessageForm.logEvent.rawValue)"),
    ]
    let account = only == nil || only == .account ? 1 : 0
    return try sources.filter { only == nil || only == $0.0 }.reduce(account) { sum, source in
      try sum + Int.fetchSure(db, sql: "SELECT count(*) FROM \(source.1)")
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
    let reworded = RecordIndex()
    func rule(_ document: [UInt8]) throws -> [UInt8] {
      if words.isEmpty { return document }
      return try WireRule.worded(reworded.scan(document), .theirs, by: words) ?? document
    }
    func wants(_ kind: WireKind) -> Bool { only == nil || only == kind }
    func write(
      _ kind: WireKind, _ document: UnsafeBufferPointer<UInt8>, _ companion: [UInt8]? = nil
    ) throws {
      try Interruption.check()
      try body(ExportLine.of(kind, document, companion))
    }
    func write(_ kind: WireKind, _ document: [UInt8], _ companion: [UInt8]? = nil) throws {
      try document.withUnsafeBufferPointer { try write(kind, $0, companion) }
    }
    // In this order nothing but the account's switches names what comes later.
    if wants(.account) { try write(.account, documents.account()) }
    if wants(.group) { try documents.forEachGroup { try write(.group, $0) } }
    if wants(.user) { try documents.forEachUser { try write(.user, $0, $1?.bytes) } }
    if wants(.groupMembership) { try documents.forEachMembership { try write(.groupMembership, $0) } }
    if wants(.schedule) { try documents.forEachSchedule { try write(.schedule, $0) } }
    if wants(.triggerCategory) {
      try documents.forEachTriggerCategory { try write(.triggerCategory, $0) }
    }
    if wants(.trigger) {
      try documents.forEachRule(Trigger.self) { try write(.trigger, rule($1), $2) }
    }
    if wants(.macro) {
      try documents.forEachRule(Macro.self) { try write(.macro, rule($1), $2) }
    }
    if wants(.messagingTrigger) {
      try documents.forEachRule(MessagingTrigger.self) { try write(.messagingTrigger, $1, $2) }
    }
    if wants(.queue) { try documents.forEachQueue { try write(.queue, rule($0), $1) } }
    if wants(.ticket) { try documents.forEachTicket { try write(.ticket, $0, $1.bytes) } }
    if wants(.session) { try documents.forEachLooseSession { try write(.session, $0) } }
    if wants(.conversationKey) {
      try documents.forEachConversationKey { try write(.conversationKey, $0.bytes) }
    }
    if wants(.ingestedEvent) { try documents.forEachIngestedEvent { try write(.ingestedEvent, $0.bytes) } }
    if wants(.satisfactionRating) { try documents.forEachRating { try write(.satisfactionRating, $0) } }
    for (kind, form) in [(WireKind.audit, 0), (.ticketEvent, 1)] where wants(kind) {
      try documents.forEachStoredAudit(where: "form = \(form)") { try write(kind, $2) }
    }
    // They name audits.
    if wants(.comment) { try documents.forEachMessage(.comment) { try write(.comment, $0, $1?.bytes) } }
    if wants(.conversationLogEvent) {
      try documents.forEachMessage(.logEvent) { try write(.conversationLogEvent, $0, $1?.bytes) }
    }
  }
}
