import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// What is read back of a work item.
private enum Column: Int, StatementColumn {
  case sessionID, ticketID, outcome, endReason, routingChannel, message, refusal, firedID, rules, events
  case leftQueue, enteredQueue, customerID

  var expression: String {
    switch self {
    case .firedID: "f.id"
    case .rules: "f.rules"
    case .events:
      "iif(f.id IS NULL, NULL, (SELECT h.events FROM temp.run_history h WHERE h.id = g.audit_id))"
    case .leftQueue, .enteredQueue: "w.\(name)"
    default: "g.\(name)"
    }
  }
}

extension Staging {
  /// Forgets the last run's rows, where nothing is staged.
  static func forget(_ db: Database) throws {
    if try isMade(db) { try db.execute(sql: "DELETE FROM temp.staged") }
  }

  static func isMade(_ db: Database) throws -> Bool {
    try Bool.fetchSure(
      db, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE type = 'table' AND name = 'staged')")
  }

  /// What became of each work item of the last plan or run, in id order.
  static func forEachItem(_ db: Database, _ body: (UpdateItem) throws -> Void) throws {
    guard try isMade(db) else { return }
    let row = try SteppedStatement(
      db,
      """
      SELECT \(Column.selected)
      FROM temp.staged g LEFT JOIN temp.staged_fired f ON f.id = g.fired
        LEFT JOIN temp.staged_waiting w ON w.ticket_id = g.ticket_id
      ORDER BY g.position
      """)
    defer { row.reset() }
    let queues = try StoreReader(db).queueNames()
    var fired = FiredRules()
    while try row.step() {
      try body(
        UpdateItem(
          sessionID: row.optionalInteger(Column.sessionID), ticketID: row.optionalInteger(Column.ticketID),
          outcome: row.word(Column.outcome) ?? .failed, endReason: row.word(Column.endReason),
          routingChannel: row.word(Column.routingChannel),
          leftQueue: row.optionalInteger(Column.leftQueue).flatMap { queues[$0] },
          enteredQueue: row.optionalInteger(Column.enteredQueue).flatMap { queues[$0] },
          triggersFired: row.isNull(Column.firedID)
            ? nil
            : try fired.text(
              row.integer(Column.firedID), rules: row.text(Column.rules), events: row.utf8(Column.events)),
          refusal: row.isNull(Column.message)
            ? nil
            : UpdateRefusal(
              kind: row.word(Column.refusal) ?? .impossible, message: row.text(Column.message),
              customerID: row.optionalInteger(Column.customerID))))
    }
  }
}

/// Tells which rules fired on a work item and what each of them did, from its history.
struct FiredRules {
  private let index = RecordIndex()
  /// The list read last: nearly all work items of a run share one.
  private var list: (id: Int64, rules: [RuleReference])?

  /// As a list is staged.
  static func text(_ rules: [RuleReference]) -> String {
    JSONValue.array(
      rules.map { ["kind": .string($0.kind.rawValue), "id": .integer($0.id), "title": .string($0.title)] }
    ).text
  }

  mutating func text(
    _ id: Int64, rules: @autoclosure () -> String, events: UnsafeBufferPointer<UInt8>
  ) throws -> [UInt8] {
    if list?.id != id {
      list = (id, try Self.rules(rules()))
    }
    return try AuditFormat.firedText(list?.rules ?? [], events: events, index: index)
  }

  /// As `text` has written them.
  static func rules(_ text: String) throws -> [RuleReference] {
    (try JSONValue.parse(text).array ?? []).map(rule)
  }

  private static func rule(_ value: JSONValue) -> RuleReference {
    RuleReference(
      id: value["id"]?.integer ?? 0, title: value["title"]?.string ?? "",
      kind: value["kind"]?.string.flatMap(RuleReference.Kind.init(rawValue:)) ?? .trigger)
  }
}
