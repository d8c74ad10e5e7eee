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
  /// What it was in the period before, if that was asked for.
  let previous: AgentActivity?
}

private let agentColumn = RowColumn<ActivityRow>("agent", .made(.identifier), flexible: true) { $0.agent }

private let agentsDocument = RowSchema<ActivityRow>(
  "report-agents", [agentColumn] + agentMeasures.map { column($0) })

/// With what each number was in the period before; a table has room for that of one.
private let comparedDocument = RowSchema<ActivityRow>(
  "report-agents",
  [agentColumn]
    + agentMeasures.flatMap { measure in
      let name = measure.name
      let isShown = name == "ended"
      return [
        column(measure),
        RowColumn("\(name)_previous", .integer, header: "BEFORE", inTable: isShown) {
          $0.previous?.count(name)
        },
        RowColumn("\(name)_change", .made(.real), header: "CHANGE %", inTable: isShown) { row in
          ReportComparison.change(
            Double(row.activity.count(name)), from: row.previous.map { Double($0.count(name)) }, measure)
        },
      ]
    })

private func column(_ measure: ReportMeasure) -> RowColumn<ActivityRow> {
  let name = measure.name
  return RowColumn(name, .integer) { $0.activity.count(name) }
}

extension AgentActivity {
  /// By a measure's name.
  fileprivate func count(_ measure: String) -> Int {
    switch measure {
    case "ended": ended
    case "replied": replied
    default: handled
    }
  }

  fileprivate static func + (left: AgentActivity, right: AgentActivity) -> AgentActivity {
    var sum = left
    sum.ended += right.ended
    sum.replied += right.replied
    sum.handled += right.handled
    return sum
  }
}

let agentsReport = TeamReport(
  name: "agents", summary: "Show what each agent did", measures: agentMeasures,
  words: ["agent": "The agent"], isCompared: true,
  command: Command(
    CommandSpec(
      ["report", "agents"], summary: "Show what each agent did",
      discussion: [
        "One row per agent, also if there is nothing to report. Ends count by the time of the end, replies by the time of the reply.",
        ReportMeasure.described(agentMeasures),
      ],
      options: ReportOptions.period + [ReportOptions.compare, ReportOptions.chart],
      examples: [
        Example(
          command: "sessionctl report agents --last 7d --sort replied:desc",
          explanation: "Who wrote most in the last week"),
        Example(
          command: "sessionctl report agents --during last-week --compare previous",
          explanation: "Beside what they did in the week before"),
      ], takesLists: true, makesPages: true), printsAtMost: comparedDocument.schema
  ) { context in
    let isChart = try context.wantsChart()
    let isForPeople = isChart || context.format.isForPeople
    let open = try context.open(readOnly: true, cacheMiB: 32)
    let period = try ReportPeriod(context.arguments, open.clock)
    let isCompared = context.arguments.wasGiven(ReportOptions.compare)
    let before =
      isCompared
      ? try ReportPeriod.comparable(period, isDrawn: isChart || context.format == .html, open.clock) : nil
    let rows = try open.store.read { reader in
      let activity = try reader.agentActivity(from: period.from, to: period.to)
      let previous = try before.map { try reader.agentActivity(from: $0.from, to: $0.to) }
      return try reader.staff().map { person in
        ActivityRow(
          agent: isForPeople ? .text(person.displayName) : .integer(person.id),
          activity: activity[person.id] ?? AgentActivity(),
          previous: previous.map { $0[person.id] ?? AgentActivity() })
      }
    }
    let document = isCompared ? comparedDocument : agentsDocument
    let chart = ReportChart(keys: 1, measure: "ended")
    guard isChart else {
      let sum = ActivityRow(
        agent: .text("total"), activity: rows.map(\.activity).reduce(AgentActivity(), +),
        previous: isCompared ? rows.compactMap(\.previous).reduce(AgentActivity(), +) : nil)
      return try context.list(
        document, rows, open.clock, emptyNote: "no agents",
        footer: rows.count > 1 ? document.cells(of: sum) : nil,
        page: context.page("What agents did", of: document.schema, chart, open, period))
    }
    try context.draw(
      document, context.arranged(rows, document), chart, open.clock, emptyNote: "no agents")
  })
