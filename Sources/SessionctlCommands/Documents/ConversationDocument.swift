import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A conversation as documents show it (interface, Fields of the main things).
enum ConversationDocument {
  private static let common: [RowColumn<ConversationRow>] = [
    RowColumn("id", .identifier) { $0.session.id },
    RowColumn("conversation_id", .identifier, inTable: false) { $0.session.id },
    RowColumn("user_id", .identifier, inTable: false) { $0.userID },
    RowColumn("user_name", .text, header: "CUSTOMER", flexible: true) { $0.userName },
    RowColumn("channel", .made(.token), flexible: true) { .text($0.session.channel) },
    RowColumn("state", .token, styles: ["open": .green, "closed": .dim]) { $0.state.word },
    RowColumn("session_id", .identifier, inTable: false) { $0.session.id },
    RowColumn("ticket_id", .identifier, header: "TICKET") { $0.session.ticketID },
    RowColumn("started_at", .instant, header: "STARTED") { $0.session.startedAt },
    RowColumn("ended_at", .instant, header: "ENDED", inTable: false) { $0.endedAt },
    RowColumn("session_state", .token, header: "SESSION", styles: ["active": .green, "ended": .dim]) {
      $0.session.state.word
    },
    RowColumn("session_ended_at", .instant, header: "SESSION ENDED", inTable: false) { $0.session.endedAt },
  ]

  private static let messages = RowColumn<ConversationRow>("messages", .integer) { $0.messages }

  static let list = RowSchema("conversation-list", common + [messages])

  /// A conversation, the customer's earlier ones, and what was said.
  typealias Shown = (row: ConversationRow, earlier: [Earlier], messages: [ConversationMessage])

  static let show = RowSchema<Shown>(
    single: "conversation",
    common.within(\.row) + [
      RowColumn("last_activity_at", .instant, header: "LAST ACTIVITY") { $0.row.session.lastActivityAt },
      RowColumn("end_reason", .token, header: "REASON") { $0.row.session.endReason?.word },
      RowColumn("earlier", .objects(earlier)) { $0.earlier },
      RowColumn("messages", .objects(message)) { $0.messages },
    ])

  private static let message: [RowColumn<ConversationMessage>] = [
    RowColumn("at", .instant) { $0.at }, RowColumn("from", .token) { $0.sender?.word },
    RowColumn("author_id", .identifier, inTable: false) { $0.authorID },
    RowColumn("body", .text, wraps: true) { $0.body },
  ]

  /// A conversation of a customer before another one.
  typealias Earlier = (id: Int64, ticketID: Int64?)

  static let earlier: [RowColumn<Earlier>] = [
    RowColumn("conversation_id", .identifier) { $0.id },
    RowColumn("ticket_id", .identifier, header: "TICKET") { $0.ticketID },
  ]

  /// A conversation after an event, with the names of who has its ticket now.
  struct Answered {
    let row: ConversationRow
    let answer: ConversationAnswer
    /// nil before the hand-off.
    let ticket: TicketRow?
    let assignee: String?
    let group: String?
    let queue: (id: String, name: String)?
    let waitsNowhere: Bool

    init(_ row: ConversationRow, _ answer: ConversationAnswer, _ reader: StoreReader) throws {
      var names = ActorNames(reader)
      (self.row, self.answer) = (row, answer)
      ticket = try row.session.ticketID.flatMap { try reader.ticket(id: $0) }
      assignee = try ticket?.assigneeID.map { try names.name(of: .user(id: $0)) }
      group = try ticket?.groupID.map { try names.groupName(id: $0) }
      queue = try ticket?.queue.map { try names.queue(key: $0.queueKey) }
      waitsNowhere = try ticket.map(reader.waitsNowhere) ?? false
    }
  }

  /// What a changing command answers: enough for who receives webhooks to go on.
  static let answer = RowSchema<Answered>(
    single: "conversation-answer",
    common.within(\.row) + [
      RowColumn("previous_conversation_id", .identifier, header: "WRITTEN TO") { $0.answer.previousID },
      messages.within(\.row), RowColumn("opened", .bool) { $0.answer.opened },
      RowColumn("assignee_id", .identifier, inTable: false) { $0.ticket?.assigneeID },
      RowColumn("assignee_name", .text, header: "ASSIGNEE") { $0.assignee },
      RowColumn("group_id", .identifier, inTable: false) { $0.ticket?.groupID },
      RowColumn("group_name", .text, header: "GROUP") { $0.group },
      RowColumn("queue_id", .text, inTable: false) { $0.queue?.id },
      RowColumn("queue_name", .text, header: "QUEUE") { $0.queue?.name },
      RowColumn("waits_nowhere", .bool) { $0.waitsNowhere },
    ])
}
