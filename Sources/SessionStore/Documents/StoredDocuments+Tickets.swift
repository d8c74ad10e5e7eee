import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// Tickets and their sessions. What every ticket is asked for is read by place; the whole row is looked up where a ticket was
/// changed here or has details.
extension StoredDocuments {
  /// What is read of every ticket; its session's columns follow.
  private enum TicketColumn: Int, StatementColumn {
    case id, updatedAt, sourceUpdatedAt, localFields, satisfaction
    case routingChannel, routingChannelChangedAt, assignedChannel, commentedAt, commenterID, commentedSender
    case channel, requesterID, assigneeID
    case hasDetails, body, queueKey, eligibleSince, isChosen

    var expression: String {
      switch self {
      case .hasDetails: StoredDocuments.hasDetails
      case .body: "d.body"
      case .queueKey, .eligibleSince, .isChosen: "w.\(name)"
      default: "x.\(name)"
      }
    }
  }

  private enum SessionColumn: Int, StatementColumn {
    case id, userID, channel, state, startedAt, lastActivityAt, lastSender
    case endedAt, endReason, endedByKind, endedByID, endedVia, chain

    /// - Parameters:
    ///   - prefix: what its columns' names begin with where others have the same
    ///   - isKept: whether an archive keeps the first of the conversations as it is
    static func selected(of session: String, prefix: String = "", isKept: Bool) -> String {
      allCases.map { column in
        let value = column == .chain && !isKept ? chain(of: session) : "\(session).\(column.name)"
        return "\(value) AS \(prefix)\(column.name)"
      }.joined(separator: ", ")
    }

    /// SQL: the first of the conversations that a session followed; where it was pruned, the first that is here.
    private static func chain(of session: String) -> String {
      """
      iif(\(session).chain IS NULL, NULL, coalesce((SELECT f.id FROM session f WHERE f.id = \(session).chain),
        (SELECT nullif(f.id, \(session).id) FROM session f WHERE f.chain = \(session).chain
          ORDER BY f.started_at, f.id LIMIT 1)))
      """
    }
  }

  /// SQL: whether anything is set or counted that `export` writes beside a record.
  private static let hasDetails: String = {
    let set = TicketField.inDetails.map { field, telling in
      switch telling.form.missing {
      case .null: "x.\(field.column) IS NOT NULL"
      case .integer(let number): "x.\(field.column) IS NOT \(number)"
      case .text(let text): "x.\(field.column) IS NOT '\(text)'"
      }
    }
    return """
      (\(set.joined(separator: " OR ")) OR x.satisfaction_at IS NOT NULL
        OR EXISTS (SELECT 1 FROM ticket_custom_field f WHERE f.ticket_id = x.id)) AS has_details
      """
  }()

  /// Each ticket that is more than named, with what only this store knows of it; the document is good within the call.
  ///
  /// - Parameter condition: SQL over the ticket `x`, made here and never from input.
  package func forEachTicket(
    id: Int64? = nil, where condition: String? = nil,
    _ body: (UnsafeBufferPointer<UInt8>, LocalTicketState) throws -> Void
  ) throws {
    let sql = """
      SELECT \(TicketColumn.selected), \(SessionColumn.selected(of: "s", prefix: "session_", isKept: condition != nil))
      FROM ticket x LEFT JOIN ticket_document d ON d.ticket_id = x.id LEFT JOIN session s ON s.ticket_id = x.id
        LEFT JOIN queue_ticket w ON w.ticket_id = x.id
      WHERE x.origin > 0
      """
    let queues = try StoreReader(db).queueIDs()
    let wholeTickets = try StoredLookup(db, of: "ticket", sql: "SELECT * FROM ticket WHERE id = ?")
    try each("ticket", sql, id: id, where: condition) { row in
      let (difference, hasDetails) = try (difference(row), row(.of(TicketColumn.hasDetails)) as Bool)
      let whole =
        try difference == .any || hasDetails
        ? row.sure(wholeTickets.row(row(.of(TicketColumn.id))), in: .of(TicketColumn.id)) : nil
      var state = try localState(row)
      if hasDetails { state.details = try whole.map(localDetails) }
      if let since: Instant = try row(.of(TicketColumn.eligibleSince)) {
        state.waiting = try WireWaiting(
          queueID: (row(.of(TicketColumn.queueKey)) as Int64?).flatMap { queues[$0] }, since: since,
          isChosen: row(.of(TicketColumn.isChosen)))
      }
      let members: [(String, JSONValue)]
      switch difference {
      case .none:
        return try row.withUTF8(.of(TicketColumn.body)) { text in
          do { _ = try index.scan(text) } catch { throw row.unreadable(.of(TicketColumn.body)) }
          try body(text, state)
        }
      case .unmarked: members = try unmarkedMembers(row)
      case .any: members = try whole.map { try ticketMembers($0) + [rating($0)] } ?? []
      }
      let document = try merged(row, .of(TicketColumn.body), members)
      try document.withUnsafeBufferPointer { try body($0, state) }
    }
  }

  /// In what a ticket may differ from its record: in nothing, in what changes without a mark, in any member.
  private enum Difference { case none, unmarked, any }

  /// Of a ticket whose members were not changed here (`local_fields`) since its record was told, and that nobody has rated.
  private func difference(_ row: StoredRow) throws -> Difference {
    let (changes, score): (TicketChanges, SatisfactionScore) = try (
      row(.of(TicketColumn.localFields)), row(.of(TicketColumn.satisfaction))
    )
    guard try changes.isEmpty && score == .unoffered && !row.isNull(.of(TicketColumn.body)) else {
      return .any
    }
    let (source, updated): (Instant?, Instant) = try (
      row(.of(TicketColumn.sourceUpdatedAt)), row(.of(TicketColumn.updatedAt))
    )
    return source == updated ? .none : .unmarked
  }

  /// The time of what was changed beside the members, such as the session; the channel, which the first record tells for good;
  /// who it belongs to, where somebody got another id; a survey that is taken back.
  private func unmarkedMembers(_ row: StoredRow) throws -> [(String, JSONValue)] {
    func id(_ column: TicketColumn) throws -> JSONValue {
      try (row(.of(column)) as Int64?).map(JSONValue.integer) ?? .null
    }
    return try [
      ("via", ["channel": .string(row(.of(TicketColumn.channel)))]), ("requester_id", id(.requesterID)),
      ("assignee_id", id(.assigneeID)), ("updated_at", time(row(.of(TicketColumn.updatedAt)))),
      ("satisfaction_rating", WireRating.nested(.unoffered, nil)),
    ]
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

  // MARK: Beside its record

  private func localState(_ row: StoredRow) throws -> LocalTicketState {
    var state = LocalTicketState()
    state.routingChannel = try row(.of(TicketColumn.routingChannel))
    state.routingChannelChangedAt = try row(.of(TicketColumn.routingChannelChangedAt))
    state.assignedChannel = try row(.of(TicketColumn.assignedChannel))
    state.commentedAt = try row(.of(TicketColumn.commentedAt))
    // Earlier programs wrote the system's -1 here.
    state.commenterID = try (row(.of(TicketColumn.commenterID)) as Int64?).flatMap { $0 > 0 ? $0 : nil }
    state.commentedBy = try row(.of(TicketColumn.commentedSender))
    state.sourceUpdatedAt = try sourceUpdatedAt(
      row, source: .of(TicketColumn.sourceUpdatedAt), updated: .of(TicketColumn.updatedAt))
    state.localFields = try row(.of(TicketColumn.localFields))
    state.source = try told(state.localFields, row, .of(TicketColumn.body))
    state.session = try session(row, from: TicketColumn.allCases.count)
    return state
  }

  /// What was set here.
  private func localDetails(_ row: StoredRow) throws -> LocalTicketDetails {
    var details = LocalTicketDetails()
    for (place, member) in TicketField.inDetails.enumerated() {
      // A value that no member can have is damage, and not to be told.
      _ = try row.member(member.field, member.telling)
      details[place] = try row.value(of: member.field)
    }
    details.satisfactionAt = try row("satisfaction_at")
    details.customFields = try customFields(ofTicket: row("id"))
    return details
  }

  private func customFields(ofTicket id: Int64) throws -> [LocalTicketDetails.CustomField] {
    let statement = try db.cachedStatement(
      sql: "SELECT ticket_id, field_id, value FROM ticket_custom_field WHERE ticket_id = ? ORDER BY field_id")
    return try StoredRow.fetchAll(statement, of: "ticket_custom_field", arguments: [id]).map {
      try LocalTicketDetails.CustomField(id: $0("field_id"), value: $0("value"))
    }
  }

  // MARK: Sessions

  /// Conversations that are still with the AI agent.
  ///
  /// - Parameter condition: SQL over the session `x`, made here and never from input.
  package func forEachLooseSession(
    id: Int64? = nil, where condition: String? = nil, _ body: ([UInt8]) throws -> Void
  ) throws {
    let columns = SessionColumn.selected(of: "x", isKept: condition != nil)
    let sql = "SELECT \(columns) FROM session x WHERE x.ticket_id IS NULL"
    try each("session", sql, id: id, where: condition) { row in
      try body(row.sure(session(row, from: 0), in: .of(SessionColumn.id)).bytes)
    }
  }

  /// - Parameter first: where its columns begin
  /// - Returns: nil where there is none
  private func session(_ row: StoredRow, from first: Int) throws -> WireSession? {
    func place(_ column: SessionColumn) -> StoredRow.Column { .place(first + column.rawValue) }
    guard let id: Int64 = try row(place(.id)) else { return nil }
    let state: SessionState = try row(place(.state))
    let actor: Actor.Kind? = try row(place(.endedByKind))
    return try WireSession(
      id: id, userID: row(place(.userID)), channel: row(place(.channel)), state: state,
      startedAt: row(place(.startedAt)), lastActivityAt: row(place(.lastActivityAt)),
      lastSender: row(place(.lastSender)),
      end: state == .active
        ? nil
        : WorkItem.End(
          reason: row(place(.endReason)), at: row(place(.endedAt)),
          by: actor.flatMap { Actor(kind: $0, id: try row(place(.endedByID))) },
          via: row(place(.endedVia))), firstID: row(place(.chain)))
  }
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
