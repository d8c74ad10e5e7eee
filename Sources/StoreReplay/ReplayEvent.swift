import SessionModel

/// Who made an update, as conditions and actions see them (T6).
struct ReplayAuthor {
  let id: Int64?
  let role: Role
  let isRequester: Bool
  /// Whether they stand in the store by more than their number.
  let isKnown: Bool

  /// - Parameters:
  ///   - ticket: the one that they changed or made
  ///   - role: what is known of a person's role; nil of nobody's
  init(of update: RecordedUpdate, on ticket: WorkItem.Ticket, role: (Int64) throws -> Role?) rethrows {
    let isTalk = Channel.named(update.channel)?.isMessaging ?? false
    guard let author = update.authorID, author > 0 else {
      // Whatever a conversation says without a name is the AI agent's, but for the hand-off, which is the customer's.
      isRequester = isTalk && update.isCreation
      id = nil
      self.role = isRequester ? .endUser : isTalk ? .agent : .admin
      isKnown = true
      return
    }
    let known = try role(author)
    let isCustomer = author == ticket.facts.requesterID && (known == .endUser || update.isCreation && isTalk)
    isRequester = isCustomer
    id = isCustomer ? nil : author
    self.role = isCustomer ? .endUser : known ?? .endUser
    isKnown = known != nil
  }

  /// The event that the rules are compiled for; the comment's text is left open.
  func event(of update: RecordedUpdate, comment: RuleEvent.Comment?) -> RuleEvent {
    var event = RuleEvent(
      isCreation: update.makesTicket,
      comment: comment.map { RuleEvent.Comment(body: "", isPublic: $0.isPublic) }, updaterID: id,
      updaterRole: role, channel: update.channel)
    event.commentVaries = true
    event.changesAnything = true
    event.updaterIsRequester = isRequester
    return event
  }
}

extension RecordedUpdate {
  /// Whether the account's rules follow it: neither its own close of solved tickets, nor the end that comes with a ticket that
  /// an import closed, nor one that was seen elsewhere sets them off (T3).
  var setsRulesOff: Bool {
    if !isLocal { return true }
    if channel == Via.rule.word { return false }
    let closes = changes.contains { $0.closes && $0.author == .actor }
    return !(channel == Via.system.word && (closes || end?.reason == .ticketClosed && end?.author == .actor))
  }

  /// The channel as updates have it.
  var via: Via { Via(word: channel) ?? .api }

  /// What its author did, to be done once more to a ticket that has gone another way.
  func steps(by author: ReplayAuthor) -> [Update.Step] {
    var steps: [Update.Step] = []
    let isTalk = Channel.named(channel)?.isMessaging ?? false
    if let comment {
      if comment.isPublic, channel == Via.email.word {
        steps.append(.answerByEmail(comment.body))
      } else if comment.isPublic, isTalk {
        let sender: Sender =
          author.isRequester || author.role == .endUser ? .customer : author.id == nil ? .aiAgent : .agent
        steps.append(.say(comment.body, from: sender))
      } else {
        steps.append(.comment(body: comment.body, isPublic: comment.isPublic))
      }
    }
    let overruled = Set(beforeRules.map(\.field))
    var own = changes.filter { $0.author == .actor && !overruled.contains($0.field) }
    // How an import routed it is no deed that could be done again.
    own += beforeRules.filter { $0.field != .routingChannel }.map {
      Change(field: $0.field, from: $0.from, to: $0.to, author: .actor)
    }
    // E16: what a customer's word does to the status depends on what it is by then.
    if author.role == .endUser { own.removeAll { $0.field == .status } }
    for change in own { steps += change.steps }
    if let end, end.author == .actor, let reason = end.reason {
      steps += self.steps(ofEnd: reason)
    } else if own.contains(where: { $0.field == .routingChannel }) {
      steps.append(.setRoutingChannel(.email))
    }
    if case .stored(let number) = own.last(where: { $0.field == .status })?.to,
      let status = TicketStatus(stored: number.integer)
    {
      steps.append(.setStatus(status))
    }
    return steps
  }

  private func steps(ofEnd reason: EndReason) -> [Update.Step] {
    switch reason {
    // They follow from what closes the ticket or moves it.
    case .ticketClosed: return []
    case .channelChanged: return [.setRoutingChannel(.email)]
    default:
      let moved = changes.contains { $0.field == .routingChannel && $0.author == .actor }
      return [.endSession(reason, routing: moved ? .email : .unchanged)]
    }
  }
}

extension RecordedUpdate.Change {
  fileprivate var steps: [Update.Step] {
    if case (.tags(let old), .tags(let new)) = (from, to) {
      let (added, removed) = (new.filter { !old.contains($0) }, old.filter { !new.contains($0) })
      return (added.isEmpty ? [] : [.addTags(added)]) + (removed.isEmpty ? [] : [.removeTags(removed)])
    }
    guard case .stored(let value) = to else { return [] }
    switch field {
    // They are said by themselves.
    case .status, .routingChannel: return []
    case .group: return [.setGroup(value.integer)]
    case .assignee: return [.setAssignee(value.integer)]
    // Facts stay.
    case .ticket(let place):
      let field = TicketField.all[place]
      return field.change == nil ? [] : [.set(field, value)]
    case .custom(let id): return [.setCustomField(id: id, value: value.text ?? "")]
    }
  }
}
