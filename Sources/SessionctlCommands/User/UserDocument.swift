import CivilTime
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A user, with who else has the same address.
struct UserRow {
  let person: Person
  let sharing: [Int64]
  /// Whether conversations that begin by the address become theirs; nil where that says nothing.
  let getsConversations: Bool?
  /// When they were redacted; nil if they were not.
  let redactedAt: Instant?

  init(_ person: Person, _ reader: StoreReader) throws {
    let sharing = try person.email.map { try reader.customers(email: $0) } ?? []
    self.person = person
    redactedAt = try reader.redaction(of: person.id)?.redactedAt
    self.sharing = sharing.map(\.id).filter { $0 != person.id }
    getsConversations = person.role.isStaff || sharing.isEmpty ? nil : sharing.last?.id == person.id
  }
}

/// A user as documents show it.
enum UserDocument {
  static let list = RowSchema("user-list", columns)
  static let show = RowSchema(
    single: "user",
    columns.within(\UserRow.person) + [
      RowColumn("address_shared_with", .identifiers, header: "SHARES ADDRESS WITH") { $0.sharing },
      RowColumn("gets_conversations", .bool, header: "GETS CONVERSATIONS") { $0.getsConversations },
      RowColumn("redacted_at", .instant) { $0.redactedAt },
    ])

  private static let columns: [RowColumn<Person>] = [
    RowColumn("id", .identifier) { $0.id },
    RowColumn("name", .text, flexible: true) { $0.name },
    RowColumn("email", .text, header: "ADDRESS", flexible: true) { $0.email },
    RowColumn("phone", .text, flexible: true) { $0.phone },
    RowColumn("role", .token) { $0.role.word },
    RowColumn("suspended", .bool) { $0.suspended },
    RowColumn("locale", .text, inTable: false) { $0.locale },
  ]
}
