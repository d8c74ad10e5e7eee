import Foundation
import GRDB
import TestSupport
import Testing

@testable import StoreEngine

/// The look at a copy's pages finds what SQLite's own check finds of them, and nothing in a file that is whole.
@Suite struct PageCheckTests {
  /// A file of small pages with trees of several levels, long values, free pages, and every type.
  private static let file = Result {
    let folder = try Folder()
    let path = folder.path + "/pages.db"
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA page_size = 512; VACUUM")
      try db.execute(
        sql: """
          CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER, part REAL, data BLOB) STRICT;
          CREATE INDEX thing_name ON thing(name);
          CREATE TABLE word (word TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
          CREATE VIEW things AS SELECT name FROM thing;
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
          INSERT INTO thing SELECT i * 3, 'name ' || i, nullif(i % 7, 0) * 1000, i / 3.0,
            CASE WHEN i % 40 = 0 THEN randomblob(3000) END FROM n;
          INSERT INTO word SELECT name || name, id FROM thing;
          DELETE FROM thing WHERE id % 5 = 0;
          ALTER TABLE thing ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
          UPDATE thing SET late = 1 WHERE id % 9 = 0;
          """)
    }
    try queue.close()
    return try Array(Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private static let columns: [String: [PageCheck.Column]] = [
    "thing": [
      [.null, .integer], .text, [.null, .integer], [.null, .integer, .real], [.null, .blob], .integer,
    ]
  ]

  private func isWhole(_ path: String) throws -> Bool {
    do {
      try PageCheck.look(at: path, columns: Self.columns)
      return true
    } catch is PageCheck.Fault { return false }
  }

  /// nil where SQLite can't even open it.
  private func sqliteSays(_ path: String) -> String? {
    var configuration = Configuration()
    configuration.readonly = true
    guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return nil }
    defer { try? queue.close() }
    return try? queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
  }

  @Test("a file that is whole, with a free list, long values and columns that came later") func whole() throws
  {
    let folder = try Folder()
    let path = folder.path + "/copy.db"
    try Data(try Self.file.get()).write(to: URL(fileURLWithPath: path))
    #expect(sqliteSays(path) == "ok")
    #expect(try isWhole(path))
  }

  @Test("a file of another program's way to keep pages is left to SQLite") func autoVacuum() throws {
    let folder = try Folder()
    let path = folder.path + "/copy.db"
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA auto_vacuum = FULL; VACUUM; CREATE TABLE t(a)")
    }
    try queue.close()
    #expect {
      try PageCheck.look(at: path, columns: [:])
    } throws: {
      if case PageCheck.Fault.unknown = $0 { true } else { false }
    }
  }

  /// The same few each time; `SESSIONCTL_RANDOM=pages:0-9999` is ten thousand.
  @Test("damages: what SQLite finds wrong with pages is found, and nothing else is called damage")
  func damages()
    throws
  {
    let good = try Self.file.get()
    let folder = try Folder()
    let path = folder.path + "/copy.db"
    var counts: [String: Int] = [:]
    for seed in Extent.seeds("pages", usually: 0..<150) {
      var chance = SplitMix(seed: seed)
      var file = good
      for _ in 0..<chance.number(1...2) {
        let place = chance.number(0...(file.count - 1))
        switch chance.number(0...4) {
        case 0: file[place] ^= 1 << UInt8(chance.number(0...7))
        case 1: file[place] = UInt8(chance.number(0...255))
        case 2:
          // Among the heads of pages and their pointers.
          file[place / 512 * 512 + chance.number(0...40)] = UInt8(chance.number(0...255))
        case 3:
          let other = chance.number(0...(file.count / 512 - 1)) * 512
          for index in 0..<512 { file.swapAt(place / 512 * 512 + index, other + index) }
        default:
          file.replaceSubrange(
            (place / 512 * 512)..<(place / 512 * 512 + 512), with: repeatElement(0, count: 512))
        }
      }
      try Data(file).write(to: URL(fileURLWithPath: path))
      let said = sqliteSays(path)
      let isWhole = try isWhole(path)
      let what = "SESSIONCTL_RANDOM=pages:\(seed): SQLite says \(said ?? "no database")"
      if said == "ok" {
        // A head or a free page that SQLite does not look at; nothing of the content.
        if !isWhole { counts["stricter than SQLite", default: 0] += 1 }
      } else if isWhole {
        // Values and their order in an index are `doctor`'s, and what can't be opened is not copied.
        let isOfValues =
          said.map { said in
            ["index", "UNIQUE", "NULL", "datatype", "value in", "TEXT", "row "].contains(where: said.contains)
          } ?? true
        #expect(isOfValues, "\(what)")
        counts["values only", default: 0] += 1
      }
      counts[said == "ok" ? "whole for SQLite" : "damaged for SQLite", default: 0] += 1
    }
    print(counts.sorted { $0.key < $1.key })
    #expect(counts["damaged for SQLite", default: 0] > 50)
  }
}
