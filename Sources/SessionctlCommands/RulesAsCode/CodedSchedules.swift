import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Schedules as code.
struct CodedSchedules: CodedKind {
  let key = "schedules"
  let noun = "schedule"
  let isOrdered = false
  let members: Set = [
    "id", "url", "name", "time_zone", "intervals", "holidays", "created_at", "updated_at",
  ]

  func stored(_ reader: StoreReader, _ names: RuleNames) throws -> [StoredCode] {
    try reader.schedules().map { schedule in
      StoredCode(id: schedule.id, rule: try read(JSONObject(WireSchedule.members(of: schedule))))
    }
  }

  func read(_ object: JSONObject) throws(CodeProblem) -> CodedRule {
    let name = try object.requiredText("name")
    let zone = try object.requiredText("time_zone")
    do throws(WireProblem) {
      let intervals = try WireSchedule.intervals(object["intervals"] ?? .null)
      let holidays = try WireSchedule.holidays(object["holidays"] ?? [])
      return CodedRule(
        title: name,
        content: JSONObject([
          ("name", .string(name)), ("time_zone", .string(zone)),
          ("intervals", WireSchedule.json(intervals)), ("holidays", .array(holidays.map(Self.json))),
        ]))
    } catch { throw CodeProblem(error.message) }
  }

  private static func json(_ holiday: Schedule.Holiday) -> JSONValue {
    [
      "name": .string(holiday.name), "start_date": .string(holiday.firstDay.text),
      "end_date": .string(holiday.lastDay.text),
    ]
  }

  func create(_ rule: CodedRule, _ target: CodeTarget) throws -> Int64 {
    try apply(rule, id: 0, target) { try target.administration.add($0) } ?? 0
  }

  func change(_ id: Int64, to rule: CodedRule, _ target: CodeTarget) throws {
    _ = try apply(rule, id: id, target) { try target.administration.change(to: $0) }
  }

  func delete(_ id: Int64, _ target: CodeTarget) throws {
    // The rules that name it may be deleted or changed by the same file, and come after it.
    target.atEnd { target in
      if let schedule = try target.reader.schedule(id: id) { try target.administration.delete(schedule) }
    }
  }

  private func apply<Result>(
    _ rule: CodedRule, id: Int64, _ target: CodeTarget, _ body: (Schedule) throws -> Result
  ) throws -> Result? {
    let (content, now) = (rule.content, target.open.now)
    let schedule = Schedule(
      id: id, name: rule.title, timeZone: content["time_zone"]?.string ?? "",
      intervals: try WireSchedule.intervals(content["intervals"] ?? []),
      holidays: try WireSchedule.holidays(content["holidays"] ?? []), createdAt: now, updatedAt: now)
    let result = try target.collecting(rule, self) { try body(schedule) }
    try target.refresh()
    return result
  }
}
