import CivilTime
import JSONText
import SessionModel

/// A schedule of the public API, and how one is written.
///
/// `[local]` A member `holidays` is understood and written beside the API's own: there they are an answer of their
/// own, which does not say whose they are.
public struct WireSchedule {
  /// What the record says, checked by `BusinessHours`; one that is to be made here has the id 0.
  public var schedule: Schedule
  /// Whether the document says anything of holidays, even that there are none.
  public var tellsHolidays: Bool

  /// A schedule as the API hands it out.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    let createdAt = try fields.creation()
    try self.init(
      fields, id: try fields.requiredID("id"), createdAt: createdAt,
      updatedAt: try fields.time("updated_at") ?? createdAt)
  }

  /// A schedule that is to be made here: its id and its times, if it has any, are somebody else's.
  public init(new record: JSONRecord, at now: Instant) throws(WireProblem) {
    try self.init(RecordFields(record), id: 0, createdAt: now, updatedAt: now)
    if schedule.name.isEmpty { throw WireProblem("name: expected a name, found nothing") }
    if schedule.intervals.isEmpty { throw WireProblem("intervals: expected at least one, found none") }
  }

  private init(_ fields: RecordFields, id: Int64, createdAt: Instant, updatedAt: Instant) throws(WireProblem)
  {
    guard let zone = try fields.text("time_zone") else {
      throw WireProblem("time_zone: expected the name of a time zone, found nothing")
    }
    guard let intervals = fields.value("intervals") else {
      throw WireProblem("intervals: expected a list, found nothing")
    }
    let holidays = fields.value("holidays")
    tellsHolidays = holidays != nil
    schedule = Schedule(
      id: id, name: try fields.text("name") ?? "", timeZone: zone,
      intervals: try Self.intervals(intervals.value),
      holidays: try holidays.map { (slice) throws(WireProblem) in try Self.holidays(slice.value) } ?? [],
      createdAt: createdAt, updatedAt: updatedAt)
    do throws(InvalidSchedule) { _ = try BusinessHours(schedule) } catch {
      throw WireProblem(error.message)
    }
  }

  // MARK: Members

  /// `[{"start_time":1980,"end_time":2460}]`
  public static func intervals(_ value: JSONValue) throws(WireProblem) -> [Schedule.Interval] {
    try elements(of: value, "intervals") { (element, place) throws(WireProblem) in
      guard let start = element["start_time"]?.integer, let end = element["end_time"]?.integer else {
        throw WireProblem(
          "\(place): expected start_time and end_time in minutes since Sunday 00:00, found \(element.excerpt)"
        )
      }
      return Schedule.Interval(start: Int(start), end: Int(end))
    }
  }

  /// `[{"id":1,"name":"Christmas","start_date":"2026-12-25","end_date":"2026-12-26"}]`
  public static func holidays(_ value: JSONValue) throws(WireProblem) -> [Schedule.Holiday] {
    var count: Int64 = 0
    return try elements(of: value, "holidays") { (element, place) throws(WireProblem) in
      count += 1
      return Schedule.Holiday(
        id: element["id"]?.integer ?? count, name: element["name"]?.string ?? "Holiday",
        firstDay: try day("start_date", of: element, place), lastDay: try day("end_date", of: element, place))
    }
  }

  private static func elements<Element>(
    of value: JSONValue, _ key: String,
    _ read: (JSONValue, _ place: String) throws(WireProblem) -> Element
  ) throws(WireProblem) -> [Element] {
    guard let list = value.array else { throw WireProblem("\(key): expected a list, found \(value.excerpt)") }
    var elements: [Element] = []
    for (index, element) in list.enumerated() { elements.append(try read(element, "\(key)[\(index)]")) }
    return elements
  }

  private static func day(
    _ key: String, of element: JSONValue, _ place: String
  ) throws(WireProblem) -> CivilDate {
    guard let text = element[key]?.string else {
      throw WireProblem("\(place).\(key): expected a day like 2026-12-25, found \(element.excerpt)")
    }
    do throws(TimeTextError) { return try CivilDate(parsing: text) } catch {
      throw WireProblem("\(place).\(key): \(error.message)")
    }
  }

  // MARK: Writing

  /// What `intervals(_:)` reads, in minutes since Sunday 00:00 (§8).
  public static func json(_ intervals: [Schedule.Interval]) -> JSONValue {
    .array(
      intervals.map { ["start_time": .integer(Int64($0.start)), "end_time": .integer(Int64($0.end))] })
  }

  /// What `holidays(_:)` reads; the last day is a holiday too (§8).
  public static func json(_ holidays: [Schedule.Holiday]) -> JSONValue {
    .array(
      holidays.map {
        [
          "id": .integer($0.id), "name": .string($0.name), "start_date": .string($0.firstDay.text),
          "end_date": .string($0.lastDay.text),
        ]
      })
  }

  /// The members of a schedule's document, in their order.
  public static func members(of schedule: Schedule) -> [(String, JSONValue)] {
    [
      ("id", .integer(schedule.id)), ("name", .string(schedule.name)),
      ("time_zone", .string(schedule.timeZone)), ("intervals", json(schedule.intervals)),
      ("holidays", json(schedule.holidays)), ("created_at", .string(schedule.createdAt.rfc3339)),
      ("updated_at", .string(schedule.updatedAt.rfc3339)),
    ]
  }
}

extension JSONValue {
  /// The value as an error sentence shows it.
  fileprivate var excerpt: String {
    let text = text
    return text.count > 60 ? "\(text.prefix(60))…" : text
  }
}
