import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A ticket as documents show it (interface, Fields of the main things).
enum TicketDocument {
  static let columns: [Column] = [
    Column("id", .identifier),
    Column("subject", .text, flexible: true),
    Column("status", .token, styles: ["solved": .dim, "closed": .dim]),
    Column("priority", .token),
    Column("type", .token, inTable: false),
    Column("channel", .token, inTable: false),
    Column("routing_channel", .token, header: "ROUTED AS"),
    Column("requester_id", .identifier, inTable: false),
    Column("requester_name", .text, inTable: false, flexible: true),
    Column("assignee_id", .identifier, inTable: false),
    Column("assignee_name", .text, header: "ASSIGNEE", flexible: true),
    Column("group_id", .identifier, inTable: false),
    Column("group_name", .text, header: "GROUP", flexible: true),
    Column("tags", .list(.text), inTable: false),
    Column("queue", .object(queue), inTable: false),
    Column("session", .object(SessionDocument.columns), inTable: false),
    Column("composer", .object(composer), inTable: false),
    Column("created_at", .instant, header: "CREATED", inTable: false),
    Column("updated_at", .instant, header: "UPDATED"),
    Column("satisfaction_score", .token, header: "SURVEY", inTable: false),
  ]

  private static let queue: [Column] = [
    Column("id", .identifier), Column("name", .text), Column("position", .integer),
  ]

  private static let composer: [Column] = [
    Column("channels", .list(.object([Column("channel", .token), Column("enabled", .bool)]))),
    Column("default", .token), Column("can_end_session", .bool), Column("reason", .text),
  ]

  static let list = DocumentSchema("ticket-list", columns)
  static let show = DocumentSchema(
    single: "ticket",
    columns + [
      Column(
        "earlier_conversations", .list(.object(ConversationDocument.earlier.map(\.column))), inTable: false)
    ])

  /// What the customer wrote about before (E13).
  static func earlier(_ row: TicketRow, _ reader: StoreReader) throws -> Cell {
    let earlier = try row.session.map { try reader.earlierConversations(of: $0) } ?? []
    return .list(earlier.map { .object(ConversationDocument.earlier.cells(of: $0)) })
  }

  static func cells(_ row: TicketRow, _ names: inout ActorNames, featureEnabled: Bool) throws -> [Cell] {
    let composer = Composer(
      status: row.status, session: row.session?.state, hasEmail: row.requesterHasEmail,
      hasPhone: row.requesterHasPhone, featureEnabled: featureEnabled)
    return [
      .integer(row.id), .text(row.subject), .token(row.status.word),
      row.priority.wireValue.map(Cell.token) ?? .null, row.type.map(Cell.text) ?? .null, .text(row.channel),
      .token(row.routingChannel.word), .integer(row.requesterID), .text(row.requesterName),
      .integer(row.assigneeID), .text(try row.assigneeID.map { try names.name(of: .user(id: $0)) }),
      .integer(row.groupID), .text(try row.groupID.map { try names.groupName(id: $0) }),
      .list(row.tags.map { Cell.text($0) }), try queue(row.queue, &names),
      try row.session.map { .object(try SessionDocument.ownCells($0, &names)) } ?? .null, cell(composer),
      .instant(row.createdAt), .instant(row.updatedAt), .token(row.satisfaction.word),
    ]
  }

  private static func queue(_ place: QueuePlace?, _ names: inout ActorNames) throws -> Cell {
    guard let place else { return .null }
    let queue = try names.queue(key: place.queueKey)
    return .object([.text(queue.id), .text(queue.name), .integer(place.position)])
  }

  private static func cell(_ composer: Composer) -> Cell {
    let channels = Composer.Channel.allCases.map { channel in
      Cell.object([.token(channel.word), .bool(composer.enabled.contains(channel))])
    }
    return .object([
      .list(channels), .token(composer.defaultChannel.word), .bool(composer.canEndSession),
      .text(composer.reason),
    ])
  }
}
