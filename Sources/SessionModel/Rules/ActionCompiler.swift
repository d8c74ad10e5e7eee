import Placeholders

/// Turns an action into what it does, or says why it can't be done (T10).
struct ActionCompiler {
  let facts: RuleEnvironment
  let event: RuleEvent

  func compile(_ action: RuleAction) throws(RuleProblem) -> CompiledAction {
    guard let field = ActionCatalogue.field(action.field) else {
      throw .noAction(action.field, among: ActionCatalogue.triggers.map(\.name))
    }
    if field.needsFeature && !facts.featureEnabled {
      throw RuleProblem(
        "feature",
        "'\(field.name)' needs the feature, which is off; turn it on with 'sessionctl feature enable'")
    }
    switch field.effect {
    case .status: return .step(.setStatus(TicketStatus(rawValue: try number(action, field)) ?? .open))
    case .priority: return .step(.setPriority(Priority(rawValue: try number(action, field)) ?? .none))
    case .type: return .step(.setType(TicketType(rawValue: try number(action, field))))
    case .group: return .step(.setGroup(try reference(action, field, .group)))
    case .assignee:
      if action.value.string == "current_user" { return assignUpdater }
      return .step(.setAssignee(try reference(action, field, .user)))
    case .setTags: return .step(.setTags(try tags(action, field)))
    case .addTags: return .step(.addTags(try tags(action, field)))
    case .removeTags: return .step(.removeTags(try tags(action, field)))
    case .customField(let id): return .step(.setCustomField(id: id, value: try text(action, field)))
    case .customStatus: return .step(.setCustomStatus(try required(action, field, .customStatus)))
    case .form: return .step(.setForm(try required(action, field, .form)))
    case .schedule: return .step(.setSchedule(try reference(action, field, .schedule)))
    case .survey:
      guard facts.hasSurvey else {
        throw RuleProblem(
          "plan",
          "the customizable survey needs suite_growth or higher, support_professional or support_enterprise")
      }
      _ = try number(action, field)
      return .survey
    case .endSession:
      _ = try number(action, field)
      return .step(.endSession(.triggerEnded, routing: nil))
    case .routingChannel:
      _ = try number(action, field)
      return .step(.setRoutingChannel(.email))
    case .notifyUser, .notifyGroup, .notifyWebhook, .notifyTarget: return .notice(try notice(action, field))
    case .comment, .commentHTML, .commentVisibility:
      throw RuleProblem("unknown_field", "'\(field.name)' is an action of macros only")
    }
  }

  /// Tickets are assigned to staff; a customer or the account itself takes nobody's ticket away.
  private var assignUpdater: CompiledAction {
    guard event.updaterRole.isStaff, let id = event.updaterID else {
      return .impossible("the update was not made by an agent, who could be assigned")
    }
    return .step(.setAssignee(id))
  }

  // MARK: Values

  private func text(_ action: RuleAction, _ field: ActionField) throws(RuleProblem) -> String {
    if let text = action.value.string { return text }
    if let number = action.value.integer { return String(number) }
    if let bool = action.value.bool { return bool ? "true" : "false" }
    if action.value.isNull { return "" }
    // Some accounts write one-element lists.
    if let list = action.value.array, list.count == 1, let text = list[0].string { return text }
    throw RuleProblem("value", "'\(field.name)' takes a text, not \(action.value.kind.phrase)")
  }

  private func number(_ action: RuleAction, _ field: ActionField) throws(RuleProblem) -> Int {
    guard case .words(let words, let numbers) = field.value else { return 0 }
    let word = try text(action, field)
    if let index = words.firstIndex(of: word) { return Int(numbers[index]) }
    throw .noWord(word, for: field.name, among: words)
  }

  private func tags(_ action: RuleAction, _ field: ActionField) throws(RuleProblem) -> [String] {
    let tags = try text(action, field).split { $0 == " " || $0 == "," }.map(String.init)
    guard !tags.isEmpty || field.effect == .setTags else {
      throw RuleProblem("value", "'\(field.name)' needs at least one tag")
    }
    return tags
  }

  private func reference(
    _ action: RuleAction, _ field: ActionField, _ kind: RuleValueKind.ReferenceKind
  ) throws(RuleProblem) -> Int64? {
    let word = try text(action, field)
    if word.isEmpty { return nil }
    guard let id = Int64(word), id > 0 else {
      throw RuleProblem("value", "'\(field.name)' takes the id of a \(kind.rawValue), not '\(word)'")
    }
    try RuleReferences(facts).check(id, kind, isStaff: true)
    return id
  }

  private func required(
    _ action: RuleAction, _ field: ActionField, _ kind: RuleValueKind.ReferenceKind
  ) throws(RuleProblem) -> Int64 {
    guard let id = try reference(action, field, kind) else {
      throw RuleProblem("value", "'\(field.name)' needs the id of a \(kind.rawValue)")
    }
    return id
  }

  // MARK: Notices

  private func notice(_ action: RuleAction, _ field: ActionField) throws(RuleProblem) -> CompiledAction.Notice
  {
    guard let parts = action.value.array?.map({ $0.string ?? $0.integer.map(String.init) ?? "" }),
      parts.count >= 2
    else {
      throw RuleProblem("value", "'\(field.name)' takes a list: recipient, subject, body")
    }
    let (subject, body) = parts.count > 2 ? (parts[1], parts[2]) : ("", parts[1])
    return CompiledAction.Notice(
      recipient: try recipient(parts[0], field), subject: try template(subject), body: try template(body))
  }

  private func template(_ text: String) throws(RuleProblem) -> RuleTemplate {
    do throws(TemplateProblem) { return try RuleTemplate(text) } catch {
      throw RuleProblem("template", "its text can't be read as Liquid: \(error)")
    }
  }

  private func recipient(
    _ word: String, _ field: ActionField
  ) throws(RuleProblem) -> CompiledAction.Notice.Recipient {
    switch field.effect {
    case .notifyWebhook: return .webhook(word)
    case .notifyTarget: return .target(word)
    case .notifyGroup:
      if word == "group_id" { return .group(0) }
      guard let id = Int64(word), id > 0 else {
        throw RuleProblem("value", "'\(field.name)' takes the id of a group, not '\(word)'")
      }
      try RuleReferences(facts).check(id, .group, isStaff: false)
      return .group(id)
    default: break
    }
    switch word {
    // Copies have no address here; the requester gets it.
    case "requester_id", "requester_and_ccs": return .requester
    case "assignee_id": return .assignee
    case "current_user": return event.updaterIsRequester ? .requester : .user(event.updaterID ?? 0)
    case "all_agents": return .allAgents
    default:
      guard let id = Int64(word), id > 0 else {
        throw RuleProblem(
          "value",
          "'\(field.name)' takes an id, requester_id, assignee_id, current_user or all_agents, not '\(word)'")
      }
      return .user(id)
    }
  }
}
