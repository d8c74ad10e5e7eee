import CivilTime
import JSONText
import Testing

/// What every ticket keeps to, so that the account could have come about.
@Suite struct StoryTests {
  @Test(arguments: [1, 2, 0xFFFF_FFFF_FFFF_FFFF] as [UInt64])
  func everyTicketIsConsistent(seed: UInt64) throws {
    let account = try WrittenAccount.shared(seed: seed)
    let staff = Set(account.staff.compactMap { $0["id"]?.integer })
    var sessionID: Int64 = 0
    var ticketID: Int64 = 1000
    for entry in account.tickets {
      ticketID += 1
      #expect(entry.id == ticketID)
      expectOrder(of: entry)
      expectLastComment(of: entry)
      expectStatusHistory(of: entry)
      if let session = entry.session {
        sessionID += 1
        #expect(session["id"]?.integer == sessionID)
        #expect(session["user_id"] == entry.ticket["requester_id"])
        #expect(session["channel"] == entry.ticket["via"]?["channel"])
        expectEnd(of: entry, session, staff)
      } else {
        #expect(entry.ticket["via"]?["channel"]?.string == "email")
        #expect(entry.local["routing_channel"]?.string == "email")
      }
      if let assignee = entry.ticket["assignee_id"]?.integer { #expect(staff.contains(assignee)) }
    }
    #expect(sessionID == 2000)
  }

  private func expectOrder(of entry: WrittenTicket) {
    let created = entry.ticket.time("created_at")!
    let updated = entry.ticket.time("updated_at")!
    let lastActivity = entry.local.time("commented_at")!
    #expect(created <= lastActivity && lastActivity <= updated && updated <= WrittenAccount.now)
    let times = entry.audits.map { $0.time("created_at")! }
    #expect(times == times.sorted())
    #expect(times.first == created && times.last == updated)
    guard let session = entry.session else { return }
    #expect((2...4).contains(entry.audits.count))
    #expect(session.time("started_at")! <= created)
    #expect(session.time("last_activity_at") == lastActivity)
    guard let ended = session.time("ended_at") else { return }
    #expect(lastActivity <= ended && ended <= updated)
  }

  private func expectLastComment(of entry: WrittenTicket) {
    let comments = entry.events("Comment").filter { $0.event["public"]?.bool == true }
    let (audit, comment) = comments.last!
    #expect(comments.first?.event["author_id"] == entry.ticket["requester_id"])
    #expect(audit.time("created_at") == entry.local.time("commented_at"))
    let author = comment["author_id"]?.integer
    #expect(
      author == -1 ? entry.local["commenter_id"]!.isNull : entry.local["commenter_id"]?.integer == author)
    guard let session = entry.session else { return }
    let isCustomer = author == entry.ticket["requester_id"]?.integer
    #expect(session["last_sender"]?.string == (author == -1 ? "ai_agent" : isCustomer ? "customer" : "agent"))
  }

  private func expectStatusHistory(of entry: WrittenTicket) {
    var status: JSONValue = "new"
    var assignee: JSONValue = .null
    for (_, event) in entry.events("Change") {
      if event["field_name"]?.string == "status" {
        #expect(event["previous_value"] == status)
        status = event["value"]!
      } else {
        #expect(event["previous_value"] == assignee)
        assignee = event["value"]!
      }
    }
    #expect(entry.ticket["status"] == status)
    #expect(entry.ticket["assignee_id"]?.integer.map { .string(String($0)) } ?? .null == assignee)
    #expect((entry.local["assigned_channel"]?.isNull ?? true) == assignee.isNull)
    #expect(assignee.isNull == (entry.status == "new"))
  }

  private func expectEnd(of entry: WrittenTicket, _ session: JSONValue, _ staff: Set<Int64>) {
    let ends = entry.events("MessagingSessionEnded")
    let changes = entry.events("RoutingChannelChanged")
    let routing = entry.local["routing_channel"]?.string
    if entry.isActive {
      #expect(ends.isEmpty && changes.isEmpty && routing == "messaging")
      #expect(entry.status != "closed")
      #expect(session["ended_at"]!.isNull && session["end_reason"]!.isNull && session["ended_by"]!.isNull)
      return
    }
    let (audit, event) = ends[0]
    let reason = session["end_reason"]?.string
    #expect(ends.count == 1 && event["reason"]?.string == reason)
    #expect(audit.time("created_at") == session.time("ended_at"))
    #expect(event["routing_channel_after"]?.string == routing)
    #expect(changes.count == (routing == "email" ? 1 : 0))
    #expect(
      entry.local.time("routing_channel_changed_at") == (routing == "email" ? session.time("ended_at") : nil))
    let by = session["ended_by"]!
    if reason == "ticket_closed" {
      #expect(by == ["type": "system", "id": .null] && entry.status == "closed" && routing == "messaging")
    } else {
      #expect(by["type"]?.string == "user" && staff.contains(by["id"]!.integer!))
      #expect(by["id"] == audit["author_id"])
    }
    if reason == "channel_changed" { #expect(routing == "email") }
  }

  @Test func idsOfAuditsAndEventsAreUniqueAndInOrder() throws {
    var next: Int64 = 500_000_000_001
    for audit in try WrittenAccount(sessions: 200, seed: 4).things("audit") {
      #expect(audit["id"]?.integer == next)
      next += 1
      for event in audit["events"]!.array! {
        #expect(event["id"]?.integer == next)
        next += 1
      }
    }
  }
}
