import CivilTime
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// A column of a ticket that comes in: what its record says, and what becomes of what is there already (§12).
///
/// Fields that are members as they are come from their declarations (`TicketField`); the table has those with a rule of
/// their own. An object, which is not copied for each of a hundred thousand tickets.
final class ImportedTicketColumn: Sendable {
  let name: String
  /// What it is set to where the ticket is there; `excluded` has what the record says.
  let merged: String
  let bind: @Sendable (WireTicket, any BindableStatement, Int32) -> Void

  /// What becomes of what is there.
  private enum Merge {
    case taken
    /// What was changed here stays where the source says the same of it as before.
    case unlessChangedHere(TicketChanges)
    /// Only the first word counts, of a ticket that was no more than named until then.
    case first
    case sql(String)
  }

  private init(
    _ name: String, _ merge: Merge = .taken,
    _ bind: @escaping @Sendable (WireTicket, any BindableStatement, Int32) -> Void
  ) {
    self.name = name
    self.bind = bind
    merged =
      switch merge {
      case .taken: "excluded.\(name)"
      case .unlessChangedHere(let field):
        "iif(\(Self.kept) & \(field.rawValue), ticket.\(name), excluded.\(name))"
      case .first: "iif(ticket.origin = \(Self.placeholder), excluded.\(name), ticket.\(name))"
      case .sql(let text): text
      }
  }

  /// The parameter with the fields that were changed here and stay; it comes after those of the columns.
  private static let kept = ":kept"
  private static let placeholder = Origin.placeholder.rawValue
  private static let final = TicketStatus.closed.rawValue
  private static let answers = SurveyStanding.takes("excluded.satisfaction", at: "excluded.satisfaction_at")
  private static let isUntold = "ticket.commented_at IS NULL"

  /// The routing channel is set when the ticket arrives and never touched again; the channel of the assignment
  /// follows the assignee (E6).
  private static let own: [ImportedTicketColumn] = [
    .init("id", .sql("ticket.id")) { $1.bind($0.id, at: $2) },
    .init(
      "status",
      .sql(
        "iif(\(kept) & \(TicketChanges.status.rawValue) AND excluded.status < \(final), ticket.status, excluded.status)"
      )
    ) { $1.bind(Int64($0.status.rawValue), at: $2) },
    .init(
      "channel",
      .sql(
        "iif(EXISTS (SELECT 1 FROM session WHERE ticket_id = ticket.id), ticket.channel, excluded.channel)")
    ) { $1.bind($0.channel, at: $2) },
    .init("routing_channel", .first) { $1.bind(Int64($0.arrivalChannel.rawValue), at: $2) },
    .init("routing_channel_changed_at", .first) {
      $1.bind($0.local?.routingChannelChangedAt?.seconds, at: $2)
    },
    .init(
      "assigned_channel",
      .sql(
        """
        CASE WHEN ticket.origin = \(placeholder) THEN excluded.assigned_channel
          WHEN \(kept) & \(TicketChanges.assignee.rawValue) OR excluded.assignee_id IS ticket.assignee_id
            THEN ticket.assigned_channel
          WHEN excluded.assignee_id IS NULL THEN NULL ELSE ticket.routing_channel END
        """)
    ) { $1.bind(($0.assignedChannel?.rawValue).map(Int64.init), at: $2) },
    .init("created_at") { $1.bind($0.createdAt.seconds, at: $2) },
    .init("updated_at", .sql("max(ticket.updated_at, excluded.updated_at)")) {
      $1.bind($0.updatedAt.seconds, at: $2)
    },
    .init("commented_at", .sql("coalesce(ticket.commented_at, excluded.commented_at)")) {
      $1.bind($0.local?.commentedAt?.seconds, at: $2)
    },
    .init("commenter_id", .sql("iif(\(isUntold), excluded.commenter_id, ticket.commenter_id)")) {
      $1.bind($0.local?.commenterID, at: $2)
    },
    .init("commented_sender", .sql("iif(\(isUntold), excluded.commented_sender, ticket.commented_sender)")) {
      $1.bind(($0.local?.commentedBy?.rawValue).map(Int64.init), at: $2)
    },
    .init("source_updated_at") { $1.bind($0.sourceUpdatedAt.seconds, at: $2) },
    .init(
      "local_fields",
      .sql(
        "excluded.local_fields | iif(excluded.status < \(final), \(kept), \(kept) & ~\(TicketChanges.status.rawValue))"
      )
    ) { $1.bind($0.local?.localFields.rawValue ?? 0, at: $2) },
    .init("satisfaction", .sql("iif(\(answers), excluded.satisfaction, ticket.satisfaction)")) {
      $1.bind(Int64($0.standing.rawValue), at: $2)
    },
    .init("satisfaction_at", .sql("iif(\(answers), excluded.satisfaction_at, ticket.satisfaction_at)")) {
      $1.bind($0.answeredAt?.seconds, at: $2)
    },
    .init("origin") { $1.bind(Int64(Origin.imported.rawValue), at: $2) },
  ]

  static let all: [ImportedTicketColumn] = {
    let known = Set(own.map(\.name))
    let members = TicketField.inRecord.enumerated().map { place, member in
      ImportedTicketColumn(
        member.field.column, member.field.change.map { .unlessChangedHere($0.bit) } ?? .taken
      ) { $1.bind($0[place], at: $2) }
    }
    // The feed knows nothing of these: only an export brings them, to a store that has not counted yet.
    let details = TicketField.inDetails.enumerated().map { place, member in
      let missing = member.telling.form.missing
      return ImportedTicketColumn(member.field.column, .first) {
        $1.bind($0.local?.details?[place] ?? missing, at: $2)
      }
    }
    return own + (members + details).filter { !known.contains($0.name) }
  }()

  /// The statement that writes a ticket; its parameters are the columns in their order, and `kept`.
  static let upsert = """
    INSERT INTO ticket(\(all.map(\.name).joined(separator: ", ")))
    VALUES (\(all.map { _ in "?" }.joined(separator: ", ")))
    ON CONFLICT(id) DO UPDATE SET
      \(all.dropFirst().map { "\($0.name) = \($0.merged)" }.joined(separator: ",\n  "))
    """

  /// Binds all parameters of that statement.
  static func bind(_ ticket: WireTicket, keeping kept: TicketChanges, to statement: SteppedStatement) {
    bind(ticket, to: statement)
    statement.bind(kept.rawValue, at: Int32(all.count) + 1)
  }

  /// The statement that writes tickets which are noted and new.
  static let insertNoted = """
    INSERT INTO ticket(\(all.map(\.name).joined(separator: ", ")))
    SELECT \(all.indices.map { WriteLog.value(at: Int32($0) + 1) }.joined(separator: ", ")) FROM \(WriteLog.rows)
    """

  /// Binds the columns.
  static func bind(_ ticket: WireTicket, to statement: any BindableStatement) {
    var index: Int32 = 0
    for column in all {
      index += 1
      column.bind(ticket, statement, index)
    }
  }
}

extension WireTicket {
  /// How it is routed when it arrives.
  fileprivate var arrivalChannel: RoutingChannel {
    local?.routingChannel ?? (isMessaging ? .messaging : .email)
  }

  /// What it counts as in the load of whoever has it when it arrives (C1).
  fileprivate var assignedChannel: RoutingChannel? {
    assigneeID == nil ? nil : local?.assignedChannel ?? arrivalChannel
  }

  /// Where its survey stands, which an export knows better than the record.
  fileprivate var standing: SatisfactionScore { local?.details?.satisfaction ?? satisfaction }

  /// When the customer answered the survey.
  fileprivate var answeredAt: Instant? {
    standing > .offered ? local?.details?.satisfactionAt ?? sourceUpdatedAt : nil
  }
}
