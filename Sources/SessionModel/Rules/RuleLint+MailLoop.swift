/// Rules that their own e-mails set off: an e-mail goes to somebody whose answer makes the rule fire again.
extension RuleCompiler {
  /// A loop is a certain one: the recipient answers with a public comment by e-mail, which changes nothing else but that
  /// a customer's answer opens what waited for one (E16). If the rule can fire on that, and all that it asks for then
  /// certainly holds at the next answer, and so at each that follows, nothing ends it. What it does itself, such as adding a
  /// tag that must be missing, does. Words of a comment hold if the e-mail says them, since answers
  /// quote. Not seen: loops that go over another rule, a webhook or a target, and those that depend on what a rule does not
  /// ask for.
  func answeringItself(_ trigger: Trigger) -> [RuleFinding] {
    guard problems(of: trigger).isEmpty else { return [] }
    let mails = trigger.actions.compactMap(RuleMail.init)
    guard !mails.isEmpty else { return [] }
    func done(_ way: Circumstances) -> Circumstances {
      way.after(trigger.actions, endSetsEmail: environment.triggerEndSetsEmail)
    }
    let fired = Circumstances.ways(trigger.conditions).map(done)
    for mail in mails {
      let goesOn = fired.contains { first in
        mail.answered(first, trigger).ways(trigger.conditions).contains { again in
          mail.answered(done(again), trigger).meet(trigger.conditions) == true
        }
      }
      guard goesOn else { continue }
      return [
        RuleFinding(
          kind: .mailLoop,
          message: "its e-mail to \(mail.reader.phrase) makes it fire again as soon as somebody answers it",
          advice:
            "add the condition '\(mail.reader.guardWords)', or let it add a tag and require that the tag is missing"
        )
      ]
    }
    return []
  }
}

/// An e-mail of a rule, and who answers it.
private struct RuleMail {
  enum Reader { case requester, assignee, updater, somebody }

  let reader: Reader
  private let text: String

  init?(_ action: RuleAction) {
    let parts = (action.value.array ?? []).map(\.plainText)
    guard let recipient = parts.first else { return nil }
    switch ActionCatalogue.field(action.field)?.effect {
    case .notifyGroup: reader = .somebody
    case .notifyUser:
      switch recipient {
      case "requester_id", "requester_and_ccs": reader = .requester
      case "assignee_id": reader = .assignee
      case "current_user": reader = .updater
      default: reader = .somebody
      }
    default: return nil
    }
    text = parts.dropFirst().joined(separator: "\n")
  }

  /// The ticket's next update: the answer.
  func answered(_ fired: Circumstances, _ trigger: Trigger) -> Circumstances {
    var answer = fired.atNextUpdate.telling(["current_via_id is email", "comment_is_public is true"])
    switch reader {
    case .requester:
      answer = answer.reopened.telling([
        "role is end_user", "requester_id is current_user", "assignee_id is_not current_user",
      ])
    case .assignee:
      answer = answer.telling([
        "role is agent", "assignee_id is current_user", "requester_id is_not current_user",
      ])
    case .updater:
      // The same person as before, whoever that is.
      let isCustomer = fired.values(of: "role") == ValueSet("end_user")
      if isCustomer { answer = answer.reopened }
      for condition in trigger.conditions.all where condition.field == "role" || condition.isAboutUpdater {
        answer.assume(condition)
      }
    case .somebody:
      answer = answer.telling([
        "role is agent", "requester_id is_not current_user", "assignee_id is_not current_user",
      ])
    }
    for condition in trigger.conditions.all + trigger.conditions.any
    where condition.field == "comment_includes_word" && says(condition) {
      answer.assume(condition)
    }
    return answer
  }

  /// Whether a condition on the words of a comment holds for the e-mail's own text.
  private func says(_ condition: RuleCondition) -> Bool {
    let words = condition.value.plainText
    return switch condition.operatorWord {
    case "includes": TextMatch.hasWord(words.split(separator: " ").map(String.init), in: text)
    case "is": TextMatch.has(words, in: text)
    default: false
    }
  }
}

extension RuleMail.Reader {
  var phrase: String {
    switch self {
    case .requester: "the requester"
    case .assignee: "the assignee"
    case .updater: "whoever made the update"
    case .somebody: "agents"
    }
  }

  /// What would keep it from firing on its reader's answer.
  var guardWords: String {
    switch self {
    case .requester: "requester_id is_not current_user"
    case .assignee: "assignee_id is_not current_user"
    case .updater: "current_via_id is_not email"
    case .somebody: "role is end_user"
    }
  }
}

extension RuleCondition {
  /// Whether it asks who made the update.
  fileprivate var isAboutUpdater: Bool {
    value.string == "current_user" && ["is", "is_not", nil].contains(operatorWord)
  }
}
