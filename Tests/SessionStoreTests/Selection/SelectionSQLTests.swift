import CivilTime
import SessionModel
import TestSupport
import Testing

@testable import SessionStore
@testable import StoreEngine

@Suite struct SelectionSQLTests {
  @Test(
    "§1, session list: random selections answer as a naive look at every session",
    arguments: 1..<9 as Range<UInt64>)
  func sessions(seed: UInt64) throws {
    let world = World(seed: seed)
    let made = try world.store()
    var random = SplitMix(seed: seed &* 77)
    var (found, empty) = (0, 0)
    for _ in 0..<250 {
      let selection = world.randomSelection(&random)
      let expected = world.sessions.filter { world.matches($0, selection) }.map(\.id).sorted()
      let (ids, count, two) = try made.store.read { reader in
        var ids: [Int64] = []
        try reader.forEachSession(selection) { ids.append($0.id) }
        var two: [Int64] = []
        try reader.forEachSession(selection, limit: 2) { two.append($0.id) }
        return (ids, try reader.countSessions(selection), two)
      }
      #expect(ids == expected, "\(selection)")
      #expect(count == expected.count, "\(selection)")
      #expect(two == Array(expected.prefix(2)), "\(selection)")
      if expected.isEmpty { empty += 1 } else { found += expected.count }
    }
    // Random selections are worth something only if many find something and not everything.
    #expect(found > 500 && empty < 200)
  }

  @Test(
    "ticket list: random selections answer as a naive look at every ticket",
    arguments: 11..<15 as Range<UInt64>)
  func tickets(seed: UInt64) throws {
    let world = World(seed: seed)
    let made = try world.store()
    var random = SplitMix(seed: seed &* 77)
    for _ in 0..<250 {
      var selection = world.randomSelection(&random)
      selection.ticketLink = .any
      let expected = world.tickets.filter { world.matches($0, selection) }.map(\.id).sorted()
      let (ids, count) = try made.store.read { reader in
        var ids: [Int64] = []
        try reader.forEachTicket(selection) { ids.append($0.id) }
        return (ids, try reader.countTickets(selection))
      }
      #expect(ids == expected, "\(selection)")
      #expect(count == expected.count, "\(selection)")
    }
  }

  @Test("Everything of a session is in its row") func sessionRows() throws {
    let world = World(seed: 21)
    let made = try world.store()
    var rows: [Int64: SessionRow] = [:]
    try made.store.read { try $0.forEachSession(Selection()) { rows[$0.id] = $0 } }
    #expect(rows.count == world.sessions.count)
    for session in world.sessions {
      let row = try #require(rows[session.id])
      #expect(row.ticketID == session.ticket.map { world.tickets[$0].id })
      #expect(row.channel == session.channel && row.state == session.part.state)
      #expect(row.startedAt == session.startedAt && row.lastActivityAt == session.lastActivityAt)
      #expect(row.lastSender == session.lastSender && row.endReason == session.part.end?.reason)
      #expect(row.endedAt == session.part.end?.at && row.endedBy == session.part.end?.by)
    }
  }

  @Test("Everything of a ticket is in its row") func ticketRows() throws {
    let world = World(seed: 22)
    let made = try world.store()
    for ticket in world.tickets {
      let row = try #require(try made.ticket(ticket.id))
      #expect(row.subject == ticket.subject && row.channel == ticket.channel)
      #expect(row.status == ticket.part.status && row.priority == ticket.part.priority)
      #expect(row.routingChannel == ticket.part.routingChannel)
      #expect(row.assigneeID == ticket.part.assigneeID && row.groupID == ticket.part.groupID)
      #expect(row.tags == ticket.part.tags && row.requesterID == 11 && row.requesterName == "Kim")
      #expect(row.createdAt == ticket.createdAt && row.updatedAt == ticket.updatedAt)
      #expect(row.session?.id == ticket.session.map { world.sessions[$0].id })
      #expect(row.session?.state == ticket.session.map { world.sessions[$0].part.state })
      #expect(row.session?.endedBy == ticket.session.flatMap { world.sessions[$0].part.end?.by })
    }
    #expect(try made.ticket(World.placeholderID) == nil)
  }

  @Test("Lists can be sorted by what they show, ties by id") func orders() throws {
    let world = World(seed: 23)
    let made = try world.store()
    func ids(_ field: String, _ descending: Bool) throws -> [Int64] {
      var ids: [Int64] = []
      let order = ListOrder(field: field, descending: descending)
      try made.store.read { try $0.forEachSession(Selection(), order: order) { ids.append($0.id) } }
      return ids
    }
    let ascending = world.sessions.sorted { ($0.lastActivityAt, $0.id) < ($1.lastActivityAt, $1.id) }
    #expect(try ids("last_activity_at", false) == ascending.map(\.id))
    let descending = world.sessions.sorted {
      ($1.lastActivityAt, $0.id) < ($0.lastActivityAt, $1.id)
    }
    #expect(try ids("last_activity_at", true) == descending.map(\.id))
    for field in StoreReader.sessionOrders.keys {
      #expect(try Set(ids(field, false)) == Set(world.sessions.map(\.id)))
    }
    for field in StoreReader.ticketOrders.keys {
      var count = 0
      let order = ListOrder(field: field, descending: true)
      try made.store.read { try $0.forEachTicket(Selection(), order: order) { _ in count += 1 } }
      #expect(count == world.tickets.count { $0.part.status != .deleted })
    }
  }

  @Test("Security: values are bound, never spliced") func hostileValues() throws {
    let made = try World(seed: 24).store()
    let before = try made.export()
    for text in ["'", "' OR 1=1 --", "%", "\\", "a'); DROP TABLE session; --"] {
      var selections = [Selection(), Selection(), Selection(), Selection()]
      selections[0].channels.oneOf = [text]
      selections[1].tags = [text]
      selections[2].subjects = [text + "'x"]
      selections[3].state = .active
      selections[3].channels.oneOf = [text]
      for selection in selections {
        #expect(try made.store.read { try $0.countSessions(selection) } == 0, "\(selection)")
      }
    }
    #expect(try made.export() == before)
  }

  @Test("--idle-for: is the feed alive? Ended sessions count as well") func activity() throws {
    let world = World(seed: 25)
    let made = try world.store()
    for hour in 0...100 {
      let moment = Wire.instant(hour)
      let expected = world.sessions.contains { $0.lastActivityAt >= moment }
      #expect(try made.store.read { try $0.hasActivity(since: moment, until: .latest) } == expected)
    }
    try made.execute("DELETE FROM session WHERE state = 0")
    let last = world.sessions.filter { $0.part.state == .ended }.map(\.lastActivityAt).max()!
    #expect(try made.store.read { try $0.hasActivity(since: last, until: .latest) })
    #expect(try made.store.read { try !$0.hasActivity(since: last.advanced(by: 1), until: .latest) })
  }
}
