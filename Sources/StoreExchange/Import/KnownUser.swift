import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What the store knew of a user before a record of theirs came.
struct KnownUser {
  var origin: Origin
  var localRole: Role
  var role: Role
  var suspended: Bool
  var updatedAt: Instant
  var localFields: UserLocalFields
  /// Read only where something changed here.
  var texts: (name: String, email: String?, phone: String?, locale: String?)?

  /// Puts in a record what was changed here and stays.
  func keep(_ fields: UserLocalFields, in user: inout WireUser) {
    guard origin == .imported else { return }
    if let texts {
      if fields.contains(.name) { user.name = texts.name }
      if fields.contains(.email) { user.email = texts.email }
      if fields.contains(.phone) { user.phone = texts.phone }
      if fields.contains(.locale) { user.locale = texts.locale }
      if fields.contains(.role) { user.role = role }
      if fields.contains(.suspended) { user.suspended = suspended }
      user.localFields.formUnion(fields)
    }
    user.updatedAt = max(user.updatedAt, updatedAt)
  }
}

/// Looks users up by their ids, one for each record of an import that has news.
struct KnownUsers {
  private let statement: SteppedStatement

  init(_ db: Database) throws {
    statement = try SteppedStatement(
      db,
      """
      SELECT origin, local_role, role, suspended, updated_at, local_fields, name, email, phone, locale
      FROM user WHERE id = ?
      """)
  }

  func user(_ id: Int64) throws -> KnownUser? {
    statement.bind(id, at: 1)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let fields = UserLocalFields(rawValue: statement.integer(5))
    return KnownUser(
      origin: Origin(rawValue: Int(statement.integer(0))) ?? .local,
      localRole: Role(rawValue: Int(statement.integer(1))) ?? .endUser,
      role: Role(rawValue: Int(statement.integer(2))) ?? .endUser, suspended: statement.integer(3) != 0,
      updatedAt: statement.moment(4),
      localFields: fields,
      texts: fields.isEmpty
        ? nil
        : (
          statement.text(6), statement.optionalText(7), statement.optionalText(8), statement.optionalText(9)
        ))
  }
}
