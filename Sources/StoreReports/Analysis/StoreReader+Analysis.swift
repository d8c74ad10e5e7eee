import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// What a month of a table comes to: how many rows, and a sum over their ids by which other rows are told.
package struct AnalysisTally: Hashable, Sendable {
  /// How many.
  package var rows: Int
  /// The sum of the ids' remainders, in any order.
  package var ids: Int64

  /// Nothing yet.
  package init(rows: Int = 0, ids: Int64 = 0) {
    self.rows = rows
    self.ids = ids
  }

  /// So that a sum over any number of ids stays within 64 bits.
  static let modulus: Int64 = 2_147_483_647

  /// Counts a row.
  package mutating func add(_ id: Int64) {
    rows += 1
    ids += ((id % Self.modulus) + Self.modulus) % Self.modulus
  }

  /// Both together.
  package static func + (left: AnalysisTally, right: AnalysisTally) -> AnalysisTally {
    AnalysisTally(rows: left.rows + right.rows, ids: left.ids + right.ids)
  }
}

/// A row of an analysis table: its month, the id by which it is told from the others, and its line.
package typealias AnalysisRowTaker = (AnalysisMonth, _ id: Int64, _ line: [UInt8]) throws -> Void

extension StoreReader {
  // MARK: Sessions

  private static let ended = "session INDEXED BY session_report WHERE end_reason IS NOT NULL AND ended_at"

  /// How many sessions ended in each month that is over, pruned ones included: by the index alone.
  package func analysisSessions(from: AnalysisMonth?, before end: AnalysisMonth) throws
    -> [AnalysisMonth: AnalysisTally]
  {
    var tallies: [AnalysisMonth: AnalysisTally] = [:]
    for (source, id) in [(Self.ended, "id"), ("past_session WHERE ended_at", "session_id")] {
      let next = try db.makeStatement(sql: "SELECT min(ended_at) FROM \(source) >= ? AND ended_at < ?")
      let count = try db.makeStatement(
        sql: """
          SELECT count(*), coalesce(sum((\(id) % \(AnalysisTally.modulus) + \(AnalysisTally.modulus))
            % \(AnalysisTally.modulus)), 0) FROM \(source) >= ? AND ended_at < ?
          """)
      var start = from?.start.seconds ?? Instant.earliest.seconds
      while let first = try Int64.fetchOne(next, arguments: [start, end.start.seconds]) {
        let month = AnalysisMonth(of: Instant(first))
        guard
          let row = try StoredRow.fetchOne(
            count, of: "session", arguments: [month.start.seconds, month.next.start.seconds])
        else { break }
        tallies[month, default: AnalysisTally()] =
          try tallies[month, default: AnalysisTally()] + AnalysisTally(rows: row(0), ids: row(1))
        start = month.next.start.seconds
        try Interruption.check()
      }
    }
    return tallies
  }

  /// The months, before another, of ended sessions that the history tells something new of.
  ///
  /// - Parameter first: the first entry of the history that is new
  package func analysisMonths(ofNews first: Int64, before end: AnalysisMonth) throws -> Set<AnalysisMonth> {
    let moments = try Int64.fetchCursor(
      db,
      sql: """
        SELECT s.ended_at FROM \(Self.news(from: first, "ticket_id")) a CROSS JOIN session s ON s.ticket_id = a.ticket_id
        WHERE s.end_reason IS NOT NULL AND s.ended_at < ?1
        UNION SELECT s.ended_at FROM \(Self.news(from: first, "session_id")) a CROSS JOIN session s ON s.id = a.session_id
        WHERE s.end_reason IS NOT NULL AND s.ended_at < ?1
        """, arguments: [end.start.seconds])
    var months: Set<AnalysisMonth> = []
    while let moment = try moments.next() { months.insert(AnalysisMonth(of: Instant(moment))) }
    return months
  }

  /// SQL: what the history tells something new of, from an entry on that was made here.
  static func news(from first: Int64, _ column: String) -> String {
    "(SELECT DISTINCT \(column) FROM audit NOT INDEXED WHERE id >= \(first) AND events IS NOT NULL AND \(column) IS NOT NULL)"
  }

  /// Sessions that ended in some months, those that were pruned last.
  ///
  /// - Parameter isMost: whether that is so many that the whole table is read in its own order, in which what belongs
  ///   together lies side by side
  package func forEachAnalysisSession(
    in months: Set<AnalysisMonth>, isMost: Bool, hours: BusinessHours?, _ body: AnalysisRowTaker
  ) throws {
    let line = AnalysisLine(.sessions, hours: hours)
    if isMost {
      let all = "FROM session s NOT INDEXED WHERE s.end_reason IS NOT NULL"
      try step("SELECT s.ended_at, s.id, \(line.selected) \(all)", line, months, body)
    } else {
      for month in months.sorted() {
        try step(
          """
          SELECT s.ended_at, s.id, \(line.selected) FROM session s INDEXED BY session_report
          WHERE s.end_reason IS NOT NULL AND \(Self.within(month, "s.ended_at")) ORDER BY s.id
          """, line, months, body)
      }
    }
    let past = AnalysisLine(
      .sessions, hours: hours,
      instead: [
        "s.id": "p.session_id", "s.ticket_id": "NULL", "s.channel": "f.channel", "s.ended_at": "p.ended_at",
        "s.end_reason": "p.end_reason", "s.ended_by_kind": "f.ended_by_kind",
        "s.ended_by_id": "f.ended_by_id", "s.ticket_created_at": "p.ticket_created_at",
      ])
    for month in months.sorted() {
      try step(
        """
        SELECT p.ended_at, p.session_id, \(past.selected)
        FROM past_session p JOIN past_facts f ON f.id = p.facts_id WHERE \(Self.within(month, "p.ended_at"))
        """, past, months, body)
    }
  }

  // MARK: Stepping

  private static func within(_ month: AnalysisMonth, _ column: String) -> String {
    "\(column) >= \(month.start.seconds) AND \(column) < \(month.next.start.seconds)"
  }

  /// - Parameters:
  ///   - months: which ones are wanted; nil: all that come
  ///   - text: the statement's parameter, if it has one
  func step(
    _ sql: String, _ line: AnalysisLine, _ months: Set<AnalysisMonth>?, given text: String? = nil,
    _ body: AnalysisRowTaker
  ) throws {
    let statement = try SteppedStatement(db, sql)
    if let text { statement.bind(text) }
    defer { statement.reset() }
    var finder = MonthFinder()
    var bytes: [UInt8] = []
    var (last, isWanted): (AnalysisMonth?, Bool) = (nil, true)
    var count = 0
    while try statement.step() {
      count += 1
      if count & 0xFFFF == 0 { try Interruption.check() }
      let month = finder.month(of: statement.integer(AnalysisLine.Beginning.moment))
      if let months, month != last { (last, isWanted) = (month, months.contains(month)) }
      guard isWanted else { continue }
      bytes.removeAll(keepingCapacity: true)
      line.append(statement, to: &bytes)
      try body(month, statement.integer(AnalysisLine.Beginning.id), bytes)
    }
  }
}
