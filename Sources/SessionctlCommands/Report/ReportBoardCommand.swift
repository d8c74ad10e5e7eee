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
    "from": FieldMeaning("When the period begins", null: "where only its end is given"),
    "to": "When it ends; this moment is not part of it",
    "ended_by_day": "What ended, by day and reason; days without an end, too",
    "end_time_by_day": "How long it took from the ticket's creation to the end, by the day of the end",
    "queues": "Who waits now, as in `report queues`",
    "idle": "What is active now, by how long it has been idle, as in `report active`",
    "agents": "Every agent's load now, as in `report capacity`",
    "rules": "The rules that fired last within the period, as in `report triggers`; the most often first",
    "day": "The day", "reason": "Why it ended",
    "median": FieldMeaning("The median, in seconds", null: "of none"),
    "p90": FieldMeaning("What nine of ten did not exceed, in seconds", null: "of none"),
    "queues[].queue": FieldMeaning(
      "The queue, a text: `standard` is the standard queue", null: "of tickets that no queue takes"),
    "name": FieldMeaning("The queue's name", null: "of tickets that no queue takes"),
    "priority": FieldMeaning(
      "Which queue agents serve first, 1 before 100", null: "of the standard queue, and of none"),
    "longest": FieldMeaning("The longest time of one that waits", null: "of none"),
    "idle[].idle": "How long, a word", "unassigned": "Of these, those without an agent",
    "longest_idle": FieldMeaning("The longest time without a message", null: "of none"),
    "agent": "The agent", "agents[].channel": "`messaging` or `email`",
    "status": "`online`, `away` or `offline`", "load": "Tickets that take a place now",
    "capacity": "The most that routing assigns", "spare": "Places left",
    "used": FieldMeaning("Percent of the capacity that is taken", null: "of no capacity"),
    "trigger": "The rule", "title": "Its title", "rules[].active": "Whether it runs",
    "fired": "How often it fired since this store counts", "last_fired_at": "When last",
    "kind": "`trigger` or `messaging_trigger`",
  ],
  command: Command(
    CommandSpec(
      ["report", "board"], summary: "Show the week at a glance, as text or as a page to mail",
      discussion: [
        "What ended by day and reason and how long it took, who waits and who is idle now, agents' load, and the rules that fired: of the last seven days unless a period is given.",
        "With `--output board.html` it is a page of one file, which needs no script and no network: each chart is drawn from the table behind it. It fits a telephone and paper, and follows the reader's choice of light or dark.",
        "A line of crontab that mails it every Monday: `0 7 * * 1 sessionctl report board --output board.html && echo 'See the attachment.' | mail -s 'The week' -A board.html team@example.com`",
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
    if period.to == nil { period.to = open.now.advanced(by: 1) }
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
