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

  package mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
    conditions.append(condition)
    arguments.append(contentsOf: values)
  }

  private mutating func addSession(_ selection: Selection) {
    // The state stands as a literal, or the planner could not use the partial indexes.
    if let state = selection.state { add("s.state = \(state.rawValue)") }
    if let ids = selection.sessionIDs { add("s.id IN (SELECT value FROM json_each(?))", Self.jsonArray(ids)) }
    if let idleSince = selection.idleSince { add("s.last_activity_at <= ?", idleSince.seconds) }
    if let startedBefore = selection.startedBefore { add("s.started_at < ?", startedBefore.seconds) }
    if selection.outsideHours != nil { add("\(OutsideHours.name)(s.started_at)") }
    if let key = selection.queueKey {
      let ticket = leading == .sessions ? "s.ticket_id" : "t.id"
      add("\(ticket) IN (SELECT ticket_id FROM queue_ticket WHERE queue_key = ?)", key)
    }
    if let sender = selection.lastSender { add("s.last_sender = ?", sender.rawValue) }
    if let reason = selection.endReason { add("s.end_reason = ?", reason.rawValue) }
    switch selection.ticketLink {
    case .any: break
    case .with: add("s.ticket_id IS NOT NULL")
    case .without: add("s.ticket_id IS NULL")
    }
  }

  private mutating func addTicket(_ selection: Selection) {
    if let channel = selection.channel { addChannel(channel) }
    let conditionsBefore = conditions.count
    if let ids = selection.ticketIDs { add("t.id IN (SELECT value FROM json_each(?))", Self.jsonArray(ids)) }
    addMatch("t.group_id", selection.groupID)
    addMatch("t.assignee_id", selection.assigneeID)
    if let status = selection.status { add("t.status = ?", status.rawValue) }
    if let moment = selection.updatedUntil { add("t.updated_at <= ?", moment.seconds) }
    for tag in selection.tags { add("instr(' ' || t.tags || ' ', ?) > 0", " \(tag) ") }
    for tag in selection.notTags { add("instr(' ' || t.tags || ' ', ?) = 0", " \(tag) ") }
    if let subject = selection.subject {
      add("t.subject LIKE ? ESCAPE '\\'", "%" + escapedForLike(subject) + "%")
    }
    readsTicket = conditions.count > conditionsBefore
  }

  /// `messaging` stands for every messaging channel (§5). Both the session and the ticket know the channel; the
  /// one that leads answers.
  private mutating func addChannel(_ channel: String) {
    if channel == "messaging" {
      if leading == .tickets { add("s.id IS NOT NULL") }
    } else {
      add(leading == .sessions ? "s.channel = ?" : "t.channel = ?", channel)
    }
  }

  private mutating func addMatch(_ column: String, _ match: Selection.Match<Int64>?) {
    switch match {
    case nil: break
    case Selection.Match.none?: add("\(column) IS NULL")
    case .value(let id)?: add("\(column) = ?", id)
    }
  }

  static func jsonArray(_ ids: [Int64]) -> String {
    "[" + ids.lazy.map(String.init).joined(separator: ",") + "]"
  }

  private func escapedForLike(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character == "%" || character == "_" || character == "\\" { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
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
public struct ListOrder: Sendable {
  /// One of the words that the list can be sorted by; another one leaves the list as it is.
  public let field: String
  /// The largest or latest first.
  public let descending: Bool

  public init(field: String, descending: Bool) {
    self.field = field
    self.descending = descending
  }
}
