import CivilTime

extension WorkItem {
  /// What an update makes of this work item, rules aside; a pure function of what is given.
  ///
  /// - Throws: `UpdateRefusal` when nothing of it can be done; the work item then stays as it is.
  public func applying(_ update: Update, policy: UpdatePolicy) throws(UpdateRefusal) -> UpdateDraft {
    var draft = UpdateDraft(of: self, by: update, policy: policy)
    for step in update.steps { try draft.apply(step) }
    return draft
  }
}

/// What an update does to one work item, while it is being worked out and when it is done.
public struct UpdateDraft: Sendable {
  /// The work item before the update, with which change operators compare (T6).
  public let before: WorkItem
  /// What the update made of it.
  public internal(set) var item: WorkItem
  /// The ticket that net changes are counted from (T7): the one before the update, or the one that it made.
  public internal(set) var baseline: WorkItem.Ticket?
  /// What the store has of the work item, where that is not `before`: an import writes what it brings itself.
  private let imported: Imported?
  /// False when the session was over before (E1): its end stays as it is.
  public internal(set) var endedSession = false
  let update: Update
  let policy: UpdatePolicy
  /// The rule whose actions are being done; nil for the update's own steps.
  var rule: RuleReference?
  /// The triggers that fired, in that order.
  public internal(set) var fired: [FiredRule] = []
  /// What triggers send.
  public internal(set) var notices: [PendingNotification] = []
  /// What messaging triggers write to the customer.
  public internal(set) var messages: [PendingMessage] = []
  /// Texts of macros that wait to be rendered, before the rules run.
  var pendingComments: [PendingComment] = []
  /// What happened besides changes of fields.
  var happenings: [UpdateEvent] = []
  /// How often the ticket or the session was changed.
  var changeCount = 0
  /// Which rule changed a field last; a field that is not named here was changed by the actor (T7).
  var changedBy = FieldAuthors()
  /// The ticket's tags as each author left them in turn (T7).
  var tagSteps: [TagStep] = []
  /// The ticket as the actor left it; nil where no rule has fired, or where the actor changed nothing of it.
  private var acted: Acted?

  init(of item: WorkItem, by update: Update, policy: UpdatePolicy) {
    before = item
    self.item = item
    baseline = item.ticket
    imported = nil
    self.update = update
    self.policy = policy
  }

  /// An update that came in by an import and is stored already: rules compare with what was before it (T6), and
  /// what they change is counted from what it brought (T7).
  ///
  /// - Parameters:
  ///   - before: nil of what the import created
  ///   - comment: what the ticket begins with, which its history has from somewhere else
  ///   - hasCustomFields: whether the item was loaded with them
  public init(
    importing item: WorkItem, before: WorkItem?, comment: String? = nil, hasCustomFields: Bool = true,
    by update: Update, policy: UpdatePolicy
  ) {
    self.before = before ?? WorkItem(session: nil, ticket: nil)
    self.item = item
    baseline = item.ticket
    // T3: rules still run on the update that closes a ticket.
    if let status = before?.ticket?.status, !status.isFinal, item.ticket?.status == .closed {
      baseline?.status = status
    }
    imported = Imported(item, comment: comment, hasCustomFields: hasCustomFields)
    self.update = update
    self.policy = policy
  }

  /// An update that the history tells, of which everything is known but what today's rules make of it.
  ///
  /// - Parameters:
  ///   - now: what its actor made of the work item, without what rules did
  ///   - before: without a ticket, where the update made it
  package init(
    replaying now: WorkItem, before: WorkItem, comment: RuleEvent.Comment?, by update: Update,
    policy: UpdatePolicy
  ) {
    self.before = before
    item = now
    baseline = before.ticket ?? now.ticket
    imported = nil
    self.update = update
    self.policy = policy
    if let comment {
      happenings = [UpdateEvent(.comment(body: comment.body, isPublic: comment.isPublic))]
    }
  }

  private final class Acted: Sendable {
    let ticket: WorkItem.Ticket
    init(_ ticket: WorkItem.Ticket) { self.ticket = ticket }
  }

  /// Kept apart, so that outcomes of all other updates stay small.
  private final class Imported: Sendable {
    let item: WorkItem
    let comment: String?
    let hasCustomFields: Bool

    init(_ item: WorkItem, comment: String?, hasCustomFields: Bool) {
      self.item = item
      self.comment = comment
      self.hasCustomFields = hasCustomFields
    }
  }

  /// What the store has of the work item, from which the columns to write are told.
  public var stored: WorkItem { imported?.item ?? before }

  /// What conditions on the update's comment look at.
  var judgedComment: RuleEvent.Comment? {
    imported?.comment.map { RuleEvent.Comment(body: $0, isPublic: true) } ?? comment
  }

  /// Everything that happened: what was said, net changes only (T7: what was set and set back is not told), ends.
  ///
  /// What rules sent is told by who sent it; `firings` then says which rules have left no trace.
  public var events: [UpdateEvent] {
    // Nearly every work item of a sweep has none of the first two.
    let changes = netChanges
    guard happenings.contains(where: \.isSaidFirst) else {
      return changes.isEmpty ? happenings : changes + happenings
    }
    return happenings.filter(\.isSaidFirst) + changes + happenings.filter { !$0.isSaidFirst }
  }

  /// T7: a rule that fired is told, also where all that it did was undone, or was so before; and what the actor had changed
  /// where a rule changed it again.
  ///
  /// - Parameter events: all that the history has of the update
  public func firings(untoldBy events: [UpdateEvent]) -> [UpdateEvent] {
    let untold: [FiredRule]
    if fired.count > 8 {
      let told = Set(events.compactMap(\.rule))
      untold = fired.filter { !told.contains($0.rule) }
    } else {
      // By number and kind: of the few that nearly every update has, no titles are hashed.
      untold = fired.filter { trigger in
        !events.contains { $0.rule?.id == trigger.rule.id && $0.rule?.kind == trigger.rule.kind }
      }
    }
    return untold.map { UpdateEvent(.fired, rule: $0.rule) } + overruled(untoldBy: events)
  }

  /// What the actor changed and the rules changed again, so that nothing or something else is told of it; of an import all
  /// that it changed, which stands in no event of this audit.
  private func overruled(untoldBy events: [UpdateEvent]) -> [UpdateEvent] {
    if let imported = imported?.item { return broughtBy(imported) }
    guard let acted = acted?.ticket, let old = baseline else { return [] }
    return changes(from: old, to: acted, untoldBy: events)
  }

  /// That it was an import is told by the ticket's number: before, there was the same one or none.
  private func broughtBy(_ imported: WorkItem) -> [UpdateEvent] {
    guard var now = imported.ticket else { return [] }
    var told = [
      UpdateEvent(
        .beforeRules(field: "id", from: before.ticket.map { String($0.id) }, to: String(now.id)))
    ]
    guard let old = before.ticket else { return told }
    if isSessionChangedByImport {
      told.append(
        UpdateEvent(
          .beforeRules(
            field: "messaging_session_state", from: before.session?.state.word,
            to: imported.session?.state.word)))
    }
    if !(self.imported?.hasCustomFields ?? true) { now.customFields = old.customFields }
    for (field, from, to) in movedByImport where from != to {
      told.append(UpdateEvent(.beforeRules(field: field, from: from, to: to)))
    }
    return told + changes(from: old, to: now, untoldBy: [])
  }

  private var isSessionChangedByImport: Bool {
    imported?.item.session.map { $0.state != before.session?.state } ?? false
  }

  /// What only an import changes, so that no other event tells of it.
  private var movedByImport: [(field: String, from: String?, to: String?)] {
    guard let old = before.ticket, let now = imported?.item.ticket else { return [] }
    return [("routing_channel", old.routingChannel.word, now.routingChannel.word)]
      + TicketField.importedOnly.map { field, name in (name, field.word(in: old), field.word(in: now)) }
  }

  /// Whether an import changed what only imports change, such as whose the ticket is. It is told even where no rule fires, or
  /// earlier updates would be taken for updates of what the ticket is now.
  public var isMovedByImport: Bool {
    before.ticket != nil && (isSessionChangedByImport || movedByImport.contains { $0.from != $0.to })
  }

  private func changes(
    from old: WorkItem.Ticket, to acted: WorkItem.Ticket, untoldBy events: [UpdateEvent]
  ) -> [UpdateEvent] {
    var untold: [UpdateEvent] = []
    func tell(_ field: String, _ from: String?, _ to: String?) {
      guard from != to else { return }
      let change = UpdateEvent.Kind.change(field: field, from: from, to: to)
      if !events.contains(where: { $0.rule == nil && $0.kind == change }) {
        untold.append(UpdateEvent(.beforeRules(field: field, from: from, to: to)))
      }
    }
    let changed = TicketChanges(from: old, to: acted)
    for (place, bit) in TicketField.changeableBits.enumerated() where changed.contains(bit) {
      let field = TicketField.changeable[place].field
      guard let name = field.historyName else { continue }
      if bit == .tags {
        if !TagList.areSame(old.tags, acted.tags) {
          tell(name, TagList.text(old.tags), TagList.text(acted.tags))
        }
      } else {
        tell(name, field.word(in: old), field.word(in: acted))
      }
    }
    if old.customFields != acted.customFields {
      for id in Set(old.customFields.keys).union(acted.customFields.keys).sorted() {
        tell("custom_fields_\(id)", old.customFields[id], acted.customFields[id])
      }
    }
    return untold
  }

  /// Keeps the ticket as the actor left it, when the first rule fires.
  mutating func keepActed() {
    if fired.isEmpty, let ticket = item.ticket, ticket != baseline { acted = Acted(ticket) }
  }

  /// Who made the update, where it was a person.
  public var updaterID: Int64? { if case .user(let id) = update.actor { id } else { nil } }

  /// When the update was made.
  public var at: Instant { update.at }

  /// The comment of this update, if it has one.
  public var comment: RuleEvent.Comment? {
    // What is not rendered yet has nobody read.
    guard pendingComments.isEmpty else { return nil }
    for happening in happenings {
      switch happening.kind {
      case .comment(let body, let isPublic): return RuleEvent.Comment(body: body, isPublic: isPublic)
      case .opening(let body, _): return RuleEvent.Comment(body: body, isPublic: true)
      case .reminder(let body): return RuleEvent.Comment(body: body, isPublic: true)
      default: continue
      }
    }
    return nil
  }

  /// What others than the customer had said before the hand-off that this update is.
  public var earlierLines: [Handoff.Line] {
    for case .handOff(let handoff) in update.steps { return handoff.otherLines }
    return []
  }

  /// The texts that wait to be rendered, each to be settled.
  public mutating func takePendingComments() -> [PendingComment] {
    defer { pendingComments = [] }
    return pendingComments
  }

  /// Whether anything happened at all.
  public var isChange: Bool { !happenings.isEmpty || item.ticket != before.ticket }
}

extension UpdateDraft {
  private var actor: Actor { rule.map { .trigger(id: $0.id) } ?? update.actor }

  mutating func apply(_ step: Update.Step) throws(UpdateRefusal) {
    switch step {
    // They need no ticket, or find out by themselves.
    case .endSession(let reason, let routing): try end(reason, routing: routing)
    case .endSessionElsewhere(let reason, let other):
      rule = other
      defer { rule = nil }
      try end(reason, routing: nil)
    case .noteOnEnd(let text): if endedSession { happened(.comment(body: text, isPublic: false)) }
    case .handOff(let handoff): try handOff(handoff)
    case .say(let text, let sender): try say(text, from: sender)
    case .answerByEmail(let text): try answerByEmail(text)
    case .macro(let macro): try apply(macro)
    case .remind(let macro): try remind(macro)
    default: try applyToTicket(step)
    }
  }

  private mutating func applyToTicket(_ step: Update.Step) throws(UpdateRefusal) {
    guard let ticket = item.ticket else { throw .noTicket(sessionID: item.session?.id) }
    // T3: rules still run on the update that closes a ticket, and may change it.
    guard !baseline!.status.isFinal, rule != nil || !ticket.status.isFinal else { throw .final(ticket) }
    switch step {
    case .endSession, .endSessionElsewhere, .noteOnEnd, .handOff, .say, .answerByEmail, .macro, .remind: break
    case .rate(let score, let comment):
      change("satisfaction_score") { $0.satisfaction = score }
      happened(.satisfactionRating(score, comment: comment))
    case .setRoutingChannel(let channel): try setRoutingChannel(channel)
    case .setStatus(let status): try setStatus(status)
    case .set(let field, let value):
      change(field.historyName ?? field.column) { field.reading.put(value, into: &$0) }
    case .setGroup(let group): setGroup(group)
    case .setAssignee(let assignee): setAssignee(assignee)
    case .setTags(let tags):
      let wanted = TagList.withoutRepeats(tags)
      changeTags(
        adding: TagList.difference(wanted, ticket.tags), removing: TagList.difference(ticket.tags, wanted),
        to: wanted)
    case .addTags(let tags):
      let added = TagList.withoutRepeats(tags).filter { !ticket.tags.contains($0) }
      changeTags(adding: added, removing: [], to: ticket.tags + added)
    case .removeTags(let tags):
      let removed = ticket.tags.filter(tags.contains)
      changeTags(adding: [], removing: removed, to: TagList.difference(ticket.tags, removed))
    case .setCustomField(let id, let value):
      change("custom_fields_\(id)") { $0.customFields[id] = value.isEmpty ? nil : value }
    case .assignFromQueue(let agent): setAssignee(agent)
    case .chooseQueue(let key):
      let since = item.waiting?.since ?? update.at
      item.waiting = Waiting(queueKey: key, since: since, isChosen: true)
    case .comment(let body, let isPublic):
      if isPublic {
        item.countReply()
        changeCount += 1
      }
      happened(.comment(body: body, isPublic: isPublic))
    case .reply(let text): try reply(text, ticket)
    }
  }

  /// E1–E3, E8. Status, assignee, group, priority and tags stay (E7); nobody is notified (E10).
  private mutating func end(_ reason: EndReason, routing: RoutingOverride?) throws(UpdateRefusal) {
    guard let session = item.session else { throw .noSession(ticketID: item.ticket?.id) }
    if session.state == .ended {
      // E1: its end stays as it is; a trigger's action still moves its ticket, as far as the setting lets it.
      let isOpen = item.ticket.map { !$0.status.isFinal } ?? false
      if reason == .triggerEnded, policy.triggerEndSetsEmail, isOpen { try setRoutingChannel(.email) }
      return
    }
    if !policy.canEndSessions && !reason.worksWithoutFeature { throw .featureOff }
    if let ticket = item.ticket, ticket.status.isFinal, reason != .ticketClosed { throw .final(ticket) }
    let before = item.ticket?.routingChannel
    let after = before.map { reason.routingChannel(after: $0, override: routing, policy: policy) }
    finish(session, reason, routingBefore: before, routingAfter: after)
    if let before, let after, before != after { moveRouting(from: before, to: after) }
  }

  private mutating func finish(
    _ session: WorkItem.Session, _ reason: EndReason, routingBefore: RoutingChannel?,
    routingAfter: RoutingChannel?
  ) {
    let via = rule == nil ? update.via : .rule
    // Changed and not made anew: what was said in it stays the last that was said.
    var ended = session
    ended.state = .ended
    ended.end = WorkItem.End(reason: reason, at: update.at, by: actor, via: via)
    item.session = ended
    endedSession = true
    changeCount += 1
    happened(.sessionEnded(reason: reason, routingBefore: routingBefore, routingAfter: routingAfter))
  }

  private mutating func moveRouting(from before: RoutingChannel, to after: RoutingChannel) {
    item.ticket?.routingChannel = after
    changeCount += 1
    happened(.routingChannelChanged(from: before, to: after))
  }

  /// A routing-channel change to email ends an active session; back to messaging there is no way.
  private mutating func setRoutingChannel(_ channel: RoutingChannel) throws(UpdateRefusal) {
    guard let ticket = item.ticket, ticket.routingChannel != channel else { return }
    if let session = item.session, session.state == .active, channel == .email {
      try end(.channelChanged, routing: .email)
      return
    }
    if channel == .messaging { throw .backToMessaging(ticket) }
    moveRouting(from: ticket.routingChannel, to: channel)
  }

  mutating func setStatus(_ status: TicketStatus) throws(UpdateRefusal) {
    guard let ticket = item.ticket, ticket.status != status else { return }
    // Its conversation is closed with it, so that no rule of the same update opens it again.
    if ticket.status.isFinal { throw .final(ticket) }
    if status == .deleted { throw .deletion }
    if status == .new { throw .backToNew(ticket) }
    let reopens = reopens(status)
    change("status") {
      $0.status = status
      $0.reopens = reopens
    }
    // E14: what closes the ticket closes its conversation.
    if status == .closed, let session = item.session, session.state == .active {
      finish(
        session, .ticketClosed, routingBefore: ticket.routingChannel, routingAfter: ticket.routingChannel)
    }
  }

  /// E16, counted against the ticket before this update.
  private func reopens(_ status: TicketStatus) -> Int64 {
    guard let ticket = baseline else { return 0 }
    return ticket.reopens.counting(ticket.status == .solved && status < .solved ? 1 : 0)
  }

  /// Who had it only in between, while the update was worked out, never had it (T7).
  private mutating func setGroup(_ group: Int64?) {
    guard let before = baseline else { return }
    change("group_id") {
      $0.groupID = group
      $0.groupStations = before.groupStations.counting(
        group != nil && group != before.groupID ? 1 : 0)
    }
  }

  private mutating func setAssignee(_ assignee: Int64?) {
    guard let before = baseline, let ticket = item.ticket, ticket.assigneeID != assignee else {
      return
    }
    let isBack = assignee == before.assigneeID
    change("assignee_id") {
      $0.assigneeID = assignee
      $0.assignedChannel = isBack ? before.assignedChannel : assignee == nil ? nil : $0.routingChannel
      $0.agentStations = before.agentStations.counting(assignee != nil && !isBack ? 1 : 0)
    }
    // E16: an assigned ticket is no longer new.
    if assignee != nil && ticket.status == .new { change("status") { $0.status = .open } }
  }

  /// The order of tags says nothing: the same ones again, or set back, are no change (T7).
  private mutating func changeTags(adding added: [String], removing removed: [String], to tags: [String]) {
    if added.isEmpty && removed.isEmpty { return }
    let known = baseline?.tags
    item.ticket?.tags = known.flatMap { TagList.areSame($0, tags) ? $0 : nil } ?? tags
    changeCount += 1
    tagSteps.append(TagStep(rule: rule, added: added, removed: removed))
  }

  /// Changes the ticket and remembers who did it.
  private mutating func change(_ field: String, _ body: (inout WorkItem.Ticket) -> Void) {
    guard var ticket = item.ticket else { return }
    body(&ticket)
    guard ticket != item.ticket else { return }
    item.ticket = ticket
    changeCount += 1
    changedBy[field] = rule
  }

  mutating func happened(_ kind: UpdateEvent.Kind) { happenings.append(UpdateEvent(kind, rule: rule)) }
}

extension UpdateEvent {
  /// What a ticket began with, and what was said: before what followed from it.
  fileprivate var isSaidFirst: Bool {
    switch kind {
    case .comment, .create, .opening, .earlierLine, .reminder: true
    default: false
    }
  }
}

extension EndReason {
  /// F2: a close (E14) and the customer (F4, whose own switch is checked before) need no feature.
  var worksWithoutFeature: Bool { self == .ticketClosed || self == .endUserEnded }

  /// E3: the routing channel after an end for this reason.
  func routingChannel(
    after before: RoutingChannel, override: RoutingOverride?, policy: UpdatePolicy
  ) -> RoutingChannel {
    switch override {
    case .email: return .email
    case .messaging: return .messaging
    case .unchanged: return before
    case nil: break
    }
    switch self {
    case .agentEnded, .inactivityEnded: return policy.endedSessionsAsEmail ? .email : before
    case .triggerEnded: return policy.triggerEndSetsEmail ? .email : before
    case .channelChanged: return .email
    case .endUserEnded, .ticketClosed: return before
    }
  }
}

extension Priority {
  /// As the wire has it: null for none.
  public var wireValue: String? { self == .none ? nil : word }
}

extension UpdateRefusal {
  static func noTicket(sessionID: Int64?) -> UpdateRefusal {
    UpdateRefusal(
      kind: .noTicket,
      message: "session \(sessionID.map(String.init) ?? "?") has no ticket yet; it is still with the AI agent"
    )
  }

  /// The refusal of what needs a session, of a ticket that came in otherwise.
  public static func noSession(ticketID: Int64?) -> UpdateRefusal {
    UpdateRefusal(
      kind: .impossible,
      message:
        "ticket \(ticketID.map(String.init) ?? "?") has no messaging session; it did not come in through a messaging channel"
    )
  }

  static func final(_ ticket: WorkItem.Ticket) -> UpdateRefusal {
    UpdateRefusal(
      kind: .closedTicket, message: "ticket \(ticket.id) is \(ticket.status.word) and never changes again")
  }

  /// F2, also before a run begins.
  public static let featureOff = UpdateRefusal(
    kind: .featureOff, message: "ending messaging sessions is switched off")

  static func backToMessaging(_ ticket: WorkItem.Ticket) -> UpdateRefusal {
    UpdateRefusal(
      kind: .impossible,
      message: "ticket \(ticket.id) can't go back to the routing channel messaging; only email can be set")
  }

  static func backToNew(_ ticket: WorkItem.Ticket) -> UpdateRefusal {
    UpdateRefusal(
      kind: .impossible, message: "ticket \(ticket.id) is \(ticket.status.word) and can't become new again")
  }

  static let deletion = UpdateRefusal(
    kind: .impossible, message: "a ticket can't be deleted here; only an import can delete one")
}
