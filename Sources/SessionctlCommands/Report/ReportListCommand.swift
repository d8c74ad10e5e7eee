import CommandGrammar
import Rendering
import SessionStore

let reportListCommand = Command(
  CommandSpec(
    ["report", "list"], summary: "List the reports there are, and their measures",
    examples: [Example(command: "sessionctl report list", explanation: "What can be asked")], takesLists: true
  )
) { context in
  let open = try context.open(readOnly: true)
  let rows: [[Cell]] = [
    [
      .token("ended"), .text("Sessions that ended in a period"),
      .list(EndedReport.measures.map { Cell.token($0) }),
      .list(ReportGrouping.allCases.map { Cell.token($0.rawValue) }),
    ]
  ]
  let schema = DocumentSchema(
    "report-list",
    [
      Column("name", .token), Column("description", .text, flexible: true), Column("measures", .list(.token)),
      Column("groupings", .list(.token)),
    ])
  try context.list(schema, rows, open.clock, emptyNote: "no reports")
}
