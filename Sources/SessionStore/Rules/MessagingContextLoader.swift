import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Finds what messaging triggers look at beside the ticket, and only what they do look at (M3).
struct MessagingContextLoader {
  private let db: Database
  private let log: WriteLog?
  /// How many wait, counted before the run's first update and kept up with what the run makes wait or not.
  private var waiting: Int64?

  /// - Parameter log: has noted rows that are to be found, too
  init(_ db: Database, finding log: WriteLog?) {
    self.db = db
    self.log = log
  }

  /// - Parameters:
  ///   - before: the work item as the store has it
  ///   - customer: whose conversation it is; nil where nobody is known
  ///   - message: what was said last
  mutating func facts(
    of item: WorkItem, before: WorkItem, customer: Int64?, needs: MessagingContext.Needs,
    message: MessagingContext.Message?, at moment: Instant
  ) throws -> MessagingContext {
    var facts = MessagingContext(at: moment, message: message)
    if needs.contains(.customer), let customer, let person = try StoreReader(db).person(id: customer) {
      facts.customerName = person.displayName
      facts.customerEmail = person.email ?? ""
    }
    if needs.contains(.previousConversations), let customer {
      try log?.writeAdded()
      facts.previousConversations = try Int64.fetchSure(
        db, sql: "SELECT count(*) FROM session WHERE user_id = ? AND ticket_id IS NOT NULL AND id IS NOT ?",
        arguments: [customer, item.session?.id])
    }
    if needs.contains(.queueSize) { facts.queueSize = (waiting ?? 0) + item.adds(to: before) }
    return facts
  }

  /// Counts the conversations of the account that wait for an agent, whatever queue or group they are in.
  ///
  /// - Parameter outcome: the run's first update that rules follow; a ticket that it makes may be a row already
  mutating func countWaiting(before draft: UpdateDraft) throws {
    guard waiting == nil else { return }
    try log?.writeAdded()
    // Who is eligible is at hand, unless there are no queues (Q1).
    let candidates =
      try StoreReader(db).isOmnichannel() ? "queue_ticket w" : "(SELECT id AS ticket_id FROM ticket) w"
    let others = try Int64.fetchSure(
      db,
      sql: """
        SELECT count(*) FROM \(candidates) JOIN ticket t ON t.id = w.ticket_id JOIN session s ON s.ticket_id = t.id
        WHERE s.state = \(SessionState.active.rawValue) AND t.status <= \(TicketStatus.open.rawValue)
          AND t.assignee_id IS NULL AND t.id IS NOT ?
        """, arguments: [draft.item.ticket?.id])
    waiting = others + (draft.stored.waits ? 1 : 0)
  }

  /// Takes note of what an update did, once it is decided.
  mutating func note(_ draft: UpdateDraft) {
    if let count = waiting { waiting = count + draft.item.adds(to: draft.stored) }
  }
}

extension WorkItem {
  /// How many more wait now than before: one, none, or one less.
  fileprivate func adds(to before: WorkItem) -> Int64 { (waits ? 1 : 0) - (before.waits ? 1 : 0) }

  /// Whether its conversation waits for an agent.
  fileprivate var waits: Bool {
    guard let session, let ticket else { return false }
    return session.state == .active && ticket.status.isInProgress && ticket.assigneeID == nil
  }
}
