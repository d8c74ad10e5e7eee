import Placeholders

/// Turns an action into what it does, or says why it can't be done (T10); what each field asks for stands in its row of
/// `ActionCatalogue`.
struct ActionCompiler {
  let environment: RuleEnvironment
  let event: RuleEvent

  func compile(_ action: RuleAction) throws(RuleProblem) -> CompiledAction {
    // With those of macros, which say that they are for macros only.
    guard let field = ActionCatalogue.macroField(action.field) else {
      throw .noAction(action.field, among: ActionCatalogue.triggers.map(\.name))
    }
    if field.needsFeature && !environment.featureEnabled {
      throw RuleProblem(
        "feature", "'\(field.name)' needs the feature to end sessions, which is off", remedy: .enableFeature)
    }
    return try field.compile(
      ActionReading(action: action, field: field, environment: environment, event: event))
  }
}

/// An action that is being compiled: what the rows of the catalogue read it by.
struct ActionReading {
  let action: RuleAction
  let field: ActionField
  let environment: RuleEnvironment
  let event: RuleEvent

  /// Tickets are assigned to staff; a customer or the account itself takes nobody's ticket away.
  var assignUpdater: CompiledAction {
    guard event.updaterRole.isStaff, let id = event.updaterID else {
      return .impossible("no agent made the update, so there is nobody to assign")
    }
    return assigning(id)
  }

  /// Who is gone, or may have no tickets, gets none; what else the rule does is done.
  func assigning(_ id: Int64?) -> CompiledAction {
    if let id, let bar = environment.barred[id] { return .impossible("agent \(id) \(bar.phrase)") }
    return .step(.setAssignee(id))
  }

  // MARK: Values

  func text() throws(RuleProblem) -> String {
    if let text = action.value.string { return text }
    if let number = action.value.integer { return String(number) }
    if let bool = action.value.bool { return bool ? "true" : "false" }
    if action.value.isNull { return "" }
    // Some accounts write one-element lists.
    if let list = action.value.array, list.count == 1, let text = list[0].string { return text }
    throw RuleProblem("value", "'\(field.name)' takes a text, not \(action.value.kind.phrase)")
  }

  func number() throws(RuleProblem) -> Int {
    guard case .words(let words, let numbers) = field.value else { return 0 }
    let word = try text()
    if let index = words.firstIndex(of: word) { return Int(numbers[index]) }
    throw .noWord(word, for: field.name, among: words)
  }

  /// What the column of a ticket's field is to hold.
  func value(for field: TicketField, isNeeded: Bool) throws(RuleProblem) -> StoredValue {
    if case .reference(let kind) = self.field.value {
      return StoredValue(isNeeded ? try required(kind) : try reference(kind))
    }
    let number = try number()
    if case .integer = field.reading { return .integer(Int64(number)) }
    let word = try text()
    return word.isEmpty ? .null : .text(word)
  }

  func tags() throws(RuleProblem) -> [String] {
    try text().split { $0 == " " || $0 == "," }.map(String.init)
  }

  func someTags() throws(RuleProblem) -> [String] {
    let tags = try tags()
    guard !tags.isEmpty else { throw RuleProblem("value", "'\(field.name)' needs at least one tag") }
    return tags
  }

  func reference(_ kind: RuleValueKind.ReferenceKind) throws(RuleProblem) -> Int64? {
    let word = try text()
    if word.isEmpty { return nil }
    return try reference(word, kind, isStaff: true)
  }

  private func reference(
    _ word: String, _ kind: RuleValueKind.ReferenceKind, isStaff: Bool
  ) throws(RuleProblem) -> Int64 {
    guard let id = Int64(word), id > 0 else {
      throw RuleProblem("value", "'\(field.name)' takes the id of \(kind.phrase), not '\(word)'")
    }
    try RuleReferences(environment).check(id, kind, isStaff: isStaff)
    return id
  }

  private func required(_ kind: RuleValueKind.ReferenceKind) throws(RuleProblem) -> Int64 {
    guard let id = try reference(kind) else {
      throw RuleProblem("value", "'\(field.name)' needs the id of \(kind.phrase)")
    }
    return id
  }

  // MARK: Notices

  /// - Parameter recipient: reads who it is for, the first of the list
  func notice(
    to recipient: (String) throws(RuleProblem) -> CompiledAction.Notice.Recipient
  ) throws(RuleProblem) -> CompiledAction {
    guard let parts = action.value.array?.map({ $0.string ?? $0.integer.map(String.init) ?? "" }),
      parts.count >= 2
    else {
      throw RuleProblem("value", "'\(field.name)' takes a list: recipient, subject, body")
    }
    let (subject, body) = parts.count > 2 ? (parts[1], parts[2]) : ("", parts[1])
    return .notice(
      CompiledAction.Notice(
        recipient: try recipient(parts[0]), subject: try template(subject), body: try template(body)))
  }

  private func template(_ text: String) throws(RuleProblem) -> RuleTemplate {
    do throws(TemplateProblem) { return try RuleTemplate(text) } catch {
      throw RuleProblem("template", "its text can't be read as Liquid: \(error)")
    }
  }

  func group(_ word: String) throws(RuleProblem) -> CompiledAction.Notice.Recipient {
    word == "group_id" ? .group(0) : .group(try reference(word, .group, isStaff: false))
  }

  func person(_ word: String) throws(RuleProblem) -> CompiledAction.Notice.Recipient {
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
