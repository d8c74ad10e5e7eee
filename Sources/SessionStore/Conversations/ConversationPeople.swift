import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Finds the people and groups that events name, and makes the customers who are new.
final class ConversationPeople {
  private let reader: StoreReader
  private let insert: PersonInsert
  private let byID: SteppedStatement
  private let byEmail: SteppedStatement
  /// All of them, once an event names one.
  private var staff: NamedThings<Person>?
  private var agents: [String: Person] = [:]
  private var groups: [String: Int64] = [:]
  /// Conversations that began by an address that several customers have, and the first such address.
  private var byShared: (count: Int, first: String?) = (0, nil)

  /// What has to be known of a customer.
  private struct Customer {
    var id: Int64
    var role: Role
    var suspended: Bool
    var isRedacted: Bool
    var name: String

    enum Column: Int, StatementColumn {
      case id, role, suspended, isRedacted, name

      var expression: String {
        switch self {
        case .name: "iif(name = '', coalesce(email, 'user ' || id), name)"
        case .isRedacted: "EXISTS (SELECT 1 FROM redaction r WHERE r.user_id = user.id)"
        default: name
        }
      }
    }

    init(_ row: SteppedStatement) {
      id = row.integer(Column.id)
      role = row.word(Column.role) ?? .endUser
      suspended = row.flag(Column.suspended)
      isRedacted = row.flag(Column.isRedacted)
      name = row.text(Column.name)
    }
  }

  init(_ db: Database) throws {
    reader = StoreReader(db)
    insert = try PersonInsert(db)
    let columns = Customer.Column.selected
    byID = try SteppedStatement(db, "SELECT \(columns) FROM user WHERE id = ? AND origin > 0")
    // Two customers can share an address; staff talk to nobody here.
    byEmail = try SteppedStatement(
      db, "SELECT \(columns) FROM user WHERE email = ? AND origin > 0 ORDER BY role, id DESC LIMIT 2")
  }

  // MARK: Customers

  /// Whose conversation begins: somebody who is there, else a new customer.
  func customer(_ event: ConversationEvent) throws -> Int64 {
    if let word = event.user {
      guard let customer = try Int64(word).map(customer(id:)) ?? customer(email: word) else {
        throw UpdateRefusal(
          kind: .notFound,
          message: "no user '\(word)'; for somebody new, give a name (and an e-mail address) instead")
      }
      return try allowed(customer).id
    }
    if let email = event.userEmail, let customer = try customer(email: email) {
      return try allowed(customer).id
    }
    guard event.userName != nil || event.userEmail != nil else {
      throw UpdateRefusal(kind: .impossible, message: "it does not say whose conversation it is")
    }
    return try insert.add(
      Person(id: 0, name: event.userName ?? "", email: event.userEmail, role: .endUser), at: event.at)
  }

  private func customer(id: Int64) throws -> Customer? {
    byID.bind(id)
    defer { byID.reset() }
    return try byID.step() ? Customer(byID) : nil
  }

  private func customer(email: String) throws -> Customer? {
    byEmail.bind(email)
    defer { byEmail.reset() }
    guard try byEmail.step() else { return nil }
    let customer = Customer(byEmail)
    if !customer.role.isStaff, try byEmail.step() {
      byShared.count += 1
      if byShared.first == nil { byShared.first = email }
    }
    return customer
  }

  /// Interface, Security: suspended users act on nothing, and staff work on tickets.
  private func allowed(_ customer: Customer) throws -> Customer {
    if customer.isRedacted { throw UpdateRefusal.redacted(customer.id) }
    if customer.suspended {
      throw UpdateRefusal(
        kind: .notPermitted, message: "\(customer.name) is suspended and can't start a conversation")
    }
    if customer.role.isStaff {
      throw UpdateRefusal(
        kind: .notPermitted, message: "\(customer.name) is an agent; only customers start conversations")
    }
    return customer
  }

  func isSuspended(_ id: Int64?) throws -> Bool { try id.flatMap(customer(id:))?.suspended ?? false }

  /// What the customer of a conversation is called.
  func name(of id: Int64?) throws -> String {
    try id.flatMap(customer(id:))?.name ?? "a customer"
  }

  /// Remembers which ids new customers took.
  func saveIDs() throws { try insert.saveIDs() }

  /// Conversations that began by an address that several customers have, and the first such address, since this was asked
  /// last.
  func takeShared() -> (count: Int, first: String?) {
    defer { byShared = (0, nil) }
    return byShared
  }

  // MARK: Staff and groups

  /// - Parameter word: an id, an e-mail address or a name
  func agent(_ word: String?) throws -> Person {
    guard let word else { throw UpdateRefusal(kind: .impossible, message: "it does not say which agent") }
    if let known = agents[word] { return known }
    let staff = try self.staff ?? NamedThings(staff: reader.staff())
    self.staff = staff
    let person = try staff.find(word)
    guard !person.suspended else {
      throw UpdateRefusal(kind: .notPermitted, message: "\(person.displayName) is suspended")
    }
    agents[word] = person
    return person
  }

  /// Who gets a ticket, by an id, an e-mail address or a name.
  func assignee(_ word: String) throws -> Int64 {
    let person = try agent(word)
    if let bar = person.bar {
      throw UpdateRefusal(kind: .impossible, message: "\(person.displayName) \(bar.phrase)")
    }
    return person.id
  }

  /// The key of a queue, by its id or name (Q1: there are none in classic routing).
  func queue(_ word: String) throws -> Int64 {
    guard try reader.isOmnichannel() else {
      throw UpdateRefusal(
        kind: .impossible, message: "there are no queues: the setting routing.mode is messaging")
    }
    return try NamedThings(queues: [Queue.standard] + reader.queues().map(\.queue)).find(word).key
  }

  func group(_ word: String?) throws -> Int64? {
    guard let word else { return nil }
    if let known = groups[word] { return known }
    let group = try NamedThings(groups: reader.groups()).find(word)
    groups[word] = group.id
    return group.id
  }
}
