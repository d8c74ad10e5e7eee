import CivilTime
import JSONText
import SessionModel

/// A holiday as the API answers with it: apart from its schedule, which only the address names.
public struct WireHoliday {
  /// nil: nothing says whose it is.
  public var scheduleID: Int64?
  /// Its name and its days, under the API's id.
  public var holiday: Schedule.Holiday

  /// `{"id":1,"name":"Christmas","start_date":"2026-12-25","end_date":"2026-12-26"}`
  public init(_ record: JSONRecord) throws(WireProblem) {
    holiday = try WireSchedule.holidays(.array([record.slice.value]))[0]
    guard let id = RecordFields(record).anyID("id"), id > 0 else {
      throw WireProblem("id: expected an id")
    }
    holiday.id = id
    let url = record.member("url")?.string() ?? record.surrounding("url")
    let parent = url.flatMap(WireAddress.init)?.parents.last { $0.collection == "schedules" }
    scheduleID = parent.flatMap { Int64($0.id) }
  }
}
