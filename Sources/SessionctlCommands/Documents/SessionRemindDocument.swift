import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What `session remind` reports of a run or a dry run.
enum SessionRemindDocument {
  static let schema = DocumentSchema(
    run: "session-remind", head: head,
    [
      Column("session_id", .identifier, header: "SESSION"),
      Column("ticket_id", .identifier, header: "TICKET"),
      Column("outcome", .token, styles: ["failed": .red, "reminded": .green]),
      Column("triggers_fired", .json, inTable: false),
      Column("message", .text, wraps: true),
    ])

  private static let head: [Column] = [
    Column("dry_run", .bool), Column("matched", .integer), Column("reminded", .integer),
    Column("already_reminded", .integer), Column("failed", .integer),
    Column(
      "effects",
      .object([
        Column("emails", .integer), Column("surveys", .integer), Column("webhooks", .integer),
        Column("messages", .integer),
      ])),
  ]

  static func head(_ summary: UpdateSummary, dryRun: Bool) -> [Cell] {
    func number(_ value: Int) -> Cell { .integer(Int64(value)) }
    return [
      .bool(dryRun), number(summary.matched + summary.alreadyReminded), number(summary.changed),
      number(summary.alreadyReminded), number(summary.failed),
      .object([
        number(summary.emails), number(summary.surveys), number(summary.webhooks), number(summary.messages),
      ]),
    ]
  }

  static func cells(_ item: UpdateItem) -> [Cell] {
    [
      .integer(item.sessionID), .integer(item.ticketID),
      .token(item.outcome == .failed ? item.outcome.word : "reminded"),
      .json(item.triggersFired ?? Array("[]".utf8)), .text(item.refusal?.advised),
    ]
  }
}
