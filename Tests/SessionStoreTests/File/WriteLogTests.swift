import GRDB
import TestSupport
import Testing

@testable import SessionStore
@testable import StoreEngine

/// What a log notes is written, whoever writes it and when.
@Suite struct WriteLogTests {
  private enum Column: Int, StatementColumn { case id, number, text }

  private struct Row: Equatable {
    var id: Int64
    var number: Int64?
    var text: String?
  }

  /// A database with a hundred rows that can change.
  private func made() throws -> (folder: Folder, queue: DatabaseQueue) {
    let folder = try Folder()
    let queue = try StoreConnection(folder.path + "/log.db").queue
    try queue.write { db in
      try db.execute(
        sql: """
          CREATE TABLE changed (id INTEGER PRIMARY KEY, number INTEGER, text TEXT, times INTEGER DEFAULT 0);
          CREATE TABLE added (id INTEGER PRIMARY KEY, number INTEGER, text TEXT CHECK (text <> 'bad'));
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
          INSERT INTO changed(id) SELECT i FROM n;
          """)
    }
    return (folder, queue)
  }

  private func rows(_ queue: DatabaseQueue, _ table: String) throws -> [Row] {
    try queue.read { db in
      try GRDB.Row.fetchAll(db, sql: "SELECT id, number, text FROM \(table) ORDER BY id").map {
        Row(id: $0["id"], number: $0["number"], text: $0["text"])
      }
    }
  }

  private func random(_ dice: inout SplitMix, id: Int64, longest: Int) -> Row {
    Row(
      id: id,
      number: Int.random(in: 0..<5, using: &dice) == 0 ? nil : .random(in: .min ... .max, using: &dice),
      text: Int.random(in: 0..<5, using: &dice) == 0
        ? nil : String(repeating: "ä", count: .random(in: 0..<longest, using: &dice)))
  }

  private func bind(_ row: Row, _ statement: LoggedStatement) {
    statement.bind(row.id, Column.id)
    statement.bind(row.number, Column.number)
    statement.bind(row.text, Column.text)
  }

  private static let change = """
    UPDATE changed SET number = \(Column.number.logged), text = \(Column.text.logged), times = times + 1
    FROM \(WriteLog.rows) WHERE changed.id = \(Column.id.logged)
    """

  @Test(
    "Random rows arrive as they were noted, with one core and with two",
    arguments: [WriteLog.Changes.kept, .besideDeciding], [40, 60_000])
  func arrives(_ changes: WriteLog.Changes, longest: Int) throws {
    let (folder, queue) = try made()
    var dice = SplitMix(seed: 11)
    var added: [Row] = []
    var changed: [Row] = []
    try queue.write { db in
      let log = WriteLog(db, changes)
      let add = try log.adding(to: "added", Column.self)
      let change = try log.changing(Self.change)
      for id in 1...(longest == 40 ? 20_000 : 600) {
        let row = random(&dice, id: Int64(id), longest: longest)
        added.append(row)
        bind(row, add)
        try add.run()
        if id <= 100 {
          let row = random(&dice, id: Int64(id), longest: longest)
          changed.append(row)
          bind(row, change)
          try change.run()
        }
      }
      try log.finishAdding()
      if changes == .kept { #expect(try Int.fetchOne(db, sql: "SELECT sum(times) FROM changed") == 0) }
      try log.finish()
      #expect(try Int.fetchOne(db, sql: "SELECT sum(times) FROM changed") == 100)
    }
    #expect(try rows(queue, "added") == added)
    #expect(try rows(queue, "changed") == changed)
    withExtendedLifetime(folder) {}
  }

  @Test("What is kept does not grow without bound in memory, and stays in order")
  func spills() throws {
    let (folder, queue) = try made()
    let long = String(repeating: "x", count: 60_000)
    try queue.write { db in
      let log = WriteLog(db, .kept)
      let change = try log.changingEach(
        "UPDATE changed SET number = :number, text = :text, times = times + 1 WHERE id = :id", Change.self)
      for number in 0..<600 {
        change.bind(Int64(number), Change.number)
        change.bind(long + String(number), Change.text)
        change.bind(Int64(number % 7 + 1), Change.id)
        try change.run()
      }
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.write_log") ?? 0 > 0)
      try log.finish()
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.write_log") == 0)
      #expect(try Int.fetchOne(db, sql: "SELECT sum(times) FROM changed") == 600)
    }
    for row in try rows(queue, "changed").prefix(7) {
      let last = (0..<600).last { $0 % 7 + 1 == Int(row.id) }
      #expect(row.number == last.map(Int64.init))
      #expect(row.text == long + String(last ?? 0))
    }
    withExtendedLifetime(folder) {}
  }
  private enum Change: Int, StatementColumn { case number, text, id }

  @Test("A log is used on after it was written")
  func goesOn() throws {
    let (folder, queue) = try made()
    try queue.write { db in
      let log = WriteLog(db, .kept)
      let change = try log.changing(Self.change)
      for round in 1...3 as ClosedRange<Int64> {
        bind(Row(id: 5, number: round, text: nil), change)
        try change.run()
        try log.finish()
      }
      #expect(try Int.fetchOne(db, sql: "SELECT times FROM changed WHERE id = 5") == 3)
    }
    #expect(try rows(queue, "changed")[4] == Row(id: 5, number: 3, text: nil))
    withExtendedLifetime(folder) {}
  }

  @Test(
    "Who is named is written before who names them, and what was written on the way can be read",
    arguments: [WriteLog.Changes.kept, .besideDeciding])
  func refers(_ changes: WriteLog.Changes) throws {
    let (folder, queue) = try made()
    let long = String(repeating: "x", count: 3_000)
    try queue.write { db in
      try db.execute(sql: "CREATE TABLE naming (id INTEGER PRIMARY KEY REFERENCES added(id), text TEXT)")
      let log = WriteLog(db, changes)
      let id = WriteLog.value(at: 1)
      let add = try log.adding(
        "INSERT INTO added(id) SELECT \(id) FROM \(WriteLog.rows) WHERE true ON CONFLICT DO NOTHING")
      let name = try log.adding(to: "naming", Naming.self)
      for number in 1...2_000 as ClosedRange<Int64> {
        for _ in 1...2 {
          add.bind(number)
          try add.run()
        }
        name.bind(number, Naming.id)
        name.bind(long, Naming.text)
        try name.run()
        guard number % 700 == 0 else { continue }
        try log.writeAdded()
        #expect(try Int64.fetchOne(db, sql: "SELECT count(*) FROM naming JOIN added USING (id)") == number)
      }
      try log.finishAdding()
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM naming") == 2_000)
    }
    withExtendedLifetime(folder) {}
  }
  private enum Naming: Int, StatementColumn { case id, text }

  @Test("A dry run's log changes nothing, and adds what it is given")
  func leavesOut() throws {
    let (folder, queue) = try made()
    try queue.write { db in
      let log = WriteLog(db, .leftOut)
      let change = try log.changing(Self.change)
      let add = try log.adding(to: "added", Column.self)
      bind(Row(id: 1, number: 1, text: "one"), change)
      try change.run()
      bind(Row(id: 1, number: 1, text: "one"), add)
      try add.run()
      try log.finish()
    }
    #expect(try rows(queue, "changed").allSatisfy { $0.number == nil })
    #expect(try rows(queue, "added") == [Row(id: 1, number: 1, text: "one")])
    withExtendedLifetime(folder) {}
  }

  @Test(
    "What has to be written first is noted before each writing, and is written with it",
    arguments: [1, 70_000])
  func beforeWriting(count: Int64) throws {
    let (folder, queue) = try made()
    try queue.write { db in
      let log = WriteLog(db, .kept)
      // As a row that others refer to.
      let first = try log.adding(to: "changed", Column.self)
      let then = try log.adding(
        """
        INSERT INTO added(\(Column.names)) SELECT \(Column.allCases.map(\.logged).joined(separator: ", "))
        FROM \(WriteLog.rows) WHERE EXISTS (SELECT 1 FROM changed WHERE id = \(Column.id.logged))
        """)
      var pending: [Int64] = []
      log.beforeWriting = {
        for id in pending {
          bind(Row(id: id, number: nil, text: "first"), first)
          try first.run()
        }
        pending = []
      }
      for id in 1000..<1000 + count {
        pending.append(id)
        bind(Row(id: id, number: nil, text: "then"), then)
        try then.run()
      }
      try log.writeAdded()
      #expect(try Int64.fetchOne(db, sql: "SELECT count(*) FROM added") == count)
      // What is bound holds for one run.
      pending = [200]
      then.bind(200, Column.id)
      try then.run()
      try log.finish()
    }
    #expect(try rows(queue, "added").first { $0.id == 200 } == Row(id: 200, number: nil, text: nil))
    withExtendedLifetime(folder) {}
  }

  @Test(
    "What SQLite refuses is thrown, at the latest at the end, and the transaction can be undone",
    arguments: [WriteLog.Changes.kept, .besideDeciding], [1, 9_000, 20_000])
  func refused(_ changes: WriteLog.Changes, at place: Int) throws {
    let (folder, queue) = try made()
    let error = #expect(throws: DatabaseError.self) {
      try queue.write { db in
        let log = WriteLog(db, changes)
        do {
          let add = try log.adding(to: "added", Column.self)
          for id in 1...20_000 {
            bind(Row(id: Int64(id), number: 1, text: id == place ? "bad" : "good"), add)
            try add.run()
          }
          try log.finishAdding()
        } catch {
          log.abandon()
          throw error
        }
      }
    }
    #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    #expect(try rows(queue, "added").isEmpty)
    withExtendedLifetime(folder) {}
  }

  @Test("Who lets go of a log can use the connection again, wherever the other thread was")
  func abandoned() throws {
    let (folder, queue) = try made()
    for count in [0, 1, 5_000, 30_000] {
      try queue.write { db in
        let log = WriteLog(db, .besideDeciding)
        let add = try log.adding(to: "added", Column.self)
        for id in 0..<count {
          bind(Row(id: Int64(id), number: 1, text: "x"), add)
          try add.run()
        }
        log.abandon()
        try db.execute(sql: "DELETE FROM added; UPDATE changed SET times = times + 1")
      }
      #expect(try rows(queue, "added").isEmpty)
    }
    withExtendedLifetime(folder) {}
  }
}
