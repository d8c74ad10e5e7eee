import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// How much of somebody a redaction took out of the store.
package struct RedactionReport: Sendable, Equatable {
  /// Conversations that are theirs; they stay, without what was said.
  package var conversations = 0
  /// Tickets that are theirs; they stay, without subject and documents.
  package var tickets = 0
  /// By table, how many rows of theirs were removed or emptied.
  package var rows: [String: Int] = [:]

  /// Nothing yet.
  package init() {}

  /// Whether there was anything to take out.
  package var changesStore: Bool { rows.values.contains { $0 > 0 } }
}

/// Takes everything that is a customer's out of the store, by what `PersonalColumns` says of each column.
///
/// Their row stays, and their tickets and conversations, with all that reports count: they are nobody's who could be named.
struct Redaction {
  private let db: Database
  private let userID: Int64
  private var report = RedactionReport()

  init(_ db: Database, _ userID: Int64) {
    self.db = db
    self.userID = userID
  }

  mutating func run() throws -> RedactionReport {
    try find()
    // The log first: it knows what they were called before.
    let words = try RedactedLog(db, userID).words()
    try keepAddresses(words)
    report.rows["log_entry"] = try RedactedLog(db, userID).clean(of: words)
    for table in PersonalColumns.theirs where table.name != "log_entry" {
      report.rows[table.name] =
        try table.columns.values.contains(.isCleaned) ? cleanHistory(table) : take(table)
    }
    try forgetStatistics()
    try db.execute(sql: Self.tables.map { "DROP TABLE temp.\($0);" }.joined())
    return report
  }

  private static let tables = [
    "redacted_user", "redacted_ticket", "redacted_session", "redacted_address",
  ]

  /// What is theirs: a ticket is its requester's, a conversation its customer's, whoever else wrote in it.
  private mutating func find() throws {
    try db.execute(
      sql: """
        CREATE TEMP TABLE redacted_user (id INTEGER PRIMARY KEY);
        CREATE TEMP TABLE redacted_ticket (id INTEGER PRIMARY KEY);
        CREATE TEMP TABLE redacted_session (id INTEGER PRIMARY KEY);
        CREATE TEMP TABLE redacted_address (address TEXT PRIMARY KEY);
        """)
    try db.execute(sql: "INSERT INTO temp.redacted_user VALUES (?)", arguments: [userID])
    try db.execute(
      sql: """
        INSERT INTO temp.redacted_ticket
          SELECT id FROM ticket WHERE requester_id = ?1
          UNION SELECT ticket_id FROM session WHERE user_id = ?1 AND ticket_id IS NOT NULL
        """, arguments: [userID])
    report.tickets = db.changesCount
    try db.execute(
      sql: """
        INSERT INTO temp.redacted_session
          SELECT id FROM session WHERE user_id = ?1
          UNION SELECT s.id FROM temp.redacted_ticket t JOIN session s ON s.ticket_id = t.id
        """, arguments: [userID])
    report.conversations = db.changesCount
  }

  /// As they stand in a list of receivers, with a blank before and a comma behind.
  private func keepAddresses(_ words: [String]) throws {
    let insert = try db.makeStatement(sql: "INSERT OR IGNORE INTO temp.redacted_address VALUES (?)")
    for word in words where word.contains("@") {
      try insert.execute(arguments: [" \(word.lowercased()),"])
    }
  }

  // MARK: Rows

  private func take(_ table: PersonalColumns.Table) throws -> Int {
    var count = 0
    for condition in table.rows {
      if table.goes {
        try db.execute(sql: "DELETE FROM main.\(table.name) WHERE \(condition)")
      } else {
        var values = table.numbers.map { (column: $0.key, value: $0.value) }
        for (column, fate) in table.columns {
          if case .becomes(let text) = fate { values.append((column, text.map { "'\($0)'" } ?? "NULL")) }
        }
        values.sort { $0.column < $1.column }
        let news = values.map { "\($0.column) IS NOT \($0.value)" }.joined(separator: " OR ")
        let sets = values.map { "\($0.column) = \($0.value)" }.joined(separator: ", ")
        try db.execute(sql: "UPDATE main.\(table.name) SET \(sets) WHERE (\(condition)) AND (\(news))")
      }
      count += db.changesCount
    }
    return count
  }

  private enum Audit: Int, StatementColumn {
    case id, ticketID, sessionID, createdAt, events, document, form
  }

  /// Leaves of the history who did what and when.
  private func cleanHistory(_ table: PersonalColumns.Table) throws -> Int {
    var ids: [Int64] = []
    for condition in table.rows {
      ids += try Int64.fetchAll(db, sql: "SELECT id FROM audit WHERE \(condition) ORDER BY id")
    }
    let find = try SteppedStatement(db, "SELECT \(Audit.selected) FROM audit WHERE id = ?")
    let write = try db.makeStatement(sql: "UPDATE audit SET events = ?, document = ?, form = 0 WHERE id = ?")
    var count = 0
    for id in ids {
      find.bind(id)
      defer { find.reset() }
      guard try find.step() else { continue }
      let isImported = !find.isNull(Audit.document)
      let before = Array(find.utf8(isImported ? Audit.document : Audit.events))
      let after =
        isImported
        ? Self.skeleton(
          of: before, id: id, ticketID: find.optionalInteger(Audit.ticketID),
          sessionID: find.optionalInteger(Audit.sessionID), at: find.moment(Audit.createdAt),
          isTicketEvent: find.flag(Audit.form))
        : (try? HistorySkeleton.events(before)) ?? Array("[]".utf8)
      if before == after { continue }
      let text = String(decoding: after, as: UTF8.self)
      try write.execute(arguments: [isImported ? nil : text, isImported ? text : nil, id])
      count += 1
    }
    return count
  }

  /// - Returns: of what can't be read, that there was something
  private static func skeleton(
    of document: [UInt8], id: Int64, ticketID: Int64?, sessionID: Int64?, at moment: Instant,
    isTicketEvent: Bool
  ) -> [UInt8] {
    if let skeleton = try? HistorySkeleton.audit(document, isTicketEvent: isTicketEvent),
      let record = try? RecordIndex().scan(skeleton), (try? WireAudit(record)) != nil
    {
      return skeleton
    }
    let named = sessionID.map { ("conversation_id", $0) } ?? ("ticket_id", ticketID ?? 0)
    let value: JSONValue = .object(
      JSONObject([
        ("id", .integer(id)), (named.0, .integer(named.1)), ("created_at", .string(moment.rfc3339)),
        ("events", .array([])),
      ]))
    return value.bytes
  }

  /// SQLite's samples of indexed values, which some builds of it keep once somebody runs ANALYZE.
  private func forgetStatistics() throws {
    for table in ["sqlite_stat4", "sqlite_stat3"] where try db.tableExists(table) {
      try db.execute(sql: "DELETE FROM \(table)")
    }
  }
}
