import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What `session end` reports of a run or a dry run.
enum SessionEndDocument {
  static let schema = DocumentSchema(
    run: "session-end", head: head,
    [
      Column("session_id", .identifier, header: "SESSION"),
      Column("ticket_id", .identifier, header: "TICKET"),
      Column("outcome", .token, styles: ["failed": .red, "ended": .green]),
      Column("end_reason", .token, header: "REASON"),
      Column("routing_channel", .token, header: "ROUTING CHANNEL"),
      Column("left_queue", .text, inTable: false),
      Column("entered_queue", .text, inTable: false),
      Column("triggers_fired", .json, inTable: false),
      Column("message", .text, wraps: true),
    ])

  private static let noTriggers = Array("[]".utf8)

  private static let head: [Column] = [
    Column("dry_run", .bool), Column("matched", .integer), Column("ended", .integer),
    Column("already_ended", .integer), Column("failed", .integer),
    Column("effects", .object(EffectsDocument.columns)),
  ]

  static func head(_ summary: UpdateSummary, dryRun: Bool) -> [Cell] {
    func number(_ value: Int) -> Cell { .integer(Int64(value)) }
    return [
      .bool(dryRun), number(summary.matched), number(summary.ended), number(summary.alreadyEnded),
      number(summary.failed), EffectsDocument.cell(summary),
    ]
  }

  static func cells(_ item: UpdateItem) -> [Cell] {
    [
      .integer(item.sessionID), .integer(item.ticketID), .token(item.outcome.word),
      item.endReason.map { .token($0.word) } ?? .null,
      item.routingChannel.map { .token($0.word) } ?? .null,
      .text(item.leftQueue), .text(item.enteredQueue), .json(item.triggersFired ?? noTriggers),
      .text(item.refusal?.advised),
    ]
  }
}
