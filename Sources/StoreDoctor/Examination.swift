import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// The checks of `doctor`, each of which says what it found and what to do about it.
package struct Examination {
  let db: Database
  let path: String
  let now: Instant
  /// Walked when the first check asks for it.
  let rows: Walk

  init(db: Database, path: String, now: Instant) {
    self.db = db
    self.path = path
    self.now = now
    rows = Walk(db, now)
  }

  /// - Parameter aside: who has begun to look already
  func integrity(_ aside: SecondRead<[String]>?) throws -> Finding {
    let lines = try aside?.found() ?? Integrity.lines(db)
    return lines == ["ok"]
      ? .ok("integrity", "the file is undamaged") : .problem("integrity", lines.joined(separator: "; "))
  }

  /// Of this program's tables; what others keep in the file is theirs.
  func references() throws -> Finding {
    let broken = try rows.found().orphaned.sorted()
    return broken.isEmpty
      ? .ok("references", "every reference has its row")
      : .problem(
        "references", "rows that others refer to are missing, from \(broken.joined(separator: ", "))")
  }

  func account() throws -> Finding {
    guard let code = try Int.fetchOne(db, sql: "SELECT plan FROM account") else {
      return .problem("account", "the store holds no account")
    }
    guard let plan = Plan(rawValue: code) else {
      return .problem("account", "plan \(code) is unknown to this program", "use a newer sessionctl")
    }
    guard try Int.fetchOne(db, sql: "SELECT 1 FROM store_identity") != nil else {
      return .problem("account", "the store has lost its identity, which plans need")
    }
    return .ok("account", "one account, \(plan.word)")
  }

  func timeZone() throws -> Finding {
    let name = try StoreReader(db).setting(Setting.timezone) ?? "UTC"
    do {
      if name != "UTC" { _ = try Zone.named(name) }
      return .ok("time zone", name)
    } catch {
      return .problem("time zone", "\(error)", .set(key: Setting.timezone, value: "ZONE"))
    }
  }

  /// Rules that ask for hours which can't be had are barred (T10), and nobody is told at the time.
  func schedules() throws -> Finding {
    for schedule in try StoreReader(db).schedules() {
      do throws(InvalidSchedule) { _ = try BusinessHours(schedule) } catch {
        return .problem(
          "schedules",
          "schedule '\(schedule.name)' can't be used, and neither can any rule that asks for business hours: \(error.message)",
          .remakeSchedule)
      }
    }
    return .ok("schedules", "the hours of each schedule can be read")
  }

  /// A session that claims to have been active in the future never becomes idle, whatever the sweep asks for.
  func clock() throws -> Finding {
    var later: [String] = []
    for (table, columns) in Self.momentColumns {
      later += try breaches(in: table, columns.map { ($0, Self.isLater($0, now)) })
    }
    if later.isEmpty { return .ok("clock", "no time is in the future") }
    return .warning(
      "clock", "in the future: \(later.joined(separator: ", ")); a sweep by idle time passes over them",
      "check the clocks of this machine and of the feed")
  }

  /// Entries are written one after another; times that run backwards can be right, and are worth a look.
  func logOrder() throws -> Finding {
    let earlier =
      try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM (SELECT at < lag(at) OVER (ORDER BY id) AS back FROM log_entry) WHERE back"
      )
      ?? 0
    if earlier == 0 { return .ok("log", "the times of the log run forward") }
    return .note(
      "log",
      "\(earlier) of its times \(earlier == 1 ? "is" : "are") earlier than the one before: a command waited for another, a clock was set back, or a time is damaged"
    )
  }

  /// How many rows of a table break what holds of some columns, as `2 of ticket.status`, in one walk over it.
  ///
  /// - Parameter conditions: for each column what a row fulfils that breaks it, of those that the walk over all rows asks for
  func breaches(in table: String, _ conditions: [(column: String, isBroken: String)]) throws -> [String] {
    if isSound(table) { return [] }
    // Nearly always none does, which takes half the time to tell that counting takes.
    let any = conditions.map(\.isBroken).joined(separator: " OR ")
    guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(table) WHERE \(any))") == true else {
      return []
    }
    let counts = conditions.map { "CAST(total(\($0.isBroken)) AS INTEGER)" }.joined(separator: ", ")
    let row = try StoredRow.fetchSure(db, of: table, sql: "SELECT \(counts) FROM \(table)")
    return try conditions.enumerated().compactMap { index, condition in
      let count: Int = try row(.place(index))
      return count > 0 ? "\(count) of \(table).\(condition.column)" : nil
    }
  }

  /// Whether no row of a table breaks what can be asked of each by itself; false where that is not known, and has to be
  /// asked again.
  func isSound(_ table: String) -> Bool { (try? rows.found())?.sound.contains(table) == true }

  func keeps(_ rule: Invariant) throws -> Finding {
    let isKept = rule.ofEachRow.map { isSound($0.table) } ?? false
    let broken = try isKept ? 0 : Int.fetchOne(db, sql: rule.sql) ?? 0
    return broken == 0
      ? .ok(rule.check, rule.rule) : .problem(rule.check, "\(broken) break it: \(rule.rule)", rule.remedy)
  }

  func size() throws -> Finding {
    let bytes =
      try Int.fetchOne(
        db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
    let sessions = try Int.fetchOne(db, sql: "SELECT count(*) FROM session") ?? 0
    return .ok("size", "\(bytes / 1_048_576) MiB, \(sessions) sessions")
  }

  /// One walk over all rows, for the checks that share it; what it failed with is what each of them fails with.
  final class Walk {
    private lazy var result = Result { [db, now] in
      do {
        return try TableWalk(db) { try Examination.faults(db, in: $0, now) }
      } catch let error as DatabaseError where error.resultCode != .SQLITE_INTERRUPT {
        // The damage may be where only the conditions look, and who needs those asks for them again.
        return try TableWalk(db)
      }
    }
    private let db: Database
    private let now: Instant

    init(_ db: Database, _ now: Instant) {
      self.db = db
      self.now = now
    }

    func found() throws -> TableWalk { try result.get() }
  }

  /// By SQL, whatever makes a row of a table one that some check looks for.
  private static func faults(_ db: Database, in table: String, _ now: Instant) throws -> [String] {
    try impossible(db, in: table).map(\.isBroken) + constraints(db, of: table)
      + momentColumns.filter { $0.table == table }.flatMap(\.columns).map { isLater($0, now) }
      + Invariant.all.compactMap { $0.ofEachRow?.table == table ? $0.ofEachRow?.isBroken : nil }
  }

  private static func isLater(_ column: String, _ now: Instant) -> String { "\(column) > \(now.seconds)" }

  static func ownTables() throws -> [String] {
    try Schema.objects(upTo: Schema.currentNumber).values.filter { $0.kind == "table" }.map(\.table).sorted()
  }

  private static let momentColumns: [(table: String, columns: [String])] = [
    ("session", ["last_activity_at", "started_at"]), ("ticket", ["created_at"]), ("audit", ["created_at"]),
  ]
}
