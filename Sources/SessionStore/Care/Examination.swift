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
    if lines == ["ok"] { return Finding("integrity", .ok, "the file is whole") }
    return Finding("integrity", .problem, lines.joined(separator: "; ") + "; restore a backup")
  }

  func references() throws -> Finding {
    let broken = try Int.fetchOne(db, sql: "SELECT count(*) FROM pragma_foreign_key_check")!
    return Finding(
      "references", broken == 0 ? .ok : .problem,
      broken == 0 ? "every reference has its row" : "\(broken) references have no row; restore a backup")
  }

  func account() throws -> Finding {
    let account = try StoreReader(db).storedPlan()
    guard let code = account else {
      return Finding("account", .problem, "the store holds no account; restore a backup")
    }
    guard let plan = Plan(rawValue: code) else {
      return Finding(
        "account", .problem, "plan \(code) is none that this program knows; use a newer sessionctl")
    }
    return Finding("account", .ok, "one account, \(plan.word)")
  }

  func timeZone() throws -> Finding {
    let name = try StoreReader(db).setting(Setting.timezone) ?? "UTC"
    do {
      if name != "UTC" { _ = try Zone.named(name) }
      return Finding("time zone", .ok, name)
    } catch {
      return Finding(
        "time zone", .problem,
        "\(error); set it with 'sessionctl settings set \(Setting.timezone) ZONE'")
    }
  }

  /// Rules that ask for hours which can't be had are barred (T10), and nobody is told at the time.
  func schedules() throws -> Finding {
    let schedules = try StoreReader(db).schedules()
    for schedule in schedules {
      do throws(InvalidSchedule) { _ = try BusinessHours(schedule) } catch {
        return Finding(
          "schedules", .problem,
          "schedule '\(schedule.name)' can't be used, nor any rule that asks for business hours: \(error.message)"
        )
      }
    }
    return Finding("schedules", .ok, "the hours of each can be told (§8)")
  }

  func documents() throws -> Finding {
    let broken = try Self.documentColumns.compactMap { table, column in
      let count = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM \(table) WHERE \(column) IS NOT NULL AND NOT json_valid(\(column))")!
      return count == 0 ? nil : "\(count) of \(table).\(column)"
    }
    if broken.isEmpty { return Finding("documents", .ok, "every stored document is JSON") }
    return Finding(
      "documents", .problem,
      "no JSON: \(broken.joined(separator: ", ")); restore a backup, or import those records again")
  }

  /// A session that claims to have been active in the future never becomes idle, whatever the sweep asks for.
  func clock() throws -> Finding {
    var later: [String] = []
    for (table, columns) in Self.momentColumns {
      let counts = columns.map { "total(\($0) > :now)" }.joined(separator: ", ")
      let row = try Row.fetchOne(
        db, sql: "SELECT \(counts) FROM \(table)", arguments: ["now": now.seconds])!
      for (index, column) in columns.enumerated() {
        let count = Int(row[index] as Double)
        if count > 0 { later.append("\(count) of \(table).\(column)") }
      }
    }
    if later.isEmpty { return Finding("clock", .ok, "nothing lies in the future") }
    return Finding(
      "clock", .warning,
      "in the future: \(later.joined(separator: ", ")); a sweep by --idle-for passes over them; look at the clocks of this machine and of the feed"
    )
  }

  func keeps(_ rule: Invariant) throws -> Finding {
    let broken = try Int.fetchOne(db, sql: rule.sql)!
    return Finding(
      rule.check, broken == 0 ? .ok : .problem,
      broken == 0 ? rule.rule : "\(broken) break it: \(rule.rule); \(rule.remedy)")
  }

  func size() throws -> Finding {
    let bytes = try Int.fetchOne(
      db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")!
    let sessions = try Int.fetchOne(db, sql: "SELECT count(*) FROM session")!
    return Finding("size", .ok, "\(bytes / 1_048_576) MiB, \(sessions) sessions")
  }

  private static let documentColumns = [
    ("user", "document"), ("agent_group", "document"), ("group_membership", "document"),
    ("ticket_document", "body"), ("audit", "document"), ("audit", "events"), ("schedule", "document"),
    ("schedule", "intervals"), ("schedule", "holidays"), ("ticket_trigger", "document"),
    ("macro", "document"), ("recipe_part", "document"), ("satisfaction_rating", "document"),
    ("queue", "document"),
    ("messaging_trigger", "document"), ("trigger_category", "document"),
    ("ticket_custom_field", "value"),
  ]

  private static let momentColumns = [
    ("session", ["last_activity_at", "started_at"]), ("ticket", ["created_at"]), ("audit", ["created_at"]),
  ]
}

extension StoreReader {
  /// The code of the account's plan, known or not.
  fileprivate func storedPlan() throws -> Int? { try Int.fetchOne(db, sql: "SELECT plan FROM account") }
}
