// What rules need to be loaded of a subject.

extension CompiledTrigger {
  var columns: WorkItemColumns { actions.reduce(into: conditions.columns) { $0.formUnion($1.columns) } }
}

extension RuleTest {
  var columns: WorkItemColumns {
    switch self {
    case .always, .onEnd, .comment: []
    case .equals(let attribute, _, _), .oneOf(let attribute, _, _), .less(let attribute, _),
      .greater(let attribute, _),
      .changed(let attribute, _), .changedTo(let attribute, _, _), .changedFrom(let attribute, _, _):
      attribute.columns
    case .same(let one, let other, _), .changedToSame(let one, let other, _),
      .changedFromSame(let one, let other, _):
      one.columns.union(other.columns)
    case .tags: .tags
    case .channel, .subjectWords, .subjectText: .facts
    case .inHours: .details
    case .customField: .customFields
    }
  }
}

extension Attribute {
  fileprivate var columns: WorkItemColumns {
    switch self {
    case .status, .routingChannel, .sessionState, .endReason: []
    case .priority, .group, .assignee: .fields
    case .requester, .organization, .brand, .isPublic: .facts
    case .requesterRole, .requesterLocale, .requesterEmail: .requester
    case .type, .form, .customStatus, .schedule, .satisfaction, .reopens, .replies, .agentStations,
      .groupStations:
      .details
    }
  }
}
