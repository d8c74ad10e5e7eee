import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

private let queueMeasures = [
  ReportMeasure("waiting", .count, "tickets that wait in it"),
  ReportMeasure(
    "median", .duration, "the median of the times since they became eligible for routing, in seconds"),
  ReportMeasure("p90", .duration, "the time that nine of ten do not exceed"),
  ReportMeasure("longest", .age, "the longest of these times"),
]

private let queuesSchema = DocumentSchema(
  "report-queues",
  [
    Column("queue", .identifier), Column("name", .text, flexible: true), Column("priority", .integer),
    Column("waiting", .integer), Column("median", .real), Column("p90", .real), Column("longest", .span),
  ])

let queuesReport = TeamReport(
  name: "queues", summary: "Show how many tickets wait in each queue, and for how long",
  measures: queueMeasures,
  command: Command(
    CommandSpec(
      ["report", "queues"], summary: "Show how many tickets wait in each queue, and for how long",
      discussion: [
        "In the order in which agents serve them, the standard queue last. Tickets that are eligible and that no queue takes have a row without a queue.",
        ReportMeasure.described(queueMeasures),
      ],
      options: [ReportOptions.chart],
      examples: [Example(command: "sessionctl report queues", explanation: "Where work piles up")],
      takesLists: true), prints: queuesSchema
  ) { context in
    let isChart = try context.wantsChart()
    let isForPeople = isChart || context.format == .table
    let open = try context.open(readOnly: true)
    func time(_ seconds: Double?) -> Cell {
      guard let seconds else { return .null }
      return isForPeople ? .span(Int64(seconds.rounded())) : .real((seconds * 1000).rounded() / 1000)
    }
    let rows = try open.store.read { try $0.queueDepths(now: open.now) }.map { depth -> [Cell] in
      [
        .text(depth.queue?.id), .text(depth.queue?.name ?? (isForPeople ? "(no queue takes them)" : nil)),
        .integer(depth.queue.flatMap { $0.isStandard ? nil : Int64($0.priority) }),
        .integer(Int64(depth.waiting)), time(depth.median), time(depth.p90),
        depth.longest.map(Cell.span) ?? .null,
      ]
    }
    guard isChart else { return try context.list(queuesSchema, rows, open.clock, emptyNote: "no queues") }
    let columns = [1, 3, 4, 5, 6]
    try context.reportList(
      DocumentSchema(queuesSchema.name, columns.map { queuesSchema.columns[$0] }),
      rows.map { row in columns.map { row[$0] } }, keys: 1, measure: "waiting", open.clock,
      emptyNote: "no queues")
  })
