import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A routing explanation as documents show it: one declaration each for queues, conditions and agents.
enum RoutingExplanationDocument {
  typealias Agent = (name: String, id: Int64, canTake: Bool, reason: String?)

  static let schema = RowSchema<ToldRouting>(
    single: "routing-explanation",
    [
      RowColumn("ticket_id", .identifier) { $0.ticket?.id },
      RowColumn("eligible", .bool) { $0.isEligible },
      RowColumn("reasons", .texts) { $0.reasons },
      RowColumn("routing_channel", .token) { $0.ticket?.routingChannel.word },
      RowColumn("queue", .object(place)) { $0.place },
      RowColumn("eligible_since", .instant) { $0.explanation.item.waiting?.since },
      RowColumn("queues", .objects(queue)) { $0.queues },
      RowColumn("agents", .objects(agent)) { $0.agents },
      RowColumn("cause", .text) { $0.cause },
      RowColumn("help", .texts) { $0.help },
    ])

  private static let place: [RowColumn<(queue: Queue, position: Int64)>] = [
    RowColumn("id", .text) { $0.queue.id }, RowColumn("name", .text) { $0.queue.name },
    RowColumn("position", .integer) { Int($0.position) },
  ]

  private static let queue: [RowColumn<ToldRouting.TriedQueue>] = [
    RowColumn("id", .text) { $0.queue.id }, RowColumn("name", .text) { $0.queue.name },
    RowColumn("matches", .bool) { $0.matches },
    RowColumn("all", .objects(TrialConditions.members)) { $0.trial.all },
    RowColumn("any", .objects(TrialConditions.members)) { $0.trial.any },
  ]

  private static let agent: [RowColumn<Agent>] = [
    RowColumn("id", .identifier) { $0.id }, RowColumn("name", .text) { $0.name },
    RowColumn("can_take", .bool) { $0.canTake }, RowColumn("reason", .text) { $0.reason },
  ]

  // MARK: For people

  private static let name = "routing-explanation"

  private static let head = RowSchema<ToldRouting>(
    name,
    [
      RowColumn("ticket", .identifier) { $0.ticket?.id },
      RowColumn("cause", .text) { $0.cause },
      RowColumn("eligible", .text) { $0.isEligible ? "yes" : "no" },
      RowColumn("queue", .text) { $0.place?.queue.name },
      RowColumn("eligible_since", .instant, header: "ELIGIBLE SINCE") { $0.explanation.item.waiting?.since },
    ])

  private static let reasons = RowSchema<String>(
    name, [RowColumn("reasons", .text, header: "WHY", wraps: true) { $0 }])

  private static let queues = RowSchema<TrialConditions.Line>(
    name, [RowColumn("queue", .text, flexible: true) { $0.heading ?? "" }] + TrialConditions.lines)

  private static let agents = RowSchema<ToldRouting.Verdict>(
    name,
    [
      RowColumn("agents", .text, wraps: true) { $0.names },
      RowColumn("reason", .text, wraps: true) { $0.sentence },
    ])

  private static let help = RowSchema<String>(
    name, [RowColumn("help", .text, header: "WHAT WOULD HELP", wraps: true) { $0 }])

  /// What is to be read first comes first; queues and agents are tables.
  static func writeTable(_ told: ToldRouting, _ context: CommandContext, _ clock: RunClock) throws {
    func write<Item>(_ part: RowSchema<Item>, _ rows: [Item]) throws {
      guard !rows.isEmpty else { return }
      try context.output.write("\n")
      try context.write(part, rows, clock)
    }
    guard told.ticket != nil else { return }
    try context.show(head, told, clock)
    // What is the cause is said already.
    try write(reasons, told.reasons.filter { $0 != told.cause })
    try write(queues, told.queues.flatMap(lines))
    try write(agents, told.verdicts)
    try write(help, told.help)
  }

  /// A line for the queue, and one for each of its conditions.
  private static func lines(_ tried: ToldRouting.TriedQueue) -> [TrialConditions.Line] {
    let conditions = TrialConditions.Line.lines(tried.trial)
    return [
      TrialConditions.Line(
        heading: tried.queue.name, words: conditions.isEmpty ? "no condition" : "", isMet: tried.matches)
    ] + conditions
  }
}

extension ToldRouting {
  /// Everybody on the staff, and why some of them can't take it.
  fileprivate var agents: [RoutingExplanationDocument.Agent] {
    explanation.agents.map { agent, verdict in
      (agent.name, agent.id, verdict == .canTake, reason(verdict))
    }
  }
}

extension ToldRouting.Verdict {
  /// Of many only the first few, and how many there are.
  fileprivate var names: String {
    let shown = agents.count > 6 ? 4 : agents.count
    let rest = agents.count - shown
    return agents.prefix(shown).map(\.name).joined(separator: ", ") + (rest > 0 ? " and \(rest) others" : "")
  }

  fileprivate var sentence: String {
    guard let reason else { return "can take it" }
    guard agents.count > 1 else { return reason }
    if reason.hasPrefix("is ") { return "are " + reason.dropFirst(3) }
    return reason.hasPrefix("has ") ? "have " + reason.dropFirst(4) : reason
  }
}
