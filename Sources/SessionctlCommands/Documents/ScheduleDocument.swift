import CivilTime
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A schedule as documents have it: the wire format's members, and what people ask for beside them.
enum ScheduleDocument {
  static let list = DocumentSchema("schedule-list", columns)
  static let single = DocumentSchema(single: "schedule", columns)

  private static let columns: [Column] = [
    Column("id", .identifier), Column("name", .text, flexible: true), Column("time_zone", .text),
    Column("hours", .text, flexible: true),
    Column(
      "intervals", .list(.object([Column("start_time", .integer), Column("end_time", .integer)])),
      inTable: false),
    Column(
      "holidays",
      .list(
        .object([
          Column("id", .identifier), Column("name", .text, flexible: true), Column("start_date", .token),
          Column("end_date", .token),
        ])),
      inTable: false),
    Column("default", .bool), Column("open_now", .bool, header: "OPEN NOW"),
    Column("created_at", .instant, inTable: false), Column("updated_at", .instant, inTable: false),
  ]

  static func cells(_ schedule: Schedule, isDefault: Bool, at now: Instant) -> [Cell] {
    // A zone that this machine does not know leaves the question open; the rest can be shown all the same.
    let hours = try? BusinessHours(schedule)
    return [
      .integer(schedule.id), .text(schedule.name), .text(schedule.timeZone),
      .text(schedule.hours),
      .list(
        schedule.intervals.map { .object([.integer(Int64($0.start)), .integer(Int64($0.end))]) }),
      .list(
        schedule.holidays.map {
          .object([.integer($0.id), .text($0.name), .token($0.firstDay.text), .token($0.lastDay.text)])
        }),
      .bool(isDefault), hours.map { .bool($0.isOpen(at: now)) } ?? .null, .instant(schedule.createdAt),
      .instant(schedule.updatedAt),
    ]
  }

  static func show(
    _ context: CommandContext, _ open: OpenStore, _ find: (StoreReader) throws -> Schedule
  ) throws {
    try open.store.read { reader in
      let schedule = try find(reader)
      let isDefault = try reader.defaultSchedule()?.id == schedule.id
      try context.document(single, open.clock).single(cells(schedule, isDefault: isDefault, at: open.now))
    }
  }
}
