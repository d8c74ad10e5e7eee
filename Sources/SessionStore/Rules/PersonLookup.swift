import GRDB
import SessionModel
import StoreEngine

/// Hot loop: the people that rules write to and name, one after the other.
///
/// Agents come again and again and are kept; a customer hardly ever comes twice in a run, so that only the last one
/// is: memory stays flat however many a run writes to.
struct PersonLookup {
  private let statement: SteppedStatement
  private var staff: [Int64: Person] = [:]
  private var last: Person?

  init(_ db: Database) throws {
    statement = try SteppedStatement(
      db, "SELECT name, email, phone, locale, role, suspended FROM user WHERE id = ?")
  }

  /// nil for an id that nobody has; that of nobody is nobody, too.
  mutating func person(_ id: Int64?) throws -> Person? {
    guard let id else { return nil }
    if let last, last.id == id { return last }
    if let known = staff[id] { return known }
    statement.bind(id, at: 1)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let person = Person(
      id: id, name: statement.text(0), email: statement.optionalText(1), phone: statement.optionalText(2),
      locale: statement.optionalText(3), role: Role(rawValue: Int(statement.integer(4))) ?? .endUser,
      suspended: statement.integer(5) != 0)
    if person.role.isStaff { staff[id] = person } else { last = person }
    return person
  }
}
