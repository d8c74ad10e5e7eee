import CivilTime
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A schedule, and how it stands at a moment.
struct ScheduleRow {
  let schedule: Schedule
  let isDefault: Bool
  /// nil where its zone is one that this machine does not know: the rest can be shown all the same.
  let isOpen: Bool?

  init(_ schedule: Schedule, isDefault: Bool, at now: Instant) {
    self.schedule = schedule
    self.isDefault = isDefault
    isOpen = (try? BusinessHours(schedule))?.isOpen(at: now)
  }
}

/// A schedule as documents have it: the wire format's members, and what people ask for beside them.
enum ScheduleDocument {
  static let list = RowSchema("schedule-list", columns)
  static let single = RowSchema(single: "schedule", columns)

  private static let columns: [RowColumn<ScheduleRow>] = [
    RowColumn("id", .identifier) { $0.schedule.id },
    RowColumn("name", .text, flexible: true) { $0.schedule.name },
    RowColumn("time_zone", .text) { $0.schedule.timeZone },
    RowColumn("hours", .text, flexible: true) { $0.schedule.hours },
    RowColumn("intervals", .objects(interval), inTable: false) { $0.schedule.intervals },
    RowColumn("holidays", .objects(holiday), inTable: false) { $0.schedule.holidays },
    RowColumn("default", .bool) { $0.isDefault },
    RowColumn("open_now", .bool, header: "OPEN NOW") { $0.isOpen },
    RowColumn("created_at", .instant, inTable: false) { $0.schedule.createdAt },
    RowColumn("updated_at", .instant, inTable: false) { $0.schedule.updatedAt },
  ]

  private static let interval: [RowColumn<Schedule.Interval>] = [
    RowColumn("start_time", .integer) { $0.start }, RowColumn("end_time", .integer) { $0.end },
  ]

  private static let holiday: [RowColumn<Schedule.Holiday>] = [
    RowColumn("id", .identifier) { $0.id },
    RowColumn("name", .text, flexible: true) { $0.name },
    RowColumn("start_date", .token) { $0.firstDay.text },
    RowColumn("end_date", .token) { $0.lastDay.text },
  ]

  /// Prints a schedule that is found in the same look at the store.
  static func show(
    _ context: CommandContext, _ open: OpenStore, _ find: (StoreReader) throws -> Schedule
  ) throws {
    try open.store.read { reader in
      let schedule = try find(reader)
      let isDefault = try reader.defaultSchedule()?.id == schedule.id
      try context.show(single, ScheduleRow(schedule, isDefault: isDefault, at: open.now), open.clock)
    }
  }
}
