/// Triggers that put waiting tickets where nobody is given them (Q2, Q5, E4).
extension RuleCompiler {
  /// What strands a ticket: it certainly enters a queue that nobody serves, because of what the trigger did; it loses its
  /// group, without which the standard queue takes none, where no other queue could take it; or its session ends so that
  /// it is in no queue (E4), and no other trigger routes tickets as email.
  ///
  /// Not asked is what other triggers do to the ticket, besides that last question. A group that nobody serves is a finding
  /// of its own.
  package func stranding(
    _ trigger: Trigger, _ queues: [Queue], _ service: GroupService, among sequence: RuleSequence
  ) -> [RuleFinding] {
    guard problems(of: trigger).isEmpty else { return [] }
    let taking = queues.filter { problems(of: $0).isEmpty }
    for before in Circumstances.ways(trigger.conditions) {
      let after = before.after(trigger.actions, endSetsEmail: environment.triggerEndSetsEmail)
      guard after.mayWait else { continue }
      let isOut =
        !environment.triggerEndSetsEmail && trigger.does(.endSession)
        && before.values(of: "messaging_session_state") != ValueSet("ended")
        && !sequence.members.contains { $0.trigger.does(.routingChannel) }
      if isOut { return [outOfRouting] }
      if let queue = taking.first(where: { after.meet($0.conditions) == true }) {
        if let obstacle = queue.unserved(service), before.meet(queue.conditions) != true {
          return [
            RuleFinding(
              kind: .strands,
              message: "it puts tickets into the queue '\(queue.name)', and \(obstacle)",
              advice: "add agents to a group of that queue, or change what the trigger does")
          ]
        }
      } else if after.values(of: "group_id") == ValueSet(""), before.values(of: "group_id") != ValueSet(""),
        !taking.contains(where: { after.allow($0.conditions) })
      {
        return [
          RuleFinding(
            kind: .strands,
            message: "it takes the group away, and no queue takes tickets without a group",
            advice: "give the ticket to another group, or make a queue for such tickets")
        ]
      }
    }
    return []
  }

  private var outOfRouting: RuleFinding {
    RuleFinding(
      kind: .strands,
      message:
        "it ends sessions, and the setting triggers.end_session_sets_email keeps their tickets out of all queues",
      advice:
        "set triggers.end_session_sets_email to true, or route such tickets with 'routing_channel email'"
    )
  }
}

extension Circumstances {
  /// Q2: whether it may be unassigned and new or open.
  fileprivate var mayWait: Bool {
    isPossible && values(of: "assignee_id").contains("")
      && !values(of: "status").isDisjoint(with: .only(["new", "open"]))
  }
}

extension Trigger {
  fileprivate func does(_ effect: ActionEffect) -> Bool {
    actions.contains { ActionCatalogue.field($0.field)?.effect == effect }
  }
}
