import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let after = Option<TimeSpan>(
  "after", "DURATION", .timeSpan, help: "Solved tickets that have not changed for this long: 28d")

let ticketCloseSolvedCommand = Command(
  CommandSpec(
    ["ticket", "close-solved"], summary: "Close tickets that were solved long ago, for example from cron",
    discussion: [
      "The account itself closes them: no trigger runs, and nobody is notified. Their conversations close with them, and a session that is still active ends with `ticket_closed`. A closed ticket never changes again."
    ],
    options: [after],
    examples: [
      Example(
        command: "sessionctl ticket close-solved --after 28d",
        explanation: "What the public service does by itself")
    ]),
  prints: closeSolvedDocument.schema
) { context in
  guard let span = context.arguments[after] else {
    throw CommandTable.toolkit.usageError(
      "'ticket close-solved' needs to know after how long: give --after, such as --after 28d",
      in: context.spec)
  }
  let open = try context.open(cacheMiB: 96)
  let progress = context.progress("closing")
  let summary = try open.store.run(
    progress: { progress.reach($0, of: $1) },
    log: { _, summary in open.entry(by: .system, "closed \(summary.changed) tickets solved ≥ \(span.text)") },
    { reader in
      _ = try open.admin(reader)
      var selection = Selection()
      selection.statuses.oneOf = [.solved]
      selection.updatedUntil = open.now.advanced(by: -span.seconds)
      var request = UpdateRequest(
        .tickets, selection,
        Update(actor: .system, via: .system, at: open.now, steps: [.setStatus(.closed)]),
        policy: try reader.updatePolicy())
      // T3: the account's own close runs no triggers.
      request.runsRules = false
      request.tellsItems = false
      return request
    })
  progress.finish()
  if context.wantsDocument {
    return try context.show(closeSolvedDocument, (summary, span), open.clock)
  }
  context.note(
    "closed \(counted(summary.changed, "ticket")) solved ≥ \(span.text)"
      + (summary.ended > 0 ? ", which ended \(counted(summary.ended, "session"))" : ""))
}

private let closeSolvedDocument = RowSchema<(summary: UpdateSummary, after: TimeSpan)>(
  single: "ticket-close-solved",
  [
    RowColumn("closed", .integer) { $0.summary.changed },
    RowColumn("sessions_ended", .integer, header: "SESSIONS ENDED") { $0.summary.ended },
    RowColumn("after", .span) { $0.after.seconds },
  ])
