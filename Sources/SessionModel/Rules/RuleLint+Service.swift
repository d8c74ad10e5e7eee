/// Where tickets would wait for ever, because nobody could be given them.
extension RuleCompiler {
  /// A trigger that gives tickets to a group in which nobody can take them.
  func givingToNobody(_ trigger: Trigger) -> [RuleFinding] {
    guard let service = environment.service else { return [] }
    let ends = trigger.actions.contains { action in
      switch ActionCatalogue.field(action.field)?.effect {
      case .endSession: environment.triggerEndSetsEmail
      case .routingChannel: true
      default: false
      }
    }
    return trigger.actions.compactMap { action in
      guard case .group = ActionCatalogue.field(action.field)?.effect,
        let group = action.value.string.flatMap({ Int64($0) }) ?? action.value.integer,
        knows(group: group), let obstacle = service.obstacle(to: ends ? .email : nil, in: [group])
      else { return nil }
      return RuleFinding(
        kind: .nobodyServes, message: "it gives tickets to a group that nobody serves: \(obstacle)",
        advice: "add agents who can take them to the group, or name another group")
    }
  }

  /// A trigger that assigns to somebody who can't be given tickets: the rest of it is done, this never.
  func assigningInVain(_ trigger: Trigger) -> [RuleFinding] {
    trigger.actions.compactMap { action in
      guard case .assignee = ActionCatalogue.field(action.field)?.effect,
        let id = action.value.string.flatMap({ Int64($0) }) ?? action.value.integer,
        let bar = environment.barred[id]
      else { return nil }
      return RuleFinding(
        kind: .noEffect, message: "agent \(id), to whom it assigns tickets, \(bar.phrase)",
        advice: "name another agent, or a group")
    }
  }
}
