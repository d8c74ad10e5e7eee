import CivilTime
import GRDB
import SessionModel

/// Finds the people and groups that events name, and makes the customers who are new.
final class ConversationPeople {
  private let writer: StoreWriter
  private var reader: StoreReader { writer.reader }
  private var agents: [String: Person] = [:]
  private var groups: [String: Int64] = [:]

  init(_ writer: StoreWriter) throws { self.writer = writer }

  // MARK: Customers

  /// Whose conversation begins: somebody who is there, else a new customer.
  func customer(_ event: ConversationEvent) throws -> Int64 {
    if let word = event.user {
      guard let person = try known(word) else {
        throw UpdateRefusal(
          kind: .notFound,
          message: "no user '\(word)'; for somebody new give a name (and an e-mail address) instead")
      }
      return try allowed(person).id
    }
    if let email = event.userEmail, let person = try reader.people(email: email).last {
      return try allowed(person).id
    }
    guard event.userName != nil || event.userEmail != nil else {
      throw UpdateRefusal(kind: .impossible, message: "it does not say whose conversation it is")
    }
    return try writer.add(
      Person(id: 0, name: event.userName ?? "", email: event.userEmail, role: .endUser), at: event.at)
  }

  private func known(_ word: String) throws -> Person? {
    if let id = Int64(word) {
      return try reader.person(id: id).flatMap { $0.origin == .placeholder ? nil : $0 }
    }
    // Two customers can share an address; staff come first, and talk to nobody here.
    return try reader.people(email: word).last
  }

  /// Interface, Security: suspended users act on nothing, and staff work on tickets.
  private func allowed(_ person: Person) throws -> Person {
    if person.suspended {
      throw UpdateRefusal(
        kind: .notPermitted, message: "\(person.displayName) is suspended and can't begin a conversation")
    }
    if person.role.isStaff {
      throw UpdateRefusal(
        kind: .notPermitted, message: "\(person.displayName) is an agent; only customers begin conversations")
    }
    return person
  }

  func name(of id: Int64?) throws -> String {
    try id.flatMap { try reader.person(id: $0) }?.displayName ?? "a customer"
  }

  // MARK: Staff and groups

  /// - Parameter word: an id, an e-mail address or a name
  func agent(_ word: String?) throws -> Person {
    guard let word else { throw UpdateRefusal(kind: .impossible, message: "it does not say which agent") }
    if let known = agents[word] { return known }
    let staff = try reader.staff()
    let matches =
      if let id = Int64(word) { staff.filter { $0.id == id } } else {
        staff.filter { $0.email?.lowercased() == word.lowercased() || $0.name == word }
      }
    guard let person = matches.first, matches.count == 1 else {
      throw UpdateRefusal(
        kind: .notFound,
        message: matches.isEmpty
          ? "no agent '\(word)' (see 'sessionctl agent list')"
          : "\(matches.count) agents are called '\(word)'; name one by id")
    }
    guard !person.suspended else {
      throw UpdateRefusal(kind: .notPermitted, message: "\(person.displayName) is suspended")
    }
    agents[word] = person
    return person
  }

  /// The key of a queue, by its id or name (Q1: there are none in classic routing).
  func queue(_ word: String) throws -> Int64 {
    guard try reader.isOmnichannel() else {
      throw UpdateRefusal(
        kind: .impossible, message: "there are no queues: the setting routing.mode is messaging")
    }
    let queues = [Queue.standard] + (try reader.queues().map(\.queue))
    let matches = queues.filter { $0.id == word || $0.name == word }
    guard let queue = matches.first, matches.count == 1 else {
      throw UpdateRefusal(
        kind: .notFound,
        message: matches.isEmpty
          ? "no queue '\(word)' (see 'sessionctl queue list')"
          : "\(matches.count) queues are called '\(word)'; name one by id")
    }
    return queue.key
  }

  func group(_ word: String?) throws -> Int64? {
    guard let word else { return nil }
    if let known = groups[word] { return known }
    let matches = try reader.groups().filter { group in
      !group.deleted && (Int64(word).map { $0 == group.id } ?? (group.name == word))
    }
    guard let group = matches.first, matches.count == 1 else {
      throw UpdateRefusal(
        kind: .notFound,
        message: matches.isEmpty
          ? "no group '\(word)' (see 'sessionctl group list')"
          : "\(matches.count) groups are called '\(word)'; name one by id")
    }
    groups[word] = group.id
    return group.id
  }
}
