import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

private let capacityMeasures = [
  ReportMeasure("load", .count, "tickets that take a place now"),
  ReportMeasure("capacity", .count, "the most that routing assigns"),
  ReportMeasure("spare", .count, "places left; 0 if assignments by hand exceed the capacity"),
  ReportMeasure("used", .percent, "percent of the capacity in use"),
]

/// An agent's load in one channel.
struct CapacityRow {
  let person: Person
  let channel: String
  let load: Int
  let capacity: Int
  /// People get the agent's name.
  let isForPeople: Bool

  /// Two for everybody who can be given work.
  static func all(_ reader: StoreReader, at now: Instant, isForPeople: Bool) throws -> [CapacityRow] {
    let loads = try reader.loads(at: now)
    return try reader.staff().filter { !$0.suspended && $0.bar == nil }.flatMap { person in
      let load = loads[person.id] ?? AgentLoad()
      return [
        ("messaging", load.messaging, person.messagingCapacity),
        ("email", load.email, person.emailCapacity),
      ].map { channel, load, capacity in
        CapacityRow(
          person: person, channel: channel, load: load, capacity: capacity, isForPeople: isForPeople)
      }
    }
  }
}

let capacityDocument = RowSchema<CapacityRow>(
  "report-capacity",
  [
    RowColumn("agent", .made(.identifier), flexible: true) {
      $0.isForPeople ? .text($0.person.displayName) : .integer($0.person.id)
    },
    RowColumn("channel", .token) { $0.channel },
    RowColumn("status", .token, styles: ["online": .green, "offline": .dim]) { $0.person.status.word },
    RowColumn("load", .integer) { $0.load },
    RowColumn("capacity", .integer) { $0.capacity },
    RowColumn("spare", .integer) { max(0, max(0, $0.capacity) - $0.load) },
    RowColumn("used", .real, header: "USED %") { TeamReport.percent($0.load, of: $0.capacity) },
  ])

let capacityChart = ReportChart(keys: 3, measure: "used")

let capacityReport = TeamReport(
  name: "capacity", summary: "Show every agent's load and capacity, by channel", measures: capacityMeasures,
  words: [
    "agent": "The agent", "channel": "`messaging` or `email`", "status": "`online`, `away` or `offline`",
  ],
  command: Command(
    CommandSpec(
      ["report", "capacity"], summary: "Show every agent's load and capacity, by channel",
      discussion: [
        "One row per agent and channel. Suspended agents and those who can't be given tickets are left out.",
        ReportMeasure.described(capacityMeasures),
      ],
      options: [ReportOptions.chart],
      examples: [
        Example(command: "sessionctl report capacity --sort used:desc", explanation: "The fullest first")
      ], takesLists: true, makesPages: true), prints: capacityDocument.schema
  ) { context in
    let isChart = try context.wantsChart()
    let isForPeople = isChart || context.format.isForPeople
    let open = try context.open(readOnly: true)
    let rows = try open.store.read { try CapacityRow.all($0, at: open.now, isForPeople: isForPeople) }
    guard isChart else {
      return try context.list(
        capacityDocument, rows, open.clock, emptyNote: "no agents",
        page: context.page("Agents’ load", of: capacityDocument.schema, capacityChart, open))
    }
    try context.draw(
      capacityDocument, context.arranged(rows, capacityDocument), capacityChart, open.clock,
      emptyNote: "no agents")
  })
