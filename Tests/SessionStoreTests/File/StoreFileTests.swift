import GRDB
import Testing

@testable import SessionStore
@testable import StoreEngine

/// Schema numbers; the one after the current is made up here.
@Suite struct StoreFileTests {
  private let now = Schema.currentNumber
  private let second =
    Schema.migrations + [
      Schema.Migration(
        number: Schema.currentNumber + 1, name: "made up",
        sql: "ALTER TABLE account ADD COLUMN motto TEXT; UPDATE account SET motto = 'new'")
    ]

  private func kind(_ body: () throws -> Void) -> StoreError? {
    do {
      try body()
      return nil
    } catch { return error as? StoreError }
  }

  @Test func numbersCountUp() {
    #expect(Schema.migrations.map(\.number) == Array(1...Schema.currentNumber))
  }

  @Test("Schema 9 takes form, custom status and visibility out of the documents of tickets imported before")
  func lateColumns() throws {
    let queue = try DatabaseQueue()
    try Schema.migrator(Schema.migrations.filter { $0.number < 9 }).migrate(queue)
    try queue.write { db in
      for (id, local, body) in [
        (1, 0, #"{"ticket_form_id":11,"custom_status_id":12,"is_public":false}"#),
        // Set here since, to none.
        (2, 256 | 512, #"{"ticket_form_id":11,"custom_status_id":12,"is_public":true}"#),
        (3, 0, #"{"ticket_form_id":null,"custom_status_id":"x"}"#), (4, 0, "damaged"),
      ] {
        try db.execute(
          sql: """
            INSERT INTO ticket(id, subject, status, priority, channel, routing_channel, tags, created_at, updated_at,
              source_updated_at, local_fields, origin) VALUES (?, '', 1, 0, 'web', 2, '', 0, 0, 0, ?, 1)
            """, arguments: [id, local])
        try db.execute(sql: "INSERT INTO ticket_document VALUES (?, ?)", arguments: [id, body])
      }
      try db.execute(sql: "UPDATE ticket SET is_public = 1")
    }
    try Schema.migrator(Schema.migrations).migrate(queue)
    let rows = try queue.read { db in
      try Row.fetchAll(db, sql: "SELECT ticket_form_id, custom_status_id, is_public FROM ticket ORDER BY id")
        .map { [$0[0] as Int?, $0[1] as Int?, $0[2] as Int?] }
    }
    #expect(rows == [[11, 12, 0], [nil, nil, 1], [nil, nil, 1], [nil, nil, 1]])
  }

  @Test(
    "Schema 12 gives the condition on an end's reason its name, in triggers and queues, and touches nothing else"
  )
  func fieldNames() throws {
    let queue = try DatabaseQueue()
    try Schema.migrator(Schema.migrations.filter { $0.number < 12 }).migrate(queue)
    let texts = [
      #"{"title":"messaging_session_end_reason","conditions":{"all":[{"field":"messaging_session_end_reason"}]}}"#,
      #"{"conditions":{"any":[{"operator":"is","field": "messaging_session_end_reason"},{"field":"status"}]}}"#,
    ]
    try queue.write { db in
      for (id, text) in texts.enumerated() {
        try db.execute(
          sql: "INSERT INTO ticket_trigger VALUES (?, 't', 1, 0, 0, 0, 1, ?)", arguments: [id + 1, text])
        try db.execute(
          sql: "INSERT INTO queue VALUES (?1, ?1, 'q', 1, 1, 0, 0, 1, ?2)", arguments: [id + 1, text])
      }
    }
    try Schema.migrator(Schema.migrations).migrate(queue)
    let expected = [
      #"{"title":"messaging_session_end_reason","conditions":{"all":[{"field":"messaging_session_ended_reason"}]}}"#,
      #"{"conditions":{"any":[{"operator":"is","field": "messaging_session_ended_reason"},{"field":"status"}]}}"#,
    ]
    for table in ["ticket_trigger ORDER BY id", "queue ORDER BY key"] {
      #expect(
        try queue.read { try String.fetchAll($0, sql: "SELECT document FROM \(table)") } == expected)
    }
  }

  @Test("69: a newer store is refused and left alone") func newer() throws {
    let made = try TestStore()
    try made.execute("PRAGMA user_version = \(Schema.currentNumber + 1)")
    let before = try made.export()
    let error = kind { _ = try Store.open(made.path) }
    #expect(error?.kind == .unusable)
    #expect(
      error?.message
        == "the store \(made.path) has schema \(now + 1), newer than this program's \(now); use a newer sessionctl"
    )
    #expect(try made.export() == before)
    #expect(!Files.exists("\(made.path).schema-\(now + 1).backup"))
  }

  @Test("An older store is upgraded after a backup beside it") func older() throws {
    let made = try TestStore()
    try made.take(Wire.user(11), Wire.ticket(5))
    let before = try made.export()
    try made.store.close()

    let queue = try DatabaseQueue(path: made.path)
    try StoreUpgrade(path: made.path, queue: queue, migrations: second).runIfOlder(readOnly: false)
    let (number, motto) = try queue.read {
      (
        try Int.fetchOne($0, sql: "PRAGMA user_version"),
        try String.fetchOne($0, sql: "SELECT motto FROM account")
      )
    }
    #expect(number == now + 1 && motto == "new")
    #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM session") } == 1)
    // A second time there is nothing to do.
    try StoreUpgrade(path: made.path, queue: queue, migrations: second).runIfOlder(readOnly: false)
    try queue.close()

    let backup = "\(made.path).schema-\(now).backup"
    #expect(Files.mode(backup) == 0o600)
    let old = try Store.open(backup)
    var lines: [String] = []
    try old.read { try $0.forEachExportLine { lines.append(String(decoding: $0, as: UTF8.self)) } }
    #expect(lines == before)
  }

  @Test("A backup that is there already is never replaced") func oldBackup() throws {
    let made = try TestStore()
    try made.store.close()
    let backup = "\(made.path).schema-\(now).backup"
    try Files.write("something", to: backup)
    let queue = try DatabaseQueue(path: made.path)
    try StoreUpgrade(path: made.path, queue: queue, migrations: second).runIfOlder(readOnly: false)
    #expect(try Files.bytes(backup) == Array("something".utf8))
    let copy = try Store.open("\(made.path).schema-\(now).2.backup")
    #expect(try copy.read { try $0.account().plan } == .suiteGrowth)
  }

  @Test("An upgrade that fails leaves the store as it was") func failedUpgrade() throws {
    let made = try TestStore()
    try made.store.close()
    let broken =
      Schema.migrations + [
        Schema.Migration(
          number: now + 1, name: "broken",
          sql: "UPDATE account SET plan = 7; INSERT INTO no_such_table VALUES (1)")
      ]
    let queue = try DatabaseQueue(path: made.path)
    #expect(throws: DatabaseError.self) {
      try StoreUpgrade(path: made.path, queue: queue, migrations: broken).runIfOlder(readOnly: false)
    }
    try queue.close()
    #expect(try Store.open(made.path).read { try $0.account().plan } == .suiteGrowth)
  }

  @Test("Reading upgrades nothing") func readOnly() throws {
    let made = try TestStore()
    let queue = try DatabaseQueue(path: made.path)
    let error = kind {
      try StoreUpgrade(path: made.path, queue: queue, migrations: second).runIfOlder(readOnly: true)
    }
    #expect(error?.kind == .unusable)
    #expect(
      error?.message
        == "the store \(made.path) has the older schema \(now); any changing command upgrades it to \(now + 1)"
    )
    #expect(!Files.exists("\(made.path).schema-\(now).backup"))
    #expect(try made.number("PRAGMA user_version") == Int64(now))
  }
}
