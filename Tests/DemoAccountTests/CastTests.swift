import JSONText
import Testing

/// Who there is, and in which order they appear.
@Suite struct CastTests {
  @Test func groupsStaffAndMembershipsComeFirst() throws {
    let account = try WrittenAccount(sessions: 0, seed: 1)
    #expect(account.things("group").count == 6)
    #expect(account.staff.count == 13)
    #expect(account.lines.count == 6 + 13 + account.things("group_membership").count)
    #expect(
      account.staff.filter { $0["role"]?.string == "admin" }.map { $0["email"]?.string } == [
        "admin@example.com"
      ])
    let states = account.lines.compactMap { $0["sessionctl"]?["status"]?.string }
    #expect(states.count == 13)
    #expect(states.filter { $0 == "away" }.count == 1)
    #expect(states.filter { $0 == "offline" }.count == 1)
  }

  @Test func everyGroupHasMembersAndEveryMembershipItsEnds() throws {
    let account = try WrittenAccount(sessions: 0, seed: 1)
    let memberships = account.things("group_membership")
    let groups = Set(account.things("group").compactMap { $0["id"]?.integer })
    let staff = Set(account.staff.compactMap { $0["id"]?.integer })
    #expect(Set(memberships.compactMap { $0["group_id"]?.integer }) == groups)
    let members = Set(memberships.compactMap { $0["user_id"]?.integer })
    #expect(members.isSubset(of: staff))
    #expect(Set(memberships.compactMap { $0["id"]?.integer }).count == memberships.count)
  }

  @Test(arguments: [1, 77, .max] as [UInt64])
  func nobodyIsNamedBeforeTheyAppear(seed: UInt64) throws {
    let account = try WrittenAccount(sessions: 400, seed: seed)
    var known: Set<Int64> = []
    var previous: JSONValue?
    var newcomers = 0
    for line in account.lines {
      if let user = line["user"], let id = user["id"]?.integer {
        #expect(known.insert(id).inserted)
      } else if let ticket = line["ticket"], let requester = ticket["requester_id"]?.integer {
        #expect(known.contains(requester))
        if let user = previous?["user"] {
          newcomers += 1
          #expect(user["id"]?.integer == requester)
          #expect(user.time("created_at")! <= ticket.time("created_at")!)
        }
      }
      previous = line
    }
    #expect(newcomers == account.customers.count)
  }

  @Test func customersAreAsDifferentAsInLife() throws {
    let account = try WrittenAccount.shared(seed: 2)
    let customers = account.customers
    let writers = Set(
      account.tickets.filter { $0.session != nil }.compactMap { $0.ticket["requester_id"]?.integer })
    #expect((1.4...1.75).contains(2000 / Double(writers.count)))
    let emails = customers.compactMap { $0["email"]?.string }
    #expect((0.2...0.3).contains(1 - Double(emails.count) / Double(customers.count)))
    #expect(Set(emails).count == emails.count)
    #expect(customers.contains { $0["phone"]?.string != nil } && customers.contains { $0["phone"]!.isNull })
    #expect(Set(customers.map { $0["locale"]?.string }).count == 7)
    #expect(customers.contains { $0["name"]?.string?.hasPrefix("Web User ") == true })
  }

  /// Until a session has ended, its customer goes on in it (E13).
  @Test func nobodyHasTwoSessionsAtATime() throws {
    var endOfLast: [Int64: Int64] = [:]
    for entry in try WrittenAccount.shared(seed: 2).tickets {
      guard let session = entry.session, let user = session["user_id"]?.integer else { continue }
      let start = session.time("started_at")!.seconds
      #expect(endOfLast[user, default: .min] < start)
      endOfLast[user] = entry.isActive ? .max : session.time("ended_at")!.seconds
    }
  }
}
