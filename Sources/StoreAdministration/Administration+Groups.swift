import SessionModel
import SessionStore
import StoreEngine

/// Groups of agents.
extension Administration {
  /// Adds a group with agents in it, and gives its id.
  ///
  /// - Throws: `AdministrationRefusal.nameTaken`
  package func addGroup(named name: String, agents: [Person] = []) throws -> Int64 {
    try refuseTakenName(name)
    let group = Group(id: try writer.addGroup(named: name, at: moment), name: name)
    for person in agents { try writer.addMembership(userID: person.id, groupID: group.id, at: moment) }
    forgetEnvironment()
    try note(
      "created group \(name) (\(group.id))",
      [ManagedChange(group.thing, after: reader.groupDocument(id: group.id))])
    return group.id
  }

  /// A group is named by its name, too.
  private func refuseTakenName(_ name: String, besides id: Int64? = nil) throws {
    if let taken = try reader.groups().first(where: {
      !$0.deleted && $0.id != id && $0.name.lowercased() == name.lowercased()
    }) {
      throw AdministrationRefusal.nameTaken(taken.thing)
    }
  }

  /// Deletes a group to which nothing belongs.
  ///
  /// - Parameter members: who is taken out of it first
  /// - Throws: `AdministrationRefusal.groupIsInUse`
  package func delete(_ group: Group, takingOut members: [Int64] = []) throws {
    let document = try reader.groupDocument(id: group.id)
    for id in members { try writer.removeMembership(userID: id, groupID: group.id) }
    guard try !reader.isInUse(group: group.id) else { throw AdministrationRefusal.groupIsInUse(group.thing) }
    try writer.deleteGroup(group.id, at: moment)
    forgetEnvironment()
    try note("deleted group \(group.name) (\(group.id))", [ManagedChange(group.thing, before: document)])
  }

  /// Makes a group what it was, under a name and with these agents in it.
  ///
  /// - Throws: `AdministrationRefusal.nameTaken`
  func restore(_ group: Group, named name: String, members: [Int64]) throws {
    // Only the name that it gets can be taken: of two that were imported under one, the agents come back as they were.
    if group.deleted || name != group.name { try refuseTakenName(name, besides: group.id) }
    let document = group.deleted ? nil : try reader.groupDocument(id: group.id)
    try writer.restoreGroup(group.id, named: name, at: moment)
    let present = try reader.memberships().filter { $0.groupID == group.id }.map(\.userID)
    for id in members where !present.contains(id) {
      try writer.addMembership(userID: id, groupID: group.id, at: moment)
    }
    for id in present where !members.contains(id) {
      try writer.removeMembership(userID: id, groupID: group.id)
    }
    forgetEnvironment()
    try note(
      "restored group \(name) (\(group.id))",
      [
        ManagedChange(
          Group(id: group.id, name: name).thing, before: document, after: reader.groupDocument(id: group.id))
      ])
  }

  /// Renames a group, or changes who is in it.
  ///
  /// - Returns: whether anything changed
  /// - Throws: `AdministrationRefusal.nameTaken`
  @discardableResult
  package func change(
    _ before: Group, to name: String, joining: [Person] = [], leaving: [Person] = []
  ) throws -> Bool {
    let members = Set(try reader.memberships().filter { $0.groupID == before.id }.map(\.userID))
    let joining = joining.filter { !members.contains($0.id) }
    let leaving = leaving.filter { members.contains($0.id) }
    guard name != before.name || !joining.isEmpty || !leaving.isEmpty else { return false }
    if name != before.name { try refuseTakenName(name, besides: before.id) }
    let document = try reader.groupDocument(id: before.id)
    if name != before.name { try writer.rename(group: before.id, to: name, at: moment) }
    for person in joining { try writer.addMembership(userID: person.id, groupID: before.id, at: moment) }
    for person in leaving { try writer.removeMembership(userID: person.id, groupID: before.id) }
    forgetEnvironment()
    let moved = [("joined", joining), ("left", leaving)].filter { !$0.1.isEmpty }
      .map { "; \($0.1.map(\.displayName).joined(separator: ", ")) \($0.0)" }
    try note(
      "changed group \(name) (\(before.id))\(moved.joined())",
      [ManagedChange(before.thing, before: document, after: reader.groupDocument(id: before.id))])
    return true
  }

  /// Deletes a group: its tickets are handed over, its agents are taken out of it. Closed tickets go on naming it.
  ///
  /// - Returns: what came of handing its tickets over
  /// - Throws: `AdministrationRefusal` while active rules or queues name it, or where it has tickets and nobody takes them
  package func delete(_ group: Group, handingOver: HandOver) throws -> UpdateSummary {
    let named = try reader.active(needingGroup: group.id, ruleEnvironment())
    guard named.isEmpty else { throw AdministrationRefusal.isNamed(group.thing, by: named) }
    var tickets = Selection()
    tickets.groups.oneOf = [.value(group.id)]
    let moved = try handOver(tickets, of: group.thing, handingOver) { .setGroup($0) }
    let document = try reader.groupDocument(id: group.id)
    try removeMemberships { $0.groupID == group.id }
    try writer.deleteGroup(group.id, at: moment)
    forgetEnvironment()
    try note(
      "deleted group \(group.name) (\(group.id))\(handingOver.remark(moved.changed))",
      [ManagedChange(group.thing, before: document)])
    return moved
  }

  /// Takes somebody out of the staff: their tickets are handed over, and they are in no group any more. They stay as a
  /// user, whom the history names.
  ///
  /// - Returns: what came of handing their tickets over
  /// - Throws: `AdministrationRefusal` while active rules name them, where they have tickets and nobody takes them, or no
  ///   admin would be left
  package func delete(_ agent: Person, handingOver: HandOver) throws -> UpdateSummary {
    guard agent.id != actor.id else { throw AdministrationRefusal.isActor(agent.thing) }
    let named = try reader.active(needingStaff: agent.id, ruleEnvironment())
    guard named.isEmpty else { throw AdministrationRefusal.isNamed(agent.thing, by: named) }
    var tickets = Selection()
    tickets.assignees.oneOf = [.value(agent.id)]
    let moved = try handOver(tickets, of: agent.thing, handingOver) { .setAssignee($0) }
    let document = try reader.personDocument(id: agent.id)
    try removeMemberships { $0.userID == agent.id }
    var person = agent
    person.role = .endUser
    try writer.update(person, at: moment)
    forgetEnvironment()
    if agent.role == .admin, try reader.firstAdmin() == nil {
      throw AdministrationRefusal.lastAdmin(agent.displayName)
    }
    try note(
      "deleted agent \(agent.displayName) (\(agent.id))\(handingOver.remark(moved.changed))",
      [ManagedChange(agent.thing, before: document, after: reader.personDocument(id: agent.id))])
    return moved
  }

  private func removeMemberships(where isMeant: ((userID: Int64, groupID: Int64)) -> Bool) throws {
    for membership in try reader.memberships() where isMeant(membership) {
      try writer.removeMembership(userID: membership.userID, groupID: membership.groupID)
    }
  }

  /// Gives the tickets that are not closed to somebody else, by whoever manages, with all rules.
  private func handOver(
    _ selection: Selection, of thing: ManagedThing, _ handingOver: HandOver,
    _ step: (Int64?) -> Update.Step
  ) throws -> UpdateSummary {
    var selection = selection
    selection.statuses.noneOf = [.closed, .deleted]
    let count = try reader.countTickets(selection)
    if case .to(let other) = handingOver, other.id == thing.id {
      throw AdministrationRefusal.takesOverFromItself(thing)
    }
    if count == 0 { return UpdateSummary() }
    let taker: Int64?
    switch handingOver {
    case .refused: throw AdministrationRefusal.hasTickets(thing, count: count)
    case .toNobody: taker = nil
    case .to(let other): taker = Int64(other.id)
    }
    let summary = try writer.run(
      UpdateRequest(
        .tickets, selection,
        Update(actor: .user(id: actor.id), via: .api, at: moment, steps: [step(taker)]),
        policy: reader.updatePolicy()))
    // Whatever is left would be with nobody and nothing.
    guard summary.failed == 0 else { throw AdministrationRefusal.hasTickets(thing, count: summary.failed) }
    return summary
  }
}

/// Who takes the tickets of an agent or a group that is deleted.
package enum HandOver {
  /// Nobody was named: it is refused where there are any.
  case refused
  /// They are with no agent, or no group, and wait in the queues that match.
  case toNobody
  /// This agent or group takes them all.
  case to(ManagedThing)

  /// `; handed 3 tickets over to Ana (601)`
  func remark(_ count: Int) -> String {
    if count == 0 { return "" }
    let tickets = "\(count) ticket\(count == 1 ? "" : "s")"
    if case .to(let thing) = self { return "; handed \(tickets) over to \(thing.name) (\(thing.id))" }
    return "; handed \(tickets) over to nobody"
  }
}
