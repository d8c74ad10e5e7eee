import CommandGrammar

/// How ends are planned, reviewed and done: a section of sessionctl-session(1).
enum PlansPage {
  static let section = Toolkit.Section(
    "PLANS",
    [
      "`session end … --dry-run --plan-out FILE` writes down what would end, so that somebody else can look at it before it is done. The file is NDJSON, and only its owner can read it: customers' names and subjects stand in it. Its first line, the head, says for which store, when and by whom it was made, the selection in words, what is done (`reason`, `routing_channel`, `macro_id`, `note`), and how many sessions would end and e-mails, surveys, webhooks and messages follow. Then comes a line for each session: the session, its ticket, the requester's name, and what they were at that moment.",
      "Whoever reviews it takes out the lines of sessions that are to stay, with any editor or with `grep -v`. Nothing else may be changed: each line has a checksum, which depends on the head's. It tells slips; it is no signature. Members that are added to a line, such as a remark, are not looked at.",
      "`session end --plan FILE` ends these sessions and no others, in one transaction, as the plan says; whoever runs it is recorded as the one who ended them. A session that has ended since, that was active since, or whose ticket has changed in anything is left out and named, and the exit status is 1; with `--strict` none is ended then. So the same plan a second time ends nothing. None is ended either if the macro has changed, or if rules have changed so that more would be sent than the head says.",
      "A plan is good for the store that it was made for and for its copies, and for as long as the sessions stay as they are; it need not be applied by the version of the program that made it.",
    ])
}
