/// Where tickets would wait for ever, because nobody could be given them.
extension RuleCompiler {
  /// What is doubtful about a queue (Q3): that it can't be evaluated or met, that nobody serves it, or that another one
  /// leaves nothing for it.
  ///
  /// - Parameter earlier: the queues that are tried before it
  package func findings(
    of queue: Queue, after earlier: [Queue], _ service: GroupService
  ) -> [RuleFinding] {
    var findings = problems(of: queue).map { problem in
      RuleFinding(
        kind: .cannotBeEvaluated, message: problem.sentence, advice: "change the queue", problem: problem)
    }
    findings += contradictions(queue.conditions.all)
    if let obstacle = queue.unserved(service) {
      findings.append(
        RuleFinding(
          kind: .nobodyServes, message: obstacle,
          advice: "add agents who can take them to one of its groups, or let another group serve it"))
    }
    if let first = earlier.first(where: { $0.conditions.isEmpty && problems(of: $0).isEmpty }) {
      findings.append(
        RuleFinding(
          kind: .shadowed,
          message: "nothing gets to it: '\(first.name)' stands before it and takes everything",
          advice: "put it before that queue, or give that queue a condition"))
    }
    return findings
  }
}

extension Queue {
  /// Why nobody can ever be given what waits in it, as a sentence without a full stop; nil where somebody can, and of the
  /// standard queue, which each ticket's own group serves.
  package func unserved(_ service: GroupService) -> String? {
    if isStandard { return nil }
    return service.obstacle(to: demandedChannel, in: primaryGroups + secondaryGroups)
      .map { "nobody serves it: \($0)" }
  }

  /// How everything in it is routed; nil where that may be either.
  private var demandedChannel: RoutingChannel? {
    for condition in conditions.all
    where condition.field == "routing_channel" && (condition.operatorWord ?? "is") == "is" {
      if let channel = condition.value.string.flatMap(RoutingChannel.init(word:)) { return channel }
    }
    return nil
  }
}
