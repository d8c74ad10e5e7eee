import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A conversation as documents show it (interface, Fields of the main things).
enum ConversationDocument {
  private static let common: [Column] = [
    Column("id", .identifier),
    Column("conversation_id", .identifier, inTable: false),
    Column("user_id", .identifier, inTable: false),
    Column("user_name", .text, header: "CUSTOMER", flexible: true),
    Column("channel", .token, flexible: true),
    Column("state", .token, styles: ["open": .green, "closed": .dim]),
    Column("session_id", .identifier, inTable: false),
    Column("ticket_id", .identifier, header: "TICKET"),
    Column("started_at", .instant, header: "STARTED"),
    Column("ended_at", .instant, header: "ENDED", inTable: false),
    Column("session_state", .token, header: "SESSION", styles: ["active": .green, "ended": .dim]),
    Column("session_ended_at", .instant, header: "SESSION ENDED", inTable: false),
  ]

  static let list = DocumentSchema("conversation-list", common + [Column("messages", .integer)])

  static let show = DocumentSchema(
    single: "conversation",
    common + [
      Column("last_activity_at", .instant, header: "LAST ACTIVITY"),
      Column("end_reason", .token, header: "REASON"),
      Column(
        "earlier", .list(.object(earlier))),
      Column(
        "messages",
        .list(
          .object([
            Column("at", .instant), Column("from", .token), Column("author_id", .identifier, inTable: false),
            Column("body", .text, wraps: true),
          ]))),
    ])

  /// What a changing command answers: enough for who receives webhooks to go on.
  static let answer = DocumentSchema(
    single: "conversation-answer",
    common + [
      Column("previous_conversation_id", .identifier, header: "WRITTEN TO"), Column("messages", .integer),
      Column("opened", .bool), Column("assignee_id", .identifier, inTable: false),
      Column("assignee_name", .text, header: "ASSIGNEE"), Column("group_id", .identifier, inTable: false),
      Column("group_name", .text, header: "GROUP"), Column("queue_id", .text, inTable: false),
      Column("queue_name", .text, header: "QUEUE"), Column("waits_nowhere", .bool),
    ])

  static let earlier: [Column] = [
    Column("conversation_id", .identifier), Column("ticket_id", .identifier, header: "TICKET"),
  ]

  static func cell(earlier: [(id: Int64, ticketID: Int64?)]) -> Cell {
    .list(earlier.map { .object([.integer($0.id), .integer($0.ticketID)]) })
  }

  private static func common(_ row: ConversationRow) -> [Cell] {
    let session = row.session
    return [
      .integer(session.id), .integer(session.id), .integer(row.userID), .text(row.userName),
      .text(session.channel), .token(row.state.word), .integer(session.id), .integer(session.ticketID),
      .instant(session.startedAt), .instant(row.endedAt), .token(session.state.word),
      .instant(session.endedAt),
    ]
  }

  static func cells(_ row: ConversationRow) -> [Cell] { common(row) + [.integer(Int64(row.messages))] }

  /// - Parameter ticket: nil before the hand-off
  static func cells(
    answering row: ConversationRow, _ answer: ConversationAnswer, _ ticket: TicketRow?, waitsNowhere: Bool,
    _ names: inout ActorNames
  ) throws -> [Cell] {
    let queue = try ticket?.queue.map { try names.queue(key: $0.queueKey) }
    return common(row) + [
      .integer(answer.previousID), .integer(Int64(row.messages)), .bool(answer.opened),
      .integer(ticket?.assigneeID), .text(try ticket?.assigneeID.map { try names.name(of: .user(id: $0)) }),
      .integer(ticket?.groupID), .text(try ticket?.groupID.map { try names.groupName(id: $0) }),
      .text(queue?.id), .text(queue?.name), .bool(waitsNowhere),
    ]
  }

  static func cells(
    showing row: ConversationRow, earlier: [(id: Int64, ticketID: Int64?)], messages: [ConversationMessage]
  ) -> [Cell] {
    common(row) + [
      .instant(row.session.lastActivityAt),
      row.session.endReason.map { .token($0.word) } ?? .null,
      cell(earlier: earlier),
      .list(
        messages.map { message in
          .object([
            .instant(message.at), message.sender.map { .token($0.word) } ?? .null, .integer(message.authorID),
            .text(message.body),
          ])
        }),
    ]
  }
}
