import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// Writes what is stored as wire-format documents: what was imported comes out word for word but for what
/// changed here since, so that export → import → export gives the same bytes.
package struct StoredDocuments {
  let db: Database
  let index = RecordIndex()

  /// Reads within one look or one transaction.
  package init(_ db: Database) { self.db = db }

  // MARK: One thing

  /// The document of one thing, or nil when there is none.
  package func document(_ kind: ImportedKind, id: Int64) throws -> [UInt8]? {
    var found: [UInt8]?
    switch kind {
    case .user: try forEachUser(id: id) { document, _ in found = document }
    case .group: try forEachGroup(id: id) { found = $0 }
    case .groupMembership: try forEachMembership(id: id) { found = $0 }
    case .ticket: try forEachTicket(id: id) { document, _ in found = Array(document) }
    case .session: try forEachLooseSession(id: id) { found = $0 }
    case .schedule: try forEachSchedule(id: id) { found = $0 }
    case .audit: try forEachAudit(where: "id = \(id)") { found = $0 }
    case .trigger: found = try StoreReader(db).rule(Trigger.self, id: id)?.wireDocument()
    case .messagingTrigger: found = try StoreReader(db).rule(MessagingTrigger.self, id: id)?.wireDocument()
    case .macro: found = try StoreReader(db).rule(Macro.self, id: id)?.wireDocument()
    case .satisfactionRating: try forEachRating(id: id) { found = $0 }
    }
    return found
  }

  // MARK: Everything

  func each(
    _ table: String, _ sql: String, id: Int64?, where extra: String? = nil, _ body: (StoredRow) throws -> Void
  ) throws {
    let condition = (id.map { " AND x.id = \($0)" } ?? "") + (extra.map { " AND \($0)" } ?? "")
    let rows = try StoredRow.fetchCursor(db, of: table, sql: "\(sql)\(condition) ORDER BY x.id")
    while let row = try rows.next() { try body(row) }
  }

  /// Each group that is more than named, in the order of the ids.
  package func forEachGroup(id: Int64? = nil, _ body: ([UInt8]) throws -> Void) throws {
    try each("agent_group", "SELECT x.* FROM agent_group x WHERE x.origin > 0", id: id) { row in
      let members: [(String, JSONValue)] = try [
        ("id", .integer(row("id"))), ("name", .string(row("name"))), ("deleted", .bool(row("deleted"))),
        ("created_at", time(row("created_at"))), ("updated_at", time(row("updated_at"))),
      ]
      try body(merged(row, "document", members))
    }
  }

  /// Each user who is more than named, with what only this store knows of them.
  package func forEachUser(id: Int64? = nil, _ body: ([UInt8], JSONValue?) throws -> Void) throws {
    let sql = """
      SELECT x.*, r.redacted_at FROM user x LEFT JOIN redaction r ON r.user_id = x.id WHERE x.origin > 0
      """
    try each("user", sql, id: id) { row in
      let role: Role = try row("role")
      let members: [(String, JSONValue)] = try [
        ("id", .integer(row("id"))), ("name", .string(row("name"))), ("email", text(row("email"))),
        ("phone", text(row("phone"))), ("locale", text(row("locale"))), ("role", .string(role.wireWord)),
        ("suspended", .bool(row("suspended"))), ("created_at", time(row("created_at"))),
        ("updated_at", time(row("updated_at"))),
      ]
      try body(merged(row, "document", members), localState(ofUser: row))
    }
  }

  /// What the feed's record does not tell of somebody; nothing of most customers.
  private func localState(ofUser row: StoredRow) throws -> JSONValue? {
    let role: Role = try row("role")
    let localRole = try (row("local_role") as Role?).flatMap { $0.isStaff ? $0 : nil }
    let fields: UserLocalFields = try row("local_fields")
    let source = try sourceUpdatedAt(row)
    let redactedAt: Instant? = try row("redacted_at")
    guard role.isStaff || localRole != nil || !fields.isEmpty || source != nil || redactedAt != nil else {
      return nil
    }
    let turn = try Int64.fetchOne(
      db, sql: "SELECT turn FROM routing_turn WHERE user_id = ?", arguments: [row("id") as Int64])
    return try StoreReader(db).person(id: row("id")).map {
      WireUser.local(
        $0, localRole: localRole, turn: turn, sourceUpdatedAt: source, localFields: fields,
        source: try told(fields, row, "document"), redactedAt: redactedAt)
    }
  }

  /// When the feed said that a thing was updated, where it was updated here since.
  func sourceUpdatedAt(
    _ row: StoredRow, source: StoredRow.Column = "source_updated_at", updated: StoredRow.Column = "updated_at"
  ) throws -> Instant? {
    let (source, updated): (Instant?, Instant) = try (row(source), row(updated))
    return source == updated ? nil : source
  }

  /// What the source said of the members that were changed here since, as its document has them.
  func told<Fields: LocalFields>(
    _ fields: Fields, _ row: StoredRow, _ document: StoredRow.Column
  ) throws -> JSONValue? where Fields.Element == Fields {
    guard try !fields.isEmpty && !row.isNull(document) else { return nil }
    return try row.reading(document) { fields.source(in: try index.scan($0)) }
  }

  /// Who is in which group, in the order of the ids.
  package func forEachMembership(id: Int64? = nil, _ body: ([UInt8]) throws -> Void) throws {
    try each("group_membership", "SELECT x.* FROM group_membership x WHERE x.origin > 0", id: id) { row in
      let members: [(String, JSONValue)] = try [
        ("id", .integer(row("id"))), ("user_id", .integer(row("user_id"))),
        ("group_id", .integer(row("group_id"))), ("created_at", time(row("created_at"))),
        ("updated_at", time(row("updated_at"))),
      ]
      try body(merged(row, "document", members))
    }
  }

  /// Each schedule with its holidays, in the order of the ids.
  package func forEachSchedule(id: Int64? = nil, _ body: ([UInt8]) throws -> Void) throws {
    try each("schedule", "SELECT x.* FROM schedule x WHERE x.origin > 0", id: id) { row in
      let schedule = try StoreReader(db).schedule(row)
      try body(merged(row, "document", WireSchedule.members(of: schedule)))
    }
  }

  /// Each category of triggers, as it was told.
  package func forEachTriggerCategory(_ body: ([UInt8]) throws -> Void) throws {
    for document in try String.fetchAll(db, sql: "SELECT document FROM trigger_category ORDER BY id") {
      try body(Array(document.utf8))
    }
  }

  /// Each rating that was told as a record of its own, in the order of the ids.
  ///
  /// - Parameter condition: SQL over the rating `x`, made here and never from input.
  package func forEachRating(
    id: Int64? = nil, where condition: String? = nil, _ body: ([UInt8]) throws -> Void
  ) throws {
    let sql = "SELECT x.id, x.document FROM satisfaction_rating x WHERE true"
    try each("satisfaction_rating", sql, id: id, where: condition) { try body($0.utf8("document")) }
  }

  /// The history in the form of audits, whatever dialect it came in.
  ///
  /// - Parameter condition: SQL over the audit's columns, made here and never from input.
  package func forEachAudit(
    where condition: String = "true", order: String = "id", _ body: ([UInt8]) throws -> Void
  )
    throws
  {
    try forEachStoredAudit(where: condition, order: order) { isTicketEvent, _, text in
      try body(isTicketEvent ? TicketEventFormat.audit(text) : text)
    }
  }

  private enum AuditColumn: Int, StatementColumn {
    case id, ticketID, sessionID, createdAt, authorID, via, events, document, form
  }

  /// The history as it was told.
  package func forEachStoredAudit(
    where condition: String = "true", order: String = "id",
    _ body: (_ isTicketEvent: Bool, _ at: Int64, [UInt8]) throws -> Void
  ) throws {
    let row = try SteppedStatement(
      db, "SELECT \(AuditColumn.selected) FROM audit WHERE \(condition) ORDER BY \(order)")
    defer { row.reset() }
    while try row.step() {
      let at = row.moment(AuditColumn.createdAt).seconds
      let sessionID = row.optionalInteger(AuditColumn.sessionID)
      if !row.isNull(AuditColumn.document) {
        let text = try document(Array(row.utf8(AuditColumn.document)), ofSession: sessionID)
        try body(row.flag(AuditColumn.form), at, text)
      } else {
        let text = try AuditFormat.document(
          id: row.integer(AuditColumn.id), ticketID: row.optionalInteger(AuditColumn.ticketID),
          sessionID: sessionID, createdAt: Instant(at), authorID: row.optionalInteger(AuditColumn.authorID),
          via: Via(rawValue: Int(row.integer(AuditColumn.via))), events: Array(row.utf8(AuditColumn.events)),
          index: index)
        try body(false, at, text)
      }
    }
  }

  /// Comments and messages that were told outside of audits, each with the ticket that its own text does not name.
  ///
  /// - Parameter condition: SQL over the message's columns, made here and never from input.
  package func forEachMessage(
    _ form: MessageForm, where condition: String = "true", _ body: ([UInt8], JSONValue?) throws -> Void
  ) throws {
    let rows = try StoredRow.fetchCursor(
      db, of: "message",
      sql: """
        SELECT rowid AS id, ticket_id, document FROM message WHERE form = ? AND \(condition) ORDER BY rowid
        """,
      arguments: [form.rawValue])
    while let row = try rows.next() {
      let isTold = try row.reading("document") {
        let record = try index.scan($0)
        return record.member("ticket_id") != nil || record.member("audit_id") != nil
      }
      let ticketID: Int64? = isTold ? nil : try row("ticket_id")
      try body(row.utf8("document"), ticketID.map { ["ticket_id": .integer($0)] })
    }
  }

  /// An imported audit word for word, but for the conversation that it is about if that has another id here.
  private func document(_ text: [UInt8], ofSession id: Int64?) throws -> [UInt8] {
    guard let id else { return text }
    let record = try index.scan(text)
    if record.member("conversation_id")?.integer() == id { return text }
    return JSONPatch.replacing([("conversation_id", JSONValue.integer(id).bytes)], in: record)
  }

  /// The plan, the settings and both switches.
  package func account() throws -> [UInt8] {
    let account = try StoreReader(db).account()
    let settings = try StoredRow.fetchAll(
      db, of: "setting", sql: "SELECT key, value FROM setting ORDER BY key")
    var features: [(String, JSONValue)] = []
    for audience in FeatureAudience.allCases {
      let state = try StoreReader(db).feature(audience)
      features.append(
        (
          audience.word,
          [
            "enabled": .bool(state.enabled),
            "changed_at": state.changedAt.map { .string($0.rfc3339) } ?? .null,
            "changed_by": number(state.changedBy), "changed_from": text(state.changedFrom),
          ]
        ))
    }
    let value: JSONValue = [
      "plan": .string(account.plan.word), "messaging_add_on": .bool(account.messagingAddOn),
      "settings": .object(JSONObject(try settings.map { try ($0(0), .string($0(1))) })),
      "features": .object(JSONObject(features)),
    ]
    let learned = try StoreReader(db).learnedWords()
    guard let words = learned.json, var members = value.object else { return value.bytes }
    members[LearnedWords.key] = words
    return JSONValue.object(members).bytes
  }

  // MARK: Documents

  /// The imported document with the members that differ from the columns replaced; without one, the columns.
  func merged(
    _ row: StoredRow, _ document: StoredRow.Column, _ members: [(String, JSONValue)]
  ) throws -> [UInt8] {
    guard try !row.isNull(document) else { return JSONValue.object(JSONObject(members)).bytes }
    return try row.reading(document) { try merged($0, members) }
  }

  private func merged(_ text: [UInt8], _ members: [(String, JSONValue)]) throws -> [UInt8] {
    let record = try index.scan(text)
    let changes = members.filter { key, value in
      // A record that does not say when it was updated is as old as its creation.
      let isUndated = key == "updated_at" && record.member(key)?.isNull ?? true
      return !DocumentValue.agrees(record.member(isUndated ? "created_at" : key), value, key: key)
    }
    if changes.isEmpty { return text }
    return JSONPatch.replacing(changes.map { ($0.0, $0.1.bytes) }, in: record)
  }

  func time(_ seconds: Int64) -> JSONValue { .string(Instant(seconds).rfc3339) }
  private func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
  private func number(_ number: Int64?) -> JSONValue { number.map(JSONValue.integer) ?? .null }
}

/// Whether a member of an imported document still says what its column says, however it was written.
private enum DocumentValue {
  static func agrees(_ slice: JSONSlice?, _ value: JSONValue, key: String) -> Bool {
    guard let slice, !slice.isNull else { return isDefault(value, key: key) }
    switch key {
    case "via":
      return slice.member("channel")?.string() == value["channel"]?.string || slice.member("channel") == nil
    case "created_at", "updated_at":
      return slice.wireTime == value.string.flatMap { try? Instant(rfc3339: $0) }
    case "role": return slice.string().flatMap(Role.init(word:)) == value.string.flatMap(Role.init(word:))
    case "priority" where slice.string() == "": return value.isNull
    case "email" where slice.string() == "", "phone" where slice.string() == "": return value.isNull
    case "satisfaction_rating": return WireRating.agrees(slice, value)
    case "intervals":
      return (try? WireSchedule.intervals(slice.value)) == (try? WireSchedule.intervals(value))
    case "holidays": return (try? WireSchedule.holidays(slice.value)) == (try? WireSchedule.holidays(value))
    case "tags":
      return WireTicket.tags(in: slice) == value.array?.compactMap(\.string).joined(separator: " ")
    default: return slice.value == value || value.integer.map { slice.wireID == $0 } ?? false
    }
  }

  /// A member that is not there or null stands for its column's default.
  private static func isDefault(_ value: JSONValue, key: String) -> Bool {
    switch value {
    case .null, .bool(false), .string(""): true
    // A ticket that names no channel is taken for one from the web.
    case .object:
      value["channel"]?.string == "web" || value["score"]?.string == SatisfactionScore.unoffered.word
    case .string(let word):
      key == "role" && word == Role.endUser.wireWord
        // One that does not say when it was made.
        || key.hasSuffix("ed_at") && word == Instant(0).rfc3339
    case .array(let list): list.isEmpty
    default: false
    }
  }
}
