extension Update.Step {
  /// What is known of a step before it is done: what it reads, and what it may change. `UpdateDraft.apply` does it.
  struct Traits {
    /// Beyond what every update reads.
    var columns: WorkItemColumns = []
    /// The numbers that it may change.
    var changes: [Attribute] = []
    /// Whether an active session ends with it (E12).
    var endsSession = false
    /// The tags and custom fields that it may change.
    var tags: Tags = .none
    var customFields: [Int64] = []

    enum Tags { case none, these([String]), any }
  }

  /// A new step is a case of `Update.Step`, its line here, and what it does.
  var traits: Traits {
    switch self {
    case .endSession, .endSessionElsewhere:
      Traits(changes: [.sessionState, .endReason, .routingChannel], endsSession: true)
    case .setRoutingChannel(let channel):
      Traits(changes: [.sessionState, .endReason, .routingChannel], endsSession: channel == .email)
    case .setStatus(.closed): Traits(changes: [.status, .sessionState, .endReason], endsSession: true)
    // It counts reopens.
    case .setStatus(let status):
      Traits(columns: status >= .solved ? [] : .details, changes: [.status, .reopens])
    case .set(let field, _): Traits(columns: field.columns, changes: field.attribute.map { [$0] } ?? [])
    case .setGroup: Traits(columns: [.fields, .details], changes: [.group, .groupStations])
    case .setAssignee, .assignFromQueue:
      Traits(columns: [.fields, .details], changes: [.assignee, .agentStations, .status])
    case .setTags: Traits(columns: .tags, tags: .any)
    case .addTags(let tags), .removeTags(let tags): Traits(columns: .tags, tags: .these(tags))
    case .setCustomField(let id, _): Traits(columns: .customFields, customFields: [id])
    case .chooseQueue: Traits(columns: .waiting)
    case .comment(_, let isPublic): Traits(columns: isPublic ? .details : [], changes: [.replies])
    case .say(_, from: .customer): Traits(columns: .details, changes: [.status, .reopens])
    case .say: Traits(columns: .details, changes: [.replies])
    case .reply: Traits(columns: [.details, .facts, .requester], changes: [.replies])
    case .answerByEmail: Traits(columns: [.details, .facts, .requester], changes: [.status, .reopens])
    case .rate: Traits(columns: .details, changes: [.satisfaction])
    case .macro(let macro):
      Traits(
        columns: macro.columns, changes: macro.changes,
        endsSession: macro.actions.contains { $0.step?.traits.endsSession ?? false })
    case .remind(let macro): Traits(columns: macro.columns)
    // A creation sets everything, and nothing is folded.
    case .handOff, .noteOnEnd: Traits()
    }
  }
}

extension Update {
  /// Whether its own steps end a session that is still active (E12).
  public var endsSession: Bool { steps.contains(where: \.traits.endsSession) }
}

extension CompiledAction {
  /// What it does as an update would; nil for what is sent, and for what can't be done.
  var step: Update.Step? { if case .step(let step) = self { step } else { nil } }

  /// What it reads, beyond what every update does.
  var columns: WorkItemColumns {
    switch self {
    case .step(let step): step.traits.columns
    case .survey: [.details, .facts, .requester]
    case .notice(let notice): notice.columns
    case .impossible: []
    }
  }

  /// The numbers that it may change.
  var changes: [Attribute] {
    switch self {
    case .step(let step): step.traits.changes
    case .survey: [.satisfaction]
    case .notice, .impossible: []
    }
  }
}

extension CompiledAction.Notice {
  fileprivate var columns: WorkItemColumns {
    var columns: WorkItemColumns = [.fields, .facts, .tags]
    for placeholder in subject.placeholders + body.placeholders { columns.formUnion(placeholder.columns) }
    return columns
  }
}
