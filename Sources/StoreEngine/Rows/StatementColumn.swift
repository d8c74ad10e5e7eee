/// What a stepped statement gives, or what it takes, each named once and in its order:
/// `enum Column: Int32, StatementColumn { case id, ticketID }`.
///
/// The raw values are the ones that the compiler counts, from 0. A select reads `selected`, so that its columns are those of
/// the enumeration by construction; parameters stand in the SQL under their names (`:ticket_id`), and a statement that
/// is made with an enumeration of another order is refused (`SteppedStatement.init(_:_:_:)`).
@usableFromInline
package protocol StatementColumn: CaseIterable, RawRepresentable, Sendable where RawValue == Int32 {
  /// What a select reads; the name, unless something else is said.
  var expression: String { get }
}

extension StatementColumn {
  /// Its name as SQL spells it: `ticketID` is `ticket_id`.
  package var name: String {
    var name = ""
    var isLower = false
    for character in String(describing: self) {
      if character.isUppercase && isLower { name.append("_") }
      isLower = !character.isUppercase
      name.append(character.lowercased())
    }
    return name
  }

  package var expression: String { name }

  /// The names, as an `INSERT` lists its columns.
  package static var names: String { allCases.map(\.name).joined(separator: ", ") }

  /// The expressions, as a `SELECT` lists them.
  package static var selected: String { allCases.map(\.expression).joined(separator: ", ") }

  /// The names as parameters, as an `INSERT` lists its values.
  package static var parameters: String { allCases.map { ":\($0.name)" }.joined(separator: ", ") }

  /// Where it is bound: SQLite counts parameters from 1.
  @inlinable @inline(__always)
  package var place: Int32 { rawValue &+ 1 }
}
