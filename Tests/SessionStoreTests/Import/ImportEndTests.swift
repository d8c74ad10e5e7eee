import SessionModel
import Testing

@testable import SessionStore

/// Ends that come from elsewhere, and the activity around them (§12, E13, E14).
@Suite struct ImportEndTests {
  @Test("A session belongs to whom its ticket belongs (E13)") func requester() throws {
    let bench = try ImportBench()
    try bench.take(Feed.ticket(1, requester: 11, at: 1))
    try bench.take(Feed.ticket(1, requester: 12, at: 2))
    #expect(try bench.look("SELECT user_id FROM session") == ["12"])
    try bench.update([1], .endSession(.agentEnded, routing: nil), at: 3)
    try bench.take(Feed.ticket(1, requester: 13, at: 4))
    #expect(try bench.look("SELECT user_id FROM session") == ["13"])
  }

  @Test("A sender is known once their user is, whoever else named them", arguments: [true, false])
  func senders(together: Bool) throws {
    let bench = try ImportBench()
    let lines = [
      Feed.audit(5, ticket: 1, by: 77, at: 3, Feed.comment), Feed.ticket(1, at: 4),
      Feed.user(77, role: "agent"),
    ]
    if together { try bench.importing(lines) } else { for line in lines { try bench.take(line) } }
    #expect(try bench.session(ofTicket: 1) == "0 - - 3 2")
    #expect(try bench.look("PRAGMA foreign_key_check") == [])
  }
}
