import CivilTime
import JSONText
import SessionModel
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine

/// Staff made here who turn out to be imported ones, by their e-mail (§12).
@Suite struct StaffMergeTests {
  @Test("§12 everything that names them names them by the imported id") func everyMention() throws {
    let made = try TestStore()
    let agent = Person(
      id: 0, name: "Ada", email: "ada@example.com", role: .agent, status: .away, messagingCapacity: 3,
      emailCapacity: 4)
    let local = try made.add(agent)
    let group = try made.addGroup("Support")
    try made.store.write { try $0.addMembership(userID: local, groupID: group, at: Wire.instant(0)) }
    try made.take(Wire.ticket(5), Wire.ticket(6, requester: local), Wire.user(11))
    try made.store.write { writer in
      try writer.setFeature(
        .endUsers,
        FeatureState(enabled: true, changedAt: Wire.instant(1), changedBy: local, changedFrom: nil))
      var entry = TestStore.entry("by Ada")
      entry.actorID = local
      try writer.log(entry)
    }
    var request = UpdateRequest.tickets([5], .setAssignee(local))
    request.update.actor = .user(id: local)
    _ = try made.run(request)
    request.update.steps = [.endSession(.agentEnded, routing: nil)]
    _ = try made.run(request)
    var comment = UpdateRequest.tickets([6], .comment(body: "I ask myself", isPublic: true))
    comment.update.actor = .user(id: local)
    _ = try made.run(comment)
    // A trigger with the same number is somebody else.
    var end = UpdateRequest.end(.sessions(2), reason: .triggerEnded)
    end.update.actor = .trigger(id: local)
    _ = try made.run(end)

    let report = try made.take(Wire.user(777, "Ada L.", email: "ADA@example.com", role: "agent", updated: 9))
    #expect(report.mergedStaff == [local: 777])
    #expect(report.counts[.user]?.updated == 1)

    let person = try #require(try made.store.read { try $0.person(id: 777) })
    #expect(person.name == "Ada L." && person.origin == .imported)
    #expect(person.status == .away && person.messagingCapacity == 3 && person.emailCapacity == 4)
    #expect(try made.store.read { try $0.person(id: local) } == nil)
    #expect(try made.store.read { try $0.memberships().map(\.userID) } == [777])
    #expect(try made.store.read { try $0.feature(.endUsers).changedBy } == 777)
    var actors: [Int64?] = []
    try made.store.read { try $0.forEachLogEntry { if $0.command == "by Ada" { actors.append($0.actorID) } } }
    #expect(actors == [777])
    #expect(try made.ticket(5)?.assigneeID == 777)
    #expect(try made.session(1)?.endedBy == .user(id: 777))
    #expect(try made.session(2)?.endedBy == .trigger(id: local))
    #expect(try made.export(.ticket).map { $0.contains("\"commenter_id\":777,") } == [false, true])
    #expect(try made.ticket(6)?.requesterID == 777)
    #expect(try made.store.read { try $0.conversation(id: 2)?.userID } == 777)
    let authors = try made.export(.audit).map { try JSONValue.parse($0)["audit"]?["author_id"] }
    #expect(authors == [777, 777, 777, -1])
    #expect(try made.rows("PRAGMA foreign_key_check").isEmpty)
  }

  @Test("§12 nobody loses the right to administer by being found elsewhere") func admins() throws {
    let made = try TestStore()
    try made.take(Wire.user(777, "Root", email: "admin@example.com", role: "agent"))
    let person = try #require(try made.store.read { try $0.firstAdmin() })
    #expect(person.id == 777 && person.role == .admin && person.name == "Root")
    // The public API goes on saying agent; that is newer data and is believed.
    let before = try made.export(.user)
    try made.take(Wire.user(777, "Root", email: "admin@example.com", role: "agent"))
    #expect(try made.export(.user) == before)
  }

  @Test("§12 a customer with the same address is somebody else") func customers() throws {
    let made = try TestStore()
    let report = try made.take(Wire.user(777, email: "admin@example.com"))
    #expect(report.mergedStaff.isEmpty)
    #expect(try made.store.read { try $0.people(email: "Admin@Example.com").map(\.id) } == [1, 777])
  }

  @Test("§12 both are in the same group already") func sameGroup() throws {
    let made = try TestStore()
    let local = try made.add(Person(id: 0, name: "Ada", email: "ada@example.com", role: .agent))
    let group = try made.addGroup("Support")
    try made.store.write { try $0.addMembership(userID: local, groupID: group, at: Wire.instant(0)) }
    try made.take(Wire.membership(41, user: 777, group: group))
    try made.take(Wire.user(777, email: "ada@example.com", role: "agent"))
    let memberships = try made.store.read { try $0.memberships() }
    #expect(memberships.count == 1)
    #expect(memberships.first?.userID == 777 && memberships.first?.groupID == group)
  }

  @Test("§12 named by the old id in the same file, before and after") func namedAround() throws {
    let made = try TestStore()
    let local = try made.add(Person(id: 0, name: "Ada", email: "ada@example.com", role: .agent))
    try made.take(
      Wire.ticket(5, assignee: local), Wire.user(777, email: "ada@example.com", role: "agent"),
      Wire.ticket(6, assignee: local))
    #expect(try made.ticket(5)?.assigneeID == 777)
    // From here on the old id is one that was only named.
    #expect(try made.ticket(6)?.assigneeID == local)
    #expect(try made.rows("PRAGMA foreign_key_check").isEmpty)
  }

  @Test("The same person under the same id") func sameID() throws {
    let made = try TestStore()
    let report = try made.take(Wire.user(1, "Root", email: "admin@example.com", role: "admin", updated: -9))
    #expect(report.mergedStaff.isEmpty && report.counts[.user]?.updated == 1)
    let person = try #require(try made.store.read { try $0.person(id: 1) })
    #expect(person.name == "Root" && person.origin == .imported)
  }
}
