import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// What `session remind` reports of a run or a dry run.
enum SessionRemindDocument {
  static let schema = RowSchema<UpdateItem>(
    run: "session-remind", head: head,
    [
      RowColumn("session_id", .identifier, header: "SESSION") { $0.sessionID },
      RowColumn("ticket_id", .identifier, header: "TICKET") { $0.ticketID },
      RowColumn("outcome", .token, styles: ["failed": .red, "reminded": .green]) {
        $0.outcome == .failed ? $0.outcome.word : "reminded"
      },
      RowColumn("triggers_fired", .json, inTable: false) { $0.triggersFired ?? Array("[]".utf8) },
      RowColumn("message", .text, wraps: true) { $0.refusal?.advised },
    ])

  static let head: [RowColumn<SessionRun.Told>] = [
    RowColumn("dry_run", .bool) { $0.isDryRun },
    RowColumn("matched", .integer) { $0.summary.matched + $0.summary.alreadyReminded },
    RowColumn("reminded", .integer) { $0.summary.changed },
    RowColumn("already_reminded", .integer) { $0.summary.alreadyReminded },
    RowColumn("failed", .integer) { $0.summary.failed },
    RowColumn("effects", .object(EffectsDocument.columns)) { $0.summary },
  ]
}
