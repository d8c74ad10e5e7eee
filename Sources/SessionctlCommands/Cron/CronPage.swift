import CommandGrammar

/// `sessionctl-cron(7)`: what runs without anybody watching. Its lines are executed by a test.
let cronPage = ReferencePage(
  "cron", section: 7, summary: "sweeps, routing and deliveries by cron or systemd",
  parts: [
    .heading("DESCRIPTION"),
    .text(
      "Four commands are meant to run by themselves: `session end` as a sweep of idle sessions, `routing run`, `outbox deliver` and `ticket close-solved`. With `--quiet` each of them prints nothing when all is well, and says on standard error what failed, so that cron sends mail on failure only."
    ),
    .text(
      "A sweep names its reason: with `--reason inactivity_ended`, rules on 'ended by agent', a survey say, do not write to everybody whose session it ends. `--max` is a fuse: if more sessions match than usual, something is wrong, nothing ends, and the exit status is 1. Nothing ends either if no session at all was active within `--idle-for`: the feed that fills the store has probably stopped."
    ),
    .text(
      "`session remind --idle-for 10m --macro NAME --last-sender agent --yes --quiet`, every minute, writes to customers who have not answered an agent, once in a silence, before a sweep ends their session."
    ),
    .text(
      "Two of them at once do no harm: the second waits for the first, as long as `--wait` says, and then finds only what is left to do. Both exit 0. What each run changed is in `log list`, under the name of the actor: give the sweep a user of its own."
    ),
    .heading("CRONTAB"),
    .text(
      "Cron has a short PATH and no environment of yours: say both. Anything that a line prints is mailed."),
    kept(crontab),
    .text(
      "The last line keeps what every sweep did, a JSON document a line, where `jq` finds it; errors are still mailed."
    ),
    .heading("SYSTEMD"),
    .text("A service for the sweep, `/etc/systemd/system/sessionctl-sweep.service`:"),
    kept(service),
    .text("Its timer, `/etc/systemd/system/sessionctl-sweep.timer`:"),
    kept(timer),
    .text("And what sends the mail, `/etc/systemd/system/sessionctl-failed@.service`:"),
    kept(failed),
    .text(
      "`systemctl enable --now sessionctl-sweep.timer` starts it, and `journalctl -u sessionctl-sweep` has what it said. Units for `routing run` and `outbox deliver` are the same but for their ExecStart and a timer of a minute, `OnCalendar=minutely`."
    ),
    .heading("THE LIVE ACCOUNT"),
    .text(
      "`session end` from cron ends sessions here. This script sweeps the live account: it takes in what is new, plans, pushes the plan, and ends here what it has seen end there. It keeps a plan for each day: a run that was broken off goes on with it, for `remote push` and `remote verify` take up where they were."
    ),
    kept(liveSweep),
    .heading("EXIT STATUS"),
    .entry("0", ["All is well; also when there was nothing to do."]),
    .entry("1", ["A fuse kept everything as it is, or a part of the work failed; what failed is named."]),
    .entry("75", ["Another command was writing for longer than `--wait`. The next run does the work."]),
    .entry("77", ["Ending sessions is switched off, or the actor may not do it."]),
    .entry("others", ["Are in sessionctl(1). Each of them comes with a sentence."]),
  ], nouns: ["session", "routing", "outbox", "ticket", "remote"])

/// As it stands, line by line.
private func kept(_ text: String) -> ReferencePage.Part {
  .text(
    text.split(separator: "\n", omittingEmptySubsequences: false).map { " " + $0 }.joined(separator: "\n"))
}

private let sweep = "session end --idle-for 24h --reason inactivity_ended --max 5000 --wait 60 --yes --quiet"

private let crontab = """
  PATH=/usr/local/bin:/usr/bin:/bin
  SESSIONCTL_STORE=/var/lib/sessionctl/sessionctl.db
  SESSIONCTL_ACTOR=sweep@example.com
  MAILTO=support-ops@example.com

  30 3 * * *   sessionctl \(sweep)
  45 3 * * *   sessionctl ticket close-solved --after 28d --wait 60 --quiet
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
  Description=Tell that %i failed

  [Service]
  Type=oneshot
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
