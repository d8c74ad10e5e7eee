import CivilTime
import CommandGrammar
import Foundation
import JSONText
import Testing

@testable import SessionctlCommands

/// `export --analysis`: what is over is written once, as a whole, and nothing of it changes.
@Suite struct AnalysisExportTests {
  /// The account of the tests with one session that ended in July, seen in August.
  static func machine() throws -> TestMachine {
    let machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "1", "--yes", "-q")
    machine.now = Instant(1_785_672_000)  // 2026-08-02T12:00:00Z
    return machine
  }

  @Test("An ended session is written in its month, when that is over, and never again")
  func once() throws {
    let machine = try Self.machine()
    let lake = Lake(machine)
    machine.now = TestMachine.start
    try lake.export()
    #expect(try lake.rows("sessions").isEmpty, "July is not over")
    machine.now = Instant(1_785_672_000)
    try lake.export()
    let session = try #require(try lake.rows("sessions").first { $0["session_id"] == 1 })
    #expect(session["end_reason"] == "agent_ended" && session["ended_epoch"] == 1_784_109_600)
    #expect(session["end_seconds"] == 36_000 && session["end_business_seconds"]?.isNull == true)
    let before = try lake.files()
    #expect(before.keys.contains { $0.hasSuffix("/month=2026-07/part-0001.ndjson") })
    let again = machine.run("export", "--analysis", lake.path)
    #expect(again.code == .done && again.errors == "nothing new for \(lake.path)\n", "\(again)")
    #expect(try lake.files() == before)
  }

  @Test("Where the log has nothing new, nothing is looked at; what a run that was stopped left is caught up")
  func unchanged() throws {
    let machine = try Self.machine()
    let lake = Lake(machine)
    try lake.export()
    let name = try #require(try lake.files().keys.first { $0.contains("manifest") })
    let manifest = try lake.text(name)
    // A session that is not in the log.
    let end = "state, ended_at, end_reason, ended_by_kind, ended_by_id, ended_via"
    try machine.tamper("UPDATE session SET (\(end)) = (SELECT \(end) FROM session WHERE id = 1) WHERE id = 2")
    let before = try lake.files()
    try lake.export()
    #expect(try lake.files() == before)
    try lake.write(
      name, manifest.replacing(/"complete": \{[^}]*\}/, with: "\"complete\": null", maxReplacements: 1))
    try lake.export()
    #expect(try lake.rows("sessions").contains { $0["session_id"] == 2 })
    // A command that writes in several transactions completes its entry with each.
    try machine.tamper(
      "UPDATE session SET (\(end)) = (SELECT \(end) FROM session WHERE id = 1) WHERE id = 4;"
        + "UPDATE log_entry SET summary = summary || '!', command = 'import' WHERE id = (SELECT max(id) FROM log_entry)"
    )
    try lake.export()
    #expect(try lake.rows("sessions").contains { $0["session_id"] == 4 })
    // Nothing happened, but a month has ended.
    try machine.succeed("session", "end", "3", "--yes", "-q")
    try lake.export()
    #expect(try !lake.rows("sessions").contains { $0["session_id"] == 3 })
    machine.now = Instant(1_788_350_400)  // 2026-09-02T12:00:00Z
    try lake.export()
    #expect(try lake.rows("sessions").contains { $0["session_id"] == 3 })
  }

  @Test("What comes later of a month that was written is in a further file, and no row is there twice")
  func late() throws {
    let machine = try Self.machine()
    let lake = Lake(machine)
    try lake.export()
    let before = try lake.files()
    try machine.succeed("session", "end", "2", "--yes", "-q", "--now", "2026-07-20T10:00:00Z")
    try lake.export()
    let after = try lake.files()
    for (name, bytes) in before where name.hasSuffix(".ndjson") { #expect(after[name] == bytes, "\(name)") }
    #expect(after.keys.contains { $0.hasPrefix("sessions/") && $0.hasSuffix("/part-0002.ndjson") })
    let ids = try lake.rows("sessions").compactMap { $0["session_id"]?.integer }
    #expect(ids.contains(2) && Set(ids).count == ids.count)
  }

  @Test("A pruned session is written all the same, its ticket beside it, and what was written stays")
  func pruned() throws {
    let machine = try Self.machine()
    try machine.succeed("ticket", "update", "1001", "--status", "closed", "--now", "2026-07-16T10:00:00Z")
    let early = Lake(machine, "early")
    try early.export()
    let before = try early.files()
    machine.now = Instant(1_800_000_000)
    try machine.succeed("prune", "--ended-before", "90d", "--yes", "-q")
    machine.now = Instant(1_800_000_100)
    try early.export()
    let after = try early.files()
    for (name, bytes) in before where name.contains("month=2026-07") { #expect(after[name] == bytes) }
    #expect(!after.keys.contains { $0.contains("/pruned-") || $0.contains("part-0002") })

    let late = Lake(machine, "late")
    try late.export()
    let session = try #require(try late.rows("sessions").first { $0["session_id"] == 1 })
    #expect(session["ticket_id"]?.isNull == true && session["end_seconds"] == 36_000)
    let ticket = try #require(try late.rows("tickets").first { $0["session_id"] == 1 })
    #expect(ticket["closed_epoch"]?.isNull == true && ticket["status"] == "closed")
    #expect(try late.files().keys.contains { $0.hasSuffix("month=2026-07/pruned-0001.ndjson") })
    #expect(try late.rows("tickets").map { $0["session_id"]?.integer }.filter { $0 == 1 }.count == 1)
  }

  @Test("Firings are those that the report counts, each with its update")
  func firings() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "trigger", "create", "--title", "Note it", "--if", "messaging_session_ended_reason present", "--if",
      "current_tags not_includes noted", "--do", "current_tags noted")
    try machine.succeed("session", "end", "1", "2", "--yes", "-q")
    machine.now = Instant(1_785_672_000)
    let lake = Lake(machine)
    try lake.export()
    let counted = machine.run("report", "triggers", "--json").items.compactMap { $0["fired"]?.integer }
    #expect(counted.reduce(0, +) == 2)
    #expect(try lake.rows("firings").compactMap { $0["session_id"]?.integer }.sorted() == [1, 2])
    let agents = try lake.rows("agent_days").compactMap { $0["ended"]?.integer }
    #expect(agents.reduce(0, +) == 2)
  }

  @Test("--since says where a new folder begins, and later runs keep to it")
  func since() throws {
    let machine = try Self.machine()
    let lake = Lake(machine)
    try machine.succeed("export", "--analysis", lake.path, "--since", "2026-08-01", "-q")
    #expect(try lake.rows("sessions").isEmpty)
    try lake.export()
    #expect(try lake.rows("sessions").isEmpty)
    let earlier = machine.run("export", "--analysis", lake.path, "--since", "2026-01-01")
    #expect(
      earlier.code == .no && earlier.errors.contains("begins with 2026-08; export what lies before"),
      "\(earlier)")
    #expect(machine.run("export", "--since", "2026-01-01").code == .usage)
    #expect(machine.run("export", "--analysis", lake.path, "--type", "ticket").code == .usage)
  }

  @Test("Two accounts share a folder")
  func twoAccounts() throws {
    let (one, other) = (try Self.machine(), try Self.machine())
    // All accounts of the tests are copies of one.
    try other.tamper("UPDATE store_identity SET word = '0123456789012345'")
    let lake = Lake(one)
    try lake.export()
    try other.succeed("export", "--analysis", lake.path, "-q")
    #expect(try lake.files().keys.contains("manifests/s0123456789012345.json"))
    #expect(try lake.rows("sessions").filter { $0["session_id"] == 1 }.count == 2)
  }
}
