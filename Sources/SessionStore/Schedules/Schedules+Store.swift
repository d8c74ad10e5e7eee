import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

extension StoreReader {
  /// All of them, by id; not those that an import has only named so far.
  package func schedules() throws -> [Schedule] {
    try StoredRow.fetchAll(db, of: "schedule", sql: "SELECT * FROM schedule WHERE origin > 0 ORDER BY id")
      .map(schedule)
  }

  /// nil where there is none with this id.
  package func schedule(id: Int64) throws -> Schedule? {
    try StoredRow.fetchOne(
      db, of: "schedule", sql: "SELECT * FROM schedule WHERE origin > 0 AND id = ?", arguments: [id]
    )
    .map(schedule)
  }

  /// A schedule from a row of its table.
  package func schedule(_ row: StoredRow) throws -> Schedule {
    try Schedule(
      id: row("id"), name: row("name"), timeZone: row("time_zone"),
      intervals: row.reading("intervals") { try WireSchedule.intervals(JSONValue.parse($0)) },
      holidays: row.reading("holidays") { try WireSchedule.holidays(JSONValue.parse($0)) },
      createdAt: row("created_at"), updatedAt: row("updated_at"))
  }

  /// The schedule of tickets that have none of their own, or nil where none is set (§8).
  package func defaultSchedule() throws -> Schedule? {
    guard let word = try setting(Setting.defaultSchedule), !word.isEmpty else { return nil }
    let schedules = try schedules()
    // Its id is what is stored; a name may have come with an import.
    return schedules.first { String($0.id) == word } ?? schedules.first { $0.name == word }
  }

  /// The active rules, and the queues, that could not be evaluated any more without a schedule (T10).
  package func active(needingSchedule id: Int64, _ environment: RuleEnvironment) throws -> [ManagedThing] {
    var without = environment
    without.schedules.remove(id)
    return try active(withProblemsIn: without, not: environment)
  }

  /// The active rules, and the queues, that name a group or that it serves.
  package func active(needingGroup id: Int64, _ environment: RuleEnvironment) throws -> [ManagedThing] {
    var without = environment
    without.groups.remove(id)
    let served = try queues().map(\.queue).filter { ($0.primaryGroups + $0.secondaryGroups).contains(id) }
    let named = try active(withProblemsIn: without, not: environment)
    return named + served.map(\.thing).filter { !named.contains($0) }
  }

  /// The active rules, and the queues, that name somebody of the staff.
  package func active(needingStaff id: Int64, _ environment: RuleEnvironment) throws -> [ManagedThing] {
    var without = environment
    without.staff.remove(id)
    return try active(withProblemsIn: without, not: environment)
  }

  /// Those that could be evaluated until now and could not any more.
  private func active(withProblemsIn without: RuleEnvironment, not environment: RuleEnvironment) throws
    -> [ManagedThing]
  {
    func breaks(_ problems: (RuleEnvironment) -> [RuleProblem]) -> Bool {
      problems(without) != problems(environment)
    }
    func rules<Rule: StorableRule>(_ type: Rule.Type) throws -> [ManagedThing] {
      try self.rules(type).map(\.rule).filter { $0.active && breaks($0.problems) }.map(\.thing)
    }
    let queues = try queues().map(\.queue).filter { queue in
      breaks { RuleCompiler($0).queueProblems(of: queue.conditions) }
    }
    return try rules(Trigger.self) + rules(MessagingTrigger.self) + rules(Macro.self) + queues.map(\.thing)
  }

  /// The schedule as a wire-format document.
  package func scheduleDocument(id: Int64) throws -> [UInt8]? {
    try StoredDocuments(db).document(.schedule, id: id)
  }
}
