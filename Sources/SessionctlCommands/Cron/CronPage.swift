import CommandGrammar

/// `sessionctl-cron(7)`: what runs without anybody watching. Its lines are executed by a test.
let cronPage = ReferencePage(
  "cron", section: 7, summary: "sweeps, routing and deliveries from cron or systemd",
  parts: [
    .heading("DESCRIPTION"),
    .text(
      "Five commands are meant to run unattended: `session end` as a sweep of idle sessions, `routing run`, `outbox deliver`, `ticket close-solved`, and `prune`, which archives what is long over. With `--quiet` they print nothing if all is well, and say on standard error what failed, so that cron sends mail only about failures."
    ),
    .text(
      "Give a sweep its own reason: with `--reason inactivity_ended`, rules on 'ended by agent' (such as a survey) do not write to everybody whose session it ends. `--max` is a fuse: if more sessions match, something is wrong, nothing ends, and the exit status is 1. Nothing ends either if no session at all was active within `--idle-for`: the feed that fills the store has probably stopped."
    ),
    .text(
      "`session remind --idle-for 10m --macro NAME --last-sender agent --yes --quiet`, run every minute, writes once to each customer who has not answered an agent, before a sweep ends the session."
    ),
    .text(
      "Two of these commands can run at once: the second waits for the first, for as long as `--wait` says, and then finds only the remaining work. Both exit 0. `log list` shows what each run changed and who ran it, so give them a user of their own."
    ),
    .text(
      "That user has to be an admin: `ticket close-solved`, `prune` and `outbox deliver` exit with 77 for an agent. It is offline, so that routing never gives it a ticket: `agent create --name Sweep --email sweep@example.com --role admin --status offline`."
    ),
    .heading("CRONTAB"),
    .text(
      "Cron has a short PATH and none of your environment, so set both. Cron mails everything that a line prints; systemd-cron does so only if the line fails."
    ),
    .kept(crontab),
    .text(
      "Each Sunday, `prune` writes what ended more than a year ago to an archive named after the day, and removes it from the store; reports still count it. A percent sign in a crontab needs its backslash; mcron never runs such a line, so give it a script that has the command. If there is nothing to remove, there is no archive."
    ),
    .text(
      "The last line keeps a record of every sweep, one JSON document per line, for tools such as `jq`; errors are still mailed."
    ),
    .heading("SYSTEMD"),
    .text("The service for the sweep, `/etc/systemd/system/sessionctl-sweep.service`:"),
    .kept(service),
    .text("Its timer, `/etc/systemd/system/sessionctl-sweep.timer`:"),
    .kept(timer),
    .text("The service that sends the mail, `/etc/systemd/system/sessionctl-failed@.service`:"),
    .kept(failed),
    .text("Without a locale, s-nail, which many systems have as `mail`, refuses to send anything but ASCII."),
    .text(
      "`systemctl enable --now sessionctl-sweep.timer` starts it, and `journalctl -u sessionctl-sweep` shows its output. Units for `routing run` and `outbox deliver` differ only in their ExecStart and in a timer of one minute, `OnCalendar=minutely`."
    ),
    .heading("THE LIVE ACCOUNT"),
    .text(
      "`session end` from cron ends sessions in the store only. This script sweeps the live account: it pulls what is new, writes a plan, pushes it, and then ends here what has ended there. It keeps one plan per day. After an interruption, the next run continues with that plan, because `remote push` and `remote verify` continue where they stopped."
    ),
    .kept(liveSweep),
  ] + CronMonitoring.parts + CronReplicas.parts + [
    .heading("EXIT STATUS"),
    .entry("0", ["All is well, or there was nothing to do."]),
    .entry("1", ["A fuse stopped the run, or part of the work failed; the message names what failed."]),
    .entry("75", ["Another command was writing for longer than `--wait`. The next run does the work."]),
    .entry("77", ["Ending sessions is switched off, or the actor may not do it."]),
    .entry("others", ["See sessionctl(1). Each comes with a message."]),
  ], nouns: ["session", "routing", "outbox", "ticket", "remote"])

extension ReferencePage.Part {
  /// As it stands, line by line.
  static func kept(_ text: String) -> ReferencePage.Part {
    .text(
      text.split(separator: "\n", omittingEmptySubsequences: false).map { " " + $0 }.joined(separator: "\n"))
  }
}

private let sweep = "session end --idle-for 24h --reason inactivity_ended --max 5000 --wait 60 --yes --quiet"

private let crontab = """
  PATH=/usr/local/bin:/usr/bin:/bin
  SESSIONCTL_STORE=/var/lib/sessionctl/sessionctl.db
  SESSIONCTL_ACTOR=sweep@example.com
  MAILTO=support-ops@example.com

  30 3 * * *   sessionctl \(sweep)
  45 3 * * *   sessionctl ticket close-solved --after 28d --wait 60 --quiet
  0 4 * * 0    sessionctl prune --ended-before 365d --log-before 365d --outbox-before 90d --archive "$HOME/pruned-$(date +\\%F).ndjson" --wait 60 --yes --quiet
  * * * * *    sessionctl routing run --quiet
  * * * * *    sessionctl outbox deliver --quiet
  0 * * * *    sessionctl session end --idle-for 8h --reason inactivity_ended --max 500 --yes --json >> "$HOME/sweeps.ndjson"
  """

private let service = """
  [Unit]
  Description=End messaging sessions that have been idle for a day
  OnFailure=sessionctl-failed@%n.service

  [Service]
  Type=oneshot
  User=sessionctl
  Environment=SESSIONCTL_STORE=/var/lib/sessionctl/sessionctl.db
  Environment=SESSIONCTL_ACTOR=sweep@example.com
  ExecStart=/usr/local/bin/sessionctl \(sweep)
  """

private let timer = """
  [Unit]
  Description=Sweep idle messaging sessions every night

  [Timer]
  OnCalendar=*-*-* 03:30:00
  Persistent=true

  [Install]
  WantedBy=timers.target
  """

private let failed = """
  [Unit]
  Description=Report that %i failed

  [Service]
  Type=oneshot
  Environment=LC_ALL=C.UTF-8
  ExecStart=/bin/sh -c 'systemctl status --full %i | mail -s "%i failed" support-ops@example.com'
  """

private let liveSweep = """
  #!/bin/sh
  # Pull, plan, push, verify. Silent when all is well.
  set -eu
  plan=${PLANS:-/var/lib/sessionctl/plans}/$(date +%F).ndjson
  sessionctl remote pull --quiet
  test -e "$plan" ||
    sessionctl session end --idle-for 24h --reason inactivity_ended --max 5000 --dry-run --plan-out "$plan" --quiet >/dev/null
  status=0
  sessionctl remote push "$plan" --yes --quiet || status=$?
  sessionctl remote verify "$plan" --for 3m --quiet || status=$?
  exit $status
  """
