import CivilTime
import GRDB
import Placeholders
import SessionModel

/// Turns what rules send into outbox rows and history entries, in the transaction of the update (§5, E15).
struct NoticeDesk {
  enum Kind: Int {
    case email = 1
    case survey, webhook, message
  }

  private let db: Database
  private let insert: SteppedStatement
  private let at: Instant
  private var people: [Int64: Person?] = [:]
  private let values: PlaceholderValues
  private var allAgents: [Person]?
  private var groups: [Int64: [Person]] = [:]

  /// The rows are staged like everything else, in a table that `Staging` has emptied: a dry run sends nothing.
  init(_ db: Database, at: Instant) throws {
    self.db = db
    self.at = at
    values = try PlaceholderValues(db, at: at)
    insert = try SteppedStatement(
      db,
      "INSERT INTO temp.staged_outbox(kind, ticket_id, recipient, subject, body, rule_id) VALUES (?, ?, ?, ?, ?, ?)"
    )
  }

  static func apply(_ db: Database, at: Instant) throws {
    try db.execute(
      sql: """
        INSERT INTO outbox(kind, ticket_id, recipient, subject, body, rule_id, created_at)
        SELECT kind, ticket_id, recipient, subject, body, rule_id, ? FROM temp.staged_outbox ORDER BY id
        """, arguments: [at.seconds])
  }

  /// Stages what an outcome sends, and tells the history of it.
  mutating func send(_ outcome: UpdateOutcome, counting summary: inout UpdateSummary) throws -> [UpdateEvent]
  {
    var events: [UpdateEvent] = []
    for pending in outcome.notices {
      switch pending.kind {
      case .survey: events.append(try sendSurvey(pending, &summary))
      case .notice(let notice): events += try send(notice, pending, outcome, &summary)
      }
    }
    try send(outcome.messages, &summary)
    return events
  }

  private mutating func sendSurvey(
    _ pending: PendingNotice, _ summary: inout UpdateSummary
  ) throws -> UpdateEvent {
    let requester = try pending.ticket.facts.requesterID.flatMap { try person($0) }
    guard let requester, let email = requester.email else {
      return UpdateEvent(
        .remark("no survey was sent: the requester has no e-mail address"), rule: pending.rule)
    }
    try stage(.survey, pending, to: email, subject: "", body: "")
    summary.surveys += 1
    return UpdateEvent(
      .notification(recipients: [requester.id], subject: "", body: "satisfaction survey"), rule: pending.rule)
  }

  private mutating func send(
    _ notice: CompiledAction.Notice, _ pending: PendingNotice, _ outcome: UpdateOutcome,
    _ summary: inout UpdateSummary
  ) throws -> [UpdateEvent] {
    func text(_ template: Template, _ escaping: ValueEscaping = .plain) throws -> String {
      if template.isConstant { return template.text }
      var failure: (any Error)?
      let rendered = template.render(escaping: escaping) { path in
        do { return try value(path, pending.ticket, outcome) } catch {
          failure = error
          return .none
        }
      }
      if let failure { throw failure }
      return rendered.text
    }
    let subject = try text(notice.subject)
    switch notice.recipient {
    case .webhook(let id), .target(let id):
      let body = try text(notice.body, .json)
      try stage(.webhook, pending, to: id, subject: subject, body: body)
      summary.webhooks += 1
      return [UpdateEvent(.notification(recipients: [], subject: subject, body: body), rule: pending.rule)]
    default: break
    }
    let recipients = try self.recipients(of: notice, pending.ticket)
    let reachable = recipients.filter { $0.email != nil && !$0.suspended }
    guard !reachable.isEmpty else {
      // E15: no outbox entry, a remark in the history.
      let why = notice.recipient == .requester ? "the requester has no" : "nobody who should get it has an"
      return [UpdateEvent(.remark("no e-mail was sent: \(why) e-mail address"), rule: pending.rule)]
    }
    let body = try text(notice.body)
    let addresses = reachable.compactMap(\.email).joined(separator: ", ")
    try stage(.email, pending, to: addresses, subject: subject, body: body)
    summary.emails += 1
    return [
      UpdateEvent(
        .notification(recipients: reachable.map(\.id), subject: subject, body: body), rule: pending.rule)
    ]
  }

  /// What messaging triggers write leaves by the outbox too; the history has it already.
  private func send(_ messages: [PendingMessage], _ summary: inout UpdateSummary) throws {
    for message in messages {
      try stage(
        .message, ticketID: message.ticketID, rule: message.rule, to: String(message.sessionID), subject: "",
        body: message.text)
      summary.messages += 1
    }
  }

  /// What a placeholder stands for, at the moment the trigger fired (T4).
  private mutating func value(
    _ path: String, _ ticket: Subject.Ticket, _ outcome: UpdateOutcome
  ) throws -> TemplateValue {
    switch PlaceholderValues.owner(of: path) {
    case .requester(let member):
      return values.value(member, of: try ticket.facts.requesterID.flatMap { try person($0) })
    case .assignee(let member):
      return values.value(member, of: try ticket.assigneeID.flatMap { try person($0) })
    case .updater(let member):
      return values.value(member, of: try outcome.updaterID.flatMap { try person($0) })
    case .ticket(let member): return try values.value(member, of: ticket, outcome)
    case .other: return values.value(path)
    }
  }

  private mutating func recipients(
    of notice: CompiledAction.Notice, _ ticket: Subject.Ticket
  ) throws -> [Person] {
    switch notice.recipient {
    case .user(let id): return try person(id).map { [$0] } ?? []
    case .requester: return try ticket.facts.requesterID.flatMap { try person($0) }.map { [$0] } ?? []
    case .assignee: return try ticket.assigneeID.flatMap { try person($0) }.map { [$0] } ?? []
    case .allAgents:
      if allAgents == nil { allAgents = try StoreReader(db).staff() }
      return allAgents ?? []
    case .group(let id): return try members(of: id == 0 ? ticket.groupID : id)
    case .webhook, .target: return []
    }
  }

  private mutating func members(of group: Int64?) throws -> [Person] {
    guard let group else { return [] }
    if let known = groups[group] { return known }
    let ids = try Int64.fetchAll(
      db, sql: "SELECT user_id FROM group_membership WHERE group_id = ? ORDER BY user_id", arguments: [group])
    let members = try ids.compactMap { try person($0) }
    groups[group] = members
    return members
  }

  private mutating func person(_ id: Int64) throws -> Person? {
    if let known = people[id] { return known }
    // Memory stays flat however many customers a run writes to.
    if people.count >= 10_000 { people.removeAll(keepingCapacity: true) }
    let person = try StoreReader(db).person(id: id)
    people[id] = .some(person)
    return person
  }

  private func stage(_ kind: Kind, _ pending: PendingNotice, to: String, subject: String, body: String) throws
  {
    try stage(
      kind, ticketID: pending.ticket.id, rule: pending.rule, to: to, subject: subject, body: body)
  }

  private func stage(
    _ kind: Kind, ticketID: Int64?, rule: RuleReference, to: String, subject: String, body: String
  ) throws {
    insert.bind(Int64(kind.rawValue), at: 1)
    insert.bind(ticketID, at: 2)
    insert.bind(to, at: 3)
    insert.bind(subject, at: 4)
    insert.bind(body, at: 5)
    insert.bind(rule.id, at: 6)
    try insert.run()
  }
}
