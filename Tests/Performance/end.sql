-- What 'session end --idle-for 20d' writes, as a script by hand: the opponent of the bulk end.
PRAGMA synchronous = FULL;
PRAGMA cache_size = -131072;
BEGIN IMMEDIATE;
CREATE TEMP TABLE chosen AS SELECT id, ticket_id FROM session INDEXED BY session_active
WHERE state = 0 AND last_activity_at <= 1768176000 ORDER BY id;
UPDATE session SET state = 1, ended_at = 1769904000, end_reason = 1, ended_by_kind = 1, ended_by_id = 1, ended_via = 5,
  routing_changed_at = 1769904000
FROM temp.chosen c WHERE session.id = c.id;
UPDATE ticket SET routing_channel = 2, routing_channel_changed_at = 1769904000, updated_at = 1769904000
FROM temp.chosen c WHERE ticket.id = c.ticket_id;
INSERT INTO audit(ticket_id, created_at, author_id, via, events)
SELECT ticket_id, 1769904000, 1, 5, json_array(
  json_object('type', 'MessagingSessionEnded', 'reason', 'agent_ended', 'routing_channel_before', 'messaging',
    'routing_channel_after', 'email'),
  json_object('type', 'RoutingChannelChanged', 'previous_value', 'messaging', 'value', 'email'))
FROM temp.chosen;
COMMIT;
