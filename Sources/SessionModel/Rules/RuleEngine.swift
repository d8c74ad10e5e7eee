extension UpdateDraft {
  /// Whether something was sent that leaves the machine.
  public var sendsAnything: Bool { !notices.isEmpty || !messages.isEmpty }

  /// Runs the triggers on what an update has made of a ticket.
  ///
  /// Every trigger that is met fires, in order, and later ones see what earlier ones changed (T4). When one changes
  /// the ticket, evaluation restarts from the top without those that have fired (T5): each fires at most once, so
  /// that it always ends.
  public mutating func run(_ rules: RuleSet) {
    guard !rules.triggers.isEmpty, let ticket = baseline, !ticket.status.isFinal else { return }
    // Nothing is allocated for the many work items on which nothing fires.
    let triggers = rules.triggers
    guard let first = triggers.firstIndex(where: { $0.isMet(before: before, now: item) }) else { return }
    var waiting = WaitingTriggers(after: first, of: triggers.count)
    var hasFired = Array(repeating: false, count: triggers.count)
    var place = Optional(first)
    var isKnownToBeMet = true
    while let position = place {
      waiting.isAsked(position)
      guard isKnownToBeMet || triggers[position].isMet(before: before, now: item) else {
        place = waiting.next(from: position)
        continue
      }
      isKnownToBeMet = false
      hasFired[position] = true
      let changesBefore = changeCount
      fire(triggers[position])
      guard changeCount != changesBefore else {
        place = waiting.next(from: position)
        continue
      }
      let changes = triggers[position].writes
      for other in triggers.indices
      where !hasFired[other] && !rules.reads[other].isDisjoint(with: changes.footprint)
        && triggers[other].reads.meet(changes)
      {
        waiting.wake(other)
      }
      place = waiting.next(from: 0)
    }
  }

  private mutating func fire(_ trigger: CompiledTrigger) {
    rule = trigger.rule
    defer { rule = nil }
    keepActed()
    fired.append(FiredRule(rule: trigger.rule))
    for action in trigger.actions {
      switch action {
      case .step(let step):
        do throws(UpdateRefusal) { try apply(step) } catch {
          // An action that does not fit this ticket, such as ending a session that it does not have.
          notDone(error.message, by: trigger)
        }
      case .impossible(let why): notDone(why, by: trigger)
      case .survey: offerSurvey()
      case .notice(let notice): send(.notice(notice))
      }
    }
  }

  private mutating func notDone(_ why: String, by trigger: CompiledTrigger) {
    happened(.remark("not done by trigger \(trigger.rule.id): \(why)"))
  }

  /// Once per ticket: on messaging while the session is active, by e-mail afterwards (E12). Who then has no e-mail
  /// address is offered none (E15): the survey could not be answered, and may still be offered when the address is known.
  ///
  /// - Parameter macro: the macro that offers it; nil for the trigger that fires
  mutating func offerSurvey(by macro: RuleReference? = nil) {
    guard let ticket = item.ticket, ticket.satisfaction == .unoffered, let sender = macro ?? rule else {
      return
    }
    let isOnMessaging = item.session?.state == .active
    guard isOnMessaging || ticket.facts.requesterHasEmail else {
      let why =
        ticket.facts.requesterID == nil
        ? "the ticket has no requester" : "the requester has no e-mail address"
      happenings.append(UpdateEvent(.remark("no survey was sent: \(why)"), rule: sender))
      return
    }
    item.ticket?.satisfaction = .offered
    changeCount += 1
    changedBy["satisfaction_score"] = rule
    notices.append(
      PendingNotification(
        kind: .survey(onMessaging: isOnMessaging), rule: sender, ticket: item.ticket ?? ticket))
  }

  mutating func send(_ kind: PendingNotification.Kind) {
    guard let ticket = item.ticket else { return }
    notices.append(PendingNotification(kind: kind, rule: rule, ticket: ticket))
  }
}
