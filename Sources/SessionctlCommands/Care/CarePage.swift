import CommandGrammar

/// `sessionctl-care(7)`: what a store needs over the years. Its transcripts are executed by a test.
let carePage = ReferencePage(
  "care", section: 7, summary: "backing up, restoring, pruning, redacting and watching a store",
  parts: [
    .heading("DESCRIPTION"),
    .text(
      "A store is one SQLite file, with two more beside it while it is in use (`-wal`, `-shm`). Three things keep it well for years: a backup each night, a retention period that you have decided on, and a check whose alarm somebody hears. The transcripts below are on the account of `sessionctl demo --fill-only --sessions 60 --seed 7 --store play.db`."
    ),
    .heading("BACK UP"),
    .text(
      "`sessionctl backup FILE` copies the store while others use it, checks its pages, and never overwrites a file. Do not copy a store that is in use with `cp` or `rsync`: what they copy is of several moments, and mostly damaged. A backup is a store like any other; `--store` looks into it."
    ),
    transcript("Back up"),
    .text("Keep backups on another machine, and now and then run `sessionctl doctor --store FILE` on one."),
    .heading("RESTORE"),
    .text(
      "`sessionctl restore FILE` makes a backup the store again, while others use it, and keeps the store that was there beside it; see sessionctl-restore(1)."
    ),
    transcript("Restore"),
    .heading("RESCUE"),
    .text(
      "Where no backup is good enough, `sessionctl doctor --rescue NEW.db` saves from a damaged store what can still be read, says what was lost, and leaves a store that `doctor` finds no problem in. Look at what it says, then `restore` the new file."
    ),
    transcript("Rescue"),
    .heading("PRUNE"),
    .text(
      "`sessionctl prune` deletes conversations that are closed, entries of the log, and messages of the outbox that have left, by their age. Reports go on counting what left: see sessionctl-prune(1) for what they still know. Give it an archive, unless nothing may be kept: `import` takes an archive back, in whole or in part, and nothing is counted twice."
    ),
    transcript("Prune, and take back"),
    .text(
      "The nightly line for cron, after the one that closes solved tickets (see sessionctl-cron(7)). The archive has the date in its name, because an archive is never overwritten; in a crontab, a `%` needs a backslash:"
    ),
    .text(
      " 15 4 * * *   sessionctl prune --ended-before 90d --outbox-before 30d --log-before 400d --archive /var/lib/sessionctl/archive/$(date +\\%F).ndjson --wait 60 --yes --quiet"
    ),
    .text(
      "A prune works in short transactions, so that sweeps and feeds go on meanwhile. Its space is used for what comes: a store that is pruned each night stays as large as its retention needs. After the first prune of an old store, the file is larger than it has to be; if that matters, stop what uses the store and run `sqlite3 sessionctl.db VACUUM` once. `PRAGMA auto_vacuum = 2` before that `VACUUM` makes a store that `prune` shrinks by itself; each write then takes about a tenth longer."
    ),
    .text(
      "What stays of a pruned conversation: times, reason, channel, agent, group, tags and satisfaction for reports, and a digest of the name that a feed gave it, so that the customer's next message finds the customer. No message stays."
    ),
    .heading("REDACT"),
    .text(
      "When a customer asks to be forgotten, `sessionctl redact user` removes everything of theirs from the store, and no import brings it back; see sessionctl-redact-user(1). It can't reach what has left the store: delete the customer from backups and archives by letting these grow old, for as long as your rules allow, and no longer. A prune keeps nothing of a customer that a redaction would have to remove later, except the digest of a feed's name, which goes too."
    ),
    transcript("Redact"),
    .heading("WATCH"),
    .text(
      "`sessionctl doctor` finds what is damaged or breaks a rule; let cron mail you when it does. For a monitoring system, `sessionctl doctor --quick --output sessionctl.prom` writes how many sessions are active and idle, what waits in the outbox and what failed, and when the last import and the last sweep were; sessionctl-cron(7) has the line and seven alert rules."
    ),
    transcript("Watch"),
  ], nouns: [])

/// A transcript by its title, as it stands.
private func transcript(_ title: String) -> ReferencePage.Part {
  let lines = CareStories.all.first { $0.title == title }?.transcript ?? ""
  return .text(lines.split(separator: "\n").map { " " + $0 }.joined(separator: "\n"))
}
