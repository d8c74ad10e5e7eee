extension Schema {
  /// Tickets of ended sessions that are routed as email need no tag for the standard queue (Q2): those that earlier
  /// programs left outside all queues enter it.
  static let version14 = """
    UPDATE queue_ticket SET queue_key = 0
    WHERE queue_key IS NULL AND ticket_id IN (
      SELECT t.id FROM ticket t JOIN session s ON s.ticket_id = t.id
      WHERE t.group_id IS NOT NULL AND t.routing_channel = 2 AND s.state = 1);
    """
}
