import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// A ticket that waits in a queue.
package struct QueueTicketRow: Sendable {
  /// The ticket that waits.
  package var ticketID: Int64
  /// Its place in line, counted from 1.
  package var position: Int64
  /// The ticket's: the first key of the order in a queue (Q4).
  package var priority: Priority
  /// Since when it has been eligible without a break: the second key (Q4).
  package var since: Instant
  /// Which limit of an agent it would take from (C1).
  package var routingChannel: RoutingChannel
  /// The ticket's subject; empty where it has none.
  package var subject: String
}

/// Where a ticket waits.
package struct QueuePlace: Hashable, Sendable {
  /// The store's own number of the queue; 0 is the standard one.
  package var queueKey: Int64
  /// Its place in line, counted from 1.
  package var position: Int64

  /// A place in a queue's line, counted from 1.
  package init(queueKey: Int64, position: Int64) {
    self.queueKey = queueKey
    self.position = position
  }
}

private enum Column: Int, StatementColumn {
  case ticketID, position, priority, eligibleSince, routingChannel, subject
}

extension StoreReader {
  /// What the tickets of a queue can be sorted by, as SQL.
  package static let queueTicketOrders: [String: String] = [
    "ticket_id": "w.ticket_id", "position": "position", "priority": "w.priority",
    "eligible_since": "w.eligible_since", "routing_channel": "t.routing_channel", "subject": "t.subject",
  ]

  /// Q4: the order in which a queue is served, and the index has it.
  static let serviceOrder = "priority DESC, eligible_since, ticket_id"

  /// How many wait in a queue; it stops counting at the limit.
  package func countTickets(inQueue key: Int64, limit: Int? = nil) throws -> Int {
    try Int.fetchSure(
      db, sql: "SELECT count(*) FROM (SELECT 1 FROM queue_ticket WHERE queue_key = ? LIMIT ?)",
      arguments: [key, limit ?? -1])
  }

  /// How many wait in each queue, by key.
  package func waitingCounts() throws -> [Int64: Int] {
    let rows = try StoredRow.fetchAll(
      db, of: "queue_ticket",
      sql: "SELECT queue_key, count(*) FROM queue_ticket WHERE queue_key IS NOT NULL GROUP BY queue_key")
    return Dictionary(try rows.map { try ($0(0), $0(1)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Gives who waits in a queue, the next first unless asked otherwise.
  package func forEachTicket(
    inQueue key: Int64, order: ListOrder? = nil, limit: Int? = nil, _ body: (QueueTicketRow) throws -> Void
  ) throws {
    // In the queue's own order places are counted as they come: the head of a long queue costs what is shown of it.
    var position = "0"
    var orderBy = "w.priority DESC, w.eligible_since, w.ticket_id"
    if let order, let column = Self.queueTicketOrders[order.field] {
      position = "row_number() OVER (ORDER BY \(orderBy))"
      orderBy = "\(column) \(order.descending ? "DESC" : "ASC"), w.ticket_id"
    }
    let statement = try SteppedStatement(
      db,
      """
      SELECT w.ticket_id, \(position) AS position, w.priority, w.eligible_since, t.routing_channel, t.subject
      FROM queue_ticket w CROSS JOIN ticket t ON t.id = w.ticket_id WHERE w.queue_key = ?
      ORDER BY \(orderBy) LIMIT \(limit ?? -1)
      """)
    statement.bind(key)
    defer { statement.reset() }
    var count: Int64 = 0
    while try statement.step() {
      count += 1
      try body(
        QueueTicketRow(
          ticketID: statement.integer(Column.ticketID),
          position: order == nil ? count : statement.integer(Column.position),
          priority: statement.word(Column.priority) ?? .none, since: statement.moment(Column.eligibleSince),
          routingChannel: statement.word(Column.routingChannel) ?? .email,
          subject: statement.text(Column.subject)))
    }
  }

  /// SQL for a ticket's place in line, from its row `w` of `queue_ticket`: how many are served no later.
  static let placeInLine = """
    (SELECT count(*) FROM queue_ticket o WHERE o.queue_key = w.queue_key AND o.priority > w.priority)
      + (SELECT count(*) FROM queue_ticket o WHERE o.queue_key = w.queue_key AND o.priority = w.priority
        AND (o.eligible_since, o.ticket_id) <= (w.eligible_since, w.ticket_id))
    """
}
