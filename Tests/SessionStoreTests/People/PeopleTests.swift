import CivilTime
import GRDB
import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine

@Suite struct PeopleTests {
  private func person(_ made: TestStore, _ id: Int64) throws -> Person? {
    try made.store.read { try $0.person(id: id) }
  }

  @Test func whatIsAddedIsThere() throws {
    let made = try TestStore()
    var ada = Person(
      id: 0, name: "Ada", email: "ada@example.com", phone: "+1", locale: "de", role: .agent, suspended: true,
      status: .away, messagingCapacity: 0, emailCapacity: 500)
    ada.id = try made.add(ada)
    #expect(try person(made, ada.id) == ada)
    ada.name = "Ada L."
    (ada.email, ada.phone, ada.locale, ada.role) = (nil, nil, nil, .admin)
    (ada.suspended, ada.status, ada.messagingCapacity, ada.emailCapacity) = (false, .offline, 1, 2)
    try made.store.write { try $0.update(ada, at: TestStore.now) }
    #expect(try person(made, ada.id) == ada)
    #expect(try person(made, 404) == nil)
  }

  @Test("Two customers can share an address, staff come first, capitals don't matter") func byEmail() throws {
    let made = try TestStore()
    try made.take(
      Wire.user(50, email: "team@example.com"), Wire.user(51, email: "TEAM@example.com", role: "agent"),
      Wire.user(52, email: "team@example.com"))
    #expect(try made.store.read { try $0.people(email: "Team@Example.com").map(\.id) } == [51, 50, 52])
    #expect(try made.store.read { try $0.people(email: "nobody@example.com").isEmpty })
  }

  @Test("--as: the first admin who is not suspended") func firstAdmin() throws {
    let made = try TestStore()
    try made.take(Wire.user(50, role: "admin"), Wire.user(51, role: "agent"))
    #expect(try made.store.read { try $0.firstAdmin()?.id } == 1)
    #expect(try made.store.read { try $0.staff().map(\.id) } == [1, 50, 51])
    var admin = try #require(try person(made, 1))
    admin.suspended = true
    try made.store.write { try $0.update(admin, at: TestStore.now) }
    #expect(try made.store.read { try $0.firstAdmin()?.id } == 50)
    try made.execute("UPDATE user SET suspended = 1")
    #expect(try made.store.read { try $0.firstAdmin() } == nil)
  }

  @Test func groupsAndMemberships() throws {
    let made = try TestStore()
    let group = try made.addGroup("Support")
    try made.store.write { writer in
      try writer.addMembership(userID: 1, groupID: group, at: TestStore.now)
      try writer.addMembership(userID: 1, groupID: group, at: TestStore.now)
    }
    #expect(try made.number("SELECT count(*) FROM group_membership") == 1)
    #expect(try made.store.read { try $0.groupName(id: group) } == "Support")
    try made.take(Wire.group(360, "Sales"), Wire.ticket(5, group: 400))
    #expect(try made.store.read { try $0.groups().map(\.name) } == ["Support", "Sales"])
    try made.store.write { try $0.removeMembership(userID: 1, groupID: group) }
    #expect(try made.number("SELECT count(*) FROM group_membership") == 0)
  }

  @Test("C1, E6 the load is what is assigned and in progress") func loads() throws {
    let made = try TestStore()
    try made.take(
      Wire.ticket(1, assignee: 21), Wire.ticket(2, status: "new", assignee: 21),
      Wire.ticket(3, status: "pending", assignee: 21), Wire.ticket(4, channel: "email", assignee: 21),
      Wire.ticket(5, assignee: 22), Wire.ticket(6))
    func load(_ agent: Int64) throws -> [Int] {
      let load = try made.store.read { try $0.loads(at: TestStore.now)[agent] } ?? AgentLoad()
      return [load.messaging, load.email]
    }
    #expect(try load(21) == [2, 1] && load(22) == [1, 0])
    // The messaging slot is released; the email load is not changed by the end itself.
    _ = try made.run(.end(.active))
    #expect(try load(21) == [0, 1] && load(22) == [0, 0])
    // From its next assignment on the ticket takes one.
    _ = try made.run(.tickets([1], .setAssignee(22)))
    #expect(try load(21) == [0, 1] && load(22) == [0, 1])
    _ = try made.run(.tickets([1], .setStatus(.solved)))
    #expect(try load(22) == [0, 0])
  }
}
