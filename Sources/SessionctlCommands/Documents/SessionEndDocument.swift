import Rendering
import SessionModel
import SessionStore

/// What `session end` reports of a run or a dry run.
enum SessionEndDocument {
  static let schema = DocumentSchema(
    "session-end",
    [
      Column("session_id", .identifier, header: "SESSION"),
      Column("ticket_id", .identifier, header: "TICKET"),
      Column("outcome", .token, styles: ["failed": .red, "ended": .green]),
      Column("end_reason", .token, header: "REASON"),
      Column("routing_channel", .token, header: "ROUTING CHANNEL"),
      Column("left_queue", .text, inTable: false),
      Column("entered_queue", .text, inTable: false),
      Column("triggers_fired", .json, inTable: false),
      Column("message", .text, flexible: true),
    ])

  private static let noTriggers = Array("[]".utf8)

  private static let effects: [Column] = [
    Column("emails", .integer), Column("surveys", .integer), Column("webhooks", .integer),
    Column("messages", .integer), Column("became_unroutable", .integer),
  ]

  static func head(_ summary: UpdateSummary, dryRun: Bool) -> [HeadMember] {
    func number(_ value: Int) -> Cell { .integer(Int64(value)) }
    return [
      ("dry_run", .bool(dryRun), .bool),
      ("matched", number(summary.matched), .integer),
      ("ended", number(summary.ended), .integer),
      ("already_ended", number(summary.alreadyEnded), .integer),
      ("failed", number(summary.failed), .integer),
      (
        "effects",
        .object([
          number(summary.emails), number(summary.surveys), number(summary.webhooks), number(summary.messages),
          number(summary.becameUnroutable),
        ]),
        .object(effects)
      ),
    ]
  }

  static func cells(_ item: UpdateItem) -> [Cell] {
    [
      .integer(item.sessionID), .integer(item.ticketID), .token(item.outcome.word),
      item.endReason.map { .token($0.word) } ?? .null,
      item.routingChannel.map { .token($0.word) } ?? .null,
      .text(item.leftQueue), .text(item.enteredQueue), .json(item.triggersFired ?? noTriggers),
      .text(item.refusal?.message),
    ]
  }
}
