import CivilTime
import Foundation
import GRDB
import JSONText
import SessionModel
import Testing
@testable import StoreAdministration

@testable import SessionStore
@testable import StoreReports
@testable import StoreEngine

/// What GRDB's own subscripts would end the program over is an error that names the row and nothing of what it holds.
@Suite struct StoredRowTests {
  /// A row with one value in the column `v`, from an array and from a cursor.
  private func read<Value>(_ value: String, _ body: (StoredRow) throws -> Value) throws -> [String] {
    let queue = try DatabaseQueue()
    return try queue.read { db in
      let sql = "SELECT 7 AS id, \(value) AS v"
      func outcome(_ row: StoredRow?) throws -> String {
        do { return "\(try body(#require(row)))" } catch let error as UnreadableValue { return "\(error)" }
      }
      let rows = try StoredRow.fetchCursor(db, of: "ticket", sql: sql)
      defer { withExtendedLifetime(rows) {} }
      return [
        try outcome(StoredRow.fetchAll(db, of: "ticket", sql: sql).first),
        try outcome(StoredRow.fetchOne(db, of: "ticket", sql: sql)),
        try outcome(rows.next()),
      ]
    }
  }

  private func expect<Value>(
    _ value: String, _ expected: String, _ body: (StoredRow) throws -> Value,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(
      try read(value, body) == Array(repeating: expected, count: 3), "\(value)", sourceLocation: location)
  }

  private static let unreadable = "v of ticket 7 can't be read"

  @Test func numbers() throws {
    try expect("5", "5") { try $0("v") as Int64 }
    try expect("5", "5") { try $0(1) as Int64 }
    try expect("NULL", "nil") { try $0("v") as Int64? }
    for wrong in ["NULL", "'12'", "'Secret'", "x'00'", "1e300"] {
      try expect(wrong, Self.unreadable) { try $0("v") as Int64 }
      try expect(wrong, Self.unreadable) { try $0(1) as Int64 }
    }
    for wrong in ["'12'", "x'00'", "1e300"] { try expect(wrong, Self.unreadable) { try $0("v") as Int64? } }
    try expect("'x'", Self.unreadable) { try $0("v") as Bool }
  }

  @Test func texts() throws {
    try expect("'a'", "a") { try $0("v") as String }
    for wrong in ["NULL", "5", "x'ff'"] { try expect(wrong, Self.unreadable) { try $0("v") as String } }
    try expect("NULL", "nil") { try $0("v") as String? }
    for wrong in ["NULL", "5", "x'00'"] {
      try expect(wrong, Self.unreadable) { try $0.utf8("v") as [UInt8] }
      try expect(wrong, Self.unreadable) { try $0.withUTF8("v") { $0.count } }
    }
    try expect("'ab'", "[97, 98]") { try $0.utf8("v") as [UInt8] }
    try expect("'ab'", "2") { try $0.withUTF8("v") { $0.count } }
    try expect("NULL", "true") { try $0.isNull("v") }
    try expect("''", "false") { try $0.isNull("v") }
  }

  @Test func words() throws {
    try expect("1", "open") { (try $0("v") as TicketStatus).word }
    try expect("NULL", "nil") { try $0("v") as TicketStatus? }
    for wrong in ["99", "'open'"] {
      try expect(wrong, Self.unreadable) { try $0("v") as TicketStatus }
      try expect(wrong, Self.unreadable) { try $0("v") as TicketStatus? }
    }
    try expect("NULL", Self.unreadable) { try $0("v") as Instant }
    try expect("9223372036854775807", Self.unreadable) { try $0("v") as Instant }
    try expect("-99999999999999", Self.unreadable) { try $0("v") as Instant? }
  }

  @Test("a document that is none") func documents() throws {
    try expect("'{\"a\":1}'", "1") { try $0.reading("v") { try JSONValue.parse($0)["a"]?.integer ?? 0 } }
    for wrong in ["'Secret'", "'{'", "NULL"] {
      try expect(wrong, Self.unreadable) {
        try $0.reading("v") { try JSONValue.parse($0)["a"]?.integer ?? 0 }
      }
    }
  }

  @Test("what a statement must give and does not is damage") func sure() throws {
    let queue = try DatabaseQueue()
    try queue.read { db in
      let three = try Int.fetchSure(db, sql: "SELECT 3")
      #expect(three == 3)
      #expect(throws: DatabaseError.self) { try Int.fetchSure(db, sql: "SELECT NULL") }
      #expect(throws: DatabaseError.self) { try Int.fetchSure(db, sql: "SELECT 3 WHERE false") }
    }
  }
}

/// What can end the program over a value that came from outside stands nowhere in the sources.
@Suite struct TrapTests {
  private static let root: String = {
    var path = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { path.deleteLastPathComponent() }
    return path.path + "/Sources"
  }()

  private struct Rule {
    let pattern: String
    /// Where it may not stand; empty for everywhere.
    var folders: [String] = []
    let why: String
    /// Files in which it may.
    var except: [String] = []
  }

  private static let rules: [Rule] = [
    Rule(
      pattern: #"(?<![A-Za-z.])Row\.fetch|\bRow\b *\{|\(Row\)|: Row\b|FetchableRecord"#,
      why: "rows are read as StoredRow",
      except: ["StoreEngine/Rows/StoredRow.swift", "StoreReports/ReportTable.swift"]),
    Rule(pattern: #"\btry!"#, why: "an error is handled"),
    Rule(pattern: #"\bas!"#, why: "a cast may fail"),
    Rule(
      pattern: #"fetchOne\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)!"#,
      why: "fetchSure says that a value is missing"),
    Rule(
      pattern:
        #"\bU?Int(?:8|16|32|64)?\((?!exactly:|clamping:)(?:[^()]|\((?:[^()]|\([^()]*\))*\))*(?:\.rounded\(|\bDouble\()"#,
      why: "a number may be too large for an integer, or none; use init(exactly:)",
      // Nothing of it comes from outside.
      except: ["DemoAccount/Telling/Story+Active.swift"]),
    Rule(pattern: #"\bfatalError\("#, why: "a failure has a sentence"),
    Rule(
      pattern: #"uniqueKeysWithValues"#,
      folders: [
        "StoreEngine", "SessionStore", "StoreReports", "StoreAdministration", "StoreReplay", "StoreExchange",
        "StoreDoctor", "StoreRescue", "SessionctlCommands",
      ],
      why: "what is stored may be there twice; use uniquingKeysWith",
      except: [
        "SessionctlCommands/JSONPage/DocumentFamily.swift",
        "SessionctlCommands/JSONPage/Families+Routing.swift",
      ]),
    Rule(
      pattern:
        #"(?:\bwriter|\$0)\.(?:save|set|unset|setFeature|setAccount|createAccount|setActive|restore|setQueueOrder|deleteQueue|add|update|addGroup|addMembership|removeMembership)\(|StoreWriter\("#,
      folders: ["SessionctlCommands"],
      why: "what is managed goes through Administration"),
  ]

  @Test(arguments: 0..<rules.count) func absent(rule index: Int) throws {
    let rule = Self.rules[index]
    let pattern = try NSRegularExpression(pattern: rule.pattern)
    let files = FileManager.default.enumerator(atPath: Self.root)
    var count = 0
    while let file = files?.nextObject() as? String {
      guard file.hasSuffix(".swift"), !rule.except.contains(file) else { continue }
      guard rule.folders.isEmpty || rule.folders.contains(where: { file.hasPrefix($0 + "/") }) else {
        continue
      }
      count += 1
      let text = try String(contentsOfFile: "\(Self.root)/\(file)", encoding: .utf8)
      let code = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.drop { $0 == " " }.hasPrefix("//") ? "" : $0 }.joined(separator: "\n")
      for match in pattern.matches(in: code, range: NSRange(code.startIndex..., in: code)) {
        let place = Range(match.range, in: code)!
        let line = code[..<place.lowerBound].count { $0 == "\n" } + 1
        Issue.record("\(file):\(line): \(code[place]): \(rule.why)")
      }
    }
    #expect(count > 50)
  }
}
