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
  private let index = RecordIndex()

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
    case .ticket: try forEachTicket(id: id) { document, _ in found = document }
    case .session: try forEachLooseSession(id: id) { found = bytes($0) }
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

  private func each(
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
  private func sourceUpdatedAt(_ row: StoredRow) throws -> Instant? {
    let (source, updated): (Instant?, Instant) = try (row("source_updated_at"), row("updated_at"))
    return source == updated ? nil : source
  }

  /// What the source said of the members that were changed here since, as its document has them.
  private func told<Fields: LocalFields>(
    _ fields: Fields, _ row: StoredRow, _ document: StoredRow.Column
  ) throws -> JSONValue? where Fields.Element == Fields {
    guard !fields.isEmpty, try row.utf8(document) != nil else { return nil }
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

  /// Each ticket that is more than named, with what only this store knows of it.
  ///
  /// - Parameter condition: SQL over the ticket `x`, made here and never from input.
  package func forEachTicket(
    id: Int64? = nil, where condition: String? = nil, _ body: ([UInt8], LocalTicketState) throws -> Void
  ) throws {
    let sql = """
      SELECT x.*, d.body, s.id AS session_id, s.user_id, s.channel AS session_channel, s.state, s.started_at,
        s.last_activity_at, s.last_sender, s.ended_at, s.end_reason, s.ended_by_kind, s.ended_by_id, s.ended_via,
        \(Self.chain(of: "s", isKept: condition != nil)) AS chain,
        w.queue_key, w.eligible_since, w.is_chosen,
        EXISTS (SELECT 1 FROM ticket_custom_field f WHERE f.ticket_id = x.id) AS has_custom_fields
      FROM ticket x LEFT JOIN ticket_document d ON d.ticket_id = x.id LEFT JOIN session s ON s.ticket_id = x.id
        LEFT JOIN queue_ticket w ON w.ticket_id = x.id
      WHERE x.origin > 0
      """
    let queues = try StoreReader(db).queueIDs()
    try each("ticket", sql, id: id, where: condition) { row in
      var state = try localState(row)
      if let since: Instant = try row("eligible_since") {
        state.waiting = try WireWaiting(
          queueID: (row("queue_key") as Int64?).flatMap { queues[$0] }, since: since,
          isChosen: row("is_chosen"))
      }
      try body(untouched(row) ?? merged(row, "body", ticketMembers(row) + [rating(row)]), state)
    }
  }

  /// The record as it was told, where nothing was changed here since, so that no member says anything else than its column.
  /// Where the survey stands is also told by ratings.
  private func untouched(_ row: StoredRow) throws -> [UInt8]? {
    let (source, updated): (Instant?, Instant) = try (row("source_updated_at"), row("updated_at"))
    let (changes, score): (TicketChanges, SatisfactionScore) = try (row("local_fields"), row("satisfaction"))
    guard source == updated, changes.isEmpty, score == .unoffered, try row.utf8("body") != nil else {
      return nil
    }
    return try row.reading("body") { text in
      _ = try index.scan(text)
      return text
    }
  }

  private func ticketMembers(_ row: StoredRow) throws -> [(String, JSONValue)] {
    var members: [(String, JSONValue)] = try [
      ("id", .integer(row("id"))), ("via", ["channel": .string(row("channel"))]),
    ]
    for (field, telling) in TicketField.inRecord where telling.place == .record && !telling.isOptional {
      members.append(("\(telling.key)", try row.member(field, telling)))
    }
    members += try [("created_at", time(row("created_at"))), ("updated_at", time(row("updated_at")))]
    // Nothing clears them here, so that none says nothing.
    for (field, telling) in TicketField.inRecord where telling.isOptional {
      let value = try row.member(field, telling)
      if !value.isNull { members.append(("\(telling.key)", value)) }
    }
    return members
  }

  /// Where the survey of a ticket stands, with the record of the answer if there is one.
  private func rating(_ row: StoredRow) throws -> (String, JSONValue) {
    let score: SatisfactionScore = try row("satisfaction")
    let record =
      try score > .offered
      ? StoreReader(db).latestRating(ofTicket: row("id")).flatMap { $0.score == score ? $0 : nil } : nil
    return ("satisfaction_rating", WireRating.nested(score, record))
  }

  /// What was set here; nil where nothing was.
  private func localDetails(_ row: StoredRow) throws -> LocalTicketDetails? {
    var details = LocalTicketDetails()
    for (place, member) in TicketField.inDetails.enumerated() {
      // A value that no member can have is damage, and not to be told.
      _ = try row.member(member.field, member.telling)
      details[place] = try row.value(of: member.field)
    }
    details.satisfactionAt = try row("satisfaction_at")
    if try row("has_custom_fields") { details.customFields = try customFields(ofTicket: row("id")) }
    return details == LocalTicketDetails() ? nil : details
  }

  private func customFields(ofTicket id: Int64) throws -> [LocalTicketDetails.CustomField] {
    let statement = try db.cachedStatement(
      sql: "SELECT ticket_id, field_id, value FROM ticket_custom_field WHERE ticket_id = ? ORDER BY field_id")
    return try StoredRow.fetchAll(statement, of: "ticket_custom_field", arguments: [id]).map {
      try LocalTicketDetails.CustomField(id: $0("field_id"), value: $0("value"))
    }
  }

  private func localState(_ row: StoredRow) throws -> LocalTicketState {
    var state = LocalTicketState()
    state.routingChannel = try row("routing_channel")
    state.routingChannelChangedAt = try row("routing_channel_changed_at")
    state.assignedChannel = try row("assigned_channel")
    state.commentedAt = try row("commented_at")
    // Earlier programs wrote the system's -1 here.
    state.commenterID = try (row("commenter_id") as Int64?).flatMap { $0 > 0 ? $0 : nil }
    state.commentedBy = try row("commented_sender")
    state.details = try localDetails(row)
    state.sourceUpdatedAt = try sourceUpdatedAt(row)
    state.localFields = try row("local_fields")
    state.source = try told(state.localFields, row, "body")
    if let id: Int64 = try row("session_id") {
      state.session = try session(row, id: id, channel: row("session_channel"), firstID: row("chain"))
    }
    return state
  }

  /// Conversations that are still with the AI agent.
  ///
  /// - Parameter condition: SQL over the session `x`, made here and never from input.
  package func forEachLooseSession(
    id: Int64? = nil, where condition: String? = nil, _ body: (JSONValue) throws -> Void
  ) throws {
    let chain = Self.chain(of: "x", isKept: condition != nil)
    let sql = "SELECT x.*, \(chain) AS first FROM session x WHERE x.ticket_id IS NULL"
    try each("session", sql, id: id, where: condition) { row in
      try body(session(row, id: row("id"), channel: row("channel"), firstID: row("first")).json)
    }
  }

  /// SQL: the first of the conversations that a session followed; where it was pruned, the first that is here. An archive
  /// keeps it as it is.
  private static func chain(of session: String, isKept: Bool) -> String {
    if isKept { return "\(session).chain" }
    return """
      iif(\(session).chain IS NULL, NULL, coalesce((SELECT f.id FROM session f WHERE f.id = \(session).chain),
        (SELECT nullif(f.id, \(session).id) FROM session f WHERE f.chain = \(session).chain
          ORDER BY f.started_at, f.id LIMIT 1)))
      """
  }

  private func session(_ row: StoredRow, id: Int64, channel: String, firstID: Int64?) throws -> WireSession {
    let state: SessionState = try row("state")
    let actor: Actor.Kind? = try row("ended_by_kind")
    return try WireSession(
      id: id, userID: row("user_id"), channel: channel, state: state, startedAt: row("started_at"),
      lastActivityAt: row("last_activity_at"), lastSender: row("last_sender"),
      end: state == .active
        ? nil
        : WorkItem.End(
          reason: row("end_reason"), at: row("ended_at"),
          by: actor.flatMap { Actor(kind: $0, id: try row("ended_by_id")) },
          via: row("ended_via")), firstID: firstID)
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

  private enum AuditColumn: Int32, StatementColumn {
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
    return JSONPatch.replacing([("conversation_id", bytes(.integer(id)))], in: record)
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
    guard let words = learned.json, var members = value.object else { return bytes(value) }
    members[LearnedWords.key] = words
    return bytes(.object(members))
  }

  // MARK: Documents

  /// The imported document with the members that differ from the columns replaced; without one, the columns.
  private func merged(
    _ row: StoredRow, _ document: StoredRow.Column, _ members: [(String, JSONValue)]
  ) throws -> [UInt8] {
    guard try row.utf8(document) != nil else { return bytes(.object(JSONObject(members))) }
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
    return JSONPatch.replacing(changes.map { ($0.0, bytes($0.1)) }, in: record)
  }

  private func bytes(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    return bytes
  }

  private func time(_ seconds: Int64) -> JSONValue { .string(Instant(seconds).rfc3339) }
  private func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
  private func number(_ number: Int64?) -> JSONValue { number.map(JSONValue.integer) ?? .null }
}

extension StoredRow {
  /// What the column of a field of a ticket has.
  fileprivate func value(of field: TicketField) throws -> StoredValue {
    if case .integer = field.reading { return StoredValue(try self(.name(field.column)) as Int64?) }
    return StoredValue(try self(.name(field.column)) as String?)
  }

  /// What a record says of it.
  fileprivate func member(_ field: TicketField, _ telling: TicketField.Telling) throws -> JSONValue {
    try sure(telling.form.json(try value(of: field)), in: .name(field.column))
  }
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
