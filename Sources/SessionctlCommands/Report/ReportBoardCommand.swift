import CivilTime
import CommandGrammar
import Rendering
import SessionStore
import StoreEngine
import StoreReports

private let boardMeasures = [
  ReportMeasure("ended", .count, "sessions that ended in the period"),
  ReportMeasure(
    "end_time_median", .duration, "the median of the times from a ticket's creation to the end of its session"
  ),
  ReportMeasure("end_time_p90", .duration, "the time that nine of ten of these did not exceed"),
  ReportMeasure("active", .count, "sessions that are active now"),
  ReportMeasure("waiting", .count, "tickets that wait in queues now"),
]

/// Without a period it is the last week.
private let usualSpan: Int64 = 7 * 86_400

let boardReport = TeamReport(
  name: "board", summary: "Show the week at a glance, as text or as a page to mail", measures: boardMeasures,
  words: [
    "from": FieldMeaning("When the period begins", null: "if only its end is given"),
    "to": "When the period ends; this moment is not part of it",
    "ended_by_day": "What ended, by day and reason; days without an end are included",
    "end_time_by_day": "How long it took from the ticket's creation to the end, by the day of the end",
    "queues": "Who waits now, as in `report queues`",
    "idle": "What is active now, by how long it has been idle, as in `report active`",
    "agents": "Every agent's load now, as in `report capacity`",
    "rules": "The rules that last fired within the period, as in `report triggers`, most often first",
    "day": "The day", "reason": "Why it ended",
    "ended_by_day[].ended": "Sessions that ended on that day, for that reason",
    "end_time_by_day[].ended": "Sessions that ended on that day",
    "queues[].waiting": "Tickets that wait in it",
    "idle[].active": "Sessions that have been idle for that long",
    "median": FieldMeaning("The median, in seconds", null: "if nothing is counted"),
    "p90": FieldMeaning(
      "The time that nine of ten did not exceed, in seconds", null: "if nothing is counted"),
    "queues[].queue": FieldMeaning(
      "The queue's id, a text; `standard` is the standard queue", null: "for tickets that no queue takes"),
    "name": FieldMeaning("The queue's name", null: "for tickets that no queue takes"),
    "priority": FieldMeaning(
      "Which queue agents serve first, 1 before 100", null: "for the standard queue, and for no queue"),
    "longest": FieldMeaning("The longest time that one of them has waited", null: "if none waits"),
    "idle[].idle": "How long, in ranges such as `under_1h`", "unassigned": "Those of them without an agent",
    "longest_idle": FieldMeaning("The longest time without a message", null: "if nothing is counted"),
    "agent": "The agent", "agents[].channel": "`messaging` or `email`",
    "status": "`online`, `away` or `offline`", "load": "Tickets that take a place now",
    "capacity": "The most that routing assigns", "spare": "Places left",
    "used": FieldMeaning("Percent of the capacity in use", null: "if the capacity is 0"),
    "trigger": "The rule", "title": "Its title", "rules[].active": "Whether it is active",
    "fired": "How often it has fired since the store started to count", "last_fired_at": "When it last fired",
    "kind": "`trigger` or `messaging_trigger`",
  ],
  command: Command(
    CommandSpec(
      ["report", "board"], summary: "Show the week at a glance, as text or as a page to mail",
      discussion: [
        "Shows what ended by day and reason, how long it took, who is waiting and idle now, the agents' load, and the rules that last fired in the period. It covers the last seven days unless you give a period.",
        "With `--output board.html` it is a single file that needs no script and no network. Each chart is drawn from the table behind it. The page fits a phone and paper, and follows the reader's choice of light or dark.",
        "A crontab line that mails it every Monday: `0 7 * * 1 sessionctl report board --output board.html && echo 'See the attachment.' | mail -s 'The week' -A board.html team@example.com`",
      ],
      options: ReportOptions.period + [GlobalOptions.watch],
      examples: [
        Example(
          command: "sessionctl report board --output board.html", explanation: "The last week, as a page"),
        Example(
          command: "sessionctl report board --last 30d", explanation: "The last thirty days, on the terminal"),
      ], makesPages: true), prints: ReportBoard.schema
  ) { context in
    let open = try context.open(readOnly: true, cacheMiB: 32)
    var period = try ReportPeriod(context.arguments, open.clock)
    if period.from == nil, period.to == nil { period.from = open.now.advanced(by: -usualSpan) }
    try period.endNow(open.clock)
    let isPage = context.format == .html
    let (board, page) = try open.store.read { reader in
      let board = try ReportBoard(reader, open.clock, period, isForPeople: context.format.isForPeople)
      guard isPage else { return (board, PageWords?.none) }
      var words = PageWords(
        "The week at a glance", facts: try context.pageFacts(open, period, reader), parts: ReportBoard.parts,
        source: context.pageSource)
      words.leftOut = ["from", "to"]
      return (board, words)
    }
    try context.document(ReportBoard.schema, open.clock, page: page).single(board.cells)
  })
