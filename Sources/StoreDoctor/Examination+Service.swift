import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// Whether somebody could be given what waits: no fault of the store, and nobody would notice for long.
extension Examination {
  func service() throws -> [Finding] {
    let reader = StoreReader(db)
    guard try reader.isOmnichannel() else { return [] }
    let service = try reader.groupService()
    let waiting = try reader.waitingCounts()
    var found: [String] = []
    for queue in try reader.queues().map(\.queue) {
      guard let obstacle = queue.unserved(service) else { continue }
      found.append("queue '\(queue.name)' (\(queue.id)): \(obstacle)\(tail(waiting[queue.key]))")
    }
    // The standard queue is served by each ticket's own group.
    let rows = try StoredRow.fetchAll(
      db, of: "queue_ticket",
      sql: """
        SELECT t.group_id, t.routing_channel, count(*) AS tickets
        FROM queue_ticket w JOIN ticket t ON t.id = w.ticket_id
        WHERE w.queue_key = \(Queue.standard.key) AND t.group_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
        """)
    // A group may lack the same for both channels.
    var ungiven: [(obstacle: String, tickets: Int)] = []
    for row in rows {
      let channel: RoutingChannel = try row("routing_channel")
      guard let obstacle = service.obstacle(to: channel, in: [try row("group_id")]) else { continue }
      let count: Int = try row("tickets")
      if let known = ungiven.firstIndex(where: { $0.obstacle == obstacle }) {
        ungiven[known].tickets += count
      } else {
        ungiven.append((obstacle, count))
      }
    }
    found += ungiven.map { "the standard queue: \($0.obstacle)\(tail($0.tickets))" }
    let nowhere = try Int.fetchSure(db, sql: "SELECT count(*) FROM queue_ticket WHERE queue_key IS NULL")
    if nowhere > 0 { found.append("no queue takes \(tickets(nowhere)) that could be routed") }
    return [
      found.isEmpty
        ? .ok("service", "somebody serves every queue, and every ticket that waits")
        : .note("service", found.joined(separator: "; "))
    ]
  }

  private func tail(_ count: Int?) -> String {
    guard let count, count > 0 else { return "" }
    return ", and \(tickets(count)) \(count == 1 ? "waits" : "wait") there"
  }

  private func tickets(_ count: Int) -> String { "\(count) ticket\(count == 1 ? "" : "s")" }
}
