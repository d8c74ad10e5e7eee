import CivilTime
import SessionModel
import Testing

/// What counts as a change since a session was planned to end, and how it is told.
@Suite struct PlannedSessionTests {
  private static let planned = PlannedSession(
    id: 7, ticketID: 1007, requesterName: "Kim", lastActivityAt: Instant(1_784_000_000),
    lastSender: .customer,
    ticket: PlannedSession.Ticket(
      subject: "Parcel", status: .open, priority: .none, assigneeID: 2, groupID: 3, tags: "a b",
      updatedAt: Instant(1_784_000_100)), lastEventID: 40)

  private static let later = Instant(1_784_000_200)

  @Test("what is as it was can be ended; another name of the customer is no change of the ticket")
  func same() {
    var now = Self.planned
    #expect(Self.planned.departure(by: now) == nil)
    now.requesterName = "Kim Doe"
    #expect(Self.planned.departure(by: now) == nil)
  }

  @Test("what is gone, has ended or was active is told as that, whatever else has changed")
  func sessions() {
    #expect(Self.planned.departure(by: nil) == "it is no longer in the store")
    var now = Self.planned
    now.ticket?.status = .solved
    now.lastActivityAt = Self.later
    #expect(
      Self.planned.departure(by: now)
        == "it has been active since it was planned, last at 2026-07-14T03:36:40Z")
    now.end = PlannedSession.End(at: Self.later, reason: .triggerEnded)
    #expect(
      Self.planned.departure(by: now)
        == "it has ended since it was planned at 2026-07-14T03:36:40Z (trigger_ended)")
    now.end = PlannedSession.End(at: nil, reason: nil)
    #expect(Self.planned.departure(by: now) == "it has ended since it was planned")
    now = Self.planned
    now.lastSender = .agent
    #expect(Self.planned.departure(by: now)?.hasPrefix("it has been active since it was planned") == true)
  }

  @Test("a hand-off since is told with the ticket")
  func handoff() {
    var planned = Self.planned
    (planned.ticketID, planned.ticket) = (nil, nil)
    #expect(
      planned.departure(by: Self.planned)
        == "it was handed over after it was planned, and now has ticket 1007")
    #expect(Self.planned.departure(by: planned) == "it no longer has a ticket")
    var other = Self.planned
    other.ticketID = 1008
    #expect(Self.planned.departure(by: other) == "its ticket is now 1008, not the planned one")
  }

  private static let changes: [(String, @Sendable (inout PlannedSession) -> Void)] = [
    ("status open → pending", { $0.ticket?.status = .pending }),
    ("another assignee", { $0.ticket?.assigneeID = nil }), ("another group", { $0.ticket?.groupID = 4 }),
    ("another priority", { $0.ticket?.priority = .urgent }), ("other tags", { $0.ticket?.tags = "a" }),
    ("another subject", { $0.ticket?.subject = "\u{1B}[2J" }),
    ("updated at 2026-07-14T03:36:40Z", { $0.ticket?.updatedAt = later }),
  ]

  @Test(
    "each change of the ticket is told, in words that hold no text of customers", arguments: 0..<changes.count
  )
  func tickets(index: Int) {
    let (words, change) = Self.changes[index]
    var now = Self.planned
    change(&now)
    #expect(Self.planned.departure(by: now) == "its ticket has changed since it was planned: \(words)")
  }

  @Test("an entry in the history is a change, also in the second of the planning")
  func event() {
    var now = Self.planned
    now.lastEventID = 41
    #expect(Self.planned.departure(by: now) == "its ticket has changed since it was planned")
    var talk = now
    (talk.ticketID, talk.ticket) = (nil, nil)
    var planned = talk
    planned.lastEventID = nil
    #expect(planned.departure(by: talk) == "its conversation has changed since it was planned")
  }
}
