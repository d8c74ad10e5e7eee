import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What the door writes of schedules.
extension StoreWriter {
  /// Adds a schedule without problems and gives its id; `schedule.id` is not looked at. Nothing can name it yet.
  func add(_ schedule: Schedule) throws -> Int64 {
    let id = try takeLocalID(.schedule)
    try db.execute(
      sql: """
        INSERT INTO schedule(id, name, time_zone, intervals, holidays, created_at, updated_at, origin)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, schedule.name, schedule.timeZone, WireSchedule.json(schedule.intervals).text,
        WireSchedule.json(schedule.holidays).text, schedule.createdAt.seconds, schedule.updatedAt.seconds,
        Origin.local.rawValue,
      ])
    return id
  }

  /// Puts another schedule without problems in the place of one that is there.
  func replace(_ schedule: Schedule) throws {
    try db.execute(
      sql: """
        UPDATE schedule SET name = ?, time_zone = ?, intervals = ?, holidays = ?, updated_at = max(updated_at, ?),
          origin = ? WHERE id = ?
        """,
      arguments: [
        schedule.name, schedule.timeZone, WireSchedule.json(schedule.intervals).text,
        WireSchedule.json(schedule.holidays).text, schedule.updatedAt.seconds, Origin.local.rawValue,
        schedule.id,
      ])
  }

  func deleteSchedule(id: Int64) throws {
    // The empty row keeps the id from being given again: tickets and rules may still name it.
    try db.execute(
      sql: "UPDATE schedule SET origin = ?, name = '', document = NULL WHERE id = ?",
      arguments: [Origin.placeholder.rawValue, id])
  }
}
