import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine

/// What changed here, and what a feed says afterwards: only the feed's own times decide what is newer, and a field
/// that was changed here stays as long as the feed says the same of it.
@Suite struct ImportLocalChangesTests {
  private func ticket(_ bench: ImportBench) throws -> String {
    let ticket = try bench.ticket()
    return "\(ticket.status.word) \(ticket.tags) \(ticket.assigneeID.map(String.init) ?? "nobody")"
  }

  @Test("An end here does not hide what the feed says of the time before") func end() throws {
    let bench = try ImportBench()
    try bench.take(Feed.ticket(1, at: 5))
    try bench.update([1], .endSession(.agentEnded, routing: nil), at: 100)
    try bench.take(Feed.ticket(1, status: "pending", tags: "[\"a\"]", at: 50))
    #expect(try ticket(bench) == #"pending ["a"] nobody"#)
    #expect(try bench.ticket().updatedAt == ImportBench.moment(100))
    #expect(try bench.session(ofTicket: 1).hasPrefix("ended agent_ended 100 "))
    // Nor does the feed's own older word come back.
    let report = try bench.take(Feed.ticket(1, status: "open", at: 49))
    #expect(report.counts[.ticket]?.unchanged == 1)
    #expect(try bench.exportedAgain() == bench.export())
  }

  @Test("§12 fields that changed here stay while the feed says the same of them") func fields() throws {
    let bench = try ImportBench()
    try bench.take(Feed.user(7, role: "agent"), Feed.user(8, role: "agent"), Feed.ticket(1, at: 5))
    try bench.update([1], .setStatus(.solved), .setAssignee(7), at: 100)
    try bench.take(Feed.ticket(1, tags: "[\"a\"]", at: 50))
    #expect(try ticket(bench) == #"solved ["a"] 7"#)
    let export = try bench.export()
    #expect(export.contains { $0.contains(#""local_fields":["status","assignee_id"]"#) })
    #expect(try bench.exportedAgain() == export)
    #expect(try bench.importing(export).changed == 0)

    // The rule holds where the export was imported, too.
    let other = try ImportBench()
    try other.importing(export)
    for store in [bench, other] {
      try store.take(Feed.ticket(1, tags: "[\"b\"]", at: 200))
      #expect(try ticket(store) == #"solved ["b"] 7"#)
      // One field after the other, whenever that is said.
      try store.take(Feed.ticket(1, assignee: 8, tags: "[\"c\"]", at: 201))
      #expect(try ticket(store) == #"solved ["c"] 8"#)
      try store.take(Feed.ticket(1, status: "hold", assignee: 8, tags: "[\"c\"]", at: 201))
      #expect(try ticket(store) == #"hold ["c"] 8"#)
      #expect(try store.export(.ticket).map { $0.contains(#""local_fields":[]"#) } == [true])
    }
  }

  @Test("A ticket that was closed elsewhere is closed, whatever its status was set to here") func closed()
    throws
  {
    let bench = try ImportBench()
    try bench.take(Feed.ticket(1, at: 5))
    try bench.update([1], .setStatus(.pending), at: 100)
    try bench.take(Feed.ticket(1, status: "closed", at: 50))
    #expect(try ticket(bench) == "closed [] nobody")
    #expect(try bench.session(ofTicket: 1).hasPrefix("ended ticket_closed 50 "))
  }

  @Test("Editing an agent blocks no later record; what was edited stays while the feed says the same")
  func agent()
    throws
  {
    let bench = try ImportBench()
    try bench.take(Feed.user(7, "Ana", email: "a@example.com", role: "agent", at: 5))
    try bench.edit(7, at: 100) {
      $0.role = .admin
      $0.status = .away
    }
    try bench.take(Feed.user(7, "Ana Lima", email: "b@example.com", role: "agent", suspended: true, at: 50))
    var person = try #require(try bench.person(7))
    #expect(person.name == "Ana Lima" && person.email == "b@example.com" && person.suspended)
    #expect(person.role == .admin && person.status == .away)
    let export = try bench.export()
    #expect(try bench.exportedAgain() == export)
    #expect(try bench.importing(export).changed == 0)
    try bench.take(Feed.user(7, "Ana Lima", role: "agent", at: 101))
    person = try #require(try bench.person(7))
    #expect(person.role == .admin && !person.suspended && person.status == .away)
    try bench.take(Feed.user(7, "Ana Lima", role: "end-user", at: 102))
    #expect(try bench.person(7)?.role == .endUser)
  }
}
