-- Fills a store that 'sessionctl init' made.  Needs:  .param set :n 1000000   .param set :stale 100000
-- Where there are tickets already:  .param set :first 1000000   begins after that number.
-- The first :stale sessions are active and long idle; 2 % of the others are active and fresh, the rest has ended.
-- Every ticket has a requester with an address, a group and tags. 500 agents, 20 groups, 200,003 customers.
PRAGMA foreign_keys = OFF;
BEGIN;
INSERT INTO user(id, name, email, role, created_at, updated_at, origin)
SELECT 1000 + value, 'Agent ' || value, 'agent' || value || '@example.com', 1, 1735689600, 1735689600, 1
FROM generate_series(1, 500);
INSERT INTO user(id, name, email, role, created_at, updated_at, origin, locale_id)
SELECT 10000 + value, 'Customer ' || value, 'c' || value || '@example.net', 0, 1735689600, 1735689600, 1, 1
FROM generate_series(1, 200003);
INSERT INTO agent_group(id, name, created_at, updated_at, origin)
SELECT 100 + value, 'Group ' || value, 1735689600, 1735689600, 1 FROM generate_series(1, 20);
INSERT INTO group_membership(id, user_id, group_id, created_at, updated_at, origin)
SELECT value, 1000 + value, 101 + value % 20, 1735689600, 1735689600, 1 FROM generate_series(1, 500);
INSERT INTO ticket(id, subject, status, priority, channel, routing_channel, requester_id, assignee_id,
  assigned_channel, group_id, tags, created_at, updated_at, origin, brand_id)
SELECT value, 'Support conversation ' || value || ' about order ' || ((value * 7919) % 1000003),
  CASE WHEN value <= :stale OR value % 50 = 0 THEN 1 WHEN value % 3 = 0 THEN 5 ELSE 4 END,
  value % 5, 'native_messaging', 1, 10001 + (value * 104729) % 200003, 1001 + (value * 7919) % 500, 1,
  101 + (value * 31) % 20,
  CASE value % 7 WHEN 0 THEN 'vip' WHEN 1 THEN 'billing' WHEN 2 THEN 'chat billing refund'
    WHEN 3 THEN 'order shipping' ELSE '' END,
  1735689600 + (value * 104729) % 31536000, 1735693200 + (value * 104729) % 31536000, 1, 1 + value % 3
FROM generate_series(1 + coalesce(:first, 0), :n + coalesce(:first, 0));
INSERT INTO session(id, ticket_id, user_id, channel, state, started_at, last_activity_at, last_sender, ended_at,
  end_reason, ended_by_kind, ended_by_id, ticket_created_at)
SELECT value, value, 10001 + (value * 104729) % 200003,
  CASE value % 4 WHEN 0 THEN 'native_messaging' WHEN 1 THEN 'whatsapp' WHEN 2 THEN 'instagram_dm' ELSE 'facebook' END,
  NOT active, started,
  CASE WHEN active AND value > :stale THEN 1769860800 ELSE started + 1800 END, 1,
  iif(active, NULL, started + 3600), iif(active, NULL, 1 + (value * 31) % 6), iif(active, NULL, 1),
  iif(active, NULL, 1001 + (value * 7919) % 500), started
FROM (SELECT value, value <= :stale OR value % 50 = 0 AS active, 1735689600 + (value * 104729) % 31536000 AS started
  FROM generate_series(1 + coalesce(:first, 0), :n + coalesce(:first, 0)));
INSERT INTO audit(ticket_id, created_at, events) SELECT id, created_at, '[]' FROM ticket;
INSERT OR IGNORE INTO imported_kind VALUES ('user'), ('group'), ('group_membership'), ('ticket'), ('audit');
COMMIT;
