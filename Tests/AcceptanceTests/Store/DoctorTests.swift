import CommandGrammar
import Foundation
import JSONText
import Testing

/// What doctor finds in a store that somebody else has written to; each finding says what to do.
@Suite struct DoctorTests {
  private func finding(_ run: Run, _ check: String) -> JSONValue {
    run.items.first { $0["check"]?.string == check } ?? .null
  }

  @Test(
    "a problem is found, and the exit status is 1",
    arguments: [
      ("schema", "table outbox is missing", "DROP TABLE outbox"),
      ("schema", "index session_active is missing", "DROP INDEX session_active"),
      (
        "schema", "trigger spy is not this program's",
        "CREATE TRIGGER spy AFTER UPDATE ON user BEGIN SELECT 1; END"
      ),
      ("schema", "view v is not this program's", "CREATE VIEW v AS SELECT 1"),
      ("schema", "table user is not as this program makes it", "ALTER TABLE user ADD COLUMN x INTEGER"),
      ("vocabularies", "1 of ticket.status", "UPDATE ticket SET status = 99 WHERE id = 1001"),
      ("vocabularies", "5 of session.last_sender", "UPDATE session SET last_sender = 9 WHERE state = 0"),
      ("documents", "1 of audit.document", "UPDATE audit SET document = '{' WHERE ticket_id = 1001"),
      (
        "documents", "1 of ticket_document.body",
        "UPDATE ticket_document SET body = '' WHERE ticket_id = 1001"
      ),
      ("account", "the store holds no account", "DELETE FROM account"),
      ("account", "plan 77", "UPDATE account SET plan = 77"),
      ("time zone", "unknown time zone 'Mars'", "INSERT INTO setting VALUES ('account.timezone', 'Mars')"),
      ("size", "no such table: session", "DROP TABLE session"),
      ("admins", "1 break it", "UPDATE user SET suspended = 1 WHERE role = 2"),
    ])
  func problem(_ check: String, _ detail: String, _ sql: String) throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper(sql)
    let run = machine.run("doctor", "--json")
    #expect(run.code == .no, "\(run)")
    let found = finding(run, check)
    #expect(found["result"] == "problem", "\(run)")
    #expect(found["detail"]?.string?.contains(detail) == true, "\(found.text)")
    #expect(found["detail"]?.string?.contains("; ") == true, "no next step: \(found.text)")
  }

  @Test("C1 a load that is not what the tickets say is told with whose it is")
  func loads() throws {
    let machine = try TestMachine.withAccount()
    // As if the index of what is in hand had lost a row.
    let index =
      "CREATE INDEX ticket_in_progress ON ticket(assignee_id) WHERE status <= 1 AND assignee_id IS NOT NULL"
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

  @Test("what lies in the future is a warning, because no sweep by idle time sees it")
  func future() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("UPDATE session SET last_activity_at = 4000000000 WHERE id IN (1, 2)")
    let run = machine.run("doctor", "--json")
    #expect(run.code == .done)
    #expect(finding(run, "clock")["result"] == "warning")
    #expect(finding(run, "clock")["detail"]?.string?.contains("2 of session.last_activity_at") == true)
  }

  @Test("a folder in which others can replace the store")
  func folder() throws {
    let machine = try TestMachine.withAccount()
    _ = chmod(machine.folder, 0o777)
    machine.environment["SESSIONCTL_ALLOW_SHARED_STORE"] = "1"
    let run = machine.run("doctor", "--json")
    #expect(run.code == .no)
    #expect(
      finding(run, "permissions")["detail"]?.string
        == "others can replace it in its folder, which is 0777; run 'chmod go-w \(machine.folder)'")
  }

  @Test("nobody is sent from doctor to doctor")
  func notCircular() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("DROP TABLE setting")
    let run = machine.run("doctor")
    #expect(!run.errors.contains("see 'sessionctl doctor'"), "\(run)")
  }
}
