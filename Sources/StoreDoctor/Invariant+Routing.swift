import SessionModel
import SessionStore
import StoreEngine

extension Invariant {
  /// Who may wait (Q2), as SQL over `ticket t` and `session s`.
  private static let eligible = """
    t.origin > 0 AND t.status <= \(TicketStatus.open.rawValue) AND t.assignee_id IS NULL
      AND NOT (t.routing_channel = \(RoutingChannel.messaging.rawValue)
        AND coalesce(s.state, 0) = \(SessionState.ended.rawValue))
    """

  private static let rematch: Finding.Remedy =
    "set the setting routing.mode to messaging and back, which matches every ticket again"

  static let routing = [
    // Q2, E4
    Invariant(
      check: "waiting", rule: "every ticket that waits for routing is eligible",
      sql: """
        SELECT count(*) FROM queue_ticket w JOIN ticket t ON t.id = w.ticket_id
          LEFT JOIN session s ON s.ticket_id = t.id
        WHERE NOT (\(eligible))
          OR (SELECT value FROM setting WHERE key = 'routing.mode') = 'messaging'
        """, remedy: rematch),
    // Q2, E5
    Invariant(
      check: "eligible tickets", rule: "every eligible ticket waits for routing",
      sql: """
        SELECT count(*) FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id
        WHERE \(eligible) AND t.id NOT IN (SELECT ticket_id FROM queue_ticket)
          AND coalesce((SELECT value FROM setting WHERE key = 'routing.mode'), 'omnichannel') = 'omnichannel'
        """, remedy: rematch),
    // Q3, Q4
    Invariant(
      check: "standard queue",
      rule: "every eligible ticket that the standard queue takes is in a queue",
      sql: """
        SELECT count(*) FROM queue_ticket w JOIN ticket t ON t.id = w.ticket_id
          LEFT JOIN session s ON s.ticket_id = t.id
        WHERE w.queue_key IS NULL AND t.group_id IS NOT NULL AND (
          t.routing_channel = \(RoutingChannel.messaging.rawValue)
          OR (coalesce(s.state, 0) = \(SessionState.ended.rawValue) AND coalesce(
            (SELECT value FROM setting WHERE key = 'routing.ended_sessions_need_tag'), 'false') <> 'true')
          OR instr(' ' || t.tags || ' ', ' ' || coalesce(
            (SELECT value FROM setting WHERE key = 'routing.autorouting_tag'), 'auto-routing') || ' ') > 0)
        """, remedy: rematch),
    Invariant(
      check: "queues",
      rule: "every waiting ticket is in an existing queue, with its own priority",
      sql: """
        SELECT count(*) FROM queue_ticket w JOIN ticket t ON t.id = w.ticket_id
        WHERE w.priority <> t.priority OR (w.queue_key IS NOT NULL AND w.queue_key <> \(Queue.standard.key)
          AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.key = w.queue_key))
        """, remedy: rematch),
  ]
}
