import CommandGrammar
import Rendering
import SessionStore
import StoreEngine
import StoreReports

private let schema = DocumentSchema(
  "report-list",
  [
    Column("name", .token), Column("description", .text, flexible: true), Column("measures", .list(.token)),
    Column("groupings", .list(.token), inTable: false),
    Column(
      "grouping_meanings",
      .list(.object([Column("grouping", .token), Column("meaning", .text)])), inTable: false),
  ])

let reportListCommand = Command(
  CommandSpec(
    ["report", "list"], summary: "List the reports there are, and their measures",
    examples: [Example(command: "sessionctl report list", explanation: "What can be asked")], takesLists: true
  ), prints: schema
) { context in
  let open = try context.open(readOnly: true)
  func row(_ name: String, _ summary: String, _ measures: [ReportMeasure], _ groupings: [ReportGrouping])
    -> [Cell]
  {
    [
      .token(name), .text(summary), .list(measures.map { .token($0.name) }),
      .list(groupings.map { .token($0.rawValue) }),
      .list(
        groupings.compactMap { grouping in
          grouping.explanation.map { .object([.token(grouping.rawValue), .text($0)]) }
        }),
    ]
  }
  let rows =
    SessionReport.allCases.map { row($0.rawValue, $0.summary, $0.measures, $0.groupings) }
    + teamReports.map { row($0.name, $0.summary, $0.measures, []) }
  try context.list(schema, rows, open.clock, emptyNote: "no reports")
  if context.format == .table {
    let said = Set(SessionReport.allCases.flatMap(\.groupings)).sorted { $0.rawValue < $1.rawValue }
      .compactMap { grouping in grouping.explanation.map { "--by \(grouping.rawValue) is \($0)" } }
    context.note(said.joined(separator: "; "))
  }
}
