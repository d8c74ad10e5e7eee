import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let createOptions: [any OptionDeclaring] = [
  ScheduleOptions.name, ScheduleOptions.zone, ScheduleOptions.hours, ScheduleOptions.holidays,
  ScheduleOptions.holidayFile,
]

let scheduleCreateCommand = Command(
  CommandSpec(
    ["schedule", "create"], summary: "Create a schedule",
    discussion: [
      "From options, or from a file in the wire format: `time_zone`, and `intervals` in minutes since Sunday 00:00. Its member `holidays` has the holidays in the form of the API, which gives them in a separate answer. An `id` in the file is ignored.",
      "The hours are those of `--zone`, else of `--timezone`, else of the account's zone.",
    ],
    operands: [ScheduleOptions.file], options: createOptions,
    examples: [
      Example(
        command:
          "sessionctl schedule create --name Office --zone Europe/Berlin --open 'mon-fri 09:00-17:00' --open 'sat 10:00-14:00' --holiday '2026-12-25..2026-12-26 Christmas'",
        explanation: "Office hours, closed at Christmas"),
      Example(
        command:
          "sessionctl schedule create --name Berlin --open 'mon-fri 09:00-17:00' --holidays-from holidays.ics",
        explanation: "In the account's zone, closed on the days of a calendar file"),
    ],
    exitNotes: [
      ExitNote(.no, "There is already a schedule with this name"),
      ExitNote(.badInput, "The file contains no schedule that can be used"),
    ]),
  prints: ScheduleDocument.single.schema
) { context in
  _ = try context.fields(of: ScheduleDocument.single.schema)
  let document = try context.arguments[ScheduleOptions.file].map {
    try ScheduleFile.read($0, context, besides: createOptions)
  }
  if document == nil { try requireOptions(context) }
  let files = try ScheduleOptions.calendarFiles(context)
  let open = try context.open()
  let calendars = try files.map { try $0.calendar(at: open.now) }
  let id = try open.administer { administration in
    var schedule = try document?.schedule(at: open.now) ?? fromOptions(context, open, administration.reader)
    schedule.add(calendars.flatMap(\.holidays))
    return try administration.add(schedule)
  }
  ScheduleOptions.tellLeftOut(calendars, context)
  if context.isSilent { return }
  try ScheduleDocument.show(context, open) { try Naming($0).schedule(String(id)) }
}

/// What is missing is said before the store is touched.
private func requireOptions(_ context: CommandContext) throws {
  let missing = [ScheduleOptions.name.spec, ScheduleOptions.hours.spec].filter {
    !context.arguments.wasGiven($0)
  }.map(\.spelling)
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
  var schedule = Schedule(
    id: 0, name: arguments[ScheduleOptions.name] ?? "",
    timeZone: try ScheduleOptions.zone(arguments) ?? reader.setting("account.timezone") ?? "UTC",
    intervals: arguments[all: ScheduleOptions.hours].flatMap(\.self), createdAt: open.now, updatedAt: open.now
  )
  schedule.add(arguments[all: ScheduleOptions.holidays])
  return schedule
}
