import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A user as documents show it.
enum UserDocument {
  private static let columns: [Column] = [
    Column("id", .identifier), Column("name", .text, flexible: true),
    Column("email", .text, header: "ADDRESS", flexible: true), Column("phone", .text, flexible: true),
    Column("role", .token), Column("suspended", .bool), Column("locale", .text, inTable: false),
  ]

  static let list = DocumentSchema("user-list", columns)

  static let show = DocumentSchema(
    single: "user",
    columns + [
      Column("address_shared_with", .list(.identifier), header: "SHARES ADDRESS WITH"),
      Column("gets_conversations", .bool, header: "GETS CONVERSATIONS"),
    ])

  static func cells(_ person: Person) -> [Cell] {
    [
      .integer(person.id), .text(person.name), .text(person.email), .text(person.phone),
      .token(person.role.word), .bool(person.suspended), .text(person.locale),
    ]
  }

  static func cells(showing person: Person, _ reader: StoreReader) throws -> [Cell] {
    let sharing = try person.email.map { try reader.customers(email: $0) } ?? []
    let gets: Cell = person.role.isStaff || sharing.isEmpty ? .null : .bool(sharing.last?.id == person.id)
    return cells(person) + [.list(sharing.filter { $0.id != person.id }.map { .integer($0.id) }), gets]
  }
}
