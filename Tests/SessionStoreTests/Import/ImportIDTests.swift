import GRDB
import SessionModel
import Testing

@testable import SessionStore

/// Ids made here beside imported ones, whatever those are (§12).
@Suite struct ImportIDTests {
  private static let quadrillion: Int64 = 1_000_000_000_000_000
  private static let largest: Int64 = 9_007_199_254_740_991

  @Test("An imported id at the end of the range leaves the ids made here where they are") func largest()
    throws
  {
    let bench = try ImportBench()
    try bench.take(Feed.group(Self.largest), Feed.group(Self.quadrillion + 1))
    let ids = try bench.store.write { writer in
      try (0..<3).map { try writer.addGroup(named: "N\($0)", at: ImportBench.moment(0)) }
    }
    #expect(ids == [Self.quadrillion, Self.quadrillion + 2, Self.quadrillion + 3])
  }

  @Test("An id that was given is not given again when its thing is gone") func notAgain() throws {
    let bench = try ImportBench()
    try bench.store.write { writer in
      let group = try writer.addGroup(named: "A", at: ImportBench.moment(0))
      try writer.addMembership(userID: 1, groupID: group, at: ImportBench.moment(0))
      try writer.addMembership(userID: 1, groupID: group, at: ImportBench.moment(0))
      try writer.removeMembership(userID: 1, groupID: group)
      try writer.addMembership(userID: 1, groupID: group, at: ImportBench.moment(0))
    }
    #expect(try bench.look("SELECT id FROM group_membership") == ["2"])
  }

  @Test("Audits and their events never share an id, over several runs and among imported ones") func audits()
    throws
  {
    let bench = try ImportBench()
    try bench.importing((1...6).map { Feed.ticket($0, at: 1) })
    // As another store's export would bring them, each with one event behind it.
    try bench.take(
      Feed.audit(Self.quadrillion + 4, ticket: 1, at: 1, Feed.comment),
      Feed.audit(Self.largest, ticket: 1, at: 1, Feed.comment))
    for tickets in [[Int64(1), 2], [3], [4, 5, 6]] {
      try bench.update(tickets, .endSession(.agentEnded, routing: nil), at: 9)
    }
    let ids = try bench.look(
      """
      SELECT id FROM audit UNION ALL SELECT a.id + 1 + e.key FROM audit a,
        json_each(coalesce(a.events, a.document -> '$.events')) e
      """)
    #expect(ids.count == 2 * 2 + 6 * 3)
    #expect(Set(ids).count == ids.count)
    #expect(
      try bench.look("SELECT max(id) - \(Self.quadrillion) FROM audit WHERE document IS NULL") == ["18"])
  }
}
