-- Makes what million.sql filled in worth counting: surveys, changes of the routing channel, times of every length, and
-- tickets that are all closed.
BEGIN;
UPDATE ticket SET status = 5, satisfaction = (id * 31) % 6,
  routing_channel_changed_at = iif(id % 3 = 0, NULL, created_at + (id * 7919) % 200003)
WHERE id > :first AND id IN (SELECT ticket_id FROM session WHERE end_reason IS NOT NULL);
UPDATE session SET ended_at = started_at + (id * 104729) % 172801,
  routing_changed_at = (SELECT routing_channel_changed_at FROM ticket WHERE ticket.id = session.ticket_id)
WHERE id > :first AND end_reason IS NOT NULL;
UPDATE ticket SET updated_at = max(updated_at, created_at + 200003) WHERE id > :first AND status = 5;
COMMIT;
