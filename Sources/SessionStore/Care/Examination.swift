import CivilTime
import GRDB
import SessionModel

/// The checks of `doctor`, each of which says what it found and what to do about it.
struct Examination {
  let db: Database
  let path: String
  let now: Instant

  func integrity() throws -> Finding {
    let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(5)")
    return lines == ["ok"]
      ? .ok("integrity", "the file is whole") : .problem("integrity", lines.joined(separator: "; "))
  }

  /// Of this program's tables; what others keep in the file is theirs.
  func references() throws -> Finding {
    let own = try Self.ownTables()
    let broken = try String.fetchAll(db, sql: #"SELECT DISTINCT "table" FROM pragma_foreign_key_check"#)
      .filter(own.contains).sorted()
    return broken.isEmpty
      ? .ok("references", "every reference has its row")
      : .problem("references", "rows that others refer to are gone, from \(broken.joined(separator: ", "))")
  }

  func account() throws -> Finding {
    guard let code = try Int.fetchOne(db, sql: "SELECT plan FROM account") else {
      return .problem("account", "the store holds no account")
    }
    guard let plan = Plan(rawValue: code) else {
      return .problem("account", "plan \(code) is none that this program knows", "use a newer sessionctl")
    }
    return .ok("account", "one account, \(plan.word)")
  }

  func timeZone() throws -> Finding {
    let name = try StoreReader(db).setting(Setting.timezone) ?? "UTC"
    do {
      if name != "UTC" { _ = try Zone.named(name) }
      return .ok("time zone", name)
    } catch {
      return .problem(
        "time zone", "\(error)", "set it with 'sessionctl settings set \(Setting.timezone) ZONE'")
    }
  }

  /// Rules that ask for hours which can't be had are barred (T10), and nobody is told at the time.
  func schedules() throws -> Finding {
    for schedule in try StoreReader(db).schedules() {
      do throws(InvalidSchedule) { _ = try BusinessHours(schedule) } catch {
        return .problem(
          "schedules",
          "schedule '\(schedule.name)' can't be used, nor any rule that asks for business hours: \(error.message)",
          "make it anew with 'sessionctl schedule delete' and 'sessionctl schedule create'")
      }
    }
    return .ok("schedules", "the hours of each can be told")
  }

  /// A session that claims to have been active in the future never becomes idle, whatever the sweep asks for.
  func clock() throws -> Finding {
    var later: [String] = []
    for (table, columns) in Self.momentColumns {
      let counts = columns.map { "total(\($0) > :now)" }.joined(separator: ", ")
      let row = try StoredRow.fetchSure(
        db, of: table, sql: "SELECT \(counts) FROM \(table)", arguments: ["now": now.seconds])
      for (index, column) in columns.enumerated() {
        let count = Int(try row(.place(index)) as Double)
        if count > 0 { later.append("\(count) of \(table).\(column)") }
      }
    }
    if later.isEmpty { return .ok("clock", "nothing lies in the future") }
    return .warning(
      "clock", "in the future: \(later.joined(separator: ", ")); a sweep by --idle-for passes over them",
      "look at the clocks of this machine and of the feed")
  }

  func keeps(_ rule: Invariant) throws -> Finding {
    let broken = try Int.fetchOne(db, sql: rule.sql) ?? 0
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

  static func ownTables() throws -> [String] {
    try expected.get().values.filter { $0.kind == "table" }.map(\.table).sorted()
  }

  private static let momentColumns = [
    ("session", ["last_activity_at", "started_at"]), ("ticket", ["created_at"]), ("audit", ["created_at"]),
  ]
}
