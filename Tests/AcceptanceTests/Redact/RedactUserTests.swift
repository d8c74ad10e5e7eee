import CommandGrammar
import Foundation
import JSONText
import Testing

/// `redact user`: who may be redacted, what stays, and what does not come back.
@Suite struct RedactUserTests {
  @Test("reports, lists and counts are the same before and after") func reports() throws {
    let machine = try RedactScene.quiet()
    try machine.succeed("ticket", "rate", "1004", "good", "--comment", "Carla liked it", "-q")
    let names = machine.run("report", "list", "--json").items.compactMap { $0["name"]?.string }
    #expect(names.count > 5)
    func looks() -> [String] {
      names.map { machine.run("report", $0, "--json").text }
        + [
          machine.run("session", "list", "--all", "--json", "--fields", "id,state,end_reason,status,tags")
            .text,
          machine.run("conversation", "list", "--json", "--fields", "id,state,messages").text,
          machine.run("user", "list", "--json", "--fields", "id,role").text,
          machine.run("ticket", "list", "--json", "--fields", "id,status,priority,tags").text,
          machine.run("queue", "list", "--json").text, machine.run("agent", "list", "--json").text,
        ]
    }
    let before = looks()
    try machine.succeed("redact", "user", "501", "--yes", "-q")
    for (old, new) in zip(before, looks()) { #expect(old == new) }
    #expect(machine.ticket(1004)["satisfaction_score"] == "good_with_comment")
    #expect(!machine.run("export").text.contains("Carla"))
  }

  @Test("a dry run shows the same numbers and changes nothing") func dryRun() throws {
    let machine = try RedactScene.withNeedles()
    let before = try machine.storeState()
    let dry = try machine.succeed("redact", "user", "501", "--dry-run", "--json")
    #expect(try machine.storeState() == before)
    let real = try machine.succeed("redact", "user", "501", "--yes", "--json")
    #expect(dry.output == real.output)
  }

  @Test("nobody is redacted while they are served, nor staff, nor without a yes, nor by an agent")
  func refusals() throws {
    let machine = try TestMachine.withAccount()
    let served = machine.run("redact", "user", "501", "--yes")
    #expect(served.code == .no && served.errors.contains("2 active sessions and 2 unsolved tickets"))
    #expect(served.errors.contains("session end --user 501"))
    let staff = machine.run("redact", "user", "ana@example.com", "--yes")
    #expect(staff.code == .no && staff.errors.contains("agent delete 601"))
    let quiet = try RedactScene.quiet()
    #expect(quiet.run("redact", "user", "501").code == .usage)
    #expect(quiet.run("redact", "user", "501", "--yes", "--as", "ana@example.com").code == .notPermitted)
    #expect(quiet.run("redact", "user", "501", input: "n\n", terminals: .all).code == .done)
    #expect(quiet.run("user", "show", "501", "--json").item["name"] == "Carla")
    #expect(quiet.run("redact", "user", "501", input: "y\n", terminals: .all).code == .done)
    #expect(quiet.run("user", "show", "501", "--json").item["name"] == "")
    #expect(quiet.run("redact", "user", "nobody@example.net", "--yes").code == .no)
    for user in ["502", "503"] {
      try quiet.succeed("user", "edit", user, "--email", "both@example.net", "-q")
    }
    let both = quiet.run("redact", "user", "both@example.net", "--yes")
    #expect(both.code == .no && both.errors.contains("name each by id: 502, 503"), "\(both)")
  }

  @Test("it names the copies beside the store") func copies() throws {
    let machine = try RedactScene.quiet()
    try machine.succeed("backup", "\(machine.folder)/elsewhere", "-q")
    try machine.file("notes.db", "no store")
    let run = try machine.succeed("redact", "user", "501", "--yes", "--json")
    #expect(run.item["copies"] == [.string("\(machine.folder)/elsewhere")])
  }

  // MARK: Nothing brings them back

  @Test("an import of the old export leaves their records out and says how many") func oldExport() throws {
    let machine = try RedactScene.quiet()
    try machine.succeed("ticket", "note", "1001", "--message", "Carla called", "-q")
    let export = machine.run("export").text
    try machine.succeed("redact", "user", "501", "--yes", "-q")
    let after = machine.run("export").output
    let run = try machine.succeed("import", "-", input: export)
    #expect(run.errors.contains("records of redacted users"), "\(run)")
    #expect(machine.run("export").output == after)
  }

  @Test("where the tickets themselves are gone, too, whatever order the records come in") func anyOrder()
    throws
  {
    let machine = try RedactScene.quiet()
    try machine.succeed("conversation", "start", "--user", "501", "--message", "Carla again", "-q")
    let lines = machine.run("export").text.split(separator: "\n").map(String.init)
    try machine.succeed("session", "end", "--user", "501", "--without-ticket", "--yes", "-q")
    try machine.succeed("redact", "user", "501", "--yes", "-q")
    try machine.tamper(
      """
      CREATE TEMP TABLE hers AS SELECT id FROM ticket WHERE requester_id = 501;
      DELETE FROM audit WHERE ticket_id IN (SELECT id FROM hers)
        OR session_id IN (SELECT id FROM session WHERE user_id = 501);
      DELETE FROM queue_ticket WHERE ticket_id IN (SELECT id FROM hers);
      DELETE FROM session WHERE user_id = 501;
      DELETE FROM ticket WHERE id IN (SELECT id FROM hers);
      """)
    let run = machine.run(
      ["import", "-", "--keep-going"], input: Array(lines.reversed().joined(separator: "\n").utf8))
    #expect(run.errors.contains("records of redacted users"))
    #expect(!(try RedactScene.bytes(of: machine)).holds("Carla"), "\(run)")
    #expect(machine.run("ticket", "list", "--json").json.integers("items", "id").allSatisfy { $0 != 1001 })
    let doctor = machine.run("doctor", "--json")
    #expect(!doctor.items.contains { $0["result"] == "problem" }, "\(doctor)")
  }

  @Test("an export carries that somebody was redacted into another store") func carried() throws {
    let machine = try RedactScene.quiet()
    let old = machine.run("export").text
    try machine.succeed("redact", "user", "501", "--yes", "-q")
    let other = try TestMachine.withStore()
    try other.succeed("import", "-", "-q", input: machine.run("export").text)
    #expect(other.run("user", "show", "501", "--json").item["redacted_at"] != .null)
    #expect(other.run("import", "-", input: old).errors.contains("records of redacted users"))
    #expect(!other.run("export").text.contains("Carla"))
    let list = ["ticket", "list", "--json", "--fields", "id,subject,status,tags,requester_id,assignee_id"]
    #expect(other.run(list).text == machine.run(list).text)
    // Where she is known, an export decides nothing.
    let third = try RedactScene.quiet()
    let run = try third.succeed("import", "-", input: machine.run("export", "--type", "user").text)
    #expect(run.errors.contains("redact user 501"), "\(run)")
    #expect(third.run("user", "show", "501", "--json").item["name"] == "Carla")
  }

  @Test("a feed's old file is known, and events that name them are left out") func feed() throws {
    let machine = try RedactScene.quiet()
    let start =
      #"{"event_id":"e1","type":"start","at":"2026-07-15T09:00:00Z","conversation":"+49 30 1","user":"501","channel":"whatsapp","message":"Hi"}"#
    let other = start.replacingOccurrences(of: "e1", with: "e2").replacingOccurrences(
      of: "+49 30 1", with: "k2")
    try machine.succeed("conversation", "ingest", "-", "-q", input: start)
    try machine.succeed("session", "end", "--user", "501", "--without-ticket", "--yes", "-q")
    try machine.succeed("redact", "user", "501", "--yes", "-q")
    let before = machine.run("export").output
    let again = try machine.succeed("conversation", "ingest", "-", "--json", input: start + "\n" + other)
    #expect(again.item["known"] == 1 && again.item["taken"] == 0 && again.item["failed"] == 0)
    #expect(again.errors.contains("skipped 1 event of redacted users"), "\(again)")
    #expect(machine.run("export").output == before)
    for words in [
      ["conversation", "start", "--user", "501", "--message", "Hi"],
      ["conversation", "say", "1", "--from", "customer", "--message", "Hi"],
      ["user", "edit", "501", "--name", "Carla"],
    ] {
      let run = machine.run(words)
      #expect(run.code == .no && run.errors.contains("user 501 was redacted"), "\(run)")
    }
  }

  @Test("the log has nothing of them, and reverting what it did brings nothing back") func log() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "user", "edit", "503", "--name", "Phoebe Schmidt", "--email", "phoebe@example.org", "-q")
    try machine.succeed("group", "create", "Phoebe", "-q")
    let entries = machine.run("log", "list", "--json").items.compactMap { $0["id"]?.integer }
    try machine.succeed("session", "end", "--user", "503", "--yes", "-q")
    try machine.succeed("ticket", "update", "1003", "--status", "solved", "-q")
    try machine.succeed("redact", "user", "503", "--yes", "-q")
    let log = machine.run("log", "list", "--json").text
    #expect(!log.contains("Schmidt") && !log.contains("phoebe@"))
    #expect(
      log.contains("changed user [redacted] (503)") && log.contains("redacted user 503: 1 conversations"))
    #expect(log.contains("created group Phoebe"), "a group may be called like somebody")
    for id in entries { _ = machine.run("log", "revert", "\(id)") }
    let user = machine.run("user", "show", "503", "--json").item
    #expect(user["name"] == "" && user["email"] == .null)
  }

  @Test(
    "a pull leaves out what the live account tells of them",
    .enabled(if: LiveAccount.isPossible, "\(LiveAccount.whatItNeeds)"))
  func pull() throws {
    let (machine, live) = try TestMachine.withLiveAccount("--no-limits", "--tickets", "3")
    try machine.succeed("remote", "pull", "-q")
    try machine.succeed("feature", "enable", "-q")
    let user = try #require(machine.ticket(1001)["requester_id"]?.integer)
    try machine.succeed("session", "end", "--all", "--yes", "-q")
    for ticket in machine.run("ticket", "list", "--json").json.integers("items", "id") {
      try machine.succeed("ticket", "update", "\(ticket)", "--status", "solved", "-q")
    }
    try machine.succeed("redact", "user", "\(user)", "--yes", "-q")
    let before = machine.run("export").output
    try live.order("change", ["ticket": 1001, "status": "open"])
    try live.order("clock", ["advance": 120])
    let run = try machine.succeed("remote", "pull")
    #expect(run.errors.contains("of redacted users"), "\(run)")
    #expect(machine.run("export").output == before)
  }
}
