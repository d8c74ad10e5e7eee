import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// What a trigger is tried with (interface, `trigger test`).
package enum TrialEvent: String, CaseIterable, Sendable {
  /// The ticket is made now, or an update changes it.
  case created, updated
  /// An update ends its session.
  case sessionEnded = "session_ended"
}

/// What is supposed to happen to a ticket: as it would really happen, but for what is said otherwise.
package struct Supposition: Sendable {
  /// What is supposed to happen.
  package var event: TrialEvent
  /// Who makes changes where nobody in particular is named.
  package var actor: Person
  /// Who is said to have made the update; nil: whoever makes such updates.
  package var author: Person?
  /// What the update changes, as `ticket update` would.
  package var changes: [Update.Step] = []
  /// What is said in public: a reply, or the customer's message; at a creation what it begins with.
  package var comment: String?
  /// An internal note.
  package var note: String?
  /// The wire name of the channel that the update is said to come in through.
  package var channel: String?
  /// Why the session ends; nil: as the author would end it.
  package var reason: EndReason?

  /// Supposes the event and nothing beside it.
  package init(_ event: TrialEvent, actor: Person) {
    self.event = event
    self.actor = actor
  }
}

/// A trigger tried on a ticket.
package struct TriggerTrial: Sendable {
  /// What each condition says, one by one.
  package let conditions: RuleTrial
  /// What was supposed to happen.
  package let kind: TrialEvent
  /// What was supposed of whoever made the update, and how.
  package let event: RuleEvent
  /// Who was supposed to have made the update; nil for nobody known.
  package let authorID: Int64?
  /// Why the session was supposed to end.
  package let reason: EndReason?
  /// Why no trigger would run at all, as a sentence without a full stop.
  package let remark: String?

  /// T2, T3
  package var isMet: Bool { remark == nil && conditions.isMet }
}

extension StoreReader {
  /// Tries a trigger's conditions on a ticket as it is now; nothing is changed, and nothing fires.
  ///
  /// The update's own effects are supposed, as the domain works them out, and no other trigger's.
  ///
  /// - Returns: nil when there is no such ticket.
  /// - Throws: `UpdateRefusal` where the update could not happen
  package func trial(
    of trigger: Trigger, ticketID: Int64, supposing what: Supposition, at moment: Instant
  ) throws -> TriggerTrial? {
    guard let item = try item(ticketID: ticketID), let ticket = item.ticket else { return nil }
    let author = try author(of: what, ticket)
    var reason: EndReason?
    var event: RuleEvent
    var before = item
    var now = item
    var remark = ticket.status.isFinal ? "ticket \(ticketID) is \(ticket.status.word): no trigger runs" : nil
    if what.event == .created {
      before = WorkItem(session: nil, ticket: nil)
      event = RuleEvent(
        isCreation: true, updaterID: author.id, updaterRole: author.role, channel: ticket.facts.channel)
      let opening = try what.comment ?? opening(of: ticket)
      event.comment = opening.map { RuleEvent.Comment(body: $0, isPublic: true) }
    } else {
      if what.event == .sessionEnded {
        guard let session = item.session else { throw UpdateRefusal.noSession(ticketID: ticketID) }
        if session.state == .ended {
          remark =
            remark ?? "session \(session.id) has already ended: nothing would change, so no trigger runs"
        }
        reason = what.reason ?? (author.isCustomer ? .endUserEnded : .agentEnded)
        if reason == .endUserEnded, try !feature(.endUsers).enabled { throw UpdateRefusal.endUsersMayNotEnd }
      }
      var update = Update(
        actor: author.id.map { .user(id: $0) } ?? .system, via: .api, at: moment,
        steps: steps(what, author, reason, item))
      if remark == nil {
        let outcome = try item.applying(update, policy: updatePolicy())
        now = outcome.item
        if !update.steps.isEmpty && !outcome.isChange { remark = "nothing would change, so no trigger runs" }
      }
      if case .answerByEmail = update.steps.first {
        update.via = .email
      } else if item.session?.state == .active, reason == .triggerEnded || !update.endsSession {
        // What another trigger ends comes in as the update that made that trigger fire.
        update.via = .messaging(ticket.facts.channel)
      }
      event = try ruleEvent(of: update)
      event.updaterRole = author.role
      if reason != nil { event.comment = what.note.map { RuleEvent.Comment(body: $0, isPublic: false) } }
    }
    event.updaterIsRequester = author.isRequester
    event.channel = what.channel ?? event.channel
    return TriggerTrial(
      conditions: try RuleCompiler(ruleEnvironment(at: moment)).trial(
        of: trigger.conditions, event: event, before: before, now: now),
      kind: what.event, event: event, authorID: author.id, reason: reason, remark: remark)
  }

  // MARK: Who

  /// Who makes the update.
  private struct Author {
    var id: Int64?
    var role: Role
    var isRequester = false
    /// Customers change nothing but by what they say.
    var isCustomer: Bool { role == .endUser }
  }

  /// A ticket is made by its customer's words; everything else is an agent's unless somebody else is named.
  private func author(of what: Supposition, _ ticket: WorkItem.Ticket) throws -> Author {
    if let person = what.author {
      let isRequester = person.id == ticket.facts.requesterID
      guard isRequester || person.role.isStaff else {
        throw UpdateRefusal(
          kind: .notPermitted,
          message: "\(person.displayName) is not the requester of ticket \(ticket.id) and can't write in it")
      }
      return Author(id: person.id, role: person.role, isRequester: isRequester)
    }
    if what.event == .created || what.reason == .endUserEnded {
      return Author(id: ticket.facts.requesterID, role: ticket.facts.requesterRole, isRequester: true)
    }
    return Author(id: what.actor.id, role: what.actor.role)
  }

  // MARK: What

  private func steps(
    _ what: Supposition, _ author: Author, _ reason: EndReason?, _ item: WorkItem
  ) -> [Update.Step] {
    switch reason {
    case .channelChanged: return [.setRoutingChannel(.email)]
    case .ticketClosed: return [.setStatus(.closed)]
    case let reason?: return [.endSession(reason, routing: nil)] + (what.note.map { [.noteOnEnd($0)] } ?? [])
    case nil: break
    }
    if author.isCustomer {
      // After the end a message would open a new conversation: what reaches this ticket is an e-mail.
      let isMessage = item.session?.state == .active && what.channel != Via.email.word
      return [isMessage ? .say(what.comment ?? "", from: .customer) : .answerByEmail(what.comment ?? "")]
    }
    return (what.note.map { [.comment(body: $0, isPublic: false)] } ?? []) + what.changes
      + (what.comment.map { [.reply($0)] } ?? [])
  }

  /// The first public comment, which a ticket begins with.
  private func opening(of ticket: WorkItem.Ticket) throws -> String? {
    var opening: String?
    try forEachAudit(ofTicket: ticket.id) { document in
      if opening != nil { return }
      let audit = try JSONValue.parse(document, allowingDuplicateKeys: true)
      opening = ToldComment.all(in: audit).first { $0.isPublic && !$0.isReminder }?.body
    }
    return opening
  }

  /// A ticket with everything that conditions can look at.
  func item(ticketID: Int64) throws -> WorkItem? {
    try BatchUpdate.makeBatchTable(db)
    try db.execute(
      sql: """
        INSERT INTO temp.batch(session_id, ticket_id)
        SELECT s.id, t.id FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id WHERE t.id = ? AND t.origin > 0
        """, arguments: [ticketID])
    var loader = try WorkItemLoader(db, columns: .all)
    let item = try loader.next()
    if item != nil { _ = try loader.next() }
    return item
  }
}
