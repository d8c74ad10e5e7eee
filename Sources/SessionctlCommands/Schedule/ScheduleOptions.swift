import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// The options of the commands that make and change schedules.
enum ScheduleOptions {
  static let file = Operand<String>(
    "FILE", .file, .optional,
    help: "A schedule in the wire format or as 'show --json' prints it; '-' is standard input")
  static let name = Option<String>("name", "NAME", .name, help: "The schedule's name")
  static let zone = Option<String>(
    "zone", "ZONE", .nonEmptyText, completion: .stored("zone"),
    help: "The time zone of its hours, IANA or Rails name",
    details: [
      "Here, `--timezone` alone does the same. If both are given, `--zone` is the schedule's zone, and times are shown in the zone of `--timezone`."
    ])
  static let hours = Option<[Schedule.Interval]>(
    "open", "HOURS", .openingHours, repeatable: true,
    help: "Opening hours: 'mon-fri 09:00-17:00', 'mon-fri 09:00-12:00,13:00-17:00; sat 10:00-14:00'",
    details: [
      "Days are mon to sun, single, as a range or with commas, or daily. The day ends at 24:00. Hours past midnight are written as two: 'fri 22:00-24:00' and 'sat 00:00-06:00'."
    ])
  static let holidays = Option<Schedule.Holiday>(
    "holiday", "DAYS", .holiday, repeatable: true,
    help: "Closed on these days: '2026-12-25..2026-12-26 Christmas', '2027-01-01'")
  static let holidayFile = Option<String>(
    "holidays-from", "FILE", .file, repeatable: true,
    help: "Closed on the days of this calendar file (.ics); '-' is standard input",
    details: [
      "Takes the all-day events of an iCalendar file, such as calendar programs and public offices provide. Days that the schedule already has are not added again. A yearly event counts for this year and the next five, except on days that it excludes (`EXDATE`). An event that repeats in another way, or has a time of day, is left out and named."
    ])

  /// The zone that was named, by either option.
  static func zone(_ arguments: ParsedArguments) -> String? {
    arguments[zone] ?? arguments[RunOptions.timezone]
  }

  /// The calendar files that were named.
  static func calendarFiles(_ context: CommandContext) throws -> [CalendarFile] {
    try context.arguments[all: holidayFile].map { path in
      let input = try InputFile.open(path, context)
      return CalendarFile(name: input.name, bytes: try input.readAll())
    }
  }

  /// Says which events of the calendars were left out.
  static func tellLeftOut(_ calendars: [HolidayCalendar], _ context: CommandContext) {
    let names = calendars.flatMap(\.leftOut)
    guard !names.isEmpty else { return }
    let shown = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
    context.note(
      "left out \(counted(names.count, "event")) (with a time of day, or repeating but not yearly): \(shown)\(names.count > 5 ? " and \(names.count - 5) more" : "")"
    )
  }
}

/// A calendar that was read and not looked at yet.
struct CalendarFile {
  let name: String
  let bytes: [UInt8]

  /// - Parameter now: yearly events are taken from its year on
  func calendar(at now: Instant) throws -> HolidayCalendar {
    let year = CivilDate(daysSinceEpoch: Int(now.seconds.flooringQuotient(86_400))).year
    do throws(InvalidSchedule) {
      return try HolidayCalendar(bytes, years: year...(year + HolidayCalendar.yearsAhead))
    } catch {
      throw Failure(.badInput, "bad_input", "\(name): \(error.message)")
    }
  }
}

extension Schedule {
  /// Adds closed days, each under an id of its own; those that are closed by the same name already are not added again.
  ///
  /// - Returns: how many were added
  @discardableResult
  mutating func add(_ days: [Holiday]) -> Int {
    var known = Set(holidays.map(\.text))
    var id = holidays.map(\.id).max() ?? 0
    let before = holidays.count
    for var day in days where known.insert(day.text).inserted {
      id += 1
      day.id = id
      holidays.append(day)
    }
    return holidays.count - before
  }
}

extension ValueParser where Value == [Schedule.Interval] {
  static var openingHours: ValueParser {
    ValueParser { (text) throws(ValueError) -> [Schedule.Interval] in
      do throws(InvalidSchedule) { return try Schedule.Interval.list(parsing: text) } catch {
        throw ValueError("is not opening hours: \(error.message)")
      }
    }
  }
}

extension ValueParser where Value == Schedule.Holiday {
  static var holiday: ValueParser {
    ValueParser { (text) throws(ValueError) -> Schedule.Holiday in
      do throws(InvalidSchedule) { return try Schedule.Holiday(parsing: text, id: 0) } catch {
        throw ValueError("is not a holiday: \(error.message)")
      }
    }
  }
}
