import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import Spelling
import StoreEngine

private let addHoliday = Option<Schedule.Holiday>(
  "add-holiday", "DAYS", .holiday, repeatable: true,
  help: "Closed on these days too: '2026-12-25..2026-12-26 Christmas', '2027-01-01'")
private let removeHoliday = Option<String>(
  "remove-holiday", "DAYS", .nonEmptyText, repeatable: true,
  help: "Remove this holiday: its first day, all of its days, or its name")
private let editOptions: [any OptionDeclaring] = [
  ScheduleOptions.name, ScheduleOptions.zone, ScheduleOptions.hours, addHoliday, removeHoliday,
  ScheduleOptions.holidayFile,
]

let scheduleEditCommand = Command(
  CommandSpec(
    ["schedule", "edit"], summary: "Change a schedule's name, zone, hours or holidays",
    discussion: [
      "With options, only what they name changes. `--open` replaces all hours; the holiday options add and remove single holidays. With a FILE, the whole schedule is replaced. Rules, queues and reports use the changed hours from now on; the command prints what it changed."
    ],
    operands: [scheduleOperand, ScheduleOptions.file], options: editOptions,
    examples: [
      Example(
        command: "sessionctl schedule edit Office --add-holiday '2026-12-24 Christmas Eve'",
        explanation: "Closed on one more day"),
      Example(
        command: "sessionctl schedule edit Office --holidays-from holidays.ics",
        explanation: "Closed on the days of a calendar file"),
      Example(
        command: "sessionctl schedule edit Office --open 'mon-fri 08:00-18:00'",
        explanation: "Other hours, the same holidays"),
    ],
    exitNotes: [
      ExitNote(.no, "There is no such schedule or holiday, or another schedule has the new name"),
      ExitNote(.badInput, "The file holds no schedule, or no calendar, that can be used"),
    ]),
  prints: ScheduleDocument.single.schema
) { context in
  let arguments = context.arguments
  _ = try context.fields(of: ScheduleDocument.single.schema)
  let document = try arguments[ScheduleOptions.file].map {
    try ScheduleFile.read($0, context, besides: editOptions)
  }
  guard
    document != nil || ScheduleOptions.zone(arguments) != nil
      || editOptions.contains(where: { arguments.wasGiven($0) })
  else {
    throw CommandTable.toolkit.usageError(
      "'schedule edit' needs to know what to change", in: context.spec)
  }
  let files = try ScheduleOptions.calendarFiles(context)
  let open = try context.open()
  let calendars = try files.map { try $0.calendar(at: open.now) }
  let (before, after) = try open.administer(isFile: document != nil) { administration in
    let before = try Naming(administration.reader).schedule(arguments[required: scheduleOperand])
    var schedule = before
    if let written = try document?.schedule(at: open.now) {
      schedule = written
      (schedule.id, schedule.createdAt) = (before.id, before.createdAt)
    }
    if let name = arguments[ScheduleOptions.name] { schedule.name = name }
    if let zone = ScheduleOptions.zone(arguments) { schedule.timeZone = zone }
    if arguments.wasGiven(ScheduleOptions.hours) {
      schedule.intervals = arguments[all: ScheduleOptions.hours].flatMap(\.self)
    }
    for word in arguments[all: removeHoliday] { try schedule.removeHoliday(word) }
    schedule.add(arguments[all: addHoliday] + calendars.flatMap(\.holidays))
    schedule.updatedAt = before.updatedAt
    if schedule != before {
      schedule.updatedAt = open.now
      try administration.change(to: schedule)
    }
    return (before, schedule)
  }
  ScheduleOptions.tellLeftOut(calendars, context)
  if before == after { context.note("nothing changed: schedule '\(after.name)' already has these values") }
  if context.isSilent { return }
  if !context.wantsDocument {
    return try context.writeDifference(from: before.lines, to: after.lines)
  }
  try ScheduleDocument.show(context, open) { try Naming($0).schedule(String(after.id)) }
}

extension Schedule {
  /// Everything about it, as its options are typed, a line each.
  fileprivate var lines: [String] {
    ["name \(name)", "zone \(timeZone)"]
      + hours.split(separator: ";").map { "open\($0.hasPrefix(" ") ? "" : " ")\($0)" }
      + holidays.sorted { ($0.firstDay, $0.lastDay) < ($1.firstDay, $1.lastDay) }.map { "holiday \($0.text)" }
  }

  /// - Parameter word: its first day, all of its days, its name, or all of it as `show` prints it
  fileprivate mutating func removeHoliday(_ word: String) throws {
    let count = holidays.count
    holidays.removeAll { holiday in
      [
        holiday.firstDay.text, "\(holiday.firstDay.text)..\(holiday.lastDay.text)", holiday.name,
        holiday.text,
      ]
      .contains { $0.lowercased() == word.lowercased() }
    }
    guard holidays.count == count else { return }
    throw Failure.notFound(
      "schedule '\(name)' has no holiday '\(word)'"
        + (holidays.isEmpty
          ? "; it has none" : didYouMean(word, among: holidays.map(\.name) + holidays.map(\.firstDay.text))))
  }
}
