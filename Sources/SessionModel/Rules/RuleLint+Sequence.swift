/// What is doubtful about a trigger beside the others: that one undoes what it does, or that both send the survey.
extension RuleCompiler {
  /// - Parameter sequence: the account's active triggers; of one that is not among them nothing is told
  package func findings(of trigger: Trigger, in sequence: RuleSequence) -> [RuleFinding] {
    guard let member = sequence.places[trigger.id].map({ sequence.members[$0] }) else { return [] }
    return undoing(member, sequence) + surveyingTwice(member, sequence)
  }

  // MARK: Undone

  /// What another trigger certainly undoes in the same update: it sets the same field to something else, or takes the tag
  /// away, and its conditions hold whenever this one has fired. Looked at are the two of them alone, and an update in which
  /// this one fires in its turn. One that runs earlier counts if it can fire only after this one (T5).
  private func undoing(_ member: RuleSequence.Member, _ sequence: RuleSequence) -> [RuleFinding] {
    let before = Circumstances.ways(member.trigger.conditions)
    let after = before.map { $0.after(member.trigger.actions, endSetsEmail: environment.triggerEndSetsEmail) }
    guard let one = after.first else { return [] }
    func certainlyFires(_ other: RuleSequence.Member) -> Bool {
      other.place != member.place && after.allSatisfy(other.demand.certainlyHolds)
        && (other.place > member.place
          || before.allSatisfy { $0.meet(other.trigger.conditions) == false })
    }
    var findings: [RuleFinding] = []
    for (field, value) in member.settings.sorted(by: { $0.key < $1.key }) {
      let other = sequence.setting(field, in: one).first {
        $0.settings[field] != value && certainlyFires($0)
      }
      guard let other else { continue }
      findings.append(
        undone("'\(field) \(value)'", by: other, with: "'\(field) \(other.settings[field] ?? "")'"))
    }
    for other in sequence.taking(member.addedTags, adding: member.removedTags) {
      let asked = other.tagsAskedFor
      let removed = other.takesAway(of: member.addedTags).subtracting(asked).sorted()
      let added = member.removedTags.intersection(other.addedTags).subtracting(asked).sorted()
      guard let tag = removed.first ?? added.first, certainlyFires(other) else { continue }
      findings.append(
        removed.isEmpty
          ? undone("'remove_tags \(tag)'", by: other, with: "'current_tags \(tag)'")
          : undone(
            "'current_tags \(tag)'", by: other,
            with: other.removedTags.contains(tag) ? "'remove_tags \(tag)'" : "'set_tags'"))
      break
    }
    return findings
  }

  private func undone(_ what: String, by other: RuleSequence.Member, with how: String) -> RuleFinding {
    RuleFinding(
      kind: .undone,
      message:
        "whenever it fires, trigger \(other.trigger.id) '\(other.trigger.title)' undoes its action \(what) with \(how)",
      advice: "remove one of the two actions, or give the other trigger a condition")
  }

  // MARK: The survey twice

  /// Whether the survey can have been sent already when it fires: by another trigger, in the same update or an earlier one,
  /// or by itself. What lasts from one update to another is how the ticket came in, an end with its reason, and that the
  /// survey was offered.
  private func surveyingTwice(_ member: RuleSequence.Member, _ sequence: RuleSequence) -> [RuleFinding] {
    guard member.sendsSurvey else { return [] }
    let conditions = member.trigger.conditions
    let offered = RuleCondition(field: "satisfaction_score", operatorWord: "is_not", value: "unoffered")
    for other in [member] + sequence.surveying.filter({ $0.place != member.place }) {
      for way in Circumstances.ways(other.trigger.conditions) {
        let sent = way.after(other.trigger.actions, endSetsEmail: environment.triggerEndSetsEmail)
          .assuming(offered)
        let later = sent.atLaterUpdate.assuming(offered)
        guard later.allow(conditions) || (other.place < member.place && sent.allow(conditions)) else {
          continue
        }
        let who =
          other.place == member.place
          ? "it" : "trigger \(other.trigger.id) '\(other.trigger.title)'"
        return [
          RuleFinding(
            kind: .surveyTwice, message: "it can send the survey where \(who) has sent it before",
            advice: "add the condition 'satisfaction_score is unoffered'")
        ]
      }
    }
    return []
  }
}
