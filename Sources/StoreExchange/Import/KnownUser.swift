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
  private enum Column: Int, StatementColumn {
    case origin, localRole, role, suspended, updatedAt, localFields, name, email, phone, locale
  }

  private let statement: SteppedStatement

  init(_ db: Database) throws {
    statement = try SteppedStatement(db, "SELECT \(Column.selected) FROM user WHERE id = ?")
  }

  func user(_ id: Int64) throws -> KnownUser? {
    statement.bind(id)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let fields = UserLocalFields(rawValue: statement.integer(Column.localFields))
    return KnownUser(
      origin: statement.word(Column.origin) ?? .local,
      localRole: statement.word(Column.localRole) ?? .endUser,
      role: statement.word(Column.role) ?? .endUser, suspended: statement.flag(Column.suspended),
      updatedAt: statement.moment(Column.updatedAt), localFields: fields,
      texts: fields.isEmpty
        ? nil
        : (
          statement.text(Column.name), statement.optionalText(Column.email),
          statement.optionalText(Column.phone), statement.optionalText(Column.locale)
        ))
  }
}
