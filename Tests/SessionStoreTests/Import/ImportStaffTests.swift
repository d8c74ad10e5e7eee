import SessionModel
import Testing

@testable import SessionStore
@testable import StoreExchange
@testable import StoreEngine

/// Who was made here, and who comes from elsewhere (§12).
@Suite struct ImportStaffTests {
  private static let boss = "boss@example.com"

  @Test("A merged admin is never lowered nor suspended by a later record") func floor() throws {
    let bench = try ImportBench()
    try bench.take(Feed.user(500, "Boss B", email: Self.boss, role: "agent", at: 5))
    #expect(try bench.person(1) == nil)
    #expect(try bench.person(500)?.role == .admin)
    try bench.take(Feed.user(500, "Boss C", email: Self.boss, role: "agent", suspended: true, at: 6))
    let boss = try #require(try bench.person(500))
    #expect(boss.name == "Boss C" && boss.role == .admin && !boss.suspended)
    #expect(try bench.exportedAgain() == bench.export())
    try bench.take(Feed.user(500, "Boss D", role: "end-user", at: 7))
    #expect(try bench.person(500)?.role == .admin)
  }

  @Test("The merge under the same id keeps the floor too") func sameID() throws {
    let bench = try ImportBench()
    try bench.take(Feed.user(1, "B", email: Self.boss, role: "agent", suspended: true, at: 5))
    try bench.take(Feed.user(1, "C", email: Self.boss, role: "agent", suspended: true, at: 6))
    let boss = try #require(try bench.person(1))
    #expect(boss.name == "C" && boss.role == .admin && !boss.suspended && boss.origin == .imported)
  }

  @Test("A role that was taken back here is the new floor") func demoted() throws {
    let bench = try ImportBench()
    try bench.take(Feed.user(7, role: "admin", at: 5), Feed.user(500, email: Self.boss, role: "admin", at: 5))
    try bench.edit(500, at: 10) { $0.role = .agent }
    try bench.take(Feed.user(500, email: Self.boss, role: "agent", at: 20))
    #expect(try bench.person(500)?.role == .agent)
  }

  @Test("An older record that carries the admin's address merges nothing") func older() throws {
    let bench = try ImportBench()
    try bench.take(Feed.user(500, email: "other@example.com", role: "agent", at: 5))
    let report = try bench.take(Feed.user(500, email: Self.boss, role: "agent", at: 4))
    #expect(report.counts[.user]?.unchanged == 1 && report.mergedStaff.isEmpty)
    #expect(try bench.person(1)?.role == .admin)
    #expect(try bench.person(500)?.email == "other@example.com")
  }

  @Test("A file that would leave no admin is refused as a whole, also with --keep-going") func lastAdmin()
    throws
  {
    let bench = try ImportBench()
    try bench.take(Feed.user(7, role: "admin", at: 5))
    // The one made here steps back, so that the feed's admin is the only one.
    try bench.edit(1, at: 6) { $0.role = .agent }
    for keepGoing in [false, true] {
      let report = try bench.importing(
        [Feed.ticket(1), Feed.user(7, role: "admin", suspended: true, at: 9)], keepGoing: keepGoing)
      #expect(report.isRefused)
      #expect(report.failures.first?.place == "as a whole")
      #expect(report.failures.first?.reason == "it would leave no admin who is not suspended")
    }
    #expect(try bench.look("SELECT count(*) FROM ticket") == ["0"])
    // Another admin in the same file makes it fine.
    try bench.take(Feed.user(7, role: "agent", at: 9), Feed.user(8, role: "admin"))
  }

  @Test("Two ids of one person in the same group become one membership") func sameGroup() throws {
    let bench = try ImportBench()
    try bench.take(Feed.group(3), Feed.group(4), Feed.user(500, email: "x@example.com", role: "agent"))
    try bench.take(Feed.membership(30, user: 500, group: 3))
    try bench.store.write { writer in
      for group in [Int64(3), 4] {
        try writer.addMembership(userID: 1, groupID: group, at: ImportBench.moment(2))
      }
    }
    try bench.take(Feed.user(500, email: Self.boss, role: "agent", at: 9))
    #expect(
      try bench.look("SELECT user_id, group_id, origin FROM group_membership ORDER BY group_id") == [
        "500 3 1", "500 4 2",
      ])
  }

  @Test("A merged id that is named again gets a row again") func namedAgain() throws {
    let bench = try ImportBench()
    try bench.take(
      Feed.ticket(1, requester: 1), Feed.user(500, email: Self.boss, role: "admin", at: 9),
      Feed.ticket(2, requester: 1), Feed.membership(5, user: 1, group: 3))
    #expect(try bench.look("SELECT requester_id FROM ticket ORDER BY id") == ["500", "1"])
    #expect(try bench.look("PRAGMA foreign_key_check") == [])
  }

  @Test("Every column that refers to a user is carried over by a merge") func mentions() throws {
    let references = try ImportBench().look(
      """
      SELECT m.name, f."from" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
      WHERE m.type = 'table' AND f."table" = 'user'
      """)
    let known = Set(PeopleImport.mentions.map { "\($0.0) \($0.1)" })
    #expect(!references.isEmpty)
    for reference in references { #expect(known.contains(reference), "\(reference)") }
  }
}
