import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

private let triggerMeasures = [
  ReportMeasure("fired", .count, "how often it fired on a ticket since this store counts"),
  ReportMeasure("last_fired_at", .count, "when last; null of one that never did"),
]

private let neverFired = Flag("never-fired", help: "Only triggers that never fired")

private let triggersSchema = DocumentSchema(
  "report-triggers",
  [
    Column("trigger", .identifier), Column("title", .text, flexible: true), Column("active", .bool),
    Column("fired", .integer), Column("last_fired_at", .instant, header: "LAST FIRED"),
    Column("kind", .token, flexible: true),
  ])

let triggersReport = TeamReport(
  name: "triggers", summary: "Show how often each trigger fired", measures: triggerMeasures,
  command: Command(
    CommandSpec(
      ["report", "triggers"], summary: "Show how often each trigger fired",
      discussion: [
        "Ticket triggers, then messaging triggers, in the order in which they run. Dry runs don't count, nor what a feed tells of triggers elsewhere.",
        ReportMeasure.described(triggerMeasures),
      ],
      options: [neverFired, ReportOptions.chart],
      examples: [
        Example(
          command: "sessionctl report triggers --never-fired", explanation: "What might as well be deleted")
      ], takesLists: true), prints: triggersSchema
  ) { context in
    let open = try context.open(readOnly: true)
    let onlyNever = context.arguments[neverFired]
    let isChart = try context.wantsChart()
    let rows = try open.store.read { reader in
      try reader.triggerFirings().filter { !onlyNever || $0.fired == 0 }.map { trigger -> [Cell] in
        [
          .integer(trigger.id), .text(trigger.title), .bool(trigger.active), .integer(Int64(trigger.fired)),
          .instant(trigger.lastFiredAt), .token(trigger.kind.rawValue),
        ]
      }
    }
    guard isChart else {
      return try context.list(
        triggersSchema, rows, open.clock, emptyNote: onlyNever ? "every trigger has fired" : "no triggers")
    }
    // Titles say enough; ids and states would only push the bars aside.
    let columns = [1, 3].map { triggersSchema.columns[$0] }
    try context.reportList(
      DocumentSchema(triggersSchema.name, columns),
      context.arranged(rows, triggersSchema).map { [$0[1], $0[3]] }, keys: 1, measure: "fired", open.clock,
      emptyNote: "no triggers")
  })
