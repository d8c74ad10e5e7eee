import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine

/// A record is taken whole or not at all.
@Suite struct ImportRefusalTests {
  @Test("A constraint that a record breaks is the record's fault, with its place") func constraint() throws {
    let bench = try ImportBench()
    try bench.take(Feed.user(9), Feed.ticket(1))
    // A rule of the store's own, which no import knows of.
    try bench.store.write { try $0.db.execute(sql: "CREATE UNIQUE INDEX one_name ON user(name)") }
    let report = try bench.importing([Feed.ticket(2), Feed.user(10, "Ana")])
    #expect(report.isRefused)
    #expect(report.failures.first?.line == 2)
    #expect(report.failures.first?.reason.hasPrefix("user 10: it contradicts what is stored: UNIQUE") == true)
    #expect(try bench.look("SELECT count(*) FROM ticket") == ["1"])
  }

  @Test("With --keep-going nothing of a failed record stays, and what it named can be named again")
  func savepoints() throws {
    let bench = try ImportBench()
    let group = try bench.store.write { try $0.addGroup(named: "Ours", at: ImportBench.moment(0)) }
    try bench.store.write { try $0.addMembership(userID: 1, groupID: group, at: ImportBench.moment(0)) }
    try bench.store.write {
      try $0.db.execute(sql: "CREATE UNIQUE INDEX one_tag ON ticket(tags) WHERE tags <> ''")
    }
    let report = try bench.importing(
      [
        Feed.ticket(1, requester: 20, tags: "[\"a\"]"), Feed.ticket(2, requester: 30, tags: "[\"a\"]"),
        Feed.membership(1, user: 1, group: 9), Feed.ticket(3, requester: 30),
      ], keepGoing: true)
    #expect(report.failureCount == 2 && !report.isRefused)
    #expect(try bench.look("SELECT id, requester_id FROM ticket") == ["1 20", "3 30"])
    #expect(try bench.look("SELECT ticket_id FROM session") == ["1", "3"])
    #expect(try bench.look("SELECT id FROM agent_group") == ["1"])
    #expect(try bench.look("PRAGMA foreign_key_check") == [])
  }

  @Test("A capacity above what a rule may allow is refused (C1)", arguments: ["messaging", "email"])
  func capacity(channel: String) throws {
    let bench = try ImportBench()
    #expect(
      try bench.refused(Feed.user(7, role: "agent", beside: "{\"\(channel)_capacity\":501}"))
        == "user 7: sessionctl.\(channel)_capacity: expected a capacity of at most 500, found 501")
    try bench.take(Feed.user(7, role: "agent", beside: "{\"\(channel)_capacity\":500}"))
  }

  // MARK: Memberships

  private func memberships(_ bench: ImportBench) throws -> [String] {
    try bench.look("SELECT id, user_id, group_id FROM group_membership ORDER BY id")
  }

  @Test("Of two names of one membership the newer counts, in either order") func renamed() throws {
    let (old, new) = (
      Feed.membership(5, user: 7, group: 3, at: 1), Feed.membership(6, user: 7, group: 3, at: 2)
    )
    for lines in [[old, new], [new, old], [new, old, new], [old, new, old]] {
      let bench = try ImportBench()
      #expect(try bench.importing(lines).failures == [])
      #expect(try memberships(bench) == ["6 7 3"])
    }
  }

  @Test("A membership made here is not removed by one of the same pair") func localMembership() throws {
    let bench = try ImportBench()
    try bench.take(Feed.group(3), Feed.user(7, role: "agent"))
    try bench.store.write { try $0.addMembership(userID: 7, groupID: 3, at: ImportBench.moment(50)) }
    for hours in [1, 90] {
      let report = try bench.take(Feed.membership(6, user: 7, group: 3, at: hours))
      #expect(report.counts[.groupMembership]?.unchanged == 1)
      #expect(try memberships(bench) == ["1 7 3"])
    }
    // One that moves into the pair is gone from where it was.
    try bench.take(Feed.membership(8, user: 7, group: 4, at: 1), Feed.membership(8, user: 7, group: 3, at: 2))
    #expect(try memberships(bench) == ["1 7 3"])
  }

  @Test("An older record of a membership moves nothing") func olderMembership() throws {
    let bench = try ImportBench()
    try bench.take(Feed.membership(5, user: 7, group: 3, at: 9), Feed.membership(6, user: 7, group: 4, at: 9))
    try bench.take(Feed.membership(5, user: 7, group: 4, at: 8))
    #expect(try memberships(bench) == ["5 7 3", "6 7 4"])
    // A newer one that moves to a pair of an equally new name gives way, and is gone from its old group.
    try bench.take(Feed.membership(5, user: 7, group: 4, at: 10))
    #expect(try memberships(bench) == ["5 7 4"])
  }
}
