import CivilTime
import GRDB
import JSONText
import SessionModel
import WireFormat

/// Writes what is stored as wire-format documents: what was imported comes out word for word but for what
/// changed here since, so that export → import → export gives the same bytes.
struct Exporter {
  let db: Database
  private let index = RecordIndex()

  init(_ db: Database) { self.db = db }

  // MARK: One thing

  /// The document of one thing, or nil when there is none.
  func document(_ kind: ImportedKind, id: Int64) throws -> [UInt8]? {
    var found: [UInt8]?
    switch kind {
    case .user: try forEachUser(id: id) { document, _ in found = document }
    case .group: try forEachGroup(id: id) { found = $0 }
    case .groupMembership: try forEachMembership(id: id) { found = $0 }
    case .ticket: try forEachTicket(id: id) { document, _ in found = document }
    case .session: try forEachLooseSession(id: id) { found = bytes($0) }
    case .schedule: try forEachSchedule(id: id) { found = $0 }
    case .audit: try forEachAudit(where: "id = \(id)") { found = $0 }
    case .trigger: try forEachRule(Trigger.self) { if $0.id == id { found = $1 } }
    case .messagingTrigger: try forEachRule(MessagingTrigger.self) { if $0.id == id { found = $1 } }
    case .macro: try forEachRule(Macro.self) { if $0.id == id { found = $1 } }
    case .satisfactionRating: try forEachRating(id: id) { found = $0 }
    }
    return found
  }

  // MARK: Everything

  private func each(_ sql: String, id: Int64?, _ body: (Row) throws -> Void) throws {
    let condition = id.map { " AND x.id = \($0)" } ?? ""
    let rows = try Row.fetchCursor(db, sql: "\(sql)\(condition) ORDER BY x.id")
    while let row = try rows.next() { try body(row) }
  }

  func forEachGroup(id: Int64? = nil, _ body: ([UInt8]) throws -> Void) throws {
    try each("SELECT x.* FROM agent_group x WHERE x.origin > 0", id: id) { row in
      let members: [(String, JSONValue)] = [
        ("id", .integer(row["id"])), ("name", .string(row["name"])), ("deleted", .bool(row["deleted"])),
        ("created_at", time(row["created_at"])), ("updated_at", time(row["updated_at"])),
      ]
      try body(try merged(row["document"], members))
    }
  }

  func forEachUser(id: Int64? = nil, _ body: ([UInt8], JSONValue?) throws -> Void) throws {
    try each("SELECT x.* FROM user x WHERE x.origin > 0", id: id) { row in
      let role = Role(rawValue: row["role"]) ?? .endUser
      let members: [(String, JSONValue)] = [
        ("id", .integer(row["id"])), ("name", .string(row["name"])), ("email", text(row["email"])),
        ("phone", text(row["phone"])), ("locale", text(row["locale"])), ("role", .string(role.wireWord)),
        ("suspended", .bool(row["suspended"])), ("created_at", time(row["created_at"])),
        ("updated_at", time(row["updated_at"])),
      ]
      try body(try merged(row["document"], members), localState(ofUser: row))
    }
  }

  /// What the feed's record does not tell of somebody; nothing of most customers.
  private func localState(ofUser row: Row) throws -> JSONValue? {
    let role = Role(rawValue: row["role"]) ?? .endUser
    let localRole = Role(rawValue: row["local_role"]).flatMap { $0.isStaff ? $0 : nil }
    let fields = UserLocalFields(rawValue: row["local_fields"])
    let source = sourceUpdatedAt(row)
    guard role.isStaff || localRole != nil || !fields.isEmpty || source != nil else { return nil }
    let turn = try Int64.fetchOne(
      db, sql: "SELECT turn FROM routing_turn WHERE user_id = ?", arguments: [row["id"] as Int64])
    return try StoreReader(db).person(id: row["id"]).map {
      WireUser.local(
        $0, localRole: localRole, turn: turn, sourceUpdatedAt: source, localFields: fields,
        source: try told(fields, row["document"]))
    }
  }

  /// When the feed said that a thing was updated, where it was updated here since.
  private func sourceUpdatedAt(_ row: Row) -> Instant? {
    let (source, updated): (Int64?, Int64) = (row["source_updated_at"], row["updated_at"])
    return source == updated ? nil : source.map(Instant.init)
  }

  /// What the source said of the members that were changed here since, as its document has them.
  private func told<Fields: LocalFields>(
    _ fields: Fields, _ document: String?
  ) throws -> JSONValue? where Fields.Element == Fields {
    guard !fields.isEmpty, let document else { return nil }
    return fields.source(in: try index.scan(Array(document.utf8)))
  }

  func forEachMembership(id: Int64? = nil, _ body: ([UInt8]) throws -> Void) throws {
    try each("SELECT x.* FROM group_membership x WHERE x.origin > 0", id: id) { row in
      let members: [(String, JSONValue)] = [
        ("id", .integer(row["id"])), ("user_id", .integer(row["user_id"])),
        ("group_id", .integer(row["group_id"])), ("created_at", time(row["created_at"])),
        ("updated_at", time(row["updated_at"])),
      ]
      try body(try merged(row["document"], members))
    }
  }

  func forEachSchedule(id: Int64? = nil, _ body: ([UInt8]) throws -> Void) throws {
    try each("SELECT x.* FROM schedule x WHERE x.origin > 0", id: id) { row in
      let schedule = try StoreReader(db).schedule(row)
      try body(try merged(row["document"], WireSchedule.members(of: schedule)))
    }
  }

  func forEachTicket(id: Int64? = nil, _ body: ([UInt8], LocalTicketState) throws -> Void) throws {
    let sql = """
      SELECT x.*, d.body, s.id AS session_id, s.user_id, s.channel AS session_channel, s.state, s.started_at,
        s.last_activity_at, s.last_sender, s.ended_at, s.end_reason, s.ended_by_kind, s.ended_by_id, s.ended_via,
        s.chain,
        w.queue_key, w.eligible_since, w.is_chosen
      FROM ticket x LEFT JOIN ticket_document d ON d.ticket_id = x.id LEFT JOIN session s ON s.ticket_id = x.id
        LEFT JOIN queue_ticket w ON w.ticket_id = x.id
      WHERE x.origin > 0
      """
    let queues = try StoreReader(db).queueIDs()
    try each(sql, id: id) { row in
      var state = try localState(row)
      if let since = row["eligible_since"] as Int64? {
        state.waiting = WireWaiting(
          queueID: (row["queue_key"] as Int64?).flatMap { queues[$0] }, since: Instant(since),
          isChosen: row["is_chosen"])
      }
      try body(try merged(row["body"], ticketMembers(row) + [rating(row)]), state)
    }
  }

  private func ticketMembers(_ row: Row) -> [(String, JSONValue)] {
    let status = TicketStatus(rawValue: row["status"]) ?? .closed
    let priority = Priority(rawValue: row["priority"]) ?? .none
    let tags = (row["tags"] as String).split(separator: " ").map { JSONValue.string(String($0)) }
    var members: [(String, JSONValue)] = [
      ("id", .integer(row["id"])), ("via", ["channel": .string(row["channel"])]),
      ("subject", .string(row["subject"])), ("status", .string(status.word)),
      ("priority", text(priority.wireValue)), ("type", text(row["type"])),
      ("requester_id", number(row["requester_id"])), ("assignee_id", number(row["assignee_id"])),
      ("group_id", number(row["group_id"])), ("organization_id", number(row["organization_id"])),
      ("brand_id", number(row["brand_id"])), ("tags", .array(tags)), ("created_at", time(row["created_at"])),
      ("updated_at", time(row["updated_at"])),
    ]
    // Nothing clears them here, so that none says nothing.
    for key in ["ticket_form_id", "custom_status_id"] where row[key] as Int64? != nil {
      members.append((key, number(row[key])))
    }
    return members
  }

  /// Where the survey of a ticket stands, with the record of the answer if there is one.
  private func rating(_ row: Row) throws -> (String, JSONValue) {
    let score = SatisfactionScore(rawValue: row["satisfaction"]) ?? .unoffered
    let record =
      try score > .offered
      ? StoreReader(db).latestRating(ofTicket: row["id"]).flatMap { $0.score == score ? $0 : nil } : nil
    return ("satisfaction_rating", WireRating.nested(score, record))
  }

  /// What was set here; nil where nothing was.
  private func localDetails(_ row: Row) throws -> LocalTicketDetails? {
    var details = LocalTicketDetails()
    details.scheduleID = row["schedule_id"]
    details.satisfaction = SatisfactionScore(rawValue: row["satisfaction"]) ?? .unoffered
    details.satisfactionAt = (row["satisfaction_at"] as Int64?).map(Instant.init)
    details.reopens = row["reopens"]
    details.replies = row["replies"]
    details.agentStations = row["agent_stations"]
    details.groupStations = row["group_stations"]
    details.customFields = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT field_id, value FROM ticket_custom_field WHERE ticket_id = ? ORDER BY field_id"),
      arguments: [row["id"] as Int64]
    ).map { LocalTicketDetails.CustomField(id: $0[0], value: $0[1]) }
    return details == LocalTicketDetails() ? nil : details
  }

  private func localState(_ row: Row) throws -> LocalTicketState {
    var state = LocalTicketState()
    state.routingChannel = RoutingChannel(rawValue: row["routing_channel"])
    state.routingChannelChangedAt = (row["routing_channel_changed_at"] as Int64?).map(Instant.init)
    state.assignedChannel = (row["assigned_channel"] as Int?).flatMap(RoutingChannel.init)
    state.commentedAt = (row["commented_at"] as Int64?).map(Instant.init)
    // Earlier programs wrote the system's -1 here.
    state.commenterID = (row["commenter_id"] as Int64?).flatMap { $0 > 0 ? $0 : nil }
    state.commentedBy = (row["commented_sender"] as Int?).flatMap(Sender.init)
    state.details = try localDetails(row)
    state.sourceUpdatedAt = sourceUpdatedAt(row)
    state.localFields = TicketLocalFields(rawValue: row["local_fields"])
    state.source = try told(state.localFields, row["body"])
    if row["session_id"] as Int64? != nil {
      state.session = session(row, id: row["session_id"], channel: row["session_channel"])
    }
    return state
  }

  /// Conversations that are still with the AI agent.
  func forEachLooseSession(id: Int64? = nil, _ body: (JSONValue) throws -> Void) throws {
    try each("SELECT x.* FROM session x WHERE x.ticket_id IS NULL", id: id) { row in
      try body(session(row, id: row["id"], channel: row["channel"]).json)
    }
  }

  private func session(_ row: Row, id: Int64, channel: String) -> WireSession {
    let state = SessionState(rawValue: row["state"]) ?? .ended
    let actor = (row["ended_by_kind"] as Int?).flatMap(Actor.Kind.init)
    return WireSession(
      id: id, userID: row["user_id"], channel: channel, state: state, startedAt: Instant(row["started_at"]),
      lastActivityAt: Instant(row["last_activity_at"]),
      lastSender: (row["last_sender"] as Int?).flatMap(Sender.init),
      end: state == .active
        ? nil
        : Subject.End(
          reason: (row["end_reason"] as Int?).flatMap(EndReason.init),
          at: (row["ended_at"] as Int64?).map(Instant.init),
          by: actor.flatMap { Actor(kind: $0, id: row["ended_by_id"]) },
          via: (row["ended_via"] as Int?).flatMap(Via.init)), firstID: row["chain"])
  }

  func forEachRule<Rule: StorableRule>(_ kind: Rule.Type, _ body: (Rule, [UInt8]) throws -> Void) throws {
    for stored in try StoreReader(db).rules(kind).sorted(by: { $0.rule.id < $1.rule.id }) {
      try body(stored.rule, stored.wireDocument())
    }
  }

  func forEachTriggerCategory(_ body: ([UInt8]) throws -> Void) throws {
    for document in try String.fetchAll(db, sql: "SELECT document FROM trigger_category ORDER BY id") {
      try body(Array(document.utf8))
    }
  }

  func forEachQueue(_ body: ([UInt8]) throws -> Void) throws {
    for stored in try StoreReader(db).queues() { try body(try stored.wireDocument()) }
  }

  func forEachRating(id: Int64? = nil, _ body: ([UInt8]) throws -> Void) throws {
    try each("SELECT x.document FROM satisfaction_rating x WHERE true", id: id) {
      try body(Array(($0[0] as String).utf8))
    }
  }

  /// The history in the form of audits, whatever dialect it came in.
  ///
  /// - Parameter condition: SQL over the audit's columns, made here and never from input.
  func forEachAudit(where condition: String = "true", order: String = "id", _ body: ([UInt8]) throws -> Void)
    throws
  {
    try forEachStoredAudit(where: condition, order: order) { isTicketEvent, _, text in
      try body(isTicketEvent ? TicketEventFormat.audit(text) : text)
    }
  }

  /// The history as it was told.
  func forEachStoredAudit(
    where condition: String = "true", order: String = "id",
    _ body: (_ isTicketEvent: Bool, _ at: Int64, [UInt8]) throws -> Void
  ) throws {
    let statement = try SteppedStatement(
      db,
      """
      SELECT id, ticket_id, session_id, created_at, author_id, via, events, document, form FROM audit
      WHERE \(condition) ORDER BY \(order)
      """)
    defer { statement.reset() }
    while try statement.step() {
      let at = statement.integer(3)
      if !statement.isNull(7) {
        let text = try document(Array(statement.utf8(7)), ofSession: statement.optionalInteger(2))
        try body(statement.integer(8) != 0, at, text)
      } else {
        let text = try AuditFormat.document(
          id: statement.integer(0), ticketID: statement.optionalInteger(1),
          sessionID: statement.optionalInteger(2), createdAt: Instant(at),
          authorID: statement.optionalInteger(4), via: Via(rawValue: Int(statement.integer(5))),
          events: Array(statement.utf8(6)))
        try body(false, at, text)
      }
    }
  }

  /// Comments and messages that were told outside of audits, each with the ticket that its own text does not name.
  func forEachMessage(_ form: MessageForm, _ body: ([UInt8], JSONValue?) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT ticket_id, document FROM message WHERE form = ? ORDER BY id",
      arguments: [form.rawValue])
    while let row = try rows.next() {
      let text = Array((row["document"] as String).utf8)
      let record = try index.scan(text)
      let isTold = record.member("ticket_id") != nil || record.member("audit_id") != nil
      let ticketID: Int64? = isTold ? nil : row["ticket_id"]
      try body(text, ticketID.map { ["ticket_id": .integer($0)] })
    }
  }

  /// An imported audit word for word, but for the conversation that it is about if that has another id here.
  private func document(_ text: [UInt8], ofSession id: Int64?) throws -> [UInt8] {
    guard let id else { return text }
    let record = try index.scan(text)
    if record.member("conversation_id")?.integer() == id { return text }
    return JSONPatch.replacing([("conversation_id", bytes(.integer(id)))], in: record)
  }

  func account() throws -> [UInt8] {
    let account = try StoreReader(db).account()
    let settings = try Row.fetchAll(db, sql: "SELECT key, value FROM setting ORDER BY key")
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
      "settings": .object(JSONObject(settings.map { ($0[0], .string($0[1])) })),
      "features": .object(JSONObject(features)),
    ]
    return bytes(value)
  }

  // MARK: Documents

  /// The imported document with the members that differ from the columns replaced; without one, the columns.
  private func merged(_ document: String?, _ members: [(String, JSONValue)]) throws -> [UInt8] {
    guard let document else { return bytes(.object(JSONObject(members))) }
    let text = Array(document.utf8)
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
