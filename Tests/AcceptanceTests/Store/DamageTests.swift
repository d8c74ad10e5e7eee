import CommandGrammar
import Testing

/// A store that SQLite can open and that does not hold what this program wrote: 69, never a bug's 70.
@Suite struct DamageTests {
  @Test(
    "a stored document that is no JSON: 69, naming the store",
    arguments: [
      (["ticket", "history", "1001", "--json"], "UPDATE audit SET document = '{' WHERE ticket_id = 1001"),
      (["ticket", "history", "1001"], "UPDATE audit SET document = '{' WHERE ticket_id = 1001"),
      (["export"], "UPDATE ticket_document SET body = 'nonsense' WHERE ticket_id = 1001"),
      (["export"], "UPDATE ticket_document SET body = '[]' WHERE ticket_id = 1001"),
      (["export"], #"UPDATE ticket_document SET body = '{"id":1001,"id":1001}' WHERE ticket_id = 1001"#),
      (["export"], "UPDATE user SET document = '[' WHERE id = 601"),
    ])
  func document(_ words: [String], _ sql: String) throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper(sql)
    let run = machine.run(words)
    #expect(run.code == .storeUnavailable, "\(run)")
    #expect(run.errors.hasPrefix("sessionctl: the store \(machine.store) is damaged ("), "\(run)")
  }

  @Test(
    "a table that is gone: 69, naming it",
    arguments: [
      ("session", ["session", "list"]), ("session", ["session", "end", "--all", "--yes"]),
      ("audit", ["export"]), ("setting", ["agent", "list"]), ("account", ["feature", "status"]),
      ("log_entry", ["log", "list"]), ("ticket", ["ticket", "list"]),
    ])
  func table(_ name: String, _ words: [String]) throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("DROP TABLE \(name)")
    let run = machine.run(words)
    #expect(run.code == .storeUnavailable, "\(run)")
    #expect(
      run.errors
        == "sessionctl: the store \(machine.store) is damaged (no such table: \(name)); restore a backup with 'sessionctl restore FILE', or see 'sessionctl doctor'\n",
      "\(run)")
  }

  @Test("an index that lost its rows: 69, and doctor sees it") func index() throws {
    let machine = try TestMachine.withAccount()
    let index = try machine.column("SELECT sql FROM sqlite_schema WHERE name = 'session_active'")[0]
    try machine.tamper(
      """
      DROP INDEX session_active; \(index) AND id > 2;
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = '\(index)' WHERE name = 'session_active';
      PRAGMA writable_schema = RESET;
      """)
    #expect(machine.run("doctor").code == .no)
    for words in [["session", "list", "--json"], ["session", "list", "--all", "--json"]] {
      let run = machine.run(words)
      #expect([.done, .storeUnavailable].contains(run.code), "\(run)")
    }
  }

  @Test("a stored time zone that there is not: 69 with the way to set it; looking after the store works")
  func zone() throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper("INSERT OR REPLACE INTO setting VALUES ('account.timezone', 'Mars/Olympus')")
    let run = machine.run("session", "list")
    #expect(run.code == .storeUnavailable)
    #expect(
      run.errors.contains("the setting account.timezone can't be used: unknown time zone 'Mars/Olympus'"))
    #expect(run.errors.contains("'sessionctl settings set account.timezone ZONE'"))
    #expect(machine.run("session", "list", "--timezone", "UTC").code == .done)
    #expect(machine.run("settings", "list").code == .done)
    #expect(machine.run("settings", "get", "account.timezone").text == "Mars/Olympus\n")
    #expect(machine.run("backup", "\(machine.folder)/copy.db").code == .done)
    try machine.succeed("settings", "set", "account.timezone", "Europe/Berlin", "-q")
    #expect(machine.run("session", "list").code == .done)
  }

  @Test(
    "a schema that is not ours to the letter: whatever statement fails by it is 69",
    arguments: [
      // SQLite: no query solution, because the index is none of what the statement asks for.
      ("session_active", "state = 0", "state = 1", ["session", "list", "--idle-for", "1h"]),
      (
        "session_report", "end_reason IS NOT NULL", "end_reason IS NULL",
        ["report", "ended", "--from", "2026-01-01"]
      ),
    ])
  func changedSchema(_ index: String, _ words: String, _ others: String, _ line: [String]) throws {
    let machine = try TestMachine.withAccount()
    try machine.tamper(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, '\(words)', '\(others)') WHERE name = '\(index)';
      PRAGMA writable_schema = RESET;
      """)
    let run = machine.run(line)
    #expect(run.code == .storeUnavailable, "\(run)")
    #expect(run.errors.contains("is damaged ("), "\(run)")
  }
}
