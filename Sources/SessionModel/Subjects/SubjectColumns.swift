/// The columns of a subject that an update or its rules read, beyond those that every update does.
///
/// Most of a hundred thousand rows' cost is columns: a plain end without rules reads none of these.
public struct SubjectColumns: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// priority, assignee, group, the channel of the assignment
  public static let fields = SubjectColumns(rawValue: 1)
  /// the ticket's tags
  public static let tags = SubjectColumns(rawValue: 2)
  /// type, form, custom status, schedule, survey, counters
  public static let details = SubjectColumns(rawValue: 4)
  /// channel, subject, organization, brand, visibility, requester
  public static let facts = SubjectColumns(rawValue: 8)
  /// the requester's role, language, and whether they have an e-mail address
  public static let requester = SubjectColumns(rawValue: 16)
  /// the custom fields that a rule or an update names
  public static let customFields = SubjectColumns(rawValue: 32)
  /// where it waits for routing
  public static let waiting = SubjectColumns(rawValue: 64)
  /// all of these, where nobody knows beforehand what will be asked
  public static let all: SubjectColumns = [
    .fields, .tags, .details, .facts, .requester, .customFields, .waiting,
  ]

  /// What an update's own steps read; its rules say by themselves what they need.
  public static func needed(by update: Update) -> SubjectColumns {
    update.steps.reduce(into: []) { $0.formUnion($1.columns) }
  }
}

extension Update.Step {
  var columns: SubjectColumns {
    switch self {
    case .endSession, .setRoutingChannel, .setStatus(.solved...), .comment(_, isPublic: false), .noteOnEnd,
      .handOff:
      []
    // They count reopens and replies.
    case .setStatus, .comment, .say: .details
    case .reply, .answerByEmail: [.details, .facts, .requester]
    case .setPriority, .setGroup: [.fields, .details]
    case .setAssignee, .assignFromQueue: [.fields, .details]
    case .setTags, .addTags, .removeTags: .tags
    case .setType, .setForm, .setCustomStatus, .setSchedule: .details
    case .setCustomField: .customFields
    case .chooseQueue: .waiting
    case .macro(let macro), .remind(let macro): macro.columns
    case .rate: .details
    }
  }
}

extension CompiledAction {
  var columns: SubjectColumns {
    switch self {
    case .step(let step): step.columns
    case .survey: [.details, .facts, .requester]
    case .notice(let notice): notice.columns
    case .impossible: []
    }
  }
}

extension CompiledAction.Notice {
  var columns: SubjectColumns {
    var columns: SubjectColumns = [.fields, .facts, .tags]
    for placeholder in subject.placeholders + body.placeholders { columns.formUnion(placeholder.columns) }
    return columns
  }
}
