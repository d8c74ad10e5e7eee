import CommandGrammar
import Rendering
import SessionStore
import StoreEngine
import StoreReports

/// A report that there is.
private struct ReportRow {
  let name: String
  let summary: String
  let measures: [ReportMeasure]
  var groupings: [ReportGrouping] = []
}

private let reportsDocument = RowSchema<ReportRow>(
  "report-list",
  [
    RowColumn("name", .token) { $0.name },
    RowColumn("description", .text, flexible: true) { $0.summary },
    RowColumn("measures", .tokens) { $0.measures.map(\.name) },
    RowColumn("groupings", .tokens, inTable: false) { $0.groupings.map(\.rawValue) },
    RowColumn("grouping_meanings", .objects(groupingMeaning), inTable: false) { row in
      row.groupings.filter { $0.explanation != nil }
    },
  ])

private let groupingMeaning: [RowColumn<ReportGrouping>] = [
  RowColumn("grouping", .token) { $0.rawValue }, RowColumn("meaning", .text) { $0.explanation },
]

let reportListCommand = Command(
  CommandSpec(
    ["report", "list"], summary: "List the reports and their measures",
    examples: [Example(command: "sessionctl report list", explanation: "All reports")], takesLists: true
  ), prints: reportsDocument.schema
) { context in
  let open = try context.open(readOnly: true)
  let rows =
    SessionReport.allCases.map {
      ReportRow(name: $0.rawValue, summary: $0.summary, measures: $0.measures, groupings: $0.groupings)
    } + teamReports.map { ReportRow(name: $0.name, summary: $0.summary, measures: $0.measures) }
  try context.list(reportsDocument, rows, open.clock, emptyNote: "no reports")
  if context.format == .table {
    let said = Set(SessionReport.allCases.flatMap(\.groupings)).sorted { $0.rawValue < $1.rawValue }
      .compactMap { grouping in grouping.explanation.map { "--by \(grouping.rawValue) is \($0)" } }
    context.note(said.joined(separator: "; "))
  }
}
