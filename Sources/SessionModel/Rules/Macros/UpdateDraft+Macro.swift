extension UpdateDraft {
  /// Does what a macro says; what its actor does by it is the actor's.
  mutating func apply(_ macro: CompiledMacro) throws(UpdateRefusal) {
    if macro.endsSession, item.session?.state != .active { return }
    if let ticket = baseline, ticket.status.isFinal { throw .final(ticket) }
    let reference = happenings.count
    happened(.macro(macro.macro))
    if let comment = macro.comments.first {
      let way = way(of: macro)
      // E11: where the customer can't be reached, agents write to each other.
      let isPublic = macro.isPublic && way != .none
      pendingComments.append(
        PendingComment(
          macro: macro, ticket: item.ticket, reference: reference, place: happenings.count,
          noticePlace: notices.count, isPublic: isPublic, way: way, repliesBefore: item.ticket?.replies,
          activityBefore: item.session?.activity))
      if isPublic {
        item.countReply()
        changeCount += 1
        if case .conversation = way {
          item.session?.activity = WorkItem.Activity(at: update.at, sender: .agent)
        }
      }
      let text = comment.text(inConversation: pendingComments.last?.isInConversation == true)
      happened(.comment(body: text.template.text, isPublic: isPublic))
    }
    for action in macro.actions { try apply(action, of: macro) }
  }

  /// Says a macro's message in the channel, once it is rendered. The session stays as idle as it was, and the reply is
  /// not counted as an agent's.
  mutating func remind(_ macro: CompiledMacro) throws(UpdateRefusal) {
    guard let session = item.session else { throw .noSession(ticketID: item.ticket?.id) }
    guard let ticket = item.ticket else { throw .noTicket(sessionID: session.id) }
    guard session.state == .active else { throw .messagingOff(sessionID: session.id) }
    guard !ticket.status.isFinal else { throw .final(ticket) }
    guard let comment = macro.comments.first else { return }
    let reference = happenings.count
    happened(.macro(macro.macro))
    pendingComments.append(
      PendingComment(
        macro: macro, ticket: ticket, reference: reference, place: happenings.count,
        noticePlace: notices.count, isPublic: true, way: .conversation(session.id), isReminder: true))
    happened(.reminder(body: comment.text.template.text))
  }

  private func way(of macro: CompiledMacro) -> PendingComment.Way {
    guard macro.isPublic else { return .none }
    if let session = item.session, session.state == .active { return .conversation(session.id) }
    return item.ticket?.facts.requesterHasEmail == true ? .email : .none
  }

  private mutating func apply(_ action: CompiledAction, of macro: CompiledMacro) throws(UpdateRefusal) {
    switch action {
    case .step(.endSession), .step(.setRoutingChannel):
      guard !macro.endsSession else { return }
      if case .step(.setRoutingChannel(let channel)) = action {
        try apply(.setRoutingChannel(channel))
      } else {
        try apply(.endSession(.agentEnded, routing: nil))
      }
    // A conversation that is still with the AI agent has no ticket to change; its customer gets the message.
    case .step(let step): if item.ticket != nil { try apply(step) }
    case .survey: offerSurvey(by: macro.macro)
    case .notice(let notice):
      if let ticket = item.ticket {
        notices.append(PendingNotification(kind: .notice(notice), rule: macro.macro, ticket: ticket))
      }
    case .impossible(let why): happened(.remark("not done by macro \(macro.macro.id): \(why)"))
    }
  }

  /// Puts the rendered text of a macro in its place, and on its way to the customer.
  ///
  /// One that comes out blank says nothing: the history tells that, and nothing leaves.
  public mutating func settle(_ pending: PendingComment, _ comment: CompiledMacro.Comment, text: String) {
    happenings[pending.reference].kind = .macro(comment.macro)
    guard text.contains(where: { !$0.isWhitespace }) else { return leaveUnsaid(pending, comment.macro) }
    happenings[pending.place].kind =
      pending.isReminder ? .reminder(body: text) : .comment(body: text, isPublic: pending.isPublic)
    switch pending.way {
    case .conversation(let id):
      messages.append(
        PendingMessage(rule: comment.macro, text: text, sessionID: id, ticketID: pending.ticket?.id))
    case .email:
      guard let ticket = pending.ticket else { return }
      notices.insert(
        PendingNotification(kind: .replyByEmail(text), rule: comment.macro, ticket: ticket),
        at: pending.noticePlace
      )
    case .none: break
    }
  }

  private mutating func leaveUnsaid(_ pending: PendingComment, _ macro: RuleReference) {
    happenings[pending.place].kind = .remark("macro \(macro.id) writes nothing here: its text is blank")
    guard pending.isPublic, !pending.isReminder else { return }
    if let replies = pending.repliesBefore { item.ticket?.replies = replies }
    if case .conversation = pending.way { item.session?.activity = pending.activityBefore }
  }
}
