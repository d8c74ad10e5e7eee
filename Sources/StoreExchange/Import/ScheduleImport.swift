import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes schedules in.
final class ScheduleImport {
  private enum Column: Int, StatementColumn {
    case id, name, timeZone, intervals, holidays, createdAt, updatedAt, document
  }

  private let db: Database
  private let words: LastWords
  private let upsert: Upsert

  init(_ db: Database) throws {
    self.db = db
    words = try LastWords(db, "schedule", updatedAt: "updated_at")
    let imported = Origin.imported.rawValue
    // The API's own document says nothing of holidays, and so leaves them.
    upsert = try Upsert(
      db,
      """
      INSERT INTO schedule(\(Column.names), origin)
      VALUES (:id, :name, :time_zone, :intervals, coalesce(:holidays, '[]'), :created_at, :updated_at, :document,
        \(imported))
      ON CONFLICT(id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
        intervals = excluded.intervals, holidays = coalesce(:holidays, schedule.holidays),
        created_at = excluded.created_at, updated_at = excluded.updated_at, document = excluded.document,
        origin = excluded.origin
      """, Column.self)
  }

  /// A holiday that came apart from its schedule.
  func take(_ wire: WireHoliday) throws -> ImportOutcome {
    guard let id = wire.scheduleID else { return .skipped }
    guard
      let row = try StoredRow.fetchOne(
        db, of: "schedule", sql: "SELECT * FROM schedule WHERE id = ?", arguments: [id])
    else {
      throw WireProblem("there is no schedule \(id) here; import the schedule first")
    }
    var holidays = try StoreReader(db).schedule(row).holidays
    let known = holidays.firstIndex { $0.id == wire.holiday.id }
    if let known, holidays[known] == wire.holiday { return .unchanged }
    guard try row("origin") as Origin? != .local else {
      throw WireProblem("schedule \(id) was created here, and an import never changes it")
    }
    if let known { holidays[known] = wire.holiday } else { holidays.append(wire.holiday) }
    try db.execute(
      sql: "UPDATE schedule SET holidays = ? WHERE id = ?",
      arguments: [WireSchedule.json(holidays).text, id])
    return known == nil ? .created : .updated
  }

  func take(_ record: JSONRecord) throws -> ImportOutcome {
    guard let record = try words.news(of: record, id: record.wireID(), .schedule) else { return .unchanged }
    let wire = try WireSchedule(record)
    let schedule = wire.schedule
    return try upsert.run(id: schedule.id) { statement in
      statement.bind(schedule.id, Column.id)
      statement.bind(schedule.name, Column.name)
      statement.bind(schedule.timeZone, Column.timeZone)
      statement.bind(WireSchedule.json(schedule.intervals).text, Column.intervals)
      statement.bind(wire.tellsHolidays ? WireSchedule.json(schedule.holidays).text : nil, Column.holidays)
      statement.bind(schedule.createdAt, Column.createdAt)
      statement.bind(schedule.updatedAt, Column.updatedAt)
      statement.bind(document: record.bytes, Column.document)
    }
  }
}
