import CivilTime
import CommandGrammar
import Foundation
import JSONText
import Testing

/// What doctor finds in a store that somebody else has written to; each finding says what to do.
@Suite struct DoctorTests {
  private func finding(_ run: Run, _ check: String) -> JSONValue {
    run.items.first { $0["check"]?.string == check } ?? .null
  }

  /// Each check with what it finds wrong.
  static let faults: [(String, String, String)] = [
    ("schema", "table outbox is missing", "DROP TABLE outbox"),
    ("schema", "index session_active is missing", "DROP INDEX session_active"),
    ("schema", "table user differs from what this program creates", "ALTER TABLE user ADD COLUMN x INTEGER"),
    ("vocabularies", "1 of ticket.status", "UPDATE ticket SET status = 99 WHERE id = 1001"),
    ("vocabularies", "5 of session.last_sender", "UPDATE session SET last_sender = 9 WHERE state = 0"),
    (
      "documents", "1 of audit.document, the first in audit 9001",
      "UPDATE audit SET document = '{' WHERE ticket_id = 1001"
    ),
    (
      "documents", "1 of ticket_document.body",
      "UPDATE ticket_document SET body = '' WHERE ticket_id = 1001"
    ),
    (
      "documents", "1 of user.document, the first in user 601",
      #"UPDATE user SET document = '{"name":"\ud800"}' WHERE id = 601"#
    ),
    (
      "documents", "1 of user.document, the first in user 601",
      #"UPDATE user SET document = '{"id":601,"id":602}' WHERE id = 601"#
    ),
    (
      "documents", "1 of satisfaction_rating.document, the first in satisfaction_rating 5",
      "INSERT INTO satisfaction_rating VALUES (5, 1001, 0, 0, 1, '{\"id\":5,\"ticket_id\":1001,\"score\":\"gopd\"}')"
    ),
    ("documents", "1 of audit.document", "UPDATE audit SET document = '[]' WHERE ticket_id = 1001"),
    (
      "texts", "1 of user.name, the first in user 601",
      "UPDATE user SET name = CAST(x'41FF' AS TEXT) WHERE id = 601"
    ),
    ("texts", "1 of setting.value", "INSERT INTO setting VALUES ('x', CAST(x'C0' AS TEXT))"),
    (
      "rules", "can't be read",
      "INSERT INTO ticket_trigger VALUES (7, 't', 1, 1, 0, 0, 0, '{\"title\":5}', NULL, 0)"
    ),
    (
      "rules", "the first in messaging trigger 7",
      """
      INSERT INTO messaging_trigger SELECT 7, title, 1, position, created_at, updated_at, origin, document, NULL, 0
      FROM ticket_trigger LIMIT 1
      """
    ),
    (
      "rules", "the first in trigger 7",
      """
      INSERT INTO ticket_trigger VALUES (7, 't', 1, 1, 0, 0, 2,
        '{"title":"t","event":"message_sent","conditions":{"all":[{"field":"message","operator":"contains","value":"x"}]},
          "actions":[{"field":"add_tags","value":"x"}]}', NULL, 0)
      """
    ),
    (
      "vocabularies", "1 of outbox.rule_kind",
      "INSERT INTO outbox(kind, recipient, subject, body, created_at, rule_kind) VALUES (1, 'a@b.c', '', '', 0, 'rule')"
    ),
    ("ids", "1 break it", "INSERT OR REPLACE INTO local_id VALUES ('audit', 9223372036854775807)"),
    ("pruned replies", "1 break it", "INSERT INTO past_reply VALUES (1784000701, 1, 2)"),
    ("vocabularies", "1 of rule_firing.kind", "INSERT INTO rule_firing VALUES ('rule', 1, 1, 0)"),
    ("references", "ticket", "DELETE FROM user WHERE id = 503"),
    (
      "vocabularies", "1 of message.form",
      "INSERT INTO message(form, id, ticket_id, at, document) VALUES (9, 1, 1001, 0, '{}')"
    ),
    ("vocabularies", "1 of user.role", "UPDATE user SET role = 9 WHERE id = 501"),
    ("closed tickets", "1 break it", "UPDATE ticket SET status = 5 WHERE id = 1003"),
    ("email routing", "1 break it", "UPDATE ticket SET routing_channel = 2 WHERE id = 1003"),
    ("report facts", "1 break it", "UPDATE session SET ticket_created_at = 1 WHERE id = 1"),
    ("assignments", "1 break it", "UPDATE ticket SET assigned_channel = NULL WHERE id = 1001"),
    ("counts", "1 break it", "UPDATE ticket SET replies = -1 WHERE id = 1001"),
    ("waiting", "1 break it", "INSERT INTO queue_ticket VALUES (1003, NULL, 0, 0, 0)"),
    ("eligible tickets", "1 break it", "DELETE FROM queue_ticket WHERE ticket_id = 1002"),
    ("queues", "1 break it", "UPDATE queue_ticket SET queue_key = 99 WHERE ticket_id = 1002"),
    (
      "default schedule", "1 break it",
      "INSERT OR REPLACE INTO setting VALUES ('account.default_schedule', 'None')"
    ),
    (
      "schedules", "can't be used",
      "INSERT INTO schedule VALUES (9, 'Broken', 'Mars/Olympus', '[]', '[]', 0, 0, 2, NULL)"
    ),
    ("account", "the store holds no account", "DELETE FROM account"),
    ("account", "plan 77", "UPDATE account SET plan = 77"),
    ("time zone", "unknown time zone 'Mars'", "INSERT INTO setting VALUES ('account.timezone', 'Mars')"),
    ("size", "no such table: session", "DROP TABLE session"),
    ("admins", "1 break it", "UPDATE user SET suspended = 1 WHERE role = 2"),
    ("times", "1 of log_entry.at", "UPDATE log_entry SET at = 9223372036854775807 WHERE id = 1"),
    ("times", "1 of ticket.updated_at", "UPDATE ticket SET updated_at = -99999999999999 WHERE id = 1001"),
    ("conversations", "1 break it", "UPDATE session SET chain = 2 WHERE id = 3"),
    (
      "end reasons", "1 break it",
      "PRAGMA ignore_check_constraints = ON; UPDATE session SET end_reason = 1 WHERE id = 1"
    ),
    (
      "constraints", "rows that their table forbids: 1 of session",
      "PRAGMA ignore_check_constraints = ON; UPDATE session SET ended_at = started_at WHERE id = 1"
    ),
    (
      "constraints", "rows that their table forbids: 1 of audit",
      """
      PRAGMA ignore_check_constraints = ON;
      UPDATE audit SET events = NULL, document = NULL WHERE id = (SELECT min(id) FROM audit)
      """
    ),
    ("redacted users", "1 break it", "INSERT INTO redaction VALUES (501, 0, 0)"),
    ("standard queue", "1 break it", "UPDATE ticket SET group_id = 701 WHERE id = 1002"),
    (
      "integrity", "missing from index",
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'state = 0', 'state = 1') WHERE name = 'session_active';
      PRAGMA writable_schema = RESET;
      """
    ),
  ]

  @Test("every check has a fault that it is shown by") func complete() throws {
    // Those of the machine, and what is a warning only, are shown by tests of their own.
    let elsewhere: Set = [
      "permissions", "journal", "zone data", "clock", "log", "loads", "additions", "service", "redactions",
      "not seen",
    ]
    let machine = try TestMachine.withAccount()
    let checks = Set(machine.run("doctor", "--json").items.compactMap { $0["check"]?.string })
    #expect(checks.subtracting(elsewhere).subtracting(Self.faults.map(\.0)) == [])
  }

  @Test("the age of the zone data: a year is a warning, and where none is told a note") func zoneData() throws
  {
    let machine = try TestMachine.withAccount()
    machine.now = Instant(4_000_000_000)
    let run = machine.run("doctor", "--json")
    #expect(run.code == .done, "\(run)")
    let found = finding(run, "zone data")
    if found["result"] == "note" {
      #expect(found["detail"]?.string?.contains("does not say which version") == true, "\(found.text)")
    } else {
      #expect(found["result"] == "warning")
      #expect(found["detail"]?.string?.contains("over a year old") == true, "\(found.text)")
      #expect(found["remedy"] == "update the package tzdata")
    }
  }

  @Test("a problem is found, and the exit status is 1", arguments: faults)
  func problem(_ check: String, _ detail: String, _ sql: String) throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper(sql)
    let run = machine.run("doctor", "--json")
    #expect(run.code == .no, "\(run)")
    let found = finding(run, check)
    #expect(found["result"] == "problem", "\(run)")
    #expect(found["detail"]?.string?.contains(detail) == true, "\(found.text)")
    #expect(found["remedy"]?.string?.isEmpty == false, "no next step: \(found.text)")
  }

  @Test(
    "what no command may change is mended as the remedy says",
    arguments: [
      ("admins", "UPDATE user SET role = 0 WHERE role = 2"),
      ("admins", "UPDATE user SET suspended = 1 WHERE role = 2"),
      ("closed tickets", "UPDATE ticket SET status = 5 WHERE id = 1003"),
      ("assignments", "UPDATE ticket SET assigned_channel = NULL WHERE id = 1001"),
      (
        "assignments",
        """
        UPDATE session SET state = 1 WHERE ticket_id = 1001;
        UPDATE ticket SET status = 5, assigned_channel = NULL WHERE id = 1001
        """
      ),
    ])
  func mended(check: String, sql: String) throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper(sql)
    let found = finding(machine.run("doctor", "--json"), check)
    let remedy = try #require(found["remedy"]?.string, "\(found.text)")
    let saved = "\(machine.folder)/saved.db"
    #expect(remedy.contains("'sessionctl doctor --rescue NEW'"), "\(remedy)")
    for command in remedy.split(separator: "'") where command.hasPrefix("sessionctl ") {
      let run = machine.run(
        command.split(separator: " ").dropFirst().map { $0 == "NEW" ? saved : String($0) })
      #expect(run.code == (command.contains("--rescue") ? .no : .done), "\(run)")
    }
    #expect(machine.run("doctor").code == .done)
  }

  @Test("a rule that reads like one of another kind, and does not run, is a warning") func strangeRule()
    throws
  {
    let machine = try TestMachine.withAccount()
    try machine.take([
      """
      {"trigger":{"id":7,"title":"T","event":"message_sent","conditions":{"all":[{"field":"message",\
      "operator":"contains","value":"x"}]},"actions":[{"field":"add_tags","value":"x"}]}}
      """
    ])
    let run = machine.run("doctor", "--json")
    #expect(run.code == .done, "\(run)")
    let found = finding(run, "rules")
    #expect(
      found["result"] == "warning" && found["detail"]?.string?.contains("trigger 7") == true, "\(found.text)")
  }

  @Test("a group that lacks the same for both channels is named once, with all that wait for it")
  func bothChannels() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([
      Wire.wrapped("ticket", Wire.ticket(2001, [("group_id", 701), ("status", "new")])),
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          2002,
          [
            ("group_id", 701), ("status", "new"), ("via", ["channel": "email"]),
            ("from_messaging_channel", false), ("tags", ["auto-routing"]),
          ])),
    ])
    let found = finding(machine.run("doctor", "--quick", "--json"), "service")
    let phrases = (found["detail"]?.string ?? "").components(separatedBy: "; ")
    #expect(found["result"] == "note", "\(found.text)")
    #expect(
      phrases.filter { $0.hasPrefix("the standard queue:") } == [
        "the standard queue: nobody is in 'Support', and 2 tickets wait there"
      ], "\(found.text)")
  }

  @Test("C1 a load that is not what the tickets say is told with whose it is")
  func loads() throws {
    let machine = try TestMachine.withAccount()
    // As if the index of what is in hand had lost a row.
    let index = try machine.column("SELECT sql FROM sqlite_schema WHERE name = 'ticket_in_progress'")[0]
    try machine.tamper(
      """
      DROP INDEX ticket_in_progress; \(index) AND id <> 1001;
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = '\(index)' WHERE name = 'ticket_in_progress';
      PRAGMA writable_schema = RESET;
      """)
    let found = finding(machine.run("doctor", "--json"), "loads")
    #expect(found["result"] == "problem")
    let detail = found["detail"]?.string ?? ""
    #expect(
      detail.hasPrefix(
        "Ana Lima (601) is shown with 0 messaging and 0 email, the tickets say 1 messaging and 0 email:"),
      "\(detail)")
  }

  @Test("a custom field holds a text, whatever it looks like") func customField() throws {
    let machine = try TestMachine.withAccount()
    for value in ["gold", "{", "\"", "[1"] {
      try machine.succeed("ticket", "update", "1001", "--field", "7=\(value)", "-q")
      #expect(machine.run("doctor").code == .done, "\(value)")
    }
  }

  @Test("what lies in the future is a warning, because no sweep by idle time sees it")
  func future() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("UPDATE session SET last_activity_at = 4000000000 WHERE id IN (1, 2)")
    let run = machine.run("doctor", "--json")
    #expect(run.code == .done)
    #expect(finding(run, "clock")["result"] == "warning")
    #expect(finding(run, "clock")["detail"]?.string?.contains("2 of session.last_activity_at") == true)
  }

  @Test("a log whose times run backwards is a note, because a clock may have been set back")
  func logRunsBackwards() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("settings", "set", "account.name", "A", "-q")
    #expect(finding(machine.run("doctor", "--json"), "log")["result"] == "ok")
    machine.now = machine.now.advanced(by: -86_400)
    try machine.succeed("settings", "set", "account.name", "B", "-q")
    let run = machine.run("doctor", "--json")
    #expect(run.code == .done)
    #expect(finding(run, "log")["result"] == "note")
    #expect(finding(run, "log")["detail"]?.string?.hasPrefix("1 of its times") == true)
  }

  @Test("a folder in which others can replace the store")
  func folder() throws {
    let machine = try TestMachine.withAccount()
    _ = chmod(machine.folder, 0o777)
    machine.environment["SESSIONCTL_ALLOW_SHARED_STORE"] = "1"
    let run = machine.run("doctor", "--json")
    #expect(run.code == .no)
    #expect(
      finding(run, "permissions")["detail"] == "others can replace it in its folder, which is 0777")
    #expect(finding(run, "permissions")["remedy"]?.string == "run 'chmod go-w \(machine.folder)'")
  }

  @Test(
    "what others keep in the file is a note, or a warning where it runs inside of our changes; exit 0",
    arguments: [
      (
        "note", "table _litestream_lock, table _litestream_seq",
        "CREATE TABLE _litestream_lock (id INTEGER); CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)"
      ),
      ("note", "view v", "CREATE VIEW v AS SELECT * FROM ticket"),
      ("note", "index i", "CREATE INDEX i ON ticket(subject)"),
      ("note", "table words_data", "CREATE VIRTUAL TABLE words USING fts5(body)"),
      ("warning", "trigger spy", "CREATE TRIGGER spy AFTER UPDATE ON user BEGIN SELECT 1; END"),
      ("warning", "index u", "CREATE UNIQUE INDEX u ON user(id, name)"),
      ("note", "trigger t", "CREATE TABLE own (x); CREATE TRIGGER t AFTER INSERT ON own BEGIN SELECT 1; END"),
    ])
  func additions(_ result: String, _ detail: String, _ sql: String) throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper(sql + "; ANALYZE")
    let run = machine.run("doctor", "--json")
    #expect(run.code == .done, "\(run)")
    #expect(finding(run, "additions")["result"]?.string == result, "\(run)")
    #expect(finding(run, "additions")["detail"]?.string?.contains(detail) == true, "\(run)")
    #expect(finding(run, "schema")["result"] == "ok")
    try machine.succeed("session", "end", "--all", "--yes", "-q")
  }

  @Test(
    "another journal than SQLite's log is told, and the next command that changes something takes the log again"
  )
  func journal() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("PRAGMA journal_mode = DELETE")
    let run = machine.run("doctor", "--json")
    #expect(run.code == .done)
    #expect(finding(run, "journal")["result"]?.string == "note")
    try machine.succeed("session", "end", "--all", "--dry-run", "-q")
    #expect(finding(machine.run("doctor", "--json"), "journal")["result"]?.string == "note")
    try machine.succeed("settings", "set", "account.name", "Later", "-q")
    #expect(finding(machine.run("doctor", "--json"), "journal")["result"]?.string == "ok")
    #expect(
      finding(machine.run("doctor", "--json", "--store", machine.store), "not seen")["result"] == "note")
  }

  @Test("nothing of what is damaged is shown") func silence() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("UPDATE ticket_document SET body = 'Secret Name' WHERE ticket_id = 1001")
    let run = machine.run("doctor")
    #expect(run.code == .no && !run.text.contains("Secret"), "\(run)")
  }

  @Test("nobody is sent from doctor to doctor")
  func notCircular() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("DROP TABLE setting")
    let run = machine.run("doctor")
    #expect(!run.errors.contains("see 'sessionctl doctor'"), "\(run)")
  }
}
