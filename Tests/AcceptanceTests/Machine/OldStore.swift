import Foundation
import GRDB

@testable import SessionStore
@testable import StoreEngine

/// A store as an earlier program left it, with something in every table that it had.
enum OldStore {
  static func make(_ path: String, schema: Int) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try Schema.migrator(Schema.migrations.filter { $0.number <= schema }).migrate(queue)
    try queue.write { db in
      for (number, sql) in contents where number <= schema { try db.execute(sql: sql) }
    }
    try queue.close()
    _ = chmod(path, 0o600)
  }

  /// What a schema's tables hold, by the number of the schema that made them. Written out, as the migrations are.
  private static let contents: [(schema: Int, sql: String)] = [
    (
      1,
      """
      INSERT INTO account VALUES (1, 2, 0, 1760000000);
      INSERT INTO setting VALUES ('account.timezone', 'Europe/Berlin');
      INSERT INTO user(id, name, email, role, created_at, updated_at, origin)
        VALUES (1, 'Admin', 'admin@example.com', 2, 1760000000, 1760000000, 2);
      INSERT INTO user(id, name, email, role, created_at, updated_at, source_updated_at, origin, document) VALUES
        (11, 'Kim', 'kim@example.net', 0, 1760000000, 1760000000, 1760000000, 1,
          '{"id":11,"name":"Kim","email":"kim@example.net","role":"end-user","locale_id":8,"created_at":"2025-10-09T08:53:20Z","updated_at":"2025-10-09T08:53:20Z"}'),
        (12, 'Lee', NULL, 0, 1760000000, 1760000000, 1760000000, 1,
          '{"id":12,"name":"Lee","role":"end-user","locale_id":"de","created_at":"2025-10-09T08:53:20Z","updated_at":"2025-10-09T08:53:20Z"}');
      INSERT INTO feature VALUES (0, 1, 1760000000, 1, 'root@host');
      INSERT INTO agent_group(id, name, created_at, updated_at, origin) VALUES (1, 'Support', 1760000000, 1760000000, 2);
      INSERT INTO group_membership(id, user_id, group_id, created_at, updated_at, origin)
        VALUES (1, 1, 1, 1760000000, 1760000000, 2);
      INSERT INTO ticket(id, subject, status, priority, channel, routing_channel, requester_id, tags, created_at,
          updated_at, source_updated_at, origin) VALUES
        (5, 'Help', 1, 0, 'whatsapp', 1, 11, 'vip', 1760000000, 1760000100, 1760000100, 1),
        (6, 'Odd', 1, 0, 'whatsapp', 1, 12, '', 1760000000, 1760000100, 1760000100, 1);
      INSERT INTO ticket_document VALUES
        (5, '{"id":5,"via":{"channel":"whatsapp"},"subject":"Help","status":"open","requester_id":11,"ticket_form_id":77,"is_public":true,"created_at":"2025-10-09T08:53:20Z","updated_at":"2025-10-09T08:55:00Z"}'),
        (6, '{"id":6,"via":{"channel":"whatsapp"},"subject":"Odd","status":"open","requester_id":12,"ticket_form_id":"x","custom_status_id":{"id":1},"is_public":"yes","created_at":"2025-10-09T08:53:20Z","updated_at":"2025-10-09T08:55:00Z"}');
      INSERT INTO session(id, ticket_id, user_id, channel, state, started_at, last_activity_at) VALUES
        (1, 5, 11, 'whatsapp', 0, 1760000000, 1760000100), (2, 6, 12, 'whatsapp', 0, 1760000000, 1760000100);
      INSERT INTO audit(id, ticket_id, created_at, author_id, document) VALUES (900, 5, 1760000100, 11,
        '{"id":900,"ticket_id":5,"created_at":"2025-10-09T08:55:00Z","author_id":11,"via":{"channel":"whatsapp"},"events":[{"id":901,"type":"Comment","public":true,"body":"Hello","author_id":11}]}');
      INSERT INTO log_entry(id, at, actor_id, os_user, command, summary) VALUES (1, 1760000000, 1, 'root', 'init', 'made');
      INSERT INTO imported_kind VALUES ('ticket'), ('user'), ('audit');
      INSERT INTO local_id VALUES ('session', 2);
      """
    ),
    (
      2,
      """
      INSERT INTO schedule(id, name, time_zone, intervals, holidays, created_at, updated_at, origin)
        VALUES (1, 'Office', 'UTC', '[{"start_time":1980,"end_time":2460}]', '[]', 1760000000, 1760000000, 2);
      """
    ),
    (
      3,
      """
      INSERT INTO ticket_custom_field VALUES (5, 42, 'gold');
      INSERT INTO ticket_trigger(id, title, active, position, created_at, updated_at, origin, document)
        VALUES (1, 'Tag', 1, 1, 1760000000, 1760000000, 2,
        '{"title":"Tag","active":true,"conditions":{"all":[{"field":"update_type","operator":"is","value":"Change"}],"any":[]},"actions":[{"field":"current_tags","value":"seen"}]}');
      INSERT INTO outbox(id, kind, ticket_id, recipient, subject, body, rule_id, created_at)
        VALUES (1, 1, 5, 'kim@example.net', 'Hello', 'Hello', 1, 1760000000);
      """
    ),
    (
      4,
      """
      INSERT INTO messaging_trigger(id, title, active, position, created_at, updated_at, origin, document)
        VALUES (1, 'Welcome', 1, 1, 1760000000, 1760000000, 2,
        '{"title":"Welcome","active":true,"event":"message_sent","conditions":{"all":[{"field":"message","operator":"contains","value":"hi"}]},"actions":[{"field":"add_tags","value":"hi"}]}');
      """
    ),
    (
      5,
      """
      INSERT INTO queue(key, id, name, position, priority, created_at, updated_at, origin, document)
        VALUES (1, 'Q1', 'Ended', 1, 1, 1760000000, 1760000000, 2,
        '{"id":"Q1","name":"Ended","order":1,"priority":1,"definition":{"all":[{"field":"priority","operator":"is","value":"urgent"}],"any":[]},"primary_groups":{"count":1,"groups":[{"id":1,"name":"Support"}]},"secondary_groups":{"count":0,"groups":[]}}');
      INSERT OR IGNORE INTO queue_ticket(ticket_id, queue_key, priority, eligible_since)
        VALUES (5, NULL, 0, 1760000100), (6, NULL, 0, 1760000100);
      INSERT INTO routing_turn VALUES (1, 1);
      """
    ),
    (
      6,
      "INSERT INTO conversation_key VALUES ('k', 1); INSERT INTO ingested_event(id, digest) VALUES ('e', 7);"
    ),
    (
      7,
      """
      INSERT INTO macro(id, title, active, position, created_at, updated_at, origin, document)
        VALUES (1, 'Bye', 1, 1, 1760000000, 1760000000, 2,
        '{"title":"Bye","active":true,"actions":[{"field":"comment_value","value":"Bye"}],"restriction":null}');
      INSERT INTO recipe_part VALUES ('notify-before-end', 'macro', 1, 1760000000, '{"title":"Bye"}');
      """
    ),
    (8, "INSERT INTO rule_firing VALUES ('trigger', 1, 3, 1760000100);"),
    (
      10,
      """
      INSERT INTO satisfaction_rating VALUES (1, 5, 1760000100, 1760000100, 1,
        '{"id":1,"ticket_id":5,"score":"good","created_at":"2025-10-09T08:55:00Z","updated_at":"2025-10-09T08:55:00Z"}');
      """
    ),
    (
      11,
      """
      INSERT INTO trigger_category VALUES ('c', 'Notify', 1, 1760000000, '{"id":"c","name":"Notify","position":1}');
      """
    ),
    (
      13,
      """
      INSERT INTO session(id, user_id, channel, state, started_at, last_activity_at, ended_at, ended_by_kind, chain) VALUES
        (3, 11, 'whatsapp', 1, 1760000200, 1760000300, 1760000300, 3, NULL),
        (4, 11, 'whatsapp', 0, 1760000400, 1760000400, NULL, NULL, 3);
      INSERT INTO ticket(id, subject, status, priority, channel, routing_channel, requester_id, group_id, tags,
          created_at, updated_at, source_updated_at, origin)
        VALUES (7, 'Later', 1, 0, 'whatsapp', 2, 11, 1, '', 1760000000, 1760000100, 1760000100, 1);
      INSERT INTO session(id, ticket_id, user_id, channel, state, started_at, last_activity_at, ended_at,
          ended_by_kind, ticket_created_at)
        VALUES (5, 7, 11, 'whatsapp', 1, 1760000000, 1760000100, 1760000100, 3, 1760000000);
      INSERT INTO queue_ticket(ticket_id, queue_key, priority, eligible_since) VALUES (7, NULL, 0, 1760000100);
      UPDATE local_id SET last = 5 WHERE kind = 'session';
      """
    ),
    (14, "UPDATE queue_ticket SET queue_key = 0 WHERE ticket_id = 7;"),
    (
      15,
      """
      INSERT INTO message VALUES (1, '950', 5, NULL, 1760000050,
        '{"id":950,"ticket_id":5,"author_id":11,"public":true,"body":"Anybody?","created_at":"2025-10-09T08:54:10Z"}');
      INSERT INTO audit(id, ticket_id, created_at, author_id, document, form) VALUES (910, 6, 1760000100, 12,
        '{"id":910,"ticket_id":6,"created_at":"2025-10-09T08:55:00Z","updater_id":12,"via":"Messaging","event_type":"Audit","child_events":[{"id":911,"event_type":"Comment","public":true,"author_id":12,"body":"Hello"}]}',
        1);
      UPDATE ticket SET commented_at = 1760000100, commenter_id = 12, commented_sender = 1 WHERE id = 6;
      """
    ),
    (
      21,
      """
      INSERT INTO past_facts(id, channel, ended_by_kind, status, priority) VALUES (1, 'whatsapp', 3, 5, 0);
      INSERT INTO past_session VALUES (1759990000, 99, 1, 1759980000, NULL, 0, 1);
      INSERT INTO past_reply VALUES (1759989600, 1, 2);
      INSERT INTO past_key VALUES (4294967297000, 99, 99, NULL, 'whatsapp');
      INSERT INTO retention(kind, before, pruned_at) VALUES ('conversations', 1760000000, 1760000050);
      """
    ),
    (22, "UPDATE retention SET last_audit_id = 3;"),
  ]
}
