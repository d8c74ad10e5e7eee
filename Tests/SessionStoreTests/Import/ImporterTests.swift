import CivilTime
import GRDB
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreExchange
@testable import StoreEngine

/// The upsert, and what becomes of wrong records (§12).
@Suite struct ImporterTests {
  private func counts(
    created: Int = 0, updated: Int = 0, unchanged: Int = 0, failed: Int = 0, skipped: Int = 0
  )
    -> ImportReport.Counts
  {
    var counts = ImportReport.Counts()
    (counts.created, counts.updated, counts.unchanged) = (created, updated, unchanged)
    (counts.failed, counts.skipped) = (failed, skipped)
    return counts
  }

  // MARK: Upserts

  /// A record of each kind that has newer versions: its kind, and its line at a time with a word in it.
  private static let versions: [(WireKind, @Sendable (String, Int) -> String)] = [
    (.user, { Wire.user(12, $0, updated: $1) }), (.group, { Wire.group(31, $0, updated: $1) }),
    (.ticket, { Wire.ticket(5, subject: $0, updated: $1) }),
  ]

  @Test("§12 newer data updates, older data does not; of equally old data the later counts", arguments: 0..<3)
  func newerAndOlder(kind place: Int) throws {
    let (kind, version) = Self.versions[place]
    let made = try TestStore()
    #expect(try made.take(version("first", 5)).counts[kind] == counts(created: 1))
    #expect(try made.take(version("newer", 6)).counts[kind] == counts(updated: 1))
    let newer = try made.export(kind)
    #expect(newer.contains { $0.contains("\"newer\"") })
    #expect(try made.take(version("older", 4)).counts[kind] == counts(unchanged: 1))
    #expect(try made.export(kind) == newer)
    #expect(try made.take(version("newer", 6)).counts[kind] == counts(unchanged: 1))
    #expect(try made.take(version("other", 6)).counts[kind] == counts(updated: 1))
    #expect(try made.export(kind).contains { $0.contains("\"other\"") })
  }

  @Test("§12 memberships and audits") func membershipsAndAudits() throws {
    let made = try TestStore()
    let membership = Wire.membership(41, user: 21, group: 31)
    #expect(try made.take(membership).counts[.groupMembership] == counts(created: 1))
    #expect(try made.take(membership).counts[.groupMembership] == counts(unchanged: 1))
    let moved = Wire.membership(41, user: 21, group: 32, updated: 4)
    #expect(try made.take(moved).counts[.groupMembership] == counts(updated: 1))
    // The same pair under another id is the same membership.
    try made.take(Wire.membership(42, user: 21, group: 32, updated: 5))
    #expect(try made.column("SELECT id FROM group_membership") == ["42"])
    // An audit never changes.
    let audit = Wire.audit(70, ticket: 5, at: 1)
    #expect(try made.take(audit).counts[.audit] == counts(created: 1))
    #expect(try made.take(Wire.audit(70, ticket: 5, at: 2)).counts[.audit] == counts(unchanged: 1))
    #expect(try made.export(.audit) == [audit])
    // Written on several lines it is the same.
    let spread = audit.replacing("{\"id\":70", with: "{\n  \"id\": 70")
    #expect(spread != audit)
    #expect(try made.take(spread).counts[.audit] == counts(unchanged: 1))
  }

  @Test("§12 importing twice changes nothing, and leaves no entry in the log") func twice() throws {
    let world = World(seed: 3)
    let made = try world.store()
    let before = try made.export()
    let log = try made.logged()
    let report = try made.take(all: world.lines)
    #expect(report.changed == 0 && report.total == world.lines.count)
    #expect(try made.export() == before)
    #expect(try made.logged() == log)
  }

  @Test("§12 its own export changes nothing, also after edits") func ownExport() throws {
    let world = World(seed: 4)
    let made = try world.store()
    _ = try made.run(.end(.active))
    try made.addGroup("Made here")
    try made.add(Person(id: 0, name: "Made here", email: "here@example.com", role: .agent))
    let before = try made.export()
    let report = try made.take(all: before)
    #expect(report.changed == 0, "\(report.counts)")
    #expect(try made.export() == before)
  }

  @Test("§12 a placeholder is filled whatever the time of its data") func placeholders() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5, requester: 12, assignee: 13, group: 31), Wire.audit(70, ticket: 6, at: 1))
    #expect(try made.export().count { $0.hasPrefix("{\"user\"") || $0.hasPrefix("{\"group\"") } == 1)
    let report = try made.take(
      Wire.user(12, updated: -500_000), Wire.user(13, role: "agent", updated: -500_000),
      Wire.group(31, updated: -500_000), Wire.ticket(6, requester: 12, created: -500_000, updated: -500_000))
    for kind in [WireKind.user, .group, .ticket] { #expect(report.counts[kind]?.unchanged == 0) }
    #expect(try made.number("SELECT count(*) FROM user WHERE origin = 0") == 0)
    #expect(try made.ticket(6)?.session?.state == .active)
  }

  // MARK: What was made here

  @Test("§12 an import never overwrites a thing made here, and names it") func madeHere() throws {
    let made = try TestStore()
    try made.addGroup("Made here")
    // A store that has a life of its own.
    _ = try made.store.write { try $0.log(TestStore.entry("group create")) }
    let report = try made.importing(Wire.group(1, "From elsewhere", updated: 9000))
    #expect(
      report.failures == [
        ImportReport.Failure(
          line: 1, index: nil,
          reason:
            "group 1: a different group with this id was created here, and an import never overwrites it")
      ])
    let other = try made.importing(Wire.user(1, "Somebody else", updated: 9000))
    #expect(
      other.failures.map(\.reason) == [
        "user 1: a different user with this id was created here, and an import never overwrites it"
      ])
    #expect(try made.column("SELECT name FROM agent_group") == ["Made here"])
    #expect(try made.column("SELECT name FROM user") == ["Admin"])

    try made.take(Wire.ticket(5))
    _ = try made.run(.end(.sessions(1)))
    let audit = try made.importing(Wire.audit(1, ticket: 5, at: 1))
    #expect(
      audit.failures.map(\.reason) == [
        "audit 1: a different audit with this id was created here, and an import never overwrites it"
      ])
  }

  // MARK: Wrong records

  @Test("65: without --keep-going nothing of a file with a wrong record is taken") func refused() throws {
    let made = try TestStore()
    let before = try made.export()
    let text = """
      {"users":[
        \(bare(Wire.user(12))),
        {"id":13,"name":"x","role":"owner"},
        \(bare(Wire.user(14)))
      ]}
      """
    let report = try made.importing(text)
    #expect(
      report.failures == [
        ImportReport.Failure(
          line: 3, index: 1,
          reason: "user 13: role: expected one of end_user, agent, admin, found \"owner\"")
      ])
    #expect(report.failures.first?.place == "line 3, element 1")
    #expect(try made.export() == before)
    #expect(try made.logged() == ["init"])
    #expect(try made.number("SELECT count(*) FROM imported_kind") == 0)
  }

  @Test("--keep-going takes the rest") func keepGoing() throws {
    let made = try TestStore()
    let text = """
      \(Wire.user(12))
      {"user":{"id":"x"}}
      {"user":{"id":13
      {"id":1}
      \(Wire.user(14))
      {"view":{"id":5}}
      """
    let report = try made.importing(text, keepGoing: true)
    #expect(report.counts[.user] == counts(created: 2, failed: 1))
    #expect(report.skipped == [try #require(RecordKind.of(key: "view")): 1])
    // One that nothing tells is left out; a broken one is wrong, whatever it is.
    #expect(report.unknown == counts(failed: 1, skipped: 1))
    #expect(report.failureCount == 2)
    #expect(report.failures.map(\.line) == [2, 3])
    #expect(
      report.failures[0].reason == "user: id: expected an id: a positive integer of 64 bits, found \"x\"")
    #expect(report.failures[1].place == "line 3")
    #expect(try made.column("SELECT id FROM user ORDER BY id") == ["1", "12", "14"])
  }

  @Test("Of many wrong records the first are told, and how many there were") func manyFailures() throws {
    let made = try TestStore()
    let lines = (1...50).map { "{\"user\":{\"id\":\(-$0)}}" }.joined(separator: "\n")
    let report = try made.importing(lines, keepGoing: true)
    #expect(report.failureCount == 50 && report.failures.count == 20)
    #expect(report.failures.map(\.line) == Array(1...20))
    #expect(try made.importing(lines).failureCount == 1)
  }

  @Test(
    "§12 kinds without a place are counted by name and left out",
    arguments: RecordKind.all.filter { $0.wire == nil && RecordKind.of(key: $0.plural) == $0 }.map(\.plural))
  func skipped(key: String) throws {
    let kind = try #require(RecordKind.of(key: key))
    let made = try TestStore()
    let report = try made.importing("{\"\(kind.plural)\":[{\"id\":\"01J\"},{},\"a text\"]}")
    #expect(report.skipped == [kind: 3])
    #expect(report.counts.isEmpty && report.failureCount == 0 && report.changed == 0)
    #expect(try made.logged() == ["init"])
  }

  @Test("--as-type speaks for bare records; a key speaks for itself") func forcedKind() throws {
    let made = try TestStore()
    let bare = "{\"id\":31,\"name\":\"Support\",\"created_at\":\(Wire.time(0))}"
    #expect(try made.importing(bare).unknown == counts(skipped: 1))
    #expect(try made.importing(bare, as: .group).counts[.group] == counts(created: 1))
    #expect(try made.importing(Wire.user(12), as: .group).counts == [.user: counts(created: 1)])
  }

  @Test("E8 the history of a conversation that is not there") func unknownConversation() throws {
    let made = try TestStore()
    let report = try made.importing(
      "{\"audit\":{\"id\":5,\"conversation_id\":8,\"created_at\":\(Wire.time(0)),\"events\":[]}}")
    #expect(report.failures.map(\.reason) == ["audit 5: conversation_id: there is no conversation 8"])
  }

  @Test("One entry of the log an import that changed something") func log() throws {
    let made = try TestStore()
    try made.take(Wire.user(12))
    try made.take(Wire.user(12))
    #expect(try made.logged() == ["init", "import"])
  }

  private func bare(_ line: String) -> String {
    String(line.dropFirst("{\"user\":".count).dropLast())
  }
}
