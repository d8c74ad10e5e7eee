import CommandGrammar

/// `sessionctl-care(7)`: what a store needs over the years. Its transcripts are executed by a test.
let carePage = ReferencePage(
  "care", section: 7, summary: "backing up, pruning and redacting a store",
  parts: [
    .heading("DESCRIPTION"),
    .text(
      "A store is one SQLite file, with two more beside it while it is in use (`-wal`, `-shm`). Three things keep it well for years: a backup each night, a retention that you have decided on, and a check that somebody hears of. The transcripts below are on the account of `sessionctl demo --fill-only --sessions 60 --seed 7 --store play.db`."
    ),
    .heading("BACK UP"),
    .text(
      "`sessionctl backup FILE` copies the store while others use it, checks the copy, and never overwrites a file. Do not copy a store that is in use with `cp` or `rsync`: what they copy is of several moments, and mostly damaged. A backup is a store like any other; `--store` looks into it."
    ),
    transcript("Back up"),
    .text("Keep backups on another machine, and now and then run `sessionctl doctor --store FILE` on one."),
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
      "A prune works in short transactions, so that sweeps and feeds go on meanwhile. Its space is used for what comes: a store that is pruned each night stays as large as its retention needs. After the first prune of an old store, the file is larger than it has to be; if that matters, stop what uses the store and run `sqlite3 sessionctl.db VACUUM` once. `PRAGMA auto_vacuum = 2` before that `VACUUM` makes a store that `prune` shrinks by itself, at a tenth of the speed of every write."
    ),
    .text(
      "What stays of a pruned conversation: times, reason, channel, agent, group, tags and satisfaction for reports, and a digest of the name that a feed gave it, so that the customer's next message finds the customer. Nothing of what was said stays."
    ),
    .heading("REDACT"),
    .text(
      "When a customer asks to be forgotten, `sessionctl redact user` removes everything of theirs from the store, and no import brings it back; see sessionctl-redact-user(1). It can't reach what has left the store: delete the customer from backups and archives by letting these grow old, for as long as your rules allow, and no longer. A prune keeps nothing of a customer that a redaction would have to remove later, except the digest of a feed's name, which goes too."
    ),
    transcript("Redact"),
  ], nouns: [])

/// A transcript by its title, as it stands.
private func transcript(_ title: String) -> ReferencePage.Part {
  let lines = CareStories.all.first { $0.title == title }?.transcript ?? ""
  return .text(lines.split(separator: "\n").map { " " + $0 }.joined(separator: "\n"))
}
