import CivilTime
import GRDB
import Placeholders
import SessionModel
import StoreEngine

/// Turns what rules send into outbox rows and history entries, in the transaction of the update (§5, E15).
package struct NotificationWriter {
  private enum Column: Int, StatementColumn {
    case kind, ticketID, recipient, subject, body, ruleID, createdAt, ruleKind
  }

  private let db: Database
  private let insert: LoggedStatement
  /// When what is sent was written.
  private var moment: Instant
  private var people: PersonLookup
  private var values: PlaceholderValues
  /// Used again from one text to the next.
  private var slots: [TemplateValue] = []
  private var rendered: [UInt8] = []
  private var allAgents: [Person]?
  private var groups: [Int64: [Person]] = [:]
  private let accountLocale: String?
  /// The sender's address, which is never written to: what answers by itself would answer itself.
  private let ownAddress: String?

  /// Prepares what a run needs once; `at` is the moment that placeholders call now.
  ///
  /// - Parameters:
  ///   - db: the connection by which the run decides
  ///   - findsAdded: whether a text may tell of what the run has noted before
  package init(
    _ db: Database, _ log: WriteLog, _ addedRows: AddedRows, findsAdded: Bool = false, at: Instant
  ) throws {
    self.db = db
    moment = at
    accountLocale = try StoreReader(db).setting("account.locale")
    ownAddress = try StoreReader(db).setting(Setting.mailSender)
    people = try PersonLookup(db)
    values = try PlaceholderValues(db, finding: findsAdded ? log : nil, at: at)
    insert = try log.adding(to: addedRows.outbox, Column.self)
  }

  /// Puts what an outcome sends into the outbox, and tells the history of it.
  package mutating func send(_ draft: UpdateDraft, counting summary: inout UpdateSummary) throws
    -> [UpdateEvent]
  {
    var events: [UpdateEvent] = []
    moment = draft.at
    // What a macro says to the customer comes before all that followed from it.
    let isMacros = { (message: PendingMessage) in message.rule.kind == .macro }
    try send(draft.messages.filter(isMacros), &summary)
    for pending in draft.notices {
      switch pending.kind {
      case .survey(onMessaging: true):
        events.append(try sendSurvey(pending, to: address(of: draft.item), &summary))
      case .survey(onMessaging: false): events += try mailSurvey(pending, &summary)
      case .message(let text):
        try put(.message, pending, to: address(of: draft.item), subject: "", body: text)
        summary.messages += 1
      case .replyByEmail(let text): events += try sendReply(text, pending, &summary)
      case .notice(let notice): events += try send(notice, pending, draft, &summary)
      }
    }
    try send(draft.messages.filter { !isMacros($0) }, &summary)
    return events
  }

  /// Where a message goes: the conversation's own channel, which whoever delivers it finds by this id.
  private func address(of item: WorkItem) -> String { item.session.map { String($0.id) } ?? "" }

  private mutating func sendReply(
    _ text: String, _ pending: PendingNotification, _ summary: inout UpdateSummary
  ) throws -> [UpdateEvent] {
    guard let email = try people.person(pending.ticket.facts.requesterID)?.email, email.isMailAddress else {
      return []
    }
    if isOwn(email) { return [toOneself(pending)] }
    try put(.email, pending, to: email, subject: "Re: \(pending.ticket.facts.subject)", body: text)
    summary.emails += 1
    return []
  }

  private func isOwn(_ address: String?) -> Bool {
    guard let address, let ownAddress else { return false }
    return address.isSameAddress(as: ownAddress)
  }

  private func toOneself(_ pending: PendingNotification) -> UpdateEvent {
    UpdateEvent(
      .remark("no e-mail was sent: it would go to outbox.from, the address that e-mails come from"),
      rule: pending.rule)
  }

  /// To somebody with an address: nobody else is offered one (`UpdateDraft.offerSurvey`).
  private mutating func mailSurvey(
    _ pending: PendingNotification, _ summary: inout UpdateSummary
  ) throws -> [UpdateEvent] {
    guard let email = try people.person(pending.ticket.facts.requesterID)?.email else { return [] }
    if isOwn(email) { return [toOneself(pending)] }
    return [try sendSurvey(pending, to: email, &summary)]
  }

  private mutating func sendSurvey(
    _ pending: PendingNotification, to recipient: String, _ summary: inout UpdateSummary
  ) throws -> UpdateEvent {
    try put(.survey, pending, to: recipient, subject: "", body: "")
    summary.surveys += 1
    let requester = pending.ticket.facts.requesterID.map { [$0] } ?? []
    return UpdateEvent(
      .notification(recipients: requester, subject: "", body: "satisfaction survey"), rule: pending.rule)
  }

  private mutating func send(
    _ notice: CompiledAction.Notice, _ pending: PendingNotification, _ draft: UpdateDraft,
    _ summary: inout UpdateSummary
  ) throws -> [UpdateEvent] {
    let subject = try text(notice.subject, pending.ticket, draft)
    switch notice.recipient {
    case .webhook(let id), .target(let id):
      let body = try text(notice.body, pending.ticket, draft, .json)
      try put(.webhook, pending, to: id, subject: subject, body: body)
      summary.webhooks += 1
      return [UpdateEvent(.notification(recipients: [], subject: subject, body: body), rule: pending.rule)]
    default: break
    }
    let recipients = try self.recipients(of: notice, pending.ticket)
    let known = recipients.filter { $0.email?.isMailAddress == true && !$0.suspended && $0.bar != .gone }
    let reachable = known.filter { !isOwn($0.email) }
    if reachable.isEmpty && !known.isEmpty { return [toOneself(pending)] }
    guard !reachable.isEmpty else {
      // E15: no outbox entry, a remark in the history.
      let why = notice.recipient == .requester ? "the requester has no" : "nobody who should get it has an"
      return [UpdateEvent(.remark("no e-mail was sent: \(why) e-mail address"), rule: pending.rule)]
    }
    let body = try text(notice.body, pending.ticket, draft)
    let addresses = reachable.compactMap(\.email).joined(separator: ", ")
    try put(.email, pending, to: addresses, subject: subject, body: body)
    summary.emails += 1
    return [
      UpdateEvent(
        .notification(recipients: reachable.map(\.id), subject: subject, body: body), rule: pending.rule)
    ]
  }

  /// What messaging triggers write leaves by the outbox too; the history has it already.
  private func send(_ messages: [PendingMessage], _ summary: inout UpdateSummary) throws {
    for message in messages {
      try put(
        .message, ticketID: message.ticketID, rule: message.rule, to: String(message.sessionID), subject: "",
        body: message.text)
      summary.messages += 1
    }
  }

  /// A text with the values of its placeholders at the moment the trigger fired (T4).
  private mutating func text(
    _ text: RuleTemplate, _ ticket: WorkItem.Ticket, _ draft: UpdateDraft,
    _ escaping: ValueEscaping = .plain
  ) throws -> String {
    if text.template.isConstant { return text.template.text }
    slots.removeAll(keepingCapacity: true)
    for placeholder in text.placeholders {
      slots.append(try values.value(placeholder, ticket, draft, &people))
    }
    _ = text.template.render(values: slots, into: &rendered, escaping: escaping)
    return String(decoding: rendered, as: UTF8.self)
  }

  private mutating func recipients(
    of notice: CompiledAction.Notice, _ ticket: WorkItem.Ticket
  ) throws -> [Person] {
    switch notice.recipient {
    case .user(let id): return try people.person(id).map { [$0] } ?? []
    case .requester: return try people.person(ticket.facts.requesterID).map { [$0] } ?? []
    case .assignee: return try people.person(ticket.assigneeID).map { [$0] } ?? []
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
    let members = try ids.compactMap { try people.person($0) }
    groups[group] = members
    return members
  }

  private func put(
    _ kind: OutboxKind, _ pending: PendingNotification, to: String, subject: String, body: String
  )
    throws
  {
    try put(kind, ticketID: pending.ticket.id, rule: pending.rule, to: to, subject: subject, body: body)
  }

  private func put(
    _ kind: OutboxKind, ticketID: Int64?, rule: RuleReference?, to: String, subject: String, body: String
  ) throws {
    insert.bind(kind, Column.kind)
    insert.bind(ticketID, Column.ticketID)
    insert.bind(to, Column.recipient)
    insert.bind(subject, Column.subject)
    insert.bind(body, Column.body)
    insert.bind(rule?.id, Column.ruleID)
    insert.bind(moment, Column.createdAt)
    insert.bind(rule?.kind.rawValue, Column.ruleKind)
    try insert.run()
  }

  // MARK: Macros

  /// Renders what macros write to this customer, in their language, before the rules look at it.
  mutating func renderComments(of draft: inout UpdateDraft) throws {
    for pending in draft.takePendingComments() {
      let requester = try people.person(pending.ticket?.facts.requesterID)
      guard let comment = pending.macro.comment(locale: requester?.locale ?? accountLocale) else { continue }
      let template = comment.text(inConversation: pending.isInConversation)
      // A conversation that is still with the AI agent has nothing that a placeholder could stand for.
      let body =
        try pending.ticket.map { try text(template, $0, draft) }
        ?? template.template.render { _ in .none }.text
      draft.settle(pending, comment, text: body)
    }
  }
}
