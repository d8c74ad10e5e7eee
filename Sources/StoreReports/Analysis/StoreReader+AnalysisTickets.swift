import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// A closed ticket, as it is counted.
private enum Closed: Int, StatementColumn {
  case updatedAt, id
}

extension StoreReader {
  private static let closed = "t.status >= \(TicketStatus.closed.rawValue) AND t.origin > 0"

  /// SQL: tickets `t`; of a stretch of the history, those that it tells something of.
  private static func tickets(_ first: Int64?) -> String {
    guard let first else { return "ticket t" }
    return "\(news(from: first, "ticket_id")) a CROSS JOIN ticket t ON t.id = a.ticket_id"
  }

  /// How many tickets were closed in each month that is over.
  ///
  /// - Parameter first: only those that the history tells something of from this entry on; nil: all
  package func analysisTickets(from: AnalysisMonth?, before end: AnalysisMonth, news first: Int64?) throws
    -> [AnalysisMonth: AnalysisTally]
  {
    var tallies: [AnalysisMonth: AnalysisTally] = [:]
    var finder = MonthFinder()
    let statement = try SteppedStatement(
      db,
      """
      SELECT \(Closed.selected) FROM \(Self.tickets(first)) WHERE \(Self.closed)
        AND t.updated_at >= \(from?.start.seconds ?? Instant.earliest.seconds)
        AND t.updated_at < \(end.start.seconds)
      """)
    defer { statement.reset() }
    while try statement.step() {
      tallies[finder.month(of: statement.integer(Closed.updatedAt)), default: AnalysisTally()]
        .add(statement.integer(Closed.id))
    }
    return tallies
  }

  /// Tickets that were closed in some months.
  ///
  /// - Parameters:
  ///   - first: only those that the history tells something of from this entry on; nil: all
  ///   - sessions: whose tickets are left out
  package func forEachAnalysisTicket(
    in months: Set<AnalysisMonth>, news first: Int64?, withoutSessions sessions: Set<Int64>,
    hours: BusinessHours?,
    _ body: AnalysisRowTaker
  ) throws {
    guard let earliest = months.min(), let latest = months.max() else { return }
    let line = AnalysisLine(.tickets, hours: hours)
    try step(
      """
      SELECT t.updated_at, t.id, \(line.selected) FROM \(Self.tickets(first)) LEFT JOIN session s ON s.ticket_id = t.id
      WHERE \(Self.closed) AND t.updated_at >= \(earliest.start.seconds)
        AND t.updated_at < \(latest.next.start.seconds)
        \(sessions.isEmpty ? "" : "AND (s.id IS NULL OR s.id NOT IN (SELECT value FROM json_each(?)))")
      """, line, months,
      given: sessions.isEmpty ? nil : "[\(sessions.map(String.init).joined(separator: ","))]",
      body)
  }

  /// Tickets that were pruned, as far as it is still known what they were: each in the month in which its session ended,
  /// because nobody knows when it was closed. Told by its session's id.
  package func forEachAnalysisPrunedTicket(
    from: AnalysisMonth?, before end: AnalysisMonth, hours: BusinessHours?, _ body: AnalysisRowTaker
  ) throws {
    let line = AnalysisLine(
      .tickets, hours: hours,
      instead: [
        "t.id": "NULL", "s.id": "p.session_id", "t.status": "f.status", "t.priority": "f.priority",
        "t.channel": "f.channel", "t.routing_channel": "NULL",
        "t.routing_channel_changed_at": "p.routing_changed_at", "t.assignee_id": "f.assignee_id",
        "t.group_id": "f.group_id", "t.brand_id": "f.brand_id", "t.tags": "f.tags",
        "t.satisfaction": "p.satisfaction", "t.reopens": "NULL", "t.replies": "NULL",
        "t.created_at": "p.ticket_created_at", "t.updated_at": "NULL",
      ])
    try step(
      """
      SELECT p.ended_at, p.session_id, \(line.selected)
      FROM past_session p JOIN past_facts f ON f.id = p.facts_id
      WHERE f.status IS NOT NULL AND p.ended_at >= \(from?.start.seconds ?? Instant.earliest.seconds)
        AND p.ended_at < \(end.start.seconds)
      """, line, nil, body)
  }
}
