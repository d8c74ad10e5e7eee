import SessionModel
import SessionStore
import StoreEngine

/// Agents, admins, customers and groups.
extension Administration {
  // MARK: People

  /// Adds an agent or admin to groups; the draft's id is not looked at.
  ///
  /// - Throws: `AdministrationRefusal.addressTaken`
  package func add(_ draft: Person, joining groups: [Group]) throws -> Person {
    var person = draft
    try refuseTakenAddress(of: person)
    person.id = try writer.add(person, at: moment)
    try move(person, joining: groups, leaving: [])
    forgetEnvironment()
    let document = try reader.personDocument(id: person.id)
    try note(
      "created \(person.role.word) \(person.displayName) (\(person.id))",
      [ManagedChange(person.thing, after: document)])
    return person
  }

  /// Changes what may be changed of somebody, and of staff also which groups they are in.
  ///
  /// - Returns: whether anything changed
  /// - Throws: `AdministrationRefusal` where the address is another's, or no admin would be left who can act
  @discardableResult
  package func change(
    _ before: Person, to person: Person, joining: [Group] = [], leaving: [Group] = []
  ) throws -> Bool {
    guard person != before || !joining.isEmpty || !leaving.isEmpty else { return false }
    guard try reader.redaction(of: before.id) == nil else {
      throw AdministrationRefusal.wasRedacted(before.thing)
    }
    if person.email?.lowercased() != before.email?.lowercased() { try refuseTakenAddress(of: person) }
    let document = try reader.personDocument(id: person.id)
    try move(person, joining: joining, leaving: leaving)
    try writer.update(person, at: moment)
    forgetEnvironment()
    if before.role == .admin, try reader.firstAdmin() == nil {
      throw AdministrationRefusal.lastAdmin(person.displayName)
    }
    try note(
      "changed \(person.thing.noun) \(person.displayName) (\(person.id))",
      [ManagedChange(person.thing, before: document, after: reader.personDocument(id: person.id))])
    return true
  }

  /// An address is one person's; only customers may share one among themselves.
  private func refuseTakenAddress(of person: Person) throws {
    guard let address = person.email,
      let taken = try reader.people(email: address).first(where: { $0.id != person.id })
    else { return }
    if person.role.isStaff {
      throw AdministrationRefusal.addressTaken(address, owner: taken.displayName, ownerID: taken.id)
    }
    if taken.role.isStaff { throw AdministrationRefusal.staffAddress(address, owner: taken.displayName) }
  }

  private func move(_ person: Person, joining: [Group], leaving: [Group]) throws {
    for group in joining { try writer.addMembership(userID: person.id, groupID: group.id, at: moment) }
    for group in leaving { try writer.removeMembership(userID: person.id, groupID: group.id) }
  }
}
