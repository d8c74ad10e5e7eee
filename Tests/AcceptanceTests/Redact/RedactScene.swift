import Foundation
import Glibc

/// Carla (501) with nothing left to do for her, and traces of her in every place that there is.
enum RedactScene {
  /// The account of the tests, with Carla's and Otto's sessions ended and their tickets solved.
  static func quiet() throws -> TestMachine {
    let machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "--user", "501", "--user", "502", "--yes", "-q")
    for ticket in ["1001", "1002", "1005"] {
      try machine.succeed("ticket", "update", ticket, "--status", "solved", "-q")
    }
    return machine
  }

  /// The store's file and what belongs to it, with the log written back.
  static func bytes(of machine: TestMachine) throws -> [UInt8] {
    try ["", "-wal", "-shm", "-journal"].flatMap { suffix -> [UInt8] in
      let path = machine.store + suffix
      return FileManager.default.fileExists(atPath: path) ? try machine.bytes(of: path) : []
    }
  }

  /// Rows of hers in each table, `NEEDLE:table.column;` in each column that is hers, and old versions in free pages.
  static func withNeedles() throws -> TestMachine {
    let machine = try quiet()
    func document(_ needle: String, _ more: String) -> String {
      #"{\#(more),"x":"NEEDLE:\#(needle);","nested":[{"to":"NEEDLE:\#(needle);"}]}"#
    }
    let user = document("user.document", #""id":501,"role":"end-user","name":"NEEDLE:user.name;""#)
    let comment =
      #"{"type":"Comment","body":"NEEDLE:audit.events;","public":true,"via":{"channel":"email","source":{"from":{"address":"NEEDLE:audit.events;"}}}}"#
    let audit = document(
      "audit.document",
      #""id":9002,"ticket_id":1001,"created_at":"2026-07-15T01:00:00Z","author_id":501,"via":{"channel":"email","source":{"from":{"name":"NEEDLE:audit.document;"}}},"events":[{"id":9003,"type":"Comment","public":true,"body":"NEEDLE:audit.document;"},{"id":9004,"type":"Change","field_name":"status","value":"NEEDLE:audit.document;"},{"id":9005,"type":"NEEDLE:audit.document;"}]"#
    )
    let event = document(
      "audit.document",
      #""id":9010,"ticket_id":1001,"timestamp":1784070000,"updater_id":501,"child_events":[{"id":9011,"event_type":"Comment","body":"NEEDLE:audit.document;"}]"#
    )
    let rating = document(
      "satisfaction_rating.document",
      #""id":31,"ticket_id":1004,"score":"good","created_at":"2026-07-15T09:30:00Z","updated_at":"2026-07-15T09:30:00Z""#
    )
    let message = document(
      "message.document", #""id":41,"ticket_id":1001,"created_at":"2026-07-15T01:00:00Z","author_id":501"#)
    let logged =
      #"[{"kind":"user","id":"501","name":"NEEDLE:log_entry.changes;","before":{"name":"NEEDLE:log_entry.summary;"},"after":null}]"#
    try machine.tamper(
      """
      PRAGMA secure_delete = OFF;
      UPDATE user SET name = 'NEEDLE:user.name;', email = 'NEEDLE:user.email;@example.net', phone = 'NEEDLE:user.phone;',
        locale = 'NEEDLE:user.locale;', document = '\(user)' WHERE id = 501;
      UPDATE ticket SET subject = 'NEEDLE:ticket.subject;' WHERE id IN (1001, 1004);
      INSERT INTO ticket_custom_field VALUES (1001, 77, 'NEEDLE:ticket_custom_field.value;');
      UPDATE ticket_document SET body = '{"id":1001,"x":"NEEDLE:ticket_document.body;"}' WHERE ticket_id = 1001;
      DELETE FROM audit;
      INSERT INTO session(id, user_id, channel, state, started_at, last_activity_at, ended_at)
        VALUES (900, 501, 'line', 1, 1784070000, 1784070000, 1784070000);
      INSERT INTO audit(id, ticket_id, session_id, created_at, author_id, via, events, document, form) VALUES
        (9000, 1001, NULL, 1784070000, 501, 5, '[\(comment)]', NULL, 0),
        (9001, NULL, 900, 1784070000, 501, 5, '[\(comment)]', NULL, 0),
        (9002, 1001, NULL, 1784077200, 501, NULL, NULL, '\(audit)', 0),
        (9010, 1001, NULL, 1784070000, 501, NULL, NULL, '\(event)', 1),
        (9020, 1002, NULL, 1784070000, 501, 5, '[{"type":"Comment","body":"STAYS:audit;","public":true}]', NULL, 0);
      INSERT INTO message(form, id, ticket_id, audit_id, at, document) VALUES
        (1, 'NEEDLE:message.id;', 1001, NULL, 1784070000, '\(message)'),
        (1, 'NEEDLE:message.id;2', NULL, 424242, 1784070000, '\(message)');
      DELETE FROM outbox;
      INSERT INTO outbox(kind, ticket_id, recipient, subject, body, created_at, state, last_error, rule_kind) VALUES
        (1, 1001, 'NEEDLE:outbox.recipient;', 'NEEDLE:outbox.subject;', 'NEEDLE:outbox.body;', 1, 1,
          'NEEDLE:outbox.last_error;', 'NEEDLE:outbox.rule_kind;'),
        (1, 1002, 'ana@example.com, NEEDLE:user.email;@example.NET', '', 'NEEDLE:outbox.body;', 1, 1, NULL, NULL),
        (1, NULL, '900', '', 'NEEDLE:outbox.body;', 1, 1, NULL, NULL),
        (1, 1002, 'xNEEDLE'||':@example.com', 'STAYS:outbox;', '', 1, 1, NULL, NULL);
      UPDATE outbox SET recipient = 'other@example.com' WHERE subject = 'STAYS:outbox;';
      INSERT INTO satisfaction_rating VALUES (31, 1004, 1784107800, 1784107800, 2, '\(rating)');
      INSERT INTO conversation_key SELECT 'NEEDLE:conversation_key.key;', id FROM session WHERE ticket_id = 1001;
      INSERT INTO past_key VALUES (4711, 1, 1, 501, 'NEEDLE:past_key.channel;');
      INSERT INTO remote_push VALUES (1, 'plan', 'account', 1, NULL);
      INSERT INTO remote_ticket(push_id, ticket_id, session_id, state, reason)
        VALUES (1, 1001, 1, 3, 'NEEDLE:remote_ticket.reason;');
      INSERT INTO log_entry(at, actor_id, command, summary, before, after, changes) VALUES
        (1784109600, 1, 'user edit', 'changed user NEEDLE:log_entry.summary; (501)', NULL, NULL, '\(logged)'),
        (1784109600, 1, 'user edit', 'changed user NEEDLE:user.name;', '\(document("log_entry.before", #""id":501,"role":"end-user""#))',
          '\(document("log_entry.after", #""id":501,"role":"end-user""#))', NULL);
      CREATE TABLE needles(text TEXT);
      INSERT INTO needles WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
        SELECT 'NEEDLE:free; ' || hex(randomblob(200)) FROM n;
      DROP TABLE needles;
      PRAGMA wal_checkpoint(TRUNCATE);
      """)
    machine.isTampered = false
    return machine
  }
}

extension [UInt8] {
  /// Whether a text stands in it, byte for byte.
  func holds(_ text: String) -> Bool {
    let needle = Array(text.utf8)
    return withUnsafeBytes { bytes in
      guard var place = bytes.baseAddress else { return false }
      let end = place + bytes.count
      while place + needle.count <= end, let found = memchr(place, Int32(needle[0]), end - place) {
        if found + needle.count <= UnsafeMutableRawPointer(mutating: end),
          memcmp(found, needle, needle.count) == 0
        {
          return true
        }
        place = UnsafeRawPointer(found + 1)
      }
      return false
    }
  }
}
