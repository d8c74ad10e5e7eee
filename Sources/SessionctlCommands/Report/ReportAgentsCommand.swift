import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

private let agentMeasures = [
  ReportMeasure("ended", .count, "sessions that this agent ended"),
  ReportMeasure("replied", .count, "public replies that this agent wrote"),
  ReportMeasure("handled", .count, "sessions that ended, of the tickets that this agent has now"),
]

private let agentsSchema = DocumentSchema(
  "report-agents",
  [
    Column("agent", .identifier, flexible: true), Column("ended", .integer), Column("replied", .integer),
    Column("handled", .integer),
  ])

let agentsReport = TeamReport(
  name: "agents", summary: "Show what each agent did", measures: agentMeasures,
  command: Command(
    CommandSpec(
      ["report", "agents"], summary: "Show what each agent did",
      discussion: [
        "A row an agent, also where there is nothing to tell. Ends count by their moment, replies by theirs.",
        ReportMeasure.described(agentMeasures),
      ],
      options: ReportOptions.period + [ReportOptions.chart],
      examples: [
        Example(
          command: "sessionctl report agents --last 7d --sort replied:desc",
          explanation: "Who wrote most in the last week")
      ], takesLists: true), prints: agentsSchema
  ) { context in
    let isForPeople = try context.wantsChart() || context.format == .table
    let open = try context.open(readOnly: true, cacheMiB: 32)
    let period = try ReportPeriod(context.arguments, open.clock)
    var total = AgentActivity()
    let rows = try open.store.read { reader in
      let activity = try reader.agentActivity(from: period.from, to: period.to)
      return try reader.staff().map { person -> [Cell] in
        let own = activity[person.id] ?? AgentActivity()
        total.ended += own.ended
        total.replied += own.replied
        total.handled += own.handled
        return [isForPeople ? .text(person.displayName) : .integer(person.id)] + cells(own)
      }
    }
    try context.reportList(
      agentsSchema, rows, keys: 1, measure: "ended", open.clock, emptyNote: "no agents",
      footer: rows.count > 1 ? [.text("total")] + cells(total) : nil)
  })

private func cells(_ activity: AgentActivity) -> [Cell] {
  [activity.ended, activity.replied, activity.handled].map { .integer(Int64($0)) }
}
