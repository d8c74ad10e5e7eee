/// A macro, ready to be applied as a part of an update.
public struct CompiledMacro: Hashable, Sendable {
  /// Its text in one language, and the macro that it is of.
  public struct Comment: Hashable, Sendable {
    public let macro: RuleReference
    /// nil for the macro that was named.
    public let language: String?
    public let text: RuleTemplate
    /// What it writes in a conversation, where that is something else.
    public let chatText: RuleTemplate?

    /// The text for how it reaches the customer.
    public func text(inConversation: Bool) -> RuleTemplate { inConversation ? chatText ?? text : text }
  }

  public let macro: RuleReference
  /// Empty where it says nothing; the first is the named macro's.
  public let comments: [Comment]
  public let isPublic: Bool
  public let actions: [CompiledAction]
  /// Of an update that ends sessions: one that has ended before gets nothing (E1), and what ends is the update's.
  public var endsSession = false

  /// The comment for somebody with this language.
  public func comment(locale: String?) -> Comment? {
    let language = locale.map { String($0.lowercased().prefix { $0 != "-" && $0 != "_" }) }
    return comments.first { $0.language == language && language != nil } ?? comments.first
  }

  var columns: SubjectColumns {
    var columns: SubjectColumns = comments.isEmpty ? [] : [.details, .facts, .fields, .tags, .requester]
    for comment in comments {
      for text in [comment.text, comment.chatText].compactMap(\.self) {
        for placeholder in text.placeholders { columns.formUnion(placeholder.columns) }
      }
    }
    for action in actions { columns.formUnion(action.columns) }
    return columns
  }

  var changes: [Attribute] {
    actions.flatMap(\.changes) + (comments.isEmpty ? [] : [.replies])
  }
}

/// A macro's text that is rendered where the people's names are at hand, before the rules run.
public struct PendingComment: Sendable {
  public let macro: CompiledMacro
  /// The ticket as it was when the macro was applied.
  public let ticket: Subject.Ticket?
  /// Where the reference to the macro and the comment stand among what happened.
  let reference: Int
  let place: Int
  /// Where it stands among what is sent: before what the macro's actions send.
  let noticePlace: Int
  let isPublic: Bool
  let way: Way
  var isReminder = false

  /// Whether it is a message in the conversation.
  public var isInConversation: Bool {
    if case .conversation = way { true } else { false }
  }

  /// How the comment reaches the customer (E11).
  enum Way: Hashable, Sendable {
    case conversation(Int64), email, none
  }
}

extension UpdateOutcome {
  /// Does what a macro says; what its actor does by it is the actor's.
  mutating func apply(_ macro: CompiledMacro) throws(UpdateRefusal) {
    if macro.endsSession, subject.session?.state != .active { return }
    if let ticket = baseline, ticket.status.isFinal { throw .final(ticket) }
    let reference = happenings.count
    happened(.macro(macro.macro))
    if let comment = macro.comments.first {
      let way = way(of: macro)
      // E11: where the customer can't be reached, agents write to each other.
      let isPublic = macro.isPublic && way != .none
      pendingComments.append(
        PendingComment(
          macro: macro, ticket: subject.ticket, reference: reference, place: happenings.count,
          noticePlace: notices.count, isPublic: isPublic, way: way))
      if isPublic {
        subject.ticket?.replies += 1
        changeCount += 1
        if case .conversation = way {
          subject.session?.activity = Subject.Activity(at: update.at, sender: .agent)
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
    guard let session = subject.session else { throw .noSession(ticketID: subject.ticket?.id) }
    guard let ticket = subject.ticket else { throw .noTicket(sessionID: session.id) }
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
    if let session = subject.session, session.state == .active { return .conversation(session.id) }
    return subject.ticket?.facts.requesterHasEmail == true ? .email : .none
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
    case .step(let step): if subject.ticket != nil { try apply(step) }
    case .survey: offerSurvey(by: macro.macro)
    case .notice(let notice):
      if let ticket = subject.ticket {
        notices.append(PendingNotice(kind: .notice(notice), rule: macro.macro, ticket: ticket))
      }
    case .impossible(let why): happened(.remark("not done by macro \(macro.macro.id): \(why)"))
    }
  }

  /// Puts the rendered text of a macro in its place, and on its way to the customer.
  public mutating func settle(_ pending: PendingComment, _ comment: CompiledMacro.Comment, text: String) {
    happenings[pending.reference].kind = .macro(comment.macro)
    happenings[pending.place].kind =
      pending.isReminder ? .reminder(body: text) : .comment(body: text, isPublic: pending.isPublic)
    switch pending.way {
    case .conversation(let id):
      messages.append(
        PendingMessage(rule: comment.macro, text: text, sessionID: id, ticketID: pending.ticket?.id))
    case .email:
      guard let ticket = pending.ticket else { return }
      notices.insert(
        PendingNotice(kind: .replyByEmail(text), rule: comment.macro, ticket: ticket), at: pending.noticePlace
      )
    case .none: break
    }
  }
}
