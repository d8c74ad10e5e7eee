import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine

/// Ends that come from elsewhere, and the activity around them (§12, E13, E14).
@Suite struct ImportEndTests {
  @Test("Tickets closed elsewhere end their sessions together, each at its own moment (E14)") func closes()
    throws
  {
    let bench = try ImportBench()
    let ids = Array(Int64(1)...50)
    try bench.importing(ids.map { Feed.ticket($0, at: 1) })
    let report = try bench.importing(ids.map { Feed.ticket($0, status: "closed", at: 100 + Int($0)) })
    #expect(report.counts[.ticket]?.updated == 50)
    let audits = try bench.export(.audit)
    #expect(audits.count == 50)
    for id in ids {
      #expect(try bench.session(ofTicket: id) == "ended ticket_closed \(100 + id) 1 -")
      #expect(try bench.ticket(id).updatedAt == ImportBench.moment(100 + Int(id)))
      let audit = "\"ticket_id\":\(id),\"created_at\":\(Feed.time(100 + Int(id))),"
      #expect(audits.count { $0.contains(audit) } == 1)
    }
    #expect(try bench.importing(ids.map { Feed.ticket($0, status: "closed", at: 500) }).failures == [])
    #expect(try bench.export(.audit) == audits)
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test("An end that an audit of the same file tells of goes before the close, in either order") func told()
    throws
  {
    let closed = Feed.ticket(1, status: "closed", at: 9)
    let end = Feed.audit(5, ticket: 1, at: 7, Feed.end)
    for lines in [[closed, end], [end, closed]] {
      let bench = try ImportBench()
      try bench.take(Feed.ticket(1, at: 1))
      #expect(try bench.importing(lines).failures == [])
      #expect(try bench.session(ofTicket: 1) == "ended agent_ended 7 1 -")
    }
  }

  /// Every order of the records.
  private static func orders(_ lines: [String]) -> [[String]] {
    guard lines.count > 1 else { return [lines] }
    return lines.indices.flatMap { index in
      var rest = lines
      let first = rest.remove(at: index)
      return orders(rest).map { [first] + $0 }
    }
  }

  @Test("The last activity is the last message before the end, in any order, in one file or many")
  func anyOrder() throws {
    let lines = [
      Feed.ticket(1, at: 4), Feed.audit(5, ticket: 1, at: 3, Feed.comment),
      Feed.audit(6, ticket: 1, at: 5, Feed.end), Feed.audit(7, ticket: 1, by: 12, at: 7, Feed.comment),
    ]
    for order in Self.orders(lines) {
      let together = try ImportBench()
      #expect(try together.importing(order).failures == [])
      #expect(try together.session(ofTicket: 1) == "ended agent_ended 5 3 customer")
      let apart = try ImportBench()
      for line in order { try apart.take(line) }
      #expect(try apart.session(ofTicket: 1) == "ended agent_ended 5 3 customer")
    }
  }

  @Test("Without a message before the end the activity is never behind it") func clamped() throws {
    let lines = [
      Feed.ticket(1, at: 8), Feed.audit(6, ticket: 1, at: 5, Feed.end),
      Feed.audit(7, ticket: 1, by: 12, at: 7, Feed.comment),
    ]
    for order in Self.orders(lines) {
      let bench = try ImportBench()
      #expect(try bench.importing(order).failures == [])
      #expect(try bench.session(ofTicket: 1) == "ended agent_ended 5 5 -")
    }
    let bench = try ImportBench()
    try bench.take(Feed.ticket(1, at: 2), Feed.audit(7, ticket: 1, at: 7, Feed.comment))
    try bench.take(Feed.ticket(1, status: "closed", at: 5))
    #expect(try bench.session(ofTicket: 1) == "ended ticket_closed 5 5 -")
  }

  @Test("A session belongs to whom its ticket belongs (E13)") func requester() throws {
    let bench = try ImportBench()
    try bench.take(Feed.ticket(1, requester: 11, at: 1))
    try bench.take(Feed.ticket(1, requester: 12, at: 2))
    func owner() throws -> Int64? { try bench.store.read { try $0.conversation(id: 1)?.userID } }
    #expect(try owner() == 12)
    try bench.update([1], .endSession(.agentEnded, routing: nil), at: 3)
    try bench.take(Feed.ticket(1, requester: 13, at: 4))
    #expect(try owner() == 13)
  }

  @Test("A sender is known once their user is, whoever else named them", arguments: [true, false])
  func senders(together: Bool) throws {
    let bench = try ImportBench()
    let lines = [
      Feed.audit(5, ticket: 1, by: 77, at: 3, Feed.comment), Feed.ticket(1, at: 4),
      Feed.user(77, role: "agent"),
    ]
    if together { try bench.importing(lines) } else { for line in lines { try bench.take(line) } }
    #expect(try bench.session(ofTicket: 1) == "active - - 3 agent")
    #expect(try bench.look("PRAGMA foreign_key_check") == [])
  }
}
