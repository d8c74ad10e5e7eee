import GRDB
import SessionModel
import StoreEngine

/// Hot loop: the people that rules write to and name, one after the other.
///
/// Agents come again and again and are kept; a customer hardly ever comes twice in a run, so that only the last one
/// is: memory stays flat however many a run writes to.
struct PersonLookup {
  private enum Column: Int, StatementColumn { case name, email, phone, locale, role, suspended }

  private let statement: SteppedStatement
  private var staff: [Int64: Person] = [:]
  private var last: Person?

  init(_ db: Database) throws {
    statement = try SteppedStatement(db, "SELECT \(Column.selected) FROM user WHERE id = ?")
  }

  /// nil for an id that nobody has; that of nobody is nobody, too.
  mutating func person(_ id: Int64?) throws -> Person? {
    guard let id else { return nil }
    if let last, last.id == id { return last }
    if let known = staff[id] { return known }
    statement.bind(id)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let person = Person(
      id: id, name: statement.text(Column.name), email: statement.optionalText(Column.email),
      phone: statement.optionalText(Column.phone), locale: statement.optionalText(Column.locale),
      role: statement.word(Column.role) ?? .endUser, suspended: statement.flag(Column.suspended))
    if person.role.isStaff { staff[id] = person } else { last = person }
    return person
  }
}
