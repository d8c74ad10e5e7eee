/// Which stored fields of a ticket an update changes, a bit each; the store keeps them under these numbers
/// (`ticket.local_fields`).
public struct TicketChanges: OptionSet, Hashable, Sendable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// With an end or by itself; no source tells it (§12).
  public static let routingChannel = TicketChanges(rawValue: 1)
  /// Custom statuses have a bit of their own.
  public static let status = TicketChanges(rawValue: 2)
  public static let priority = TicketChanges(rawValue: 4)
  public static let group = TicketChanges(rawValue: 8)
  /// With it goes the channel of the assignment (E6).
  public static let assignee = TicketChanges(rawValue: 16)
  /// Any tag added or removed.
  public static let tags = TicketChanges(rawValue: 32)
  /// Question, incident, problem, task, or none.
  public static let type = TicketChanges(rawValue: 64)
  /// schedule, survey, counters
  public static let details = TicketChanges(rawValue: 128)
  /// The field `ticket_form_id`.
  public static let form = TicketChanges(rawValue: 256)
  /// The field `custom_status_id`.
  public static let customStatus = TicketChanges(rawValue: 512)

  /// What a source tells of a ticket too, so that an import has to leave it alone once it was changed here (§12).
  public static let importable: TicketChanges = [
    .status, .priority, .group, .assignee, .tags, .type, .form, .customStatus,
  ]

  /// The fields that are written.
  public var fields: [TicketField] {
    TicketField.changeable.filter { contains($0.change.bit) }.map(\.field)
  }
}
