import CivilTime
import SessionModel

/// What a replayed update came to.
struct ReplayedUpdate {
  let step: TicketPast.Step
  let author: ReplayAuthor
  /// What was there before it, and what its author made of it, in the replay.
  let before: WorkItem
  let acted: WorkItem
  /// With what the rules made of it.
  let draft: UpdateDraft
  /// The agents of groups at that moment.
  let agents: [Int64: Set<Int64>]
  /// Whether the ticket had gone another way before.
  let isForked: Bool

  var at: Instant { step.update.at }
  var fired: [Int64] { draft.fired.filter { $0.rule.kind == .trigger }.map(\.rule.id) }
}

/// One ticket's updates, one after the other, by the rules of the replay.
///
/// As long as they come to what is recorded, each begins with what was there. Once one does not, the ticket goes its own way:
/// what its people did is done again to what it is by then, as far as it still can be.
struct TicketReplay {
  let rules: ReplayRules
  let hasCustomFields: Bool
  let role: (Int64, AccountPast.Period) throws -> Role?
  /// The ticket as the replay has it, once it is another one than was recorded.
  private(set) var fork: WorkItem?
  private(set) var wasForked = false

  init(
    rules: ReplayRules, hasCustomFields: Bool, role: @escaping (Int64, AccountPast.Period) throws -> Role?
  ) {
    self.rules = rules
    self.hasCustomFields = hasCustomFields
    self.role = role
  }

  /// What became of one update.
  enum Outcome {
    case replayed(ReplayedUpdate)
    /// No rule runs on it (T3).
    case withoutRules
    case notReplayable(ReplayObstacle)
    /// It could not have happened any more on the way that the ticket has gone.
    case impossible
  }

  /// The next update of the ticket.
  mutating func replay(_ step: TicketPast.Step) throws -> Outcome {
    let update = step.update
    guard let ticket = step.acted.ticket else { return .notReplayable(.unreadable) }
    if let obstacle = step.obstacle {
      // What it was from here on is what is recorded.
      fork = nil
      return .notReplayable(obstacle)
    }
    let account = rules.account(at: update.at)
    let policy = account.policy
    let author = try ReplayAuthor(of: update, on: ticket) { try role($0, account) }
    if !author.isKnown && rules.readsAuthor { return .notReplayable(.unknownAuthor) }
    if !update.isLocal && rules.readsCounts { return .notReplayable(.fieldNotTold) }
    let what = Update(
      actor: author.actor(of: update), via: update.via, at: update.at, steps: update.steps(by: author))
    var draft: UpdateDraft
    let wasForked = fork != nil
    if let fork {
      // What ended it was allowed then.
      var allowed = policy
      allowed.canEndSessions = true
      guard let again = try? fork.applying(what, policy: allowed), again.isChange else { return .impossible }
      draft = again
    } else {
      draft =
        update.importBroughtTicket != nil
        ? UpdateDraft(
          importing: step.acted, before: step.before.ticket == nil ? nil : step.before,
          comment: update.comment?.body, by: what, policy: policy)
        : UpdateDraft(
          replaying: step.acted, before: step.before, comment: update.comment, by: what, policy: policy)
    }
    let (before, acted) = (draft.before, draft.item)
    guard update.setsRulesOff else {
      if fork != nil { fork = draft.item }
      return .withoutRules
    }
    let event = author.event(of: update, comment: update.comment)
    draft.run(RunRules(triggers: rules.rules(for: event, at: update.at), queues: .none))
    let replayed = ReplayedUpdate(
      step: step, author: author, before: before, acted: acted, draft: draft, agents: account.agents,
      isForked: wasForked)
    if fork != nil || !replayed.isAsRecorded(hasCustomFields: hasCustomFields) {
      self.wasForked = true
      fork = replayed.goingOn
      // It has come back to where it was recorded to be.
      if let now = fork, now.isSame(as: step.after, hasCustomFields: hasCustomFields) { fork = nil }
    }
    return .replayed(replayed)
  }
}

extension ReplayAuthor {
  fileprivate func actor(of update: RecordedUpdate) -> Actor {
    update.authorID.flatMap { $0 > 0 ? .user(id: $0) : nil } ?? .system
  }
}

extension ReplayedUpdate {
  /// What the ticket goes on as: messaging triggers are not replayed, what they did is taken from the history.
  fileprivate var goingOn: WorkItem {
    var item = draft.item
    for change in step.update.changes where change.author == .other {
      if item.ticket != nil { RecordedUpdate.apply(change, to: &item.ticket!) }
    }
    return item
  }

  /// The fields that come out otherwise than is recorded.
  func differences(hasCustomFields: Bool) -> [ReplaySample.Difference] {
    draft.item.differences(
      from: step.triggered, hasCustomFields: hasCustomFields, tags: !step.update.hasMessagingTrigger)
  }

  func isAsRecorded(hasCustomFields: Bool) -> Bool {
    draft.item.isSame(
      as: step.triggered, hasCustomFields: hasCustomFields, tags: !step.update.hasMessagingTrigger)
  }
}

extension WorkItem {
  /// Whether rules would see the same.
  func isSame(as other: WorkItem, hasCustomFields: Bool, tags: Bool = true) -> Bool {
    guard var one = ticket, var two = other.ticket else { return ticket == other.ticket }
    if session?.state != other.session?.state || session?.end?.reason != other.session?.end?.reason {
      return false
    }
    if !tags || Set(one.tags) == Set(two.tags) { one.tags = two.tags }
    one.assignedChannel = two.assignedChannel
    one.facts = two.facts
    if !hasCustomFields { (one.customFields, two.customFields) = ([:], [:]) }
    return one == two
  }

  /// What updates change beside the routing channel, which goes with the session: as conditions call it, the status first.
  private static let changeable: [(field: TicketField, name: String)] =
    ([.status] + TicketField.changeable.map(\.field).filter { $0 != .status }).compactMap { field in
      field.telling.map { (field, "\($0.key)") }
    }

  fileprivate func differences(
    from recorded: WorkItem, hasCustomFields: Bool, tags: Bool
  ) -> [ReplaySample.Difference] {
    guard let one = ticket, let two = recorded.ticket else { return [] }
    var found: [ReplaySample.Difference] = []
    func compare(_ field: String, _ replayed: String?, _ recorded: String?) {
      if replayed != recorded {
        found.append(ReplaySample.Difference(field: field, recorded: recorded, replayed: replayed))
      }
    }
    compare("messaging_session_state", session?.state.word, recorded.session?.state.word)
    compare("messaging_session_ended_reason", session?.end?.reason?.word, recorded.session?.end?.reason?.word)
    compare("routing_channel", one.routingChannel.word, two.routingChannel.word)
    for (field, name) in Self.changeable {
      if field != .tags {
        compare(name, field.word(in: one), field.word(in: two))
      } else if tags && Set(one.tags) != Set(two.tags) {
        compare(name, TagList.text(one.tags.sorted()), TagList.text(two.tags.sorted()))
      }
    }
    if hasCustomFields {
      for id in Set(one.customFields.keys).union(two.customFields.keys).sorted() {
        compare("custom_fields_\(id)", one.customFields[id], two.customFields[id])
      }
    }
    return found
  }
}
