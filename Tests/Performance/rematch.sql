-- Reads what queues ask of 50,000 waiting tickets and writes each another queue: the opponent of a reorder.
PRAGMA synchronous = FULL;
BEGIN IMMEDIATE;
INSERT INTO queue_ticket(ticket_id, queue_key, priority, eligible_since, is_chosen)
SELECT t.id, (length(t.subject) + t.priority + t.group_id + length(t.tags) + t.brand_id + t.status + t.routing_channel
    + coalesce(t.assignee_id, 0) + s.state + length(t.channel) + t.requester_id + t.is_public + w.is_chosen) % 50 + 1,
  t.priority, w.eligible_since, w.is_chosen
FROM queue_ticket w JOIN ticket t ON t.id = w.ticket_id LEFT JOIN session s ON s.ticket_id = t.id WHERE true
ON CONFLICT(ticket_id) DO UPDATE SET queue_key = excluded.queue_key;
COMMIT;
