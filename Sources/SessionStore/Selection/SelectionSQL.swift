import GRDB
import SessionModel
import StoreEngine

/// A selection as SQL over `session s` and `ticket t`; values are always bound.
///
/// Of sessions, `session s` leads the query, and `ticket t` is there only where `readsTicket` asks for it. Of
/// tickets, `ticket t` leads, and `session s` may be null.
package struct SelectionSQL {
  private(set) var conditions: [String] = []
  private(set) var arguments: [(any DatabaseValueConvertible)?] = []
  /// Whether `ticket t` must be joined.
  package private(set) var readsTicket = false
  /// Whether sessions or tickets lead the query; a ticket need not have a session.
  private let leading: Selection.Leading
  /// The partial index of active sessions, where the selection is one by idleness or a sweep over all of them.
  ///
  /// Named outright, because the planner would rather walk the whole table than sort the few ids it finds.
  package private(set) var indexHint = ""

  /// - Parameter db: gets the functions that the SQL calls
  package init(_ selection: Selection, leading: Selection.Leading, in db: Database) throws {
    self.leading = leading
    if let hours = selection.outsideHours { try OutsideHours(hours).install(in: db) }
    addSession(selection)
    addTicket(selection)
    if selection.state == .active, selection.sessionIDs == nil, selection.ticketIDs == nil {
      indexHint = " INDEXED BY session_active"
    }
  }

  /// ` WHERE …`, or nothing.
  package var whereClause: String {
    conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }

  /// A further condition, with the values of its parameters in their order.
  package mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
    conditions.append(condition)
    arguments.append(contentsOf: values)
  }

  private mutating func add(_ condition: String, _ values: [some DatabaseValueConvertible]) {
    conditions.append(condition)
    arguments.append(contentsOf: values)
  }

  private mutating func addSession(_ selection: Selection) {
    // The state stands as a literal, or the planner could not use the partial indexes.
    if let state = selection.state { add("s.state = \(state.rawValue)") }
    if let ids = selection.sessionIDs { add("s.id IN (SELECT value FROM json_each(?))", Self.jsonArray(ids)) }
    if let idleSince = selection.idleSince { add("s.last_activity_at <= ?", idleSince.seconds) }
    if let after = selection.activeAfter { add("s.last_activity_at > ?", after.seconds) }
    if let startedBefore = selection.startedBefore { add("s.started_at < ?", startedBefore.seconds) }
    if selection.outsideHours != nil { add("\(OutsideHours.name)(s.started_at)") }
    if !selection.queueKeys.isEmpty {
      let ticket = leading == .sessions ? "s.ticket_id" : "t.id"
      let waiting = "SELECT ticket_id FROM queue_ticket WHERE \(isOneOf("queue_key", selection.queueKeys))"
      add("\(ticket) IN (\(waiting))", selection.queueKeys)
    }
    // The customer's conversation is theirs before there is a ticket.
    let requester = leading == .sessions ? "s.user_id" : "t.requester_id"
    addOneOf(requester, selection.requesterIDs)
    addOneOf("s.last_sender", selection.lastSenders.map { Int64($0.rawValue) })
    addOneOf("s.end_reason", selection.endReasons.map { Int64($0.rawValue) })
    switch selection.ticketLink {
    case .any: break
    case .with: add("s.ticket_id IS NOT NULL")
    case .without: add("s.ticket_id IS NULL")
    }
  }

  private mutating func addTicket(_ selection: Selection) {
    addChannels(selection.channels)
    let conditionsBefore = conditions.count
    if let ids = selection.ticketIDs { add("t.id IN (SELECT value FROM json_each(?))", Self.jsonArray(ids)) }
    addMatches("t.group_id", selection.groups)
    addMatches("t.assignee_id", selection.assignees)
    addOneOf("t.status", selection.statuses.oneOf.map { Int64($0.rawValue) })
    addNoneOf("t.status", selection.statuses.noneOf.map { Int64($0.rawValue) })
    addOneOf("t.priority", selection.priorities.map { Int64($0.rawValue) })
    if let moment = selection.updatedUntil { add("t.updated_at <= ?", moment.seconds) }
    addAny("instr(' ' || t.tags || ' ', ?) > 0", selection.tags.map { " \($0) " })
    for tag in selection.allTags { add("instr(' ' || t.tags || ' ', ?) > 0", [" \(tag) "]) }
    for tag in selection.notTags { add("instr(' ' || t.tags || ' ', ?) = 0", [" \(tag) "]) }
    // As LIKE compares, which takes no pattern of 50,000 bytes.
    addAny("instr(lower(t.subject), lower(?)) > 0", selection.subjects)
    readsTicket = conditions.count > conditionsBefore
  }

  /// `messaging` stands for every messaging channel (§5). Both the session and the ticket know the channel; the
  /// one that leads answers.
  private mutating func addChannels(_ channels: ValueFilter<String>) {
    let column = leading == .sessions ? "s.channel" : "t.channel"
    let messaging = leading == .sessions ? "TRUE" : "s.id IS NOT NULL"
    func condition(_ names: [String]) -> String {
      let named = names.filter { $0 != "messaging" }
      return [names.count > named.count ? messaging : nil, named.isEmpty ? nil : isOneOf(column, named)]
        .compactMap { $0 }.joined(separator: " OR ")
    }
    func values(_ names: [String]) -> [String] { names.filter { $0 != "messaging" } }
    if !channels.oneOf.isEmpty { add("(\(condition(channels.oneOf)))", values(channels.oneOf)) }
    if !channels.noneOf.isEmpty { add("NOT (\(condition(channels.noneOf)))", values(channels.noneOf)) }
  }

  /// A column that may be null, which is the value `none`.
  private mutating func addMatches(_ column: String, _ filter: ValueFilter<Selection.Match<Int64>>) {
    func condition(_ matches: [Selection.Match<Int64>]) -> (sql: String, ids: [Int64]) {
      let ids = matches.compactMap { if case .value(let id) = $0 { id } else { nil } }
      let parts = [
        matches.contains(.none) ? "\(column) IS NULL" : nil, ids.isEmpty ? nil : isOneOf(column, ids),
      ]
      return (parts.compactMap { $0 }.joined(separator: " OR "), ids)
    }
    if !filter.oneOf.isEmpty {
      let (sql, ids) = condition(filter.oneOf)
      add("(\(sql))", ids)
    }
    if !filter.noneOf.isEmpty {
      let (sql, ids) = condition(filter.noneOf)
      // Of a null neither it nor its opposite is true.
      add("NOT coalesce(\(sql), FALSE)", ids)
    }
  }

  private mutating func addOneOf(_ column: String, _ values: [Int64]) {
    if !values.isEmpty { add(isOneOf(column, values), values) }
  }

  private mutating func addNoneOf(_ column: String, _ values: [Int64]) {
    if !values.isEmpty { add("NOT \(isOneOf(column, values))", values) }
  }

  /// One condition for each value, of which one must hold.
  private mutating func addAny(_ condition: String, _ values: [String]) {
    if values.isEmpty { return }
    add("(" + values.map { _ in condition }.joined(separator: " OR ") + ")", values)
  }

  private func isOneOf(_ column: String, _ values: [some DatabaseValueConvertible]) -> String {
    // An index is looked up for one value as for several; one reads better in a plan.
    values.count == 1 ? "\(column) = ?" : "\(column) IN (\(placeholders(values)))"
  }

  private func placeholders(_ values: [some DatabaseValueConvertible]) -> String {
    values.map { _ in "?" }.joined(separator: ", ")
  }

  static func jsonArray(_ ids: [Int64]) -> String {
    var array = "["
    for id in ids {
      if array.utf8.count > 1 { array += "," }
      array += String(id)
    }
    return array + "]"
  }
}

extension SteppedStatement {
  /// Binds a selection's values from the first parameter on.
  package func bind(_ selection: SelectionSQL) {
    for (index, value) in selection.arguments.enumerated() {
      switch value?.databaseValue.storage {
      case .int64(let integer): bind(integer, at: Int32(index + 1))
      case .string(let text): bind(text, at: Int32(index + 1))
      default: bindNull(at: Int32(index + 1))
      }
    }
  }
}

/// The order in which a list comes: a column of the list, and a direction.
package struct ListOrder: Sendable {
  /// One of the words that the list can be sorted by; another one leaves the list as it is.
  package let field: String
  /// The largest or latest first.
  package let descending: Bool

  /// An order by one column; equal rows come by their ids.
  package init(field: String, descending: Bool) {
    self.field = field
    self.descending = descending
  }
}
