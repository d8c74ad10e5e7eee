import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

private let capacityMeasures = [
  ReportMeasure("load", .count, "tickets that take a place now"),
  ReportMeasure("capacity", .count, "the most that routing assigns"),
  ReportMeasure("spare", .count, "places left; assignments by hand may exceed them, which then are none"),
  ReportMeasure("used", .percent, "percent of the capacity that is taken"),
]

private let capacitySchema = DocumentSchema(
  "report-capacity",
  [
    Column("agent", .identifier, flexible: true), Column("channel", .token),
    Column("status", .token, styles: ["online": .green, "offline": .dim]),
    Column("load", .integer), Column("capacity", .integer), Column("spare", .integer),
    Column("used", .real, header: "USED %"),
  ])

let capacityReport = TeamReport(
  name: "capacity", summary: "Show every agent's load and capacity, by channel", measures: capacityMeasures,
  command: Command(
    CommandSpec(
      ["report", "capacity"], summary: "Show every agent's load and capacity, by channel",
      discussion: [
        "A row an agent and channel. Suspended agents are left out.",
        ReportMeasure.described(capacityMeasures),
      ],
      options: [ReportOptions.chart],
      examples: [
        Example(command: "sessionctl report capacity --sort used:desc", explanation: "The fullest first")
      ], takesLists: true), prints: capacitySchema
  ) { context in
    let isForPeople = try context.wantsChart() || context.format == .table
    let open = try context.open(readOnly: true)
    let rows = try open.store.read { reader in
      let loads = try reader.loads(at: open.now)
      return try reader.staff().filter { !$0.suspended }.flatMap { person -> [[Cell]] in
        let load = loads[person.id] ?? AgentLoad()
        let agent = isForPeople ? Cell.text(person.displayName) : .integer(person.id)
        return [
          ("messaging", load.messaging, person.messagingCapacity),
          ("email", load.email, person.emailCapacity),
        ].map { channel, load, capacity in
          [
            agent, .token(channel), .token(person.status.word), .integer(Int64(load)),
            .integer(Int64(capacity)), .integer(Int64(max(0, max(0, capacity) - load))),
            TeamReport.percent(load, of: capacity),
          ]
        }
      }
    }
    try context.reportList(
      capacitySchema, rows, keys: 3, measure: "used", open.clock, emptyNote: "no agents")
  })
