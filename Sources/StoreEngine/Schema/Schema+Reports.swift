extension Schema {
  /// What reports read, and the views that everybody may read (sessionctl-report(1), VIEWS).
  ///
  /// The views' words are written out and not taken from the vocabularies: a migration stays as it was released.
  static let version8 =
    """
    -- What a report about ended sessions asks of the ticket, kept beside the end, so that a month is one range of one
    -- index: when the ticket was created, and when its routing channel changed last.
    ALTER TABLE session ADD COLUMN ticket_created_at INTEGER;
    ALTER TABLE session ADD COLUMN routing_changed_at INTEGER;
    UPDATE session SET ticket_created_at = t.created_at, routing_changed_at = t.routing_channel_changed_at
      FROM ticket t WHERE t.id = session.ticket_id;
    DROP INDEX session_ended;
    -- The id stands ahead of the times, for the ends of one run then come in the order of the index.
    CREATE INDEX session_report ON session(ended_at, end_reason, id, routing_changed_at, ticket_created_at)
      WHERE end_reason IS NOT NULL;

    -- Whoever gives a session its ticket need not think of reports.
    CREATE TRIGGER session_gets_ticket AFTER UPDATE OF ticket_id ON session WHEN new.ticket_id IS NOT NULL BEGIN
      UPDATE session SET ticket_created_at = t.created_at, routing_changed_at = t.routing_channel_changed_at
        FROM ticket t WHERE t.id = new.ticket_id AND session.id = new.id;
    END;
    CREATE TRIGGER session_has_ticket AFTER INSERT ON session
      WHEN new.ticket_id IS NOT NULL AND new.ticket_created_at IS NULL BEGIN
      UPDATE session SET ticket_created_at = t.created_at, routing_changed_at = t.routing_channel_changed_at
        FROM ticket t WHERE t.id = new.ticket_id AND session.id = new.id;
    END;

    -- How often a rule fired, and when last: one row a rule, touched once a run. kind: trigger, messaging_trigger.
    CREATE TABLE rule_firing (
      kind TEXT NOT NULL,
      rule_id INTEGER NOT NULL,
      fired INTEGER NOT NULL,
      last_fired_at INTEGER NOT NULL,
      PRIMARY KEY (kind, rule_id)
    ) STRICT, WITHOUT ROWID;

    """ + views8

  private static let views8 = """
    CREATE VIEW report_sessions AS SELECT
      s.id AS session_id, s.ticket_id, s.user_id, s.channel,
      CASE s.state WHEN 0 THEN 'active' ELSE 'ended' END AS state,
      strftime('%Y-%m-%dT%H:%M:%SZ', s.started_at, 'unixepoch') AS started_at,
      strftime('%Y-%m-%dT%H:%M:%SZ', s.last_activity_at, 'unixepoch') AS last_activity_at,
      CASE s.last_sender WHEN 1 THEN 'customer' WHEN 2 THEN 'agent' WHEN 3 THEN 'ai_agent' END AS last_sender,
      strftime('%Y-%m-%dT%H:%M:%SZ', s.ended_at, 'unixepoch') AS ended_at,
      CASE s.end_reason WHEN 1 THEN 'agent_ended' WHEN 2 THEN 'trigger_ended' WHEN 3 THEN 'channel_changed'
        WHEN 4 THEN 'inactivity_ended' WHEN 5 THEN 'end_user_ended' WHEN 6 THEN 'ticket_closed' END AS end_reason,
      CASE s.ended_by_kind WHEN 1 THEN 'user' WHEN 2 THEN 'trigger' WHEN 3 THEN 'system' END AS ended_by_type,
      s.ended_by_id,
      strftime('%Y-%m-%dT%H:%M:%SZ', s.ticket_created_at, 'unixepoch') AS ticket_created_at,
      strftime('%Y-%m-%dT%H:%M:%SZ', s.routing_changed_at, 'unixepoch') AS routing_channel_changed_at,
      s.ended_at - s.ticket_created_at AS end_seconds,
      s.routing_changed_at - s.ticket_created_at AS routing_change_seconds,
      s.end_reason IS NOT NULL AS counted,
      s.started_at AS started_epoch, s.last_activity_at AS last_activity_epoch, s.ended_at AS ended_epoch
    FROM session s;

    CREATE VIEW report_tickets AS SELECT
      t.id AS ticket_id, s.id AS session_id, t.subject,
      CASE t.status WHEN 0 THEN 'new' WHEN 1 THEN 'open' WHEN 2 THEN 'pending' WHEN 3 THEN 'hold' WHEN 4 THEN 'solved'
        WHEN 5 THEN 'closed' WHEN 6 THEN 'deleted' END AS status,
      CASE t.priority WHEN 1 THEN 'low' WHEN 2 THEN 'normal' WHEN 3 THEN 'high' WHEN 4 THEN 'urgent' END AS priority,
      t.type, t.channel,
      CASE t.routing_channel WHEN 1 THEN 'messaging' WHEN 2 THEN 'email' END AS routing_channel,
      strftime('%Y-%m-%dT%H:%M:%SZ', t.routing_channel_changed_at, 'unixepoch') AS routing_channel_changed_at,
      t.requester_id, r.name AS requester_name, t.assignee_id, a.name AS assignee_name,
      t.group_id, g.name AS group_name, t.brand_id, t.tags,
      CASE t.satisfaction WHEN 0 THEN 'unoffered' WHEN 1 THEN 'offered' WHEN 2 THEN 'bad' WHEN 3 THEN 'bad_with_comment'
        WHEN 4 THEN 'good' WHEN 5 THEN 'good_with_comment' END AS satisfaction,
      t.reopens, t.replies,
      strftime('%Y-%m-%dT%H:%M:%SZ', t.created_at, 'unixepoch') AS created_at,
      strftime('%Y-%m-%dT%H:%M:%SZ', t.updated_at, 'unixepoch') AS updated_at,
      t.created_at AS created_epoch, t.updated_at AS updated_epoch
    FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id LEFT JOIN user r ON r.id = t.requester_id
      LEFT JOIN user a ON a.id = t.assignee_id LEFT JOIN agent_group g ON g.id = t.group_id
    WHERE t.origin > 0;

    CREATE VIEW report_ticket_tags AS SELECT t.id AS ticket_id, j.value AS tag
    FROM ticket t, json_each('[' || replace(json_quote(t.tags), ' ', '","') || ']') j
    WHERE t.origin > 0 AND t.tags <> '';

    CREATE VIEW report_agents AS SELECT
      u.id AS agent_id, u.name, u.email, CASE u.role WHEN 1 THEN 'agent' WHEN 2 THEN 'admin' END AS role,
      CASE u.agent_status WHEN 0 THEN 'online' WHEN 1 THEN 'away' WHEN 2 THEN 'offline' END AS status, u.suspended,
      (SELECT count(*) FROM ticket t JOIN session s ON s.ticket_id = t.id
        WHERE t.assignee_id = u.id AND t.status <= 1 AND s.state = 0) AS messaging_load,
      u.messaging_capacity,
      (SELECT count(*) FROM ticket t WHERE t.assignee_id = u.id AND t.status <= 1 AND t.assigned_channel = 2)
        AS email_load,
      u.email_capacity
    FROM user u WHERE u.role > 0;

    CREATE VIEW report_groups AS SELECT g.id AS group_id, g.name, g.deleted FROM agent_group g WHERE g.origin > 0;

    CREATE VIEW report_group_members AS SELECT m.group_id, m.user_id AS agent_id FROM group_membership m;

    CREATE VIEW report_queue_tickets AS SELECT
      w.ticket_id, CASE WHEN w.queue_key = 0 THEN 'standard' ELSE q.id END AS queue_id, q.name AS queue_name,
      strftime('%Y-%m-%dT%H:%M:%SZ', w.eligible_since, 'unixepoch') AS eligible_since,
      w.eligible_since AS eligible_epoch
    FROM queue_ticket w LEFT JOIN queue q ON q.key = w.queue_key;

    CREATE VIEW report_triggers AS SELECT
      t.kind, t.id AS trigger_id, t.title, t.active, t.position, coalesce(f.fired, 0) AS fired,
      strftime('%Y-%m-%dT%H:%M:%SZ', f.last_fired_at, 'unixepoch') AS last_fired_at
    FROM (SELECT 'trigger' AS kind, id, title, active, position FROM ticket_trigger
      UNION ALL SELECT 'messaging_trigger', id, title, active, position FROM messaging_trigger) t
      LEFT JOIN rule_firing f ON f.kind = t.kind AND f.rule_id = t.id;
    """
}
