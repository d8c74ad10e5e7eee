extension UpdateDraft {
  /// The run events of messaging triggers that this update was, in their order (M1, M5).
  ///
  /// What is said to the AI agent, before there is a ticket, is none `[local]`.
  public var conversationEvents: [MessagingEvent] {
    var events: [MessagingEvent] = []
    if before.ticket != nil, case .customer? = sender { events.append(.messageSent) }
    if enteredQueue != nil { events.append(.conversationQueued) }
    if isAssignedFromQueue { events.append(.conversationAssignedFromQueue) }
    if before.ticket == nil, before.session != nil, item.ticket != nil {
      events.append(.conversationRequested)
    }
    return events
  }

  private var isAssignedFromQueue: Bool {
    update.steps.contains { if case .assignFromQueue = $0 { true } else { false } }
  }

  private var sender: Sender? {
    for case .say(_, let sender) in update.steps { return sender }
    return nil
  }
}
