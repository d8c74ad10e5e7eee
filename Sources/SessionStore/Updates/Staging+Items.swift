import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

extension Staging {
  /// Forgets the last run's rows, where nothing is staged.
  static func clear(_ db: Database) throws {
    if try isMade(db) { try db.execute(sql: "DELETE FROM temp.staged") }
  }

  static func isMade(_ db: Database) throws -> Bool {
    try Bool.fetchSure(
      db, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE type = 'table' AND name = 'staged')")
  }

  /// What became of each subject of the last plan or run, in id order.
  static func forEachItem(_ db: Database, _ body: (UpdateItem) throws -> Void) throws {
    guard try isMade(db) else { return }
    let statement = try SteppedStatement(
      db,
      """
      SELECT g.session_id, g.ticket_id, g.outcome, g.end_reason, g.routing_channel, g.message, g.refusal, f.id,
        f.rules, iif(f.id IS NULL, NULL, (SELECT h.events FROM temp.run_history h WHERE h.id = g.audit_id)),
        w.left_queue, w.entered_queue, g.customer_id
      FROM temp.staged g LEFT JOIN temp.staged_fired f ON f.id = g.fired
        LEFT JOIN temp.staged_waiting w ON w.ticket_id = g.ticket_id
      ORDER BY g.position
      """)
    defer { statement.reset() }
    let queues = try StoreReader(db).queueNames()
    var fired = FiredRules()
    while try statement.step() {
      try body(
        UpdateItem(
          sessionID: statement.optionalInteger(0), ticketID: statement.optionalInteger(1),
          outcome: UpdateItem.Outcome(rawValue: Int(statement.integer(2))) ?? .failed,
          endReason: EndReason(rawValue: Int(statement.integer(3))),
          routingChannel: RoutingChannel(rawValue: Int(statement.integer(4))),
          leftQueue: statement.optionalInteger(10).flatMap { queues[$0] },
          enteredQueue: statement.optionalInteger(11).flatMap { queues[$0] },
          triggersFired: statement.isNull(7)
            ? nil : try fired.text(statement.integer(7), rules: statement.text(8), events: statement.utf8(9)),
          refusal: statement.isNull(5)
            ? nil
            : UpdateRefusal(
              kind: UpdateRefusal.Kind(rawValue: Int(statement.integer(6))) ?? .impossible,
              message: statement.text(5), customerID: statement.optionalInteger(12))))
    }
  }
}

/// Tells which rules fired on a subject and what each of them did, from its history.
struct FiredRules {
  private let index = RecordIndex()
  /// The list read last: nearly all subjects of a run share one.
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
      let rules = try JSONValue.parse(rules()).array ?? []
      list = (id, rules.map(Self.rule))
    }
    return try AuditFormat.firedText(list?.rules ?? [], events: events, index: index)
  }

  private static func rule(_ value: JSONValue) -> RuleReference {
    RuleReference(
      id: value["id"]?.integer ?? 0, title: value["title"]?.string ?? "",
      kind: value["kind"]?.string.flatMap(RuleReference.Kind.init(rawValue:)) ?? .trigger)
  }
}
