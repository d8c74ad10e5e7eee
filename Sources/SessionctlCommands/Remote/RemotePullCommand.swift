import CivilTime
import CommandGrammar
import SessionModel

enum RemotePullOptions {
  static let since = Option<TimeExpression>(
    "since", "TIME", .time,
    help: "Start again with what has changed since this time, instead of where the last pull ended")
  static let only = Option<[RemoteStream]>(
    "only", "STREAMS", .list(of: .vocabulary()),
    help: "Only these streams: tickets,events,users,groups,memberships")
  static let maxPages = Option<Int>(
    "max-pages", "N", .positiveInteger, help: "Stop after this many pages; the next pull continues there")
  static let keepGoing = Flag(
    "keep-going",
    help: "Store the rest of a page if a record is wrong, and continue; the exit status is then 1"
  )
  static let rejects = Option<String>(
    "rejects", "FILE", .file,
    help: "Write the wrong records into this file, unchanged; the file appears whole or not at all")
  static let activity = Flag(
    "activity",
    help: "Also ask for the messages of the selected sessions")
}

let remotePullCommand = Command.answering(
  CommandSpec(
    ["remote", "pull"], summary: "Pull what has changed in the live account",
    discussion: [
      "Asks for the groups and their members, and for the users, tickets and ticket events that have changed since the last pull, and imports each page as `import` does. Each page is stored in one transaction with the place where the next page starts. So after any interruption, the next pull continues there. The account names this place, never this machine's clock, and rows that come twice change nothing.",
      "The account holds back what changed within the last minute, so that frequent pulls lose nothing. It allows ten requests a minute for tickets and events together; if it asks to wait, the pull waits.",
      "A page with a wrong record is not stored, and the next pull asks for it again, unless `--keep-going` is given.",
      "The messages of a live session are not comments: they are in the ticket's conversation log, which the account gives for one ticket at a time, a hundred a minute. `--activity` asks for the logs of the selected active sessions only, and records when they were last active and who wrote last. Select the sessions that `session end` is going to end.",
      "If the account repeats a place or rows that were read before, or sends page after page with nothing in it, the pull stops and says so; everything before that is in the store.",
    ],
    options: [
      RemotePullOptions.since, RemotePullOptions.only, RemotePullOptions.maxPages,
      RemotePullOptions.keepGoing, RemotePullOptions.rejects, RemotePullOptions.activity,
    ] + SelectionOptions.forActivity,
    examples: [
      Example(command: "sessionctl remote pull", explanation: "What has changed since the last time"),
      Example(
        command: "sessionctl remote pull --since '30d ago' --only tickets,users --max-pages 5",
        explanation: "Start with the last month, five pages at first"),
      Example(
        command: "sessionctl remote pull --activity --idle-for 4h --quiet",
        explanation: "From cron, before a sweep: check that nobody is writing in the sessions that would end"),
    ],
    exitNotes: [
      ExitNote(.no, "Some records were wrong (--keep-going), or the account repeats its pages"),
      ExitNote(
        .badInput, "A record is wrong, and its page was not stored; or an answer can't be used"),
      .unreachableAccount, .busyAccount,
    ]),
  prints: RemotePullDocument.schema.schema
) { context in
  try RemotePull(context).run()
}
