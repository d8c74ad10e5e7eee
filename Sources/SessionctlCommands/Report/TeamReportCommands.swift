import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore

/// A report that is a list of what there is, not of sessions.
struct TeamReport: Sendable {
  let name: String
  let summary: String
  let measures: [ReportMeasure]
  let command: Command
}

let teamReports = [capacityReport, queuesReport, triggersReport, agentsReport]

// MARK: Capacity

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

private let capacityReport = TeamReport(
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
            percent(load, of: capacity),
          ]
        }
      }
    }
    try context.reportList(
      capacitySchema, rows, keys: 3, measure: "used", open.clock, emptyNote: "no agents")
  })

/// Percent with two digits; null of nothing.
private func percent(_ part: Int, of whole: Int) -> Cell {
  whole == 0 ? .null : .real((Double(part) / Double(whole) * 10_000).rounded() / 100)
}

// MARK: Queues

private let queueMeasures = [
  ReportMeasure("waiting", .count, "tickets that wait in it"),
  ReportMeasure(
    "median", .duration, "the median of the times since they became eligible for routing, in seconds"),
  ReportMeasure("p90", .duration, "the time that nine of ten do not exceed"),
  ReportMeasure("longest", .age, "the longest of these times"),
]

private let queuesSchema = DocumentSchema(
  "report-queues",
  [
    Column("queue", .identifier), Column("name", .text, flexible: true), Column("priority", .integer),
    Column("waiting", .integer), Column("median", .real), Column("p90", .real), Column("longest", .span),
  ])

private let queuesReport = TeamReport(
  name: "queues", summary: "Show how many tickets wait in each queue, and for how long",
  measures: queueMeasures,
  command: Command(
    CommandSpec(
      ["report", "queues"], summary: "Show how many tickets wait in each queue, and for how long",
      discussion: [
        "In the order in which agents serve them, the standard queue last. Tickets that are eligible and that no queue takes have a row without a queue.",
        ReportMeasure.described(queueMeasures),
      ],
      options: [ReportOptions.chart],
      examples: [Example(command: "sessionctl report queues", explanation: "Where work piles up")],
      takesLists: true), prints: queuesSchema
  ) { context in
    let isChart = try context.wantsChart()
    let isForPeople = isChart || context.format == .table
    let open = try context.open(readOnly: true)
    func time(_ seconds: Double?) -> Cell {
      guard let seconds else { return .null }
      return isForPeople ? .span(Int64(seconds.rounded())) : .real((seconds * 1000).rounded() / 1000)
    }
    let rows = try open.store.read { try $0.queueDepths(now: open.now) }.map { depth -> [Cell] in
      [
        .text(depth.queue?.id), .text(depth.queue?.name ?? (isForPeople ? "(no queue takes them)" : nil)),
        .integer(depth.queue.flatMap { $0.isStandard ? nil : Int64($0.priority) }),
        .integer(Int64(depth.waiting)), time(depth.median), time(depth.p90),
        depth.longest.map(Cell.span) ?? .null,
      ]
    }
    guard isChart else { return try context.list(queuesSchema, rows, open.clock, emptyNote: "no queues") }
    let columns = [1, 3, 4, 5, 6]
    try context.reportList(
      DocumentSchema(queuesSchema.name, columns.map { queuesSchema.columns[$0] }),
      rows.map { row in columns.map { row[$0] } }, keys: 1, measure: "waiting", open.clock,
      emptyNote: "no queues")
  })

// MARK: Triggers

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

private let triggersReport = TeamReport(
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

// MARK: Agents

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

private let agentsReport = TeamReport(
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
