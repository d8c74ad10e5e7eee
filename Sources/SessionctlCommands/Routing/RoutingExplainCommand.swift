import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let routingExplainCommand = Command(
  CommandSpec(
    ["routing", "explain"], summary: "Explain where a ticket waits and why, and who could take it",
    discussion: [
      "Tells whether the ticket is eligible, tries each queue's conditions on it with the actual values, and gives a reason for each agent who can't take it. Nothing is changed."
    ],
    operands: [ticketOperand],
    examples: [
      Example(
        command: "sessionctl routing explain 1001", explanation: "Why nobody has got ticket 1001 yet")
    ]),
  prints: RoutingExplanationDocument.schema
) { context in
  let id = context.arguments[required: ticketOperand]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    guard let explanation = try reader.routingExplanation(ticketID: id, at: open.now) else {
      throw Failure.noTicket(id)
    }
    let document = RoutingExplanationDocument(explanation, groupNames: try reader.groupNames())
    if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try document.writeTable(context, open.clock)
    } else {
      try context.document(RoutingExplanationDocument.schema, open.clock).single(document.cells)
    }
  }
}

/// A routing explanation as documents show it (interface, Fields of the main things).
private struct RoutingExplanationDocument {
  private let explanation: RoutingExplanation
  private let groupNames: [Int64: String]

  init(_ explanation: RoutingExplanation, groupNames: [Int64: String]) {
    self.explanation = explanation
    self.groupNames = groupNames
  }

  private static let condition: [Column] = [
    Column("field", .text), Column("operator", .text), Column("value", .json), Column("actual", .text),
    Column("holds", .bool), Column("problem", .text),
  ]
  static let schema = DocumentSchema(
    single: "routing-explanation",
    [
      Column("ticket_id", .identifier), Column("eligible", .bool), Column("reasons", .list(.text)),
      Column("routing_channel", .token),
      Column(
        "queue",
        .object([Column("id", .identifier), Column("name", .text), Column("position", .integer)])),
      Column("eligible_since", .instant),
      Column(
        "queues",
        .list(
          .object([
            Column("id", .identifier), Column("name", .text), Column("matches", .bool),
            Column("all", .list(.object(condition))), Column("any", .list(.object(condition))),
          ]))),
      Column(
        "agents",
        .list(
          .object([
            Column("id", .identifier), Column("name", .text), Column("can_take", .bool),
            Column("reason", .text),
          ]))),
    ])

  private var ticket: WorkItem.Ticket? { explanation.item.ticket }
  private var isEligible: Bool { explanation.ineligibilities.isEmpty }

  var cells: [Cell] {
    [
      .integer(ticket?.id), .bool(isEligible), .list(reasons.map { .text($0) }),
      ticket.map { .token($0.routingChannel.word) } ?? .null, queue,
      .instant(explanation.item.waiting?.since),
      .list(
        explanation.queues.map { tried in
          .object([
            .text(tried.queue.id), .text(tried.queue.name), .bool(tried.matches), list(tried.trial.all),
            list(tried.trial.any),
          ])
        }),
      .list(
        explanation.agents.map { agent, verdict in
          .object([
            .integer(agent.id), .text(agent.name), .bool(verdict == .canTake), .text(reason(verdict)),
          ])
        }),
    ]
  }

  private var queue: Cell {
    guard let place = explanation.place, let queue = explanation.queue(key: place.queueKey) else {
      return .null
    }
    return .object([.text(queue.id), .text(queue.name), .integer(place.position)])
  }

  private func list(_ conditions: [RuleTrial.Condition]) -> Cell {
    .list(
      conditions.map { tried in
        .object([
          .text(tried.condition.field), .text(tried.condition.operatorWord),
          .json(Array(tried.condition.value.text.utf8)), .text(tried.actual),
          tried.holds.map(Cell.bool) ?? .null, .text(tried.problem?.advisedMessage),
        ])
      })
  }

  // MARK: Reasons

  /// Why it waits or not, and why there.
  private var reasons: [String] {
    guard isEligible, let ticket else { return explanation.ineligibilities.map(\.sentence) }
    return [
      "its status is \(ticket.status.word), nobody has it, and it can be routed as \(ticket.routingChannel.word)"
    ] + whyThere
  }

  private var whyThere: [String] {
    let match = explanation.firstMatch
    guard let place = explanation.place, let queue = explanation.queue(key: place.queueKey) else {
      let refusals = explanation.standardRefusals.map(\.sentence)
      return ["no queue takes it"] + (refusals.isEmpty ? [] : refusals) + pending(nil, match)
    }
    let number = "it is number \(place.position) in '\(queue.name)'"
    if explanation.item.waiting?.isChosen == true {
      return [
        "\(number), which a hand-off named: it stays there until it is assigned, can't be routed, or is routed as email"
      ]
    }
    if queue.key != match?.key { return [number] + pending(queue, match) }
    return [
      queue.isStandard ? "\(number), because no custom queue matches" : "\(number), the first that matches"
    ]
  }

  /// Queues that were edited change who enters from then on only (Q6).
  private func pending(_ current: Queue?, _ match: Queue?) -> [String] {
    guard match?.key != current?.key else { return [] }
    return [
      match.map { "the queues were edited since: with its next change it goes into '\($0.name)'" }
        ?? "the queues were edited since: with its next change it leaves"
    ]
  }

  private func reason(_ verdict: AgentVerdict) -> String? {
    switch verdict {
    case .canTake: nil
    case .suspended: "is suspended"
    case .barred(let bar): bar.phrase
    case .groupDeleted(let id): "is in \(name(ofGroup: id)), which is deleted"
    case .notInGroups: "is not in \(serving)"
    case .status(let status): "is \(status.word)"
    case .full(let channel, let capacity):
      "has no room: all \(counted(capacity, "\(channel.word) slot")) taken"
    case .primaryAvailable: "is in a secondary group, and a primary agent is available"
    }
  }

  /// The groups that serve the queue.
  private var serving: String {
    guard let key = explanation.place?.queueKey, let queue = explanation.queue(key: key) else { return "" }
    let ids =
      queue.isStandard ? ticket?.groupID.map { [$0] } ?? [] : queue.primaryGroups + queue.secondaryGroups
    let names = ids.map(name)
    return names.count > 4 ? "any of the queue's \(names.count) groups" : names.joined(separator: " or ")
  }

  private func name(ofGroup id: Int64) -> String {
    groupNames[id].flatMap { $0.isEmpty ? nil : $0 } ?? "group \(id)"
  }

  // MARK: For people

  /// What is to be read first comes first; queues and agents are tables.
  func writeTable(_ context: CommandContext, _ clock: RunClock) throws {
    guard let ticket else { return }
    let head = DocumentSchema(
      "routing-explanation",
      [
        Column("ticket", .identifier), Column("eligible", .text), Column("queue", .text),
        Column("eligible_since", .instant, header: "ELIGIBLE SINCE"),
      ])
    let queue = explanation.place.flatMap { explanation.queue(key: $0.queueKey) }
    try context.document(head, clock).single([
      .integer(ticket.id), .text(isEligible ? "yes" : "no"), .text(queue?.name),
      .instant(explanation.item.waiting?.since),
    ])
    let why = DocumentSchema("routing-explanation", [Column("reasons", .text, header: "WHY", wraps: true)])
    try writePart(why, reasons.map { [.text($0)] }, context, clock)
    try writeQueues(context, clock)
    try writeAgents(context, clock)
  }

  private func writeQueues(_ context: CommandContext, _ clock: RunClock) throws {
    let schema = DocumentSchema(
      "routing-explanation",
      [
        Column("queue", .text, flexible: true), Column("list", .token),
        Column("condition", .text, wraps: true),
        Column("actual", .text, wraps: true), Column("holds", .text, styles: ["yes": .green, "no": .red]),
      ])
    var rows: [[Cell]] = []
    for tried in explanation.queues {
      let conditions = tried.trial.all.map { ("all", $0) } + tried.trial.any.map { ("any", $0) }
      rows.append([
        .text(tried.queue.name), .token(""), .text(conditions.isEmpty ? "no condition" : ""), .text(""),
        .text(tried.matches ? "yes" : "no"),
      ])
      for (list, condition) in conditions {
        rows.append([
          .text(""), .token(list), .text(condition.condition.words), .text(condition.actual),
          .text(condition.problem?.advisedMessage ?? (condition.holds == true ? "yes" : "no")),
        ])
      }
    }
    try writePart(schema, rows, context, clock)
  }

  private func writeAgents(_ context: CommandContext, _ clock: RunClock) throws {
    let schema = DocumentSchema(
      "routing-explanation",
      [
        Column("agent", .text, flexible: true), Column("can_take", .text, header: "CAN TAKE IT"),
        Column("reason", .text, wraps: true),
      ])
    let rows: [[Cell]] = explanation.agents.map { agent, verdict in
      [.text(agent.name), .text(verdict == .canTake ? "yes" : "no"), .text(reason(verdict))]
    }
    try writePart(schema, rows, context, clock)
  }

  private func writePart(
    _ schema: DocumentSchema, _ rows: [[Cell]], _ context: CommandContext, _ clock: RunClock
  ) throws {
    guard !rows.isEmpty else { return }
    try context.output.write("\n")
    let document = try context.document(schema, clock)
    try document.begin(count: nil)
    for row in rows { try document.row(row) }
    try document.finish()
  }
}
