import CivilTime
import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

private let file = Operand<String>(
  "FILE", .file, .optional,
  help: "A schedule in the wire format or as 'show --json' prints it; '-' is standard input")
private let scheduleName = Option<String>("name", "NAME", .name, help: "The schedule's name")
private let zone = Option<String>(
  "zone", "ZONE", .nonEmptyText, completion: .stored("zone"),
  help: "The time zone of its hours, as an IANA or Rails name; by default, the account's")
private let hours = Option<[Schedule.Interval]>(
  "open", "HOURS", .openingHours, repeatable: true,
  help: "Opening hours: 'mon-fri 09:00-17:00', 'mon-fri 09:00-12:00,13:00-17:00; sat 10:00-14:00'",
  details: [
    "Days are mon to sun: single, as a range, with commas, or daily. The day ends at 24:00. Write hours past midnight as two: 'fri 22:00-24:00' and 'sat 00:00-06:00'."
  ])
private let holidays = Option<Schedule.Holiday>(
  "holiday", "DAYS", .holiday, repeatable: true,
  help: "Closed on these days: '2026-12-25..2026-12-26 Christmas', '2027-01-01'")

let scheduleCreateCommand = Command(
  CommandSpec(
    ["schedule", "create"], summary: "Create a schedule",
    discussion: [
      "From options, or from a file in the wire format: `time_zone`, and `intervals` in minutes since Sunday 00:00. Holidays, for which the API has an answer of its own, go into the member `holidays`, in the same form. An `id` in the file is not used."
    ],
    operands: [file], options: [scheduleName, zone, hours, holidays],
    examples: [
      Example(
        command:
          "sessionctl schedule create --name Office --zone Europe/Berlin --open 'mon-fri 09:00-17:00' --open 'sat 10:00-14:00' --holiday '2026-12-25..2026-12-26 Christmas'",
        explanation: "Office hours, closed at Christmas")
    ],
    exitNotes: [
      ExitNote(.no, "There is already a schedule with this name"),
      ExitNote(.badInput, "The file contains no schedule that can be used"),
    ]),
  prints: ScheduleDocument.single.schema
) { context in
  _ = try context.fields(of: ScheduleDocument.single.schema)
  let document = try context.arguments[file].map { try ScheduleFile.read($0, context) }
  if document == nil { try requireOptions(context) }
  let open = try context.open()
  let id = try open.administer { administration in
    try administration.add(
      document?.schedule(at: open.now) ?? fromOptions(context, open, administration.reader))
  }
  if context.isSilent { return }
  try ScheduleDocument.show(context, open) { try Naming($0).schedule(String(id)) }
}

/// What is missing is said before the store is touched.
private func requireOptions(_ context: CommandContext) throws {
  let missing = [scheduleName.spec, hours.spec].filter { !context.arguments.wasGiven($0) }.map(\.spelling)
  guard missing.isEmpty else {
    throw CommandTable.toolkit.usageError(
      "'schedule create' needs \(missing.joined(separator: " and ")), or a FILE in the wire format",
      in: context.spec)
  }
}

private func fromOptions(
  _ context: CommandContext, _ open: OpenStore, _ reader: StoreReader
) throws -> Schedule {
  let arguments = context.arguments
  var days = arguments[all: holidays]
  for index in days.indices { days[index].id = Int64(index + 1) }
  return Schedule(
    id: 0, name: arguments[scheduleName] ?? "",
    timeZone: try arguments[zone] ?? reader.setting("account.timezone") ?? "UTC",
    intervals: arguments[all: hours].flatMap(\.self), holidays: days, createdAt: open.now, updatedAt: open.now
  )
}

/// A file that holds one schedule.
private struct ScheduleFile {
  private let name: String
  private let bytes: [UInt8]

  static func read(_ path: String, _ context: CommandContext) throws -> ScheduleFile {
    let options: [any OptionDeclaring] = [scheduleName, zone, hours, holidays]
    if let extra = options.first(where: { context.arguments.wasGiven($0.spec) }) {
      throw Failure.usage("\(extra.spec.spelling) can't be combined with a FILE")
    }
    let input = try InputFile.open(path, context)
    return ScheduleFile(name: input.name, bytes: try input.readAll())
  }

  func schedule(at now: Instant) throws -> Schedule {
    let keys = WireKind.schedule.keys.union(OwnDocument.keys)
    let reader = JSONRecordReader(bytes, collectionKeys: keys, singularKeys: keys)
    var found: Schedule?
    while true {
      switch try reader.next() {
      case .failure(let line, _, let reason, _): throw failure("line \(line): \(reason)")
      case .record(let record):
        guard found == nil else { throw failure("line \(record.line): expected one schedule, found another") }
        do throws(WireProblem) { found = try WireSchedule(new: record, at: now).schedule } catch {
          throw failure("line \(record.line): \(error.message)")
        }
      case .end:
        guard let found else { throw failure("expected a schedule, found nothing") }
        return found
      }
    }
  }

  private func failure(_ message: String) -> Failure {
    Failure(.badInput, "bad_input", "\(name)\(message.hasPrefix("line") ? ", " : ": ")\(message)")
  }
}

extension ValueParser where Value == [Schedule.Interval] {
  fileprivate static var openingHours: ValueParser {
    ValueParser { (text) throws(ValueError) -> [Schedule.Interval] in
      do throws(InvalidSchedule) { return try Schedule.Interval.list(parsing: text) } catch {
        throw ValueError("is not opening hours: \(error.message)")
      }
    }
  }
}

extension ValueParser where Value == Schedule.Holiday {
  fileprivate static var holiday: ValueParser {
    ValueParser { (text) throws(ValueError) -> Schedule.Holiday in
      do throws(InvalidSchedule) { return try Schedule.Holiday(parsing: text, id: 0) } catch {
        throw ValueError("is not a holiday: \(error.message)")
      }
    }
  }
}
