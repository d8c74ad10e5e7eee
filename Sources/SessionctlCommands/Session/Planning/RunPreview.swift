import CivilTime
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What a run over sessions would do, for somebody to look at before it is done: whom it is about, and which rules
/// would fire. A dry run prints it, and a question stands below it.
struct RunPreview {
  /// The selection in words.
  let selection: String
  /// How many sessions something would happen to.
  let total: Int
  /// The first of them.
  let sessions: [PlannedSession]
  let firings: [PlannedFiring]
  private let agents: [Int64: String]
  private let now: Instant

  private static let most = 10

  /// Reads what the dry run before has staged.
  init(_ reader: StoreReader, selection: String, total: Int, now: Instant) throws {
    self.selection = selection
    self.total = total
    self.now = now
    sessions = try reader.firstPlannedSessions(Self.most)
    firings = try reader.plannedFirings()
    var names = ActorNames(reader)
    agents = try sessions.reduce(into: [:]) { agents, session in
      guard let id = session.ticket?.assigneeID else { return }
      agents[id] = try names.name(of: .user(id: id))
    }
  }

  /// Writes it as text.
  func write(to sink: ByteSink, _ terminal: TerminalFacts) throws {
    let lines = LineWriter(sink: sink, terminal: terminal)
    try lines.line("selected: \(selection)")
    if !sessions.isEmpty {
      try lines.line("")
      try table(Self.whom, sessions.map { cells($0) }, sink, terminal)
      if total > sessions.count {
        try lines.line("… and \(total - sessions.count) more (--dry-run --format table lists all)")
      }
    }
    if !firings.isEmpty {
      try lines.line("")
      try table(Self.rules, firings.map(Self.cells), sink, terminal)
    }
    try lines.finish()
  }

  private func table(
    _ schema: DocumentSchema, _ rows: [[Cell]], _ sink: ByteSink, _ terminal: TerminalFacts
  ) throws {
    let writer = DocumentWriter(format: .table, schema: schema, sink: sink, terminal: terminal, now: now)
    try writer.begin(count: rows.count)
    for row in rows { try writer.row(row) }
    try writer.finish()
  }

  private static let whom = DocumentSchema(
    "preview",
    [
      Column("session", .identifier), Column("ticket", .identifier),
      Column("customer", .text, flexible: true),
      Column("subject", .text, flexible: true), Column("agent", .text, flexible: true),
      Column("idle_for", .span),
    ])

  private func cells(_ session: PlannedSession) -> [Cell] {
    [
      .integer(session.id), .integer(session.ticketID), .text(session.requesterName),
      .text(session.ticket?.subject), .text(session.ticket?.assigneeID.flatMap { agents[$0] }),
      .span(max(0, now.seconds - session.lastActivityAt.seconds)),
    ]
  }

  private static let rules = DocumentSchema(
    "preview",
    [
      Column("rule", .text, flexible: true), Column("fires", .integer),
      Column("e-mails", .integer), Column("surveys", .integer), Column("webhooks", .integer),
      Column("messages", .integer),
    ])

  private static func cells(_ firing: PlannedFiring) -> [Cell] {
    let kind = firing.rule.kind.rawValue.replacing("_", with: " ")
    let sends = [OutboxKind.email, .survey, .webhook, .message].map { firing.sends[$0, default: 0] }
    return [
      .text("\(kind) \(firing.rule.id) \(firing.rule.title)"),
      firing.rule.kind == .macro ? .null : .integer(Int64(firing.times)),
    ] + sends.map { .integer(Int64($0)) }
  }
}
