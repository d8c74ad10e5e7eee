extension RuleCompiler {
  /// Looks a trigger over by itself: what can't be evaluated (T10), contradictions, actions without effect (E1), no end
  /// to firing, customers out of reach (E15).
  public func findings(of trigger: Trigger) -> [RuleFinding] {
    let again = firingAgain(trigger)
    return RuleFinding.of(problems(of: trigger), isActive: trigger.active)
      + contradictions(trigger.conditions.all) + withoutEffect(trigger) + again
      + (again.isEmpty ? answeringItself(trigger) : []) + withoutAddress(trigger) + toOneself(trigger)
      + givingToNobody(trigger) + assigningInVain(trigger)
  }

  // MARK: Never met

  func contradictions(_ conditions: [RuleCondition]) -> [RuleFinding] {
    var findings: [RuleFinding] = []
    for (index, first) in conditions.enumerated() {
      for second in conditions[(index + 1)...] where first.field == second.field && exclude(first, second) {
        findings.append(
          RuleFinding(
            kind: .neverMet,
            message: "it can never be met: '\(text(first))' and '\(text(second))' contradict each other",
            advice: "remove one of them, or move both to 'any'"))
      }
    }
    return findings
  }

  private func exclude(_ first: RuleCondition, _ second: RuleCondition) -> Bool {
    let (one, other) = (first.operatorWord ?? "is", second.operatorWord ?? "is")
    let same = first.value == second.value
    switch (one, other) {
    case ("is", "is"), ("value", "value"), ("value_previous", "value_previous"): return !same
    case ("is", "is_not"), ("is_not", "is"), ("includes", "not_includes"), ("not_includes", "includes"):
      return same
    case ("present", "not_present"), ("not_present", "present"), ("changed", "not_changed"),
      ("not_changed", "changed"), ("value", "not_changed"), ("not_changed", "value"):
      return true
    case ("is", "value"), ("value", "is"): return !same
    case ("less_than", _), ("greater_than", _), (_, "less_than"), (_, "greater_than"):
      return rangeIsEmpty(first, second)
    default: return false
    }
  }

  private func rangeIsEmpty(_ first: RuleCondition, _ second: RuleCondition) -> Bool {
    guard let field = ConditionCatalogue.field(first.field) else { return false }
    var low = Int64.min
    var high = Int64.max
    for condition in [first, second] {
      guard let value = number(condition, field) else { return false }
      switch condition.operatorWord {
      case "less_than": high = min(high, value - 1)
      case "greater_than": low = max(low, value + 1)
      case "is", nil: (low, high) = (max(low, value), min(high, value))
      default: return false
      }
    }
    return low > high
  }

  private func number(_ condition: RuleCondition, _ field: ConditionField) -> Int64? {
    guard let word = condition.value.string ?? condition.value.integer.map(String.init) else { return nil }
    if case .words(let words, let numbers) = field.value {
      return words.firstIndex(of: word).map { numbers[$0] }
    }
    return Int64(word)
  }

  // MARK: Fires again

  /// Whether nothing stops a trigger from firing on each later update of the same ticket.
  private func firingAgain(_ trigger: Trigger) -> [RuleFinding] {
    let conditions = trigger.conditions.all + trigger.conditions.any
    guard !conditions.isEmpty, problems(of: trigger).isEmpty else { return [] }
    if conditions.contains(where: isAboutTheUpdate) { return [] }
    if trigger.conditions.all.contains(where: { undoes($0, trigger.actions) }) { return [] }
    // Setting the same values again changes nothing; only what is sent repeats.
    let sends = trigger.actions.contains { action in
      switch ActionCatalogue.field(action.field)?.effect {
      case .notifyUser, .notifyGroup, .notifyWebhook, .notifyTarget: true
      default: false
      }
    }
    guard sends else { return [] }
    return [
      RuleFinding(
        kind: .firesAgain,
        message: "nothing stops it from sending again on every update of the same ticket",
        advice: "add a condition on a change, or add a tag and require that it is missing")
    ]
  }

  private func isAboutTheUpdate(_ condition: RuleCondition) -> Bool {
    if ConditionOperator(rawValue: condition.operatorWord ?? "")?.isAboutChange == true { return true }
    switch condition.field {
    case "update_type": return condition.value.string == "Create"
    case "comment_includes_word", "comment_is_public": return true
    default: return false
    }
  }

  /// Whether the actions make a condition false, so that it holds no second time.
  private func undoes(_ condition: RuleCondition, _ actions: [RuleAction]) -> Bool {
    actions.contains { action in
      if condition.field == "current_tags", condition.operatorWord == "not_includes" {
        let added = Set((action.value.string ?? "").split(separator: " "))
        let wanted = Set((condition.value.string ?? "").split(separator: " "))
        return ["current_tags", "set_tags"].contains(action.field) && !added.isDisjoint(with: wanted)
      }
      if condition.field == "satisfaction_score" { return action.field == "satisfaction_score" }
      return action.field == condition.field
        && (condition.operatorWord == "is"
          ? action.value != condition.value
          : condition.operatorWord == "is_not"
            && action.value == condition.value)
    }
  }

  // MARK: Out of reach

  /// E15: who came in through messaging may have no e-mail address.
  private func withoutAddress(_ trigger: Trigger) -> [RuleFinding] {
    let mails = trigger.actions.contains { action in
      switch ActionCatalogue.field(action.field)?.effect {
      // E12: while the session is active it leaves on messaging.
      case .survey: !trigger.conditions.all.contains(where: demandsActiveSession)
      case .notifyUser:
        ["requester_id", "requester_and_ccs"].contains(action.value.array?.first?.string ?? "")
      default: false
      }
    }
    let isAboutMessaging = (trigger.conditions.all + trigger.conditions.any).contains { condition in
      condition.field.hasPrefix("messaging_session") || condition.field == "routing_channel"
        || (condition.field == "via_id" && condition.value.string == "messaging")
    }
    let asksForAddress = trigger.conditions.all.contains {
      $0.field == "requester_email" && $0.operatorWord == "present"
    }
    guard mails && isAboutMessaging && !asksForAddress else { return [] }
    return [
      RuleFinding(
        kind: .noAddress,
        message: "it e-mails requesters who came in through messaging; some have no e-mail address",
        advice:
          "they get no e-mail, only a remark in the history; a macro can tell them in the channel before the end"
      )
    ]
  }

  private func demandsActiveSession(_ condition: RuleCondition) -> Bool {
    switch (condition.field, condition.operatorWord ?? "is", condition.value.string) {
    case ("messaging_session_state", "is", "active"), ("current_via_id", "is", "messaging"): true
    case ("current_via_id", "is", let channel?):
      Channel.messaging.contains { $0.name == channel || String($0.id) == channel }
    default: false
    }
  }

  /// Whoever has the address that mails come from gets none: what answers by itself would answer itself.
  private func toOneself(_ trigger: Trigger) -> [RuleFinding] {
    guard !ownMailbox.isEmpty else { return [] }
    let isMeant = trigger.actions.contains { action in
      guard case .notifyUser = ActionCatalogue.field(action.field)?.effect else { return false }
      let word = action.value.array?.first?.string ?? ""
      return word == "requester_id" || Int64(word).map(ownMailbox.contains) == true
    }
    guard isMeant else { return [] }
    return [
      RuleFinding(
        kind: .ownAddress,
        message: "it e-mails somebody who has the address of outbox.from, the sender of all e-mails",
        advice: "no e-mail is sent to that address; give outbox.from an address that nobody else has")
    ]
  }

  func text(_ condition: RuleCondition) -> String {
    [condition.field, condition.operatorWord ?? "", condition.value.string ?? ""].filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}
