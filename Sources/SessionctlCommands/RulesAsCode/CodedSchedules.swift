import JSONText
import SessionModel
import SessionStore
import WireFormat

/// Schedules as code.
struct CodedSchedules: CodedKind {
  let key = "schedules"
  let noun = "schedule"
  let isOrdered = false

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
    guard let schedule = try schedule(rule, id: 0, target) else { return 0 }
    let id = try target.writer.add(schedule)
    try target.refresh()
    return id
  }

  func change(_ id: Int64, to rule: CodedRule, _ target: CodeTarget) throws {
    guard let schedule = try schedule(rule, id: id, target) else { return }
    try target.writer.replace(schedule)
    try target.refresh()
  }

  func delete(_ id: Int64, _ target: CodeTarget) throws {
    // The rules that name it may be deleted or changed by the same file, and come after it.
    target.atEnd { try $0.writer.deleteSchedule(id: id, at: $0.open.now) }
  }

  private func schedule(_ rule: CodedRule, id: Int64, _ target: CodeTarget) throws -> Schedule? {
    let (content, now) = (rule.content, target.open.now)
    let schedule = Schedule(
      id: id, name: rule.title, timeZone: content["time_zone"]?.string ?? "",
      intervals: try WireSchedule.intervals(content["intervals"] ?? []),
      holidays: try WireSchedule.holidays(content["holidays"] ?? []), createdAt: now, updatedAt: now)
    do throws(InvalidSchedule) { _ = try BusinessHours(schedule) } catch {
      target.add(error.message, with: rule.title, self)
      return nil
    }
    return schedule
  }
}
