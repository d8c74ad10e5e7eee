import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What `session end` reports of a run or a dry run; hundreds of thousands of rows make their cells by hand.
enum SessionEndDocument {
  static let schema = DocumentSchema(
    run: "session-end", head: head.map(\.column),
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

  static let head: [RowColumn<SessionRun.Told>] = [
    RowColumn("dry_run", .bool) { $0.isDryRun }, RowColumn("matched", .integer) { $0.summary.matched },
    RowColumn("ended", .integer) { $0.summary.ended },
    RowColumn("already_ended", .integer) { $0.summary.alreadyEnded },
    RowColumn("failed", .integer) { $0.summary.failed },
    RowColumn("effects", .object(EffectsDocument.columns)) { $0.summary },
  ]

  private static let noTriggers = Array("[]".utf8)

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
