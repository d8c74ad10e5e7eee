/// The columns of a subject that an update or its rules read, beyond those that every update does.
///
/// Most of a hundred thousand rows' cost is columns: a plain end without rules reads none of these.
public struct WorkItemColumns: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// priority, assignee, group, the channel of the assignment
  public static let fields = WorkItemColumns(rawValue: 1)
  /// the ticket's tags
  public static let tags = WorkItemColumns(rawValue: 2)
  /// type, form, custom status, schedule, survey, counters
  public static let details = WorkItemColumns(rawValue: 4)
  /// channel, subject, organization, brand, visibility, requester
  public static let facts = WorkItemColumns(rawValue: 8)
  /// the requester's role, language, and whether they have an e-mail address
  public static let requester = WorkItemColumns(rawValue: 16)
  /// the custom fields that a rule or an update names
  public static let customFields = WorkItemColumns(rawValue: 32)
  /// where it waits for routing
  public static let waiting = WorkItemColumns(rawValue: 64)
  /// all of these, where nobody knows beforehand what will be asked
  public static let all: WorkItemColumns = [
    .fields, .tags, .details, .facts, .requester, .customFields, .waiting,
  ]

  /// What an update's own steps read; its rules say by themselves what they need.
  public static func needed(by update: Update) -> WorkItemColumns {
    update.steps.reduce(into: []) { $0.formUnion($1.traits.columns) }
  }
}
