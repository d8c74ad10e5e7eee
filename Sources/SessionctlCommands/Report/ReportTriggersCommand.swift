import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

private let triggerMeasures = [
  ReportMeasure("fired", .count, "how often it has fired on a ticket since the store started to count"),
  ReportMeasure("last_fired_at", .count, "when it last fired"),
]

private let neverFired = Flag("never-fired", help: "Only triggers that never fired")

let triggersDocument = RowSchema<TriggerFirings>(
  "report-triggers",
  [
    RowColumn("trigger", .identifier) { $0.id },
    RowColumn("title", .text, flexible: true) { $0.title },
    RowColumn("active", .bool) { $0.active },
    RowColumn("fired", .integer) { $0.fired },
    RowColumn("last_fired_at", .instant, header: "LAST FIRED") { $0.lastFiredAt },
    RowColumn("kind", .token, flexible: true) { $0.kind.rawValue },
  ])

/// What a chart shows: titles say enough; ids and states would only push the bars aside.
private let triggersChart = RowSchema(
  triggersDocument.schema.name, triggersDocument.columns.only(["title", "fired"]))

/// The same of the whole table.
let triggersPageChart = ReportChart(keys: 3, labels: [1], measure: "fired")

let triggersReport = TeamReport(
  name: "triggers", summary: "Show how often each trigger fired", measures: triggerMeasures,
  words: [
    "trigger": "The rule", "title": "Its title", "active": "Whether it is active",
    "kind": "`trigger` or `messaging_trigger`",
  ],
  command: Command(
    CommandSpec(
      ["report", "triggers"], summary: "Show how often each trigger fired",
      discussion: [
        "Ticket triggers come first, then messaging triggers, each in the order in which they run. Dry runs do not count, and neither do triggers that fired elsewhere and only appear in imported data.",
        ReportMeasure.described(triggerMeasures),
      ],
      options: [neverFired, ReportOptions.chart],
      examples: [
        Example(
          command: "sessionctl report triggers --never-fired",
          explanation: "Triggers that could probably be deleted")
      ], takesLists: true, makesPages: true), prints: triggersDocument.schema
  ) { context in
    let open = try context.open(readOnly: true)
    let onlyNever = context.arguments[neverFired]
    let isChart = try context.wantsChart()
    let rows = try open.store.read { try $0.triggerFirings() }.filter { !onlyNever || $0.fired == 0 }
    guard isChart else {
      return try context.list(
        triggersDocument, rows, open.clock, emptyNote: onlyNever ? "every trigger has fired" : "no triggers",
        page: context.page("How often rules fired", of: triggersDocument.schema, triggersPageChart, open))
    }
    try context.draw(
      triggersChart, context.arranged(rows, triggersDocument), ReportChart(keys: 1, measure: "fired"),
      open.clock, emptyNote: "no triggers")
  })
