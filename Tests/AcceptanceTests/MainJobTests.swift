import Foundation
import CommandGrammar
import JSONText
import Testing

/// The main job, as an admin does it on a fresh machine.
@Suite struct MainJobTests {
  @Test("From nothing to a report: init, import, feature enable, list, dry run, end, report")
  func mainJob() throws {
    let machine = try TestMachine()
    let made = machine.run(
      "init", "--plan", "suite-growth", "--admin", "admin@example.com", "--timezone", "Europe/Berlin")
    #expect(made.code == .done)
    #expect(
      made.errors == "created \(machine.store) for a suite_growth account; admin@example.com is its admin\n")

    // The public API's pages, as curl would put them together.
    let pages = [
      Wire.collection("users", [Wire.user(501, [("email", "carla@example.net")]), Wire.user(502)]),
      Wire.collection("groups", [Wire.group(701, "Support")]),
      Wire.collection(
        "tickets",
        [
          Wire.ticket(11, [("requester_id", 501), ("updated_at", "2026-07-15T09:00:00Z")]),
          Wire.ticket(
            12, [("requester_id", 501), ("group_id", 701), ("updated_at", "2026-07-15T06:00:00Z")]),
          Wire.ticket(13, [("updated_at", "2026-07-15T01:00:00Z")]),
          Wire.ticket(14, [("status", "closed")]),
        ]),
      Wire.collection("audits", [Wire.audit(901, ticket: 12, by: 501, at: "2026-07-15T05:59:59Z")]),
    ].joined(separator: "\n")
    let imported = machine.run("import", "-", "--json", input: pages)
    #expect(imported.code == .done)
    #expect(imported.items.map { $0["created"] } == [2, 1, 4, 1])

    // F2: not before the switch is on.
    #expect(machine.run("session", "end", "--idle-for", "4h", "--dry-run").code == .notPermitted)
    #expect(machine.run("feature", "enable").errors == "ending messaging sessions is on for agents\n")

    let list = machine.run("session", "list", "--idle-for", "4h", "--fields", "id,ticket_id,last_activity_at")
    #expect(
      list.text == """
        ID  TICKET  LAST ACTIVE
         2      12  2026-07-15T07:59:59+02:00
         3      13  2026-07-15T03:00:00+02:00

        """)

    let dry = machine.run("session", "end", "--idle-for", "4h", "--dry-run")
    #expect(dry.text.hasPrefix("would end 2 of 2 idle ≥ 4h (0 e-mails, 0 surveys)\n"))
    #expect(machine.active == [1, 2, 3])

    let words = ["session", "end", "--idle-for", "4h", "--reason", "inactivity_ended", "--yes", "--json"]
    let ended = machine.run(words)
    #expect(ended.code == .done)
    #expect(ended.json["ended"] == 2)
    #expect(ended.items.map { $0["end_reason"] } == ["inactivity_ended", "inactivity_ended"])
    #expect(machine.active == [1])
    #expect(machine.ticket(12)["composer"]?["default"] == "public_reply")
    #expect(machine.ticket(13)["composer"]?["default"] == "internal_note")

    let report = machine.run("report", "ended", "--by", "day,reason")
    #expect(
      report.text == """
        DAY         REASON            ENDED  ROUTING CHANGED  SHARE %
        2026-07-15  inactivity_ended      2                2   100.00

        """)

    // A second sweep finds nothing left, and the log knows every step.
    #expect(machine.run(words).json["matched"] == 0)
    #expect(machine.logged == ["init", "import", "feature enable", "session end"])
    #expect(machine.run("doctor").code == .done)
  }

  @Test("demo shows the main job on a lifelike account, the same for the same seed")
  func demo() throws {
    let machine = try TestMachine()
    let run = machine.run("demo", "--sessions", "80", "--seed", "7", "--store", machine.store)
    #expect(run.code == .done, "\(run)")
    #expect(
      run.text.split(separator: "\n").filter { $0.hasPrefix("$ sessionctl ") } == [
        "$ sessionctl session list --idle-for 4h --sort last_activity_at --limit 5 --store \(machine.store)",
        "$ sessionctl session end --idle-for 4h --reason inactivity_ended --dry-run --store \(machine.store)",
        "$ sessionctl session end --idle-for 4h --reason inactivity_ended --yes --store \(machine.store)",
        "$ sessionctl session end --idle-for 4h --reason inactivity_ended --yes --store \(machine.store)",
        "$ sessionctl report ended --last 7d --by day,reason --store \(machine.store)",
      ])
    let counts = run.text.matches(of: /(would end|ended) (\d+) of \d+ idle/).map { $0.output.2 }
    #expect(counts.count == 3)
    #expect(counts[0] == counts[1] && counts[0] != "0" && counts[2] == "0")
    #expect(machine.run("doctor").code == .done)
    #expect(machine.run("session", "list", "--all", "--json").json["count"] == 80)

    let again = try TestMachine()
    again.run("demo", "--sessions", "80", "--seed", "7", "-q", "--store", again.store)
    #expect(again.run("export").output == machine.run("export").output)
    let other = try TestMachine()
    other.run("demo", "--sessions", "80", "--seed", "8", "-q", "--store", other.store)
    #expect(other.run("export").output != machine.run("export").output)
  }

  @Test("demo without a store makes one in a temporary place that it names and leaves")
  func temporary() throws {
    let machine = try TestMachine()
    machine.environment["TMPDIR"] = machine.folder
    let run = machine.run("demo", "--fill-only", "--sessions", "5")
    #expect(run.code == .done)
    let named = try #require(run.errors.firstMatch(of: /filled (\S+) with 5 sessions/)?.output.1)
    #expect(named.hasPrefix(machine.folder))
    #expect(
      machine.run("feature", "status", "--json", "--store", String(named)).item["agents"]?["enabled"] == true)
  }

  @Test("demo has something to show however small the account is", arguments: ["0", "1", "3"])
  func smallDemo(sessions: String) throws {
    let machine = try TestMachine()
    let run = machine.run("demo", "--sessions", sessions, "--store", machine.store)
    #expect(run.code == .done, "\(run)")
  }

  @Test("an interrupted demo leaves no half store")
  func interruptedDemo() throws {
    let machine = try TestMachine()
    let program = try RealProgram(
      machine, ["demo", "--fill-only", "--sessions", "50000", "--store", machine.store])
    let end = Date().addingTimeInterval(20)
    while try FileManager.default.contentsOfDirectory(atPath: machine.folder)
      .allSatisfy({ !$0.hasPrefix("store.db.new") }), Date() < end
    { usleep(1000) }
    program.signal(SIGINT)
    #expect(program.wait().status == 130)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: machine.folder).allSatisfy {
        !$0.hasPrefix("store.db")
      })
  }
}
