import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

extension StoreReader {
  private static let columns = """
    id, name, email, phone, locale, role, suspended, agent_status, messaging_capacity, email_capacity, origin, bar
    """

  private func person(_ row: StoredRow) throws -> Person {
    try Person(
      id: row("id"), name: row("name"), email: row("email"), phone: row("phone"), locale: row("locale"),
      role: row("role"), suspended: row("suspended"), status: row("agent_status"),
      messagingCapacity: row("messaging_capacity"), emailCapacity: row("email_capacity"),
      origin: row("origin"), bar: AssignmentBar(rawValue: row("bar")))
  }

  /// nil where nobody has this id; who an import has only named so far comes as a placeholder.
  package func person(id: Int64) throws -> Person? {
    // Asked for each requester of a bulk run that writes to them, so that preparing it would be most of the cost.
    let statement = try db.cachedStatement(sql: "SELECT \(Self.columns) FROM user WHERE id = ?")
    return try StoredRow.fetchOne(statement, of: "user", arguments: [id]).map(person)
  }

  /// Everybody with this address, staff first; two customers can share one.
  package func people(email: String) throws -> [Person] {
    try StoredRow.fetchAll(
      db, of: "user", sql: "SELECT \(Self.columns) FROM user WHERE email = ? ORDER BY role DESC, id",
      arguments: [email]
    ).map(person)
  }

  /// What users can be sorted by, as SQL.
  package static let userOrders: [String: String] = [
    "id": "id", "name": "name", "email": "email", "phone": "phone", "role": "role", "suspended": "suspended",
  ]

  /// Gives everybody who is known, by id unless asked otherwise; memory stays flat.
  ///
  /// - Parameters:
  ///   - email: only who has this address
  ///   - role: only those of this role
  package func forEachUser(
    email: String? = nil, role: Role? = nil, order: ListOrder? = nil, limit: Int? = nil,
    _ body: (Person) throws -> Void
  ) throws {
    var orderBy = "id"
    if let order, let column = Self.userOrders[order.field] {
      orderBy = "\(column) \(order.descending ? "DESC" : "ASC"), id"
    }
    let rows = try StoredRow.fetchCursor(
      db, of: "user",
      sql: """
        SELECT \(Self.columns) FROM user WHERE \(Self.condition(email, role)) ORDER BY \(orderBy) LIMIT \(limit ?? -1)
        """, arguments: email.map { [$0] } ?? [])
    while let row = try rows.next() { try body(person(row)) }
  }

  /// How many `forEachUser` would give; it stops counting at the limit.
  package func countUsers(email: String?, role: Role?, limit: Int?) throws -> Int {
    try Int.fetchSure(
      db,
      sql: """
        SELECT count(*) FROM (SELECT 1 FROM user WHERE \(Self.condition(email, role)) LIMIT \(limit ?? -1))
        """, arguments: email.map { [$0] } ?? [])
  }

  private static func condition(_ email: String?, _ role: Role?) -> String {
    (["origin > 0"] + (email == nil ? [] : ["email = ?"]) + (role.map { ["role = \($0.rawValue)"] } ?? []))
      .joined(separator: " AND ")
  }

  /// The customers who share an address, the one last who gets the conversation that is begun by it alone.
  package func customers(email: String) throws -> [Person] {
    try people(email: email).filter { !$0.role.isStaff }
  }

  /// Agents and admins, by id.
  package func staff() throws -> [Person] {
    // Left to itself, the planner walks all customers to spare itself the sorting of a few agents.
    try StoredRow.fetchAll(
      db, of: "user", sql: "SELECT \(Self.columns) FROM user INDEXED BY user_staff WHERE role > 0 ORDER BY id"
    ).map(person)
  }

  /// Who acts when nobody is named (interface, `--as`).
  package func firstAdmin() throws -> Person? {
    try StoredRow.fetchOne(
      db, of: "user",
      sql: """
        SELECT \(Self.columns) FROM user WHERE role > 0 AND role = ? AND NOT suspended
          AND bar <> \(AssignmentBar.gone.rawValue) ORDER BY id LIMIT 1
        """, arguments: [Role.admin.rawValue]
    ).map(person)
  }

  /// All of them, deleted ones included, by id; not those that an import has only named so far.
  package func groups() throws -> [Group] {
    try StoredRow.fetchAll(
      db, of: "agent_group", sql: "SELECT id, name, deleted FROM agent_group WHERE origin > 0 ORDER BY id"
    ).map { try Group(id: $0("id"), name: $0("name"), deleted: $0("deleted")) }
  }

  /// Somebody as the log keeps them: their record in the wire format, what only this program knows beside it, and the
  /// groups that they are in.
  package func personDocument(id: Int64) throws -> [UInt8]? {
    let groups = try memberships().filter { $0.userID == id }.map { JSONValue.integer($0.groupID) }
    var found: [UInt8]?
    try StoredDocuments(db).forEachUser(id: id) { document, local in
      let members: [(String, JSONValue)] = [
        ("\(LocalTicketState.key)", local ?? .null), ("group_ids", .array(groups)),
      ]
      found = try JSONPatch.replacing(members.map { ($0.0, $0.1.bytes) }, in: document)
    }
    return found
  }

  /// A group as the log keeps it: its record in the wire format, and who is in it.
  package func groupDocument(id: Int64) throws -> [UInt8]? {
    guard let document = try StoredDocuments(db).document(.group, id: id) else { return nil }
    let members = try memberships().filter { $0.groupID == id }.map { JSONValue.integer($0.userID) }
    return try JSONPatch.replacing([("user_ids", JSONValue.array(members).bytes)], in: document)
  }

  /// The ids of the groups each agent is in.
  package func memberships() throws -> [(userID: Int64, groupID: Int64)] {
    try StoredRow.fetchAll(
      db, of: "group_membership",
      sql: "SELECT user_id, group_id FROM group_membership ORDER BY user_id, group_id"
    )
    .map { try ($0(0), $0(1)) }
  }
}
