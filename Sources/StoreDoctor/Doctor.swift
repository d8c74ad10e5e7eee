import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

extension StoreReader {
  /// Looks whether the store is whole and keeps the domain's rules. A check that the damage itself makes
  /// impossible is a finding too, so that the others still have their say.
  ///
  /// - Parameters:
  ///   - now: what lies after it has not happened yet
  ///   - quickly: whether to leave out whatever reads a whole table
  ///   - progress: gets checks
  package func examine(
    path: String, now: Instant, quickly: Bool = false,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> [Finding] {
    let examination = Examination(db: db, path: path, now: now)
    // On another core it takes no time.
    let aside =
      quickly ? nil : SecondRead(path, cacheKiB: Integrity.cacheKiB) { try Integrity.lines($0.db) }
    let checks: [(String, () throws -> [Finding])] =
      [
        ("references", { [try examination.references()] }),
        ("schema", examination.schema), ("permissions", { [examination.permissions()] }),
        ("journal", { [try examination.journal()] }), ("account", { [try examination.account()] }),
        ("time zone", { [try examination.timeZone()] }), ("zone data", { [examination.zoneData()] }),
        ("schedules", { [try examination.schedules()] }),
        ("vocabularies", examination.vocabularies), ("constraints", { [try examination.constraints()] }),
        ("texts", examination.texts),
        ("rules", { [try examination.rules()] }), ("clock", { [try examination.clock()] }),
        ("log", { [try examination.logOrder()] }),
      ] + Invariant.all.map { rule in (rule.check, { [try examination.keeps(rule)] }) }
      + [
        ("redactions", { [try examination.redactions()] }), ("loads", { [try examination.loads()] }),
        ("service", examination.service),
        ("size", { [try examination.size()] }),
        ("not seen", { [examination.notSeen()] }),
        ("integrity", { [try examination.integrity(aside)] }),
      ]
    let asked = checks.filter { !quickly || Self.quickChecks.contains($0.0) }
    var findings: [[Finding]] = []
    for (check, look) in asked {
      progress(findings.count, asked.count)
      findings.append(try self.findings(check, look))
    }
    // What all others rest on comes first.
    if !quickly { findings.insert(findings.removeLast(), at: 0) }
    return findings.flatMap { $0 }
  }

  private func findings(_ check: String, _ look: () throws -> [Finding]) throws -> [Finding] {
    do { return try look() } catch let error as DatabaseError where error.resultCode != .SQLITE_INTERRUPT {
      return [.problem(check, "can't be checked: \(error.message ?? "no details")")]
    } catch let error as UnreadableValue {
      return [.problem(check, "can't be checked: \(error)")]
    } catch let error where error is JSONError || error is WireProblem || error is RowDecodingError {
      return [.problem(check, "can't be checked: something stored can't be read")]
    }
  }
}

extension StoreReader {
  /// Those that read no table but short ones.
  private static let quickChecks: Set = [
    "schema", "permissions", "journal", "account", "time zone", "zone data", "schedules", "rules",
    "default schedule", "ids", "admins", "redactions", "redacted users", "service",
  ]
}

/// A rule of the domain that a statement can count the breaches of.
struct Invariant: Sendable {
  let check: String
  let rule: String
  /// Counts the rows that break it.
  let sql: String
  let remedy: Finding.Remedy
  /// Which rows those are, where that can be told of each by itself: then no walk is made for this rule alone.
  let ofEachRow: (table: String, isBroken: String)?

  init(check: String, rule: String, sql: String, remedy: Finding.Remedy) {
    (self.check, self.rule, self.sql, self.remedy) = (check, rule, sql, remedy)
    ofEachRow = nil
  }

  /// A rule of each row of a table.
  private init(check: String, rule: String, in table: String, isBroken: String, remedy: Finding.Remedy) {
    (self.check, self.rule, self.remedy) = (check, rule, remedy)
    // Through an index, as that of ends, each row would be looked up by itself.
    sql = "SELECT count(*) FROM \(table) NOT INDEXED WHERE \(isBroken)"
    ofEachRow = (table, isBroken)
  }

  static let all =
    routing + [
      // E14
      Invariant(
        check: "closed tickets", rule: "no closed or deleted ticket has an active session",
        sql:
          "SELECT count(*) FROM session s JOIN ticket t ON t.id = s.ticket_id WHERE s.state = 0 AND t.status >= 5",
        remedy: .rescue),
      // E13
      Invariant(
        check: "conversations",
        rule: "of conversations that follow one another, only the newest has an active session",
        sql: """
          SELECT count(*) FROM session s JOIN session f ON f.id = s.chain
          WHERE f.state = 0 OR f.chain IS NOT NULL OR f.started_at > s.started_at
            OR (s.state = 0 AND EXISTS (SELECT 1 FROM session n WHERE n.chain = s.chain
              AND (n.started_at, n.id) > (s.started_at, s.id)))
          """, remedy: .restore),
      // §3
      Invariant(
        check: "end reasons", rule: "every end with a reason has a time and an actor",
        in: "session",
        isBroken: "(end_reason IS NOT NULL AND (ended_at IS NULL OR ended_by_kind IS NULL))",
        remedy: .restore),
      // E3: channel_changed
      Invariant(
        check: "email routing",
        rule: "no ticket with an active session is routed as email",
        sql: """
          SELECT count(*) FROM session s JOIN ticket t ON t.id = s.ticket_id WHERE s.state = 0 AND t.routing_channel = 2
          """, remedy: .end),
      Invariant(
        check: "report facts", rule: "sessions hold what reports need to know about their tickets",
        sql: """
          SELECT count(*) FROM session s JOIN ticket t ON t.id = s.ticket_id
          WHERE s.ticket_created_at IS NOT t.created_at OR s.routing_changed_at IS NOT t.routing_channel_changed_at
          """, remedy: .restore),
      // E6
      Invariant(
        check: "assignments", rule: "an assigned ticket knows the routing channel of its assignment",
        in: "ticket", isBroken: "(origin > 0 AND (assignee_id IS NULL) <> (assigned_channel IS NULL))",
        remedy: .rescue),
      Invariant(
        check: "counts", rule: "no ticket counts less than nothing", in: "ticket",
        isBroken: "(replies < 0 OR reopens < 0 OR agent_stations < 0 OR group_stations < 0)",
        remedy: .restore),
      // §8
      Invariant(
        check: "default schedule", rule: "the setting account.default_schedule names a schedule",
        sql: """
          SELECT count(*) FROM setting WHERE key = 'account.default_schedule' AND value <> ''
            AND NOT EXISTS (SELECT 1 FROM schedule
                WHERE origin > 0 AND (CAST(id AS TEXT) = value OR name = value))
          """, remedy: .set(key: Setting.defaultSchedule, value: "SCHEDULE")),
      Invariant(
        check: "redacted users", rule: "nothing is left of customers who were redacted",
        sql: """
          SELECT count(*) FROM redaction r WHERE
            EXISTS (SELECT 1 FROM user u WHERE u.id = r.user_id
              AND (u.name <> '' OR u.email IS NOT NULL OR u.phone IS NOT NULL))
            OR EXISTS (SELECT 1 FROM session s JOIN ticket t ON t.id = s.ticket_id
              WHERE s.user_id = r.user_id AND t.subject <> '\(PersonalColumns.marker)')
          """, remedy: "run 'redact user' for them again"),
      Invariant(
        check: "pruned replies", rule: "replies that were pruned are counted by quarters of an hour",
        sql: "SELECT count(*) FROM past_reply WHERE replies NOT BETWEEN 1 AND 1000000 OR at % 900 <> 0",
        remedy: "restore a backup"),
      // §12; far below the largest number, beyond which nothing could be made any more.
      Invariant(
        check: "ids", rule: "new ids can still be given out",
        sql: "SELECT count(*) FROM local_id WHERE last NOT BETWEEN 0 AND \(Int64.max / 2)",
        remedy: .restore),
      Invariant(
        check: "admins", rule: "there is an admin who is not suspended",
        sql: "SELECT NOT EXISTS (SELECT 1 FROM user WHERE role = 2 AND NOT suspended)",
        remedy: .rescue),
    ]
}
