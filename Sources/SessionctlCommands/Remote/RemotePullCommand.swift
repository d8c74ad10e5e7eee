import CivilTime
import CommandGrammar
import SessionModel

enum RemotePullOptions {
  static let since = Option<TimeExpression>(
    "since", "TIME", .time,
    help: "Begin anew with what has changed since then, instead of where the last pull ended")
  static let only = Option<[RemoteStream]>(
    "only", "STREAMS", .list(of: .vocabulary()),
    help: "Only these: tickets,events,users,groups,memberships")
  static let maxPages = Option<Int>(
    "max-pages", "N", .positiveInteger, help: "Stop after so many pages; the next pull goes on there")
  static let keepGoing = Flag(
    "keep-going", help: "Take the rest of a page when a record is wrong, and go on; the exit status is then 1"
  )
  static let rejects = Option<String>(
    "rejects", "FILE", .file,
    help: "Write the records that are wrong into this file, as they came; it appears whole or not at all")
  static let activity = Flag(
    "activity",
    help: "Then ask for the messages of the sessions that the selection names, and of no others")
}

let remotePullCommand = Command.answering(
  CommandSpec(
    ["remote", "pull"], summary: "Take in what has changed in the live account",
    discussion: [
      "Asks for groups and who is in them, and for users, tickets and their events since the last pull, by the account's own incremental exports, and takes each page in as `import` does. A page and the place behind it are one transaction: whatever ends a pull, the next one goes on where it was. The next place is the account's word and never this machine's clock, and rows that come twice change nothing.",
      "The account holds back what changed within the last minute, so that nothing is lost by pulling often. It allows ten requests a minute for tickets and events together; what it asks to wait is waited.",
      "A page with a wrong record is not taken, and its place stays, unless `--keep-going` is given.",
      "The messages of a live session are no comments: they stand in the ticket's conversation log, which the account gives for one ticket at a time, a hundred a minute. `--activity` asks for those of the selected active sessions alone, such as the ones that `session end` with the same selection would end, and sets when they were last active and who wrote last.",
      "Where the account gives a place that was read before, the same rows again, or page after page with nothing in it, the pull ends and says so, with what came before in the store.",
    ],
    options: [
      RemotePullOptions.since, RemotePullOptions.only, RemotePullOptions.maxPages,
      RemotePullOptions.keepGoing, RemotePullOptions.rejects, RemotePullOptions.activity,
    ] + SelectionOptions.forActivity,
    examples: [
      Example(command: "sessionctl remote pull", explanation: "What has changed since the last time"),
      Example(
        command: "sessionctl remote pull --since '30d ago' --only tickets,users --max-pages 5",
        explanation: "Begin with the last month, five pages at first"),
      Example(
        command: "sessionctl remote pull --activity --idle-for 4h --quiet",
        explanation: "From cron, before a sweep: is really nobody writing in those that would end?"),
    ],
    exitNotes: [
      ExitNote(.no, "Some records were wrong (--keep-going), or the account's pages go in circles"),
      ExitNote(.badInput, "A record is wrong, and nothing of its page was taken; or an answer is none"),
    ]),
  prints: RemotePullDocument.schema.schema
) { context in
  try RemotePull(context).run()
}
