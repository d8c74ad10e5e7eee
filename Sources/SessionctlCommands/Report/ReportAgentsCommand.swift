import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

private let agentMeasures = [
  ReportMeasure("ended", .count, "sessions that this agent ended"),
  ReportMeasure("replied", .count, "public replies that this agent wrote"),
  ReportMeasure("handled", .count, "ended sessions whose ticket this agent has now"),
]

/// What one agent did, or all of them.
private struct ActivityRow {
  /// Their id; their name for people, or the word for all.
  let agent: Cell
  let activity: AgentActivity
}

private let agentsDocument = RowSchema<ActivityRow>(
  "report-agents",
  [
    RowColumn("agent", .made(.identifier), flexible: true) { $0.agent },
    RowColumn("ended", .integer) { $0.activity.ended },
    RowColumn("replied", .integer) { $0.activity.replied },
    RowColumn("handled", .integer) { $0.activity.handled },
  ])

let agentsReport = TeamReport(
  name: "agents", summary: "Show what each agent did", measures: agentMeasures,
  words: ["agent": "The agent"],
  command: Command(
    CommandSpec(
      ["report", "agents"], summary: "Show what each agent did",
      discussion: [
        "One row per agent, also if there is nothing to report. Ends count by the time of the end, replies by the time of the reply.",
        ReportMeasure.described(agentMeasures),
      ],
      options: ReportOptions.period + [ReportOptions.chart],
      examples: [
        Example(
          command: "sessionctl report agents --last 7d --sort replied:desc",
          explanation: "Who wrote most in the last week")
      ], takesLists: true, makesPages: true), prints: agentsDocument.schema
  ) { context in
    let isChart = try context.wantsChart()
    let isForPeople = isChart || context.format.isForPeople
    let open = try context.open(readOnly: true, cacheMiB: 32)
    let period = try ReportPeriod(context.arguments, open.clock)
    var total = AgentActivity()
    let rows = try open.store.read { reader in
      let activity = try reader.agentActivity(from: period.from, to: period.to)
      return try reader.staff().map { person in
        let own = activity[person.id] ?? AgentActivity()
        total.ended += own.ended
        total.replied += own.replied
        total.handled += own.handled
        return ActivityRow(
          agent: isForPeople ? .text(person.displayName) : .integer(person.id), activity: own)
      }
    }
    let chart = ReportChart(keys: 1, measure: "ended")
    guard isChart else {
      let sum = ActivityRow(agent: .text("total"), activity: total)
      return try context.list(
        agentsDocument, rows, open.clock, emptyNote: "no agents",
        footer: rows.count > 1 ? agentsDocument.cells(of: sum) : nil,
        page: context.page("What agents did", of: agentsDocument.schema, chart, open, period))
    }
    try context.draw(
      agentsDocument, context.arranged(rows, agentsDocument), chart, open.clock, emptyNote: "no agents")
  })
