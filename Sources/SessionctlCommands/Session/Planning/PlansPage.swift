import CommandGrammar

/// How ends are planned, reviewed and done: a section of sessionctl-session(1).
enum PlansPage {
  static let section = Toolkit.Section(
    "PLANS",
    [
      "`session end … --dry-run --plan-out FILE` writes a plan of what would end, so that somebody else can review it first. The file is NDJSON, and only its owner can read it, because it contains customers' names and subjects. Its first line, the head, names the store, the time, the author and the selection in words. It also says what will be done (`reason`, `routing_channel`, `macro_id`, `note`), and counts the sessions that would end and the e-mails, surveys, webhooks and messages that would be sent. Then comes one line per session: the session, its ticket, the requester's name, and their state at that time.",
      "Reviewers remove the lines of sessions that should stay active, with any editor or with `grep -v`. Nothing else may be changed: each line has a checksum, which depends on that of the head. The checksum detects slips; it is not a signature. Members that are added to a line, such as a remark, are ignored.",
      "`session end --plan FILE` ends these sessions and no others, in one transaction, as the plan says; whoever runs it is recorded as the one who ended them. If a session has ended or been active since, or if anything about its ticket has changed, the session is left out and named, and the exit status is 1. With `--strict`, no session is ended then. So the same plan ends nothing the second time. No session is ended either if the macro has changed, or if rules have changed so that more would be sent than the head says.",
      "A plan is valid for the store that it was made for and for its copies, as long as the sessions stay as they are. Another version of the program may carry it out.",
    ])
}
