import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

private let queueMeasures = [
  ReportMeasure("waiting", .count, "tickets that wait in it"),
  ReportMeasure(
    "median", .duration, "the median of the times since they became eligible for routing"),
  ReportMeasure("p90", .duration, "the time that nine of ten tickets do not exceed"),
  ReportMeasure("longest", .age, "the longest of these times"),
]

/// What waits in one queue; people get names where there is no queue, and times as they say them.
struct QueueRow {
  let depth: QueueDepth
  let isForPeople: Bool

  func time(_ seconds: Double?) -> Cell {
    guard let seconds else { return .null }
    return isForPeople
      ? .span(Int64(exactly: seconds.rounded()) ?? .max) : .real((seconds * 1000).rounded() / 1000)
  }
}

let queuesDocument = RowSchema<QueueRow>(
  "report-queues",
  [
    RowColumn("queue", .textIdentifier) { $0.depth.queue?.id },
    RowColumn("name", .text, flexible: true) {
      $0.depth.queue?.name ?? ($0.isForPeople ? "(no queue takes them)" : nil)
    },
    RowColumn("priority", .integer) { row in row.depth.queue.flatMap { $0.isStandard ? nil : $0.priority } },
    RowColumn("waiting", .integer) { $0.depth.waiting },
    RowColumn("median", .made(.real)) { $0.time($0.depth.median) },
    RowColumn("p90", .made(.real)) { $0.time($0.depth.p90) },
    RowColumn("longest", .span) { $0.depth.longest },
  ])

/// What a chart shows: names say enough, and ids would only push the bars aside.
private let queuesChart = RowSchema(
  queuesDocument.schema.name, queuesDocument.columns.only(["name", "waiting", "median", "p90", "longest"]))

/// The same of the whole table, whose first column is the queue's id.
let queuesPageChart = ReportChart(keys: 3, labels: [1], measure: "waiting")

let queuesReport = TeamReport(
  name: "queues", summary: "Show how many tickets wait in each queue, and for how long",
  measures: queueMeasures,
  words: [
    "queue": FieldMeaning(
      "The queue's id, a text; `standard` is the standard queue", null: "for tickets that no queue takes"),
    "name": FieldMeaning("The queue's name", null: "for tickets that no queue takes"),
    "priority": FieldMeaning(
      "Which queue agents serve first, 1 before 100", null: "for the standard queue, and for no queue"),
  ],
  command: Command(
    CommandSpec(
      ["report", "queues"], summary: "Show how many tickets wait in each queue, and for how long",
      discussion: [
        "In the order in which agents serve them, the standard queue last. Eligible tickets that no queue takes have a row without a queue.",
        ReportMeasure.described(queueMeasures),
      ],
      options: [ReportOptions.chart],
      examples: [Example(command: "sessionctl report queues", explanation: "Where work piles up")],
      takesLists: true, makesPages: true), prints: queuesDocument.schema
  ) { context in
    let isChart = try context.wantsChart()
    let isForPeople = isChart || context.format.isForPeople
    let open = try context.open(readOnly: true)
    let rows = try open.store.read { try $0.queueDepths(now: open.now) }.map {
      QueueRow(depth: $0, isForPeople: isForPeople)
    }
    let chart = ReportChart(keys: 1, measure: "waiting")
    guard isChart else {
      return try context.list(
        queuesDocument, rows, open.clock, emptyNote: "no queues",
        page: context.page("Waiting in queues", of: queuesDocument.schema, queuesPageChart, open))
    }
    try context.draw(
      queuesChart, context.arranged(rows, queuesChart), chart, open.clock, emptyNote: "no queues")
  })
