/// Rules that fire and change nothing, because what they demand is already what they do, or makes it impossible.
extension RuleCompiler {
  func withoutEffect(_ trigger: Trigger) -> [RuleFinding] {
    guard !trigger.actions.isEmpty else { return [] }
    var findings: [RuleFinding] = []
    for action in trigger.actions {
      guard let obstacle = trigger.conditions.all.compactMap({ obstacle(to: action, $0) }).first else {
        // One that does something is reason enough to fire.
        return []
      }
      findings.append(obstacle)
    }
    return findings
  }

  /// Why an action can't change anything on a ticket on which a condition holds.
  private func obstacle(to action: RuleAction, _ condition: RuleCondition) -> RuleFinding? {
    switch ActionCatalogue.field(action.field)?.effect {
    case .endSession: return obstacleToEnd(condition)
    case .routingChannel:
      return demands(condition, "routing_channel", "email") ? same(action, condition) : nil
    case .addTags:
      let tags = words(action.value.string)
      guard condition.field == "current_tags", condition.operatorWord == "includes",
        words(condition.value.string).count == 1, tags == words(condition.value.string)
      else { return nil }
      return same(action, condition)
    case .removeTags:
      guard condition.field == "current_tags", condition.operatorWord == "not_includes",
        words(action.value.string).isSubset(of: words(condition.value.string))
      else { return nil }
      return same(action, condition)
    case .survey:
      guard condition.field == "satisfaction_score",
        ["is", "value"].contains(condition.operatorWord ?? "is"),
        condition.value.string != "unoffered"
      else { return nil }
      return finding(
        action, condition, "a survey is offered only once per ticket",
        "add the condition 'satisfaction_score is unoffered'")
    case .status, .group, .assignee, .customField:
      return demands(condition, action.field, action.value.string ?? "") ? same(action, condition) : nil
    case .set(let field):
      return ConditionCatalogue.field(condition.field)?.attribute == field.attribute
        && demands(condition, condition.field, action.value.string ?? "") ? same(action, condition) : nil
    default: return nil
    }
  }

  /// E1: an ended session stays ended, and whether its ticket moves to email is the setting's choice.
  private func obstacleToEnd(_ condition: RuleCondition) -> RuleFinding? {
    let end = RuleAction(field: "messaging_session", value: "end_session")
    let value = condition.value.string ?? ""
    switch (condition.field, condition.operatorWord ?? "is") {
    case ("via_id", "is") where !isMessaging(value):
      return finding(
        end, condition, "only a ticket that came in through messaging has a session",
        "add the condition 'via_id is messaging'")
    case ("messaging_session_state", "is"), ("messaging_session_state", "value"):
      return value == "ended" && !environment.triggerEndSetsEmail ? ended(end, condition) : nil
    case ("messaging_session_ended_reason", "is"), ("messaging_session_ended_reason", "value"),
      ("messaging_session_ended_reason", "present"), ("messaging_session_ended_reason", "changed"):
      return environment.triggerEndSetsEmail ? nil : ended(end, condition)
    case ("routing_channel", "is"), ("routing_channel", "value"):
      // Whatever is routed as email has no session that could be ended.
      return value == "email" ? ended(end, condition, because: "the session has already ended") : nil
    default: return nil
    }
  }

  private func ended(
    _ action: RuleAction, _ condition: RuleCondition,
    because why: String =
      "the session has already ended, and the setting triggers.end_session_sets_email keeps the routing channel"
  ) -> RuleFinding {
    finding(
      action, condition, why,
      environment.triggerEndSetsEmail
        ? "remove the action or the condition" : "to route such tickets as email, use 'routing_channel email'"
    )
  }

  private func same(_ action: RuleAction, _ condition: RuleCondition) -> RuleFinding {
    finding(action, condition, "the ticket already has that value", "remove the action or the condition")
  }

  private func finding(
    _ action: RuleAction, _ condition: RuleCondition, _ why: String, _ advice: String
  ) -> RuleFinding {
    RuleFinding(
      kind: .noEffect,
      message:
        "'\(action.field) \(action.value.string ?? "")' changes nothing where '\(text(condition))' holds: \(why)",
      advice: advice)
  }

  /// Whether a field has this value wherever the condition holds.
  private func demands(_ condition: RuleCondition, _ field: String, _ value: String) -> Bool {
    condition.field == field && ["is", "value"].contains(condition.operatorWord ?? "is")
      && condition.value.string == value && !["current_user", "requester_id", "assignee_id"].contains(value)
  }

  private func isMessaging(_ channel: String) -> Bool {
    channel == "messaging"
      || !Channel.known.contains { !$0.isMessaging && ($0.name == channel || String($0.id) == channel) }
  }

  private func words(_ text: String?) -> Set<Substring> { Set((text ?? "").split { $0 == " " || $0 == "," }) }
}
