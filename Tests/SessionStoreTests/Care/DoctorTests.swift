import CivilTime
import GRDB
import SessionModel
import Testing

@testable import SessionStore
@testable import StoreEngine
@testable import StoreDoctor

@Suite struct DoctorTests {
  private func problems(_ made: TestStore) throws -> [String] {
    try made.problems(at: Instant(2_000_000_000)).map(\.check)
  }

  @Test("A store that only this program wrote is well", arguments: 61..<64 as Range<UInt64>)
  func healthy(seed: UInt64) throws {
    let made = try World(seed: seed).store()
    #expect(try problems(made) == [])
    _ = try made.run(.end(.active))
    #expect(try problems(made) == [])
    let findings = try made.store.read { try $0.examine(path: made.path, now: Instant(2_000_000_000)) }
    #expect(findings.map(\.check).count == Set(findings.map(\.check)).count)
    #expect(findings.allSatisfy { !$0.detail.isEmpty })
  }

  @Test(
    "Each rule that is broken is named",
    arguments: [
      ("UPDATE ticket SET status = 5 WHERE id = 5", "closed tickets"),
      ("UPDATE ticket SET routing_channel = 2 WHERE id = 5", "email routing"),
      ("UPDATE ticket SET assigned_channel = 1 WHERE id = 5", "assignments"),
      ("UPDATE ticket SET assigned_channel = NULL WHERE id = 6", "assignments"),
      ("UPDATE user SET suspended = 1", "admins"),
      ("PRAGMA user_version = 9999", "schema"),
      ("PRAGMA ignore_check_constraints = ON; UPDATE session SET end_reason = 1 WHERE id = 1", "end reasons"),
      ("PRAGMA ignore_check_constraints = ON; UPDATE session SET ended_at = 1 WHERE id = 1", "constraints"),
      ("PRAGMA ignore_check_constraints = ON; UPDATE account SET id = 2", "constraints"),
    ])
  func broken(sql: String, check: String) throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5), Wire.ticket(6, assignee: 21))
    #expect(try problems(made) == [])
    try made.execute(sql)
    #expect(try problems(made).contains(check))
  }

  @Test("Each CHECK of the schema is asked for, as SQLite reads it") func everyConstraint() throws {
    let made = try TestStore()
    try made.store.read { reader in
      let db = reader.db
      var asked: [String: Int] = [:]
      for table in try Examination.ownTables() {
        let conditions = try Examination.constraints(db, of: table)
        let sql = try Schema.objects(upTo: Schema.currentNumber)["table \(table)"]?.sql ?? ""
        #expect(conditions.count == sql.split(separator: "CHECK", omittingEmptySubsequences: false).count - 1)
        for condition in conditions {
          _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table) WHERE \(condition)")
        }
        if !conditions.isEmpty { asked[table] = conditions.count }
      }
      #expect(asked["session"] == 2 && asked["audit"] == 2 && asked["account"] == 1, "\(asked)")
    }
  }

  @Test func permissions() throws {
    let made = try TestStore()
    Files.change(made.path, to: 0o644)
    #expect(try problems(made) == ["permissions"])
    let finding = try #require(
      try made.store.read { try $0.examine(path: made.path, now: Instant(2_000_000_000)) }.first {
        $0.check == "permissions"
      })
    #expect(finding.remedy == .words("run 'chmod 600 \(made.path)'"))
  }

  @Test("Every text that holds a document is read as one") func documentColumns() throws {
    let made = try TestStore()
    for table in try Examination.ownTables() {
      for column in try made.store.read({ try StoredColumn.all($0.db, of: table) }) {
        guard ["document", "source_document", "body", "events"].contains(column.name), column.isText,
          table != "outbox"
        else {
          continue
        }
        #expect(Examination.documents["\(table).\(column.name)"] != nil, "\(table).\(column.name)")
      }
    }
  }

  @Test("What columns refer to is an id, and one that is gone is found in each of them") func everyReference()
    throws
  {
    let made = try TestStore()
    try made.take(Wire.group(42), Wire.ticket(5))
    // What was sent belongs to a push.
    try made.execute("INSERT INTO remote_push(id, plan, account, begun_at) VALUES (1, 'plan', 'account', 1)")
    for table in try Examination.ownTables() {
      for reference in try made.store.read({ try StoredReference.all($0.db, of: table) }) {
        let keys = try made.store.read { try StoredColumn.all($0.db, of: reference.parent) }.filter(\.isKey)
        #expect(keys.map(\.name) == [reference.key] && keys.first?.isText == false, "\(reference)")
        // A row of zeros whose other references are those of somebody who is there.
        let found = try made.store.write { writer in
          let db = writer.db
          try db.execute(
            sql: "PRAGMA defer_foreign_keys = ON; PRAGMA ignore_check_constraints = ON; SAVEPOINT planted")
          defer {
            try? db.execute(
              sql: "ROLLBACK TO planted; RELEASE planted; PRAGMA ignore_check_constraints = OFF")
          }
          #expect(try !TableWalk(db).orphaned.contains(table))
          let others = Dictionary(
            uniqueKeysWithValues: try StoredReference.all(db, of: table).map {
              ($0.column, "(SELECT min(\($0.key)) FROM \($0.parent))")
            })
          let names = try StoredColumn.all(db, of: table).map(\.name)
          let values = names.map { $0 == reference.column ? "424242" : others[$0] ?? "0" }
          try db.execute(
            sql: """
              INSERT OR REPLACE INTO \(table)(\(names.joined(separator: ", ")))
              VALUES (\(values.joined(separator: ", ")))
              """)
          return try TableWalk(db).orphaned
        }
        #expect(found.contains(table), "\(reference)")
      }
    }
  }

  @Test func references() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5))
    let path = made.path
    try made.store.close()
    var careless = Configuration()
    careless.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: careless)
    try queue.write { try $0.execute(sql: "DELETE FROM user WHERE id = 11") }
    try queue.close()
    let found = try Store.open(path).read { try $0.examine(path: path, now: Instant(2_000_000_000)) }
    #expect(found.filter { $0.verdict == .problem }.map(\.check) == ["references"])
  }
}
