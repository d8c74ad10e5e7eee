import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

extension StoreReader {
  // MARK: Firings

  /// How far the history reaches that was written here: the last entry's id, and the last one ahead of the first that
  /// is of a month which is not over.
  ///
  /// - Parameter mark: how far it was read before
  package func analysisHistory(after mark: Int64, before end: AnalysisMonth) throws -> Int64 {
    let made = "audit WHERE id > ? AND events IS NOT NULL"
    let open = try Int64.fetchOne(
      db, sql: "SELECT min(id) FROM \(made) AND created_at >= ?", arguments: [mark, end.start.seconds])
    if let open { return open - 1 }
    return try Int64.fetchOne(db, sql: "SELECT max(id) FROM \(made)", arguments: [mark]) ?? mark
  }

  /// What triggers did in updates that were made here, after an entry of the history, in months that are over.
  package func forEachAnalysisFiring(
    after mark: Int64, from: AnalysisMonth?, before end: AnalysisMonth, _ body: AnalysisRowTaker
  ) throws {
    let line = AnalysisLine(.firings, hours: nil)
    try step(
      """
      SELECT fired_epoch, audit_id, \(line.selected) FROM (
        SELECT a.id AS audit_id, a.created_at AS fired_epoch, f.rule_kind, f.rule_id, a.ticket_id,
          coalesce(a.session_id, s.id) AS session_id
        FROM audit a JOIN (
          SELECT DISTINCT x.id, e.value ->> '$.via.source.rel' AS rule_kind,
            CAST(e.value ->> '$.via.source.from.id' AS INTEGER) AS rule_id
          FROM audit x, json_each(x.events) e
          WHERE x.id > \(mark) AND x.events IS NOT NULL AND instr(x.events, '"channel":"rule"')
            AND x.created_at >= \(from?.start.seconds ?? Instant.earliest.seconds)
            AND x.created_at < \(end.start.seconds)
            AND e.value ->> '$.via.channel' = 'rule'
        ) f ON f.id = a.id LEFT JOIN session s ON s.ticket_id = a.ticket_id
      ) WHERE rule_id IS NOT NULL
      """, line, nil, body)
  }

  // MARK: Days

  private struct AgentDay: Hashable {
    var day: Int64
    var agent: Int64
  }

  /// What agents did on each day of a stretch of whole months; pruned conversations count.
  package func forEachAnalysisAgentDay(
    from: AnalysisMonth?, before end: AnalysisMonth, _ body: AnalysisRowTaker
  ) throws {
    let (from, to) = (from?.start.seconds ?? Instant.earliest.seconds, end.start.seconds)
    var days: [AgentDay: AgentActivity] = [:]
    func add(_ sql: String, _ note: (inout AgentActivity, Int) -> Void) throws {
      let rows = try StoredRow.fetchCursor(db, of: "session", sql: sql, arguments: [from, to])
      while let row = try rows.next() {
        guard let agent: Int64 = try row(1) else { continue }
        try note(&days[AgentDay(day: row(0), agent: agent), default: AgentActivity()], row("number"))
      }
    }
    func day(_ column: String) -> String { "(\(column) - (\(column) % 86400 + 86400) % 86400) / 86400" }
    try add(
      """
      SELECT \(day("s.ended_at")), s.ended_by_id, count(*) AS number FROM session s INDEXED BY session_report
      WHERE s.end_reason IS NOT NULL AND s.ended_at >= ?1 AND s.ended_at < ?2
        AND s.ended_by_kind = \(Actor.Kind.user.rawValue) GROUP BY 1, 2
      """
    ) { $0.ended += $1 }
    try add(
      """
      SELECT \(day("p.ended_at")), f.ended_by_id, count(*) AS number FROM past_session p JOIN past_facts f
        ON f.id = p.facts_id WHERE p.ended_at >= ?1 AND p.ended_at < ?2
        AND f.ended_by_kind = \(Actor.Kind.user.rawValue) GROUP BY 1, 2
      """
    ) { $0.ended += $1 }
    try add(
      """
      SELECT \(day("a.created_at")), coalesce(CAST(e.value ->> '$.author_id' AS INTEGER), a.author_id),
        count(*) AS number
      FROM (SELECT created_at, author_id, coalesce(events, document ->> '$.events') AS events FROM audit
        WHERE created_at >= ?1 AND created_at < ?2 AND instr(coalesce(events, document), '"Comment"')) a,
        json_each(a.events) e
      WHERE \(ToldComment.isPublic) GROUP BY 1, 2
      """
    ) { $0.replied += $1 }
    try add(
      """
      SELECT \(day("at")), agent_id, sum(min(max(replies, 0), 1000000)) AS number FROM past_reply
      WHERE at >= ?1 AND at < ?2 GROUP BY 1, 2
      """
    ) { $0.replied += $1 }
    let staff = try Set(
      Int64.fetchAll(db, sql: "SELECT id FROM user WHERE role > \(Role.endUser.rawValue)"))
    for (key, activity) in days.sorted(by: { ($0.key.day, $0.key.agent) < ($1.key.day, $1.key.agent) })
    where staff.contains(key.agent) {
      let moment = Instant(key.day * 86_400)
      let line = AnalysisTable.agentDays.line(of: [
        .string(String(moment.rfc3339.prefix(10))), .integer(key.agent), .integer(Int64(activity.ended)),
        .integer(Int64(activity.replied)),
      ])
      try body(AnalysisMonth(of: moment), key.day, line)
    }
  }

  /// The queues as they are now, as `queueDepths` finds them: what they were nobody wrote down.
  package func analysisQueueDay(now: Instant) throws -> [[UInt8]] {
    // To thousandths, as reports have them.
    func rounded(_ seconds: Double?) -> JSONValue {
      seconds.map { .number((($0 * 1000).rounded() / 1000).description) } ?? .null
    }
    return try queueDepths(now: now).map { depth in
      AnalysisTable.queueDays.line(of: [
        .string(String(now.rfc3339.prefix(10))), .integer(now.seconds),
        depth.queue.map { .string($0.id) } ?? .null, .integer(Int64(depth.waiting)),
        rounded(depth.median), rounded(depth.p90),
        depth.longest.map(JSONValue.integer) ?? .null,
      ])
    }
  }
}
