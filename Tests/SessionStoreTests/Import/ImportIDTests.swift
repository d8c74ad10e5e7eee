import GRDB
import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine

/// Ids made here beside imported ones, whatever those are (§12).
@Suite struct ImportIDTests {
  private static let firstBesideImports: Int64 = 900_000_000_000_000
  private static let largest: Int64 = 9_007_199_254_740_991

  @Test("An imported id at the end of the range leaves the ids made here where they are") func largest()
    throws
  {
    let bench = try ImportBench()
    try bench.take(Feed.group(Self.largest), Feed.group(Self.firstBesideImports + 1))
    let ids = try bench.store.write { writer in
      try (0..<3).map { try writer.addGroup(named: "N\($0)", at: ImportBench.moment(0)) }
    }
    #expect(ids == [Self.firstBesideImports, Self.firstBesideImports + 2, Self.firstBesideImports + 3])
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
    #expect(
      try bench.export(.groupMembership).map { $0.hasPrefix(#"{"group_membership":{"id":2,"#) } == [true])
  }

  @Test("Audits and their events never share an id, over several runs and among imported ones") func audits()
    throws
  {
    let bench = try ImportBench()
    try bench.importing((1...6).map { Feed.ticket($0, at: 1) })
    // As another store's export would bring them, each with one event behind it.
    try bench.take(
      Feed.audit(Self.firstBesideImports + 4, ticket: 1, at: 1, Feed.comment),
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
      try bench.look("SELECT max(id) - \(Self.firstBesideImports) FROM audit WHERE document IS NULL") == [
        "18"
      ])
  }

  @Test("Sessions count on from 1 beside those of an export, and never beyond what JSON can hold")
  func sessions() throws {
    let bench = try ImportBench()
    try bench.take(
      Feed.session(Self.largest), Feed.session(2, user: 12), Feed.ticket(1), Feed.ticket(2), Feed.ticket(3))
    var ids: [Int64] = []
    try bench.store.read { try $0.forEachConversation { ids.append($0.session.id) } }
    #expect(ids == [1, 2, 3, 4, Self.largest])
    try bench.take(Feed.ticket(4))
    #expect(try bench.store.read { try $0.session(ticketID: 4) }?.id == 5)
  }

  @Test("A session whose id can't be kept gets another, and its audits follow it, once") func renumbered()
    throws
  {
    let bench = try ImportBench()
    let huge: Int64 = 1 << 60
    let lines = [Feed.session(huge), Feed.audit(5, conversation: huge, at: 1, Feed.comment)]
    for _ in 1...2 {
      #expect(try bench.importing(lines).failures == [])
      #expect(try bench.export(.session).map { $0.hasPrefix(#"{"session":{"id":1,"#) } == [true])
      #expect(try bench.export(.audit).map { $0.contains("\"conversation_id\":1,") } == [true])
    }
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test("A ticket's session that comes under a taken id takes its conversation's audits along") func taken()
    throws
  {
    let bench = try ImportBench()
    try bench.take(Feed.ticket(1))
    let claim = """
      {"session":{"id":1,"user_id":12,"channel":"whatsapp","state":"active","started_at":\(Feed.time(0)),\
      "last_activity_at":\(Feed.time(1))}}
      """
    let lines = [
      Feed.ticket(2, requester: 12, beside: claim), Feed.audit(5, conversation: 1, at: 1, Feed.comment),
    ]
    #expect(try bench.importing(lines).failures == [])
    let session = try #require(try bench.store.read { try $0.session(ticketID: 2) })
    let place = "\"conversation_id\":\(session.id),"
    #expect(try session.id != 1 && bench.export(.audit).map { $0.contains(place) } == [true])
    // Also where the ticket is known already.
    try bench.take(lines[0], Feed.audit(6, conversation: 1, at: 2, Feed.comment))
    #expect(try bench.export(.audit).map { $0.contains(place) } == [true, true])
  }

  @Test("A conversation with another's id is refused; the same one goes on") func sameID() throws {
    let bench = try ImportBench()
    try bench.take(Feed.session(7))
    #expect(try bench.take(Feed.session(7)).counts[.session]?.unchanged == 1)
    #expect(
      try bench.refused(Feed.session(7, user: 12))
        == "session 7: another conversation has this id here, and an import never overwrites one")
    #expect(try bench.refused(Feed.session(7, started: 1)) != nil)
    #expect(try bench.take(Feed.session(7, active: 9)).counts[.session]?.updated == 1)
    #expect(try bench.take(Feed.session(7, active: 5)).counts[.session]?.unchanged == 1)
    // Handed to an agent since: it is still the same conversation.
    let session = """
      {"session":{"id":7,"user_id":11,"channel":"whatsapp","state":"active","started_at":\(Feed.time(0)),\
      "last_activity_at":\(Feed.time(10))}}
      """
    try bench.take(Feed.ticket(3, beside: session))
    let handed = try #require(try bench.store.read { try $0.session(ticketID: 3) })
    #expect(handed.id == 7 && handed.lastActivityAt == ImportBench.moment(10))
    #expect(try bench.export(.session) == [])
  }
}
