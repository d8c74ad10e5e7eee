import CivilTime
import GRDB
import SessionModel
import WireFormat

/// What the store knew of a user before a record of theirs came.
struct KnownUser {
  var origin: Origin
  var localRole: Role
  var role: Role
  var suspended: Bool
  var updatedAt: Instant
  /// What the feed's last record said; the beginning of time where there was none.
  var sourceUpdatedAt: Instant
  var localFields: UserLocalFields
  /// Read only where something changed here.
  var texts: (name: String, email: String?, phone: String?, locale: String?)?

  /// Changes that were made here after the record was written stay; what is newer than they are takes everything.
  func keepWhatChangedHere(in user: inout WireUser) {
    guard origin == .imported else { return }
    if user.updatedAt < updatedAt, let texts {
      if localFields.contains(.name) { user.name = texts.name }
      if localFields.contains(.email) { user.email = texts.email }
      if localFields.contains(.phone) { user.phone = texts.phone }
      if localFields.contains(.locale) { user.locale = texts.locale }
      if localFields.contains(.role) { user.role = role }
      if localFields.contains(.suspended) { user.suspended = suspended }
      user.localFields.formUnion(localFields)
    }
    user.updatedAt = max(user.updatedAt, updatedAt)
  }
}

/// Looks users up by their ids, one for each record of an import.
struct KnownUsers {
  private let statement: SteppedStatement

  init(_ db: Database) throws {
    statement = try SteppedStatement(
      db,
      """
      SELECT origin, local_role, role, suspended, updated_at, source_updated_at, local_fields,
        name, email, phone, locale
      FROM user WHERE id = ?
      """)
  }

  func user(_ id: Int64) throws -> KnownUser? {
    statement.bind(id, at: 1)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let fields = UserLocalFields(rawValue: statement.integer(6))
    return KnownUser(
      origin: Origin(rawValue: Int(statement.integer(0))) ?? .local,
      localRole: Role(rawValue: Int(statement.integer(1))) ?? .endUser,
      role: Role(rawValue: Int(statement.integer(2))) ?? .endUser, suspended: statement.integer(3) != 0,
      updatedAt: Instant(statement.integer(4)),
      sourceUpdatedAt: Instant(statement.optionalInteger(5) ?? .min), localFields: fields,
      texts: fields.isEmpty
        ? nil
        : (
          statement.text(7), statement.optionalText(8), statement.optionalText(9), statement.optionalText(10)
        ))
  }
}
