/// What a stepped statement gives, or what it takes, each named once and in its order:
/// `enum Column: Int, StatementColumn { case id, ticketID }`.
///
/// The raw values are the ones that the compiler counts, from 0. A select reads `selected`, so that its columns are those of
/// the enumeration by construction; parameters stand in the SQL under their names (`:ticket_id`), and a statement that
/// is made with an enumeration of another order is refused (`SteppedStatement.init(_:_:_:)`).
///
/// It is a coding key because the compiler writes a case's name out for those: to ask for it by reflection takes half a
/// millisecond the first time, in each run.
@usableFromInline
package protocol StatementColumn: CaseIterable, CodingKey, RawRepresentable, Sendable where RawValue == Int {
  /// What a select reads; the name, unless something else is said.
  var expression: String { get }
}

extension StatementColumn {
  /// Its name as SQL spells it: `ticketID` is `ticket_id`.
  package var name: String {
    var name: [UInt8] = []
    var isLower = false
    for byte in stringValue.utf8 {
      let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      if isUpper && isLower { name.append(UInt8(ascii: "_")) }
      isLower = !isUpper
      name.append(isUpper ? byte | 0x20 : byte)
    }
    return String(decoding: name, as: UTF8.self)
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
  package var place: Int32 { column &+ 1 }

  /// Where it is read: SQLite counts columns from 0.
  @inlinable @inline(__always)
  package var column: Int32 { Int32(truncatingIfNeeded: rawValue) }
}
