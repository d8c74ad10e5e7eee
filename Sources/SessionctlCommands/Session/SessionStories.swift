import CommandGrammar

/// Sweeps and what becomes of the tickets, as transcripts of real commands.
enum SessionStories {
  /// E4, E5, Q2: what a sweep ends stays in line for an agent.
  static let sweep = """
    $ sessionctl conversation start --user-name 'Cy Voss' --user-email cy@example.net --message 'How do I pay?'
    conversation 1 started
    $ sessionctl conversation handoff 1 --group Support
    conversation 1 has ticket 1 now
    $ sessionctl session end --idle-for 4h --dry-run --even-if-stalled --now 2026-07-15T15:00:00Z
    would end 1 of 1 idle ≥ 4h (0 e-mails, 0 surveys)
    selected: idle ≥ 4h
    SESSION  TICKET  CUSTOMER  SUBJECT                    AGENT  IDLE FOR
          1       1  Cy Voss   Conversation with Cy Voss  -            5h
    $ sessionctl session end --idle-for 4h --yes --even-if-stalled --now 2026-07-15T15:00:00Z
    ended 1 of 1 idle ≥ 4h (0 e-mails, 0 surveys)
    $ sessionctl ticket show 1 --fields status,routing_channel,queue.name
    status           new
    routing_channel  email
    queue.name       Standard queue
    $ sessionctl agent edit ana@example.com --group Support -q
    $ sessionctl routing run --now 2026-07-15T15:01:00Z
    assigned 1 of 1 waiting ticket
    """

  /// Remind before the end: once a silence, and no activity.
  static let reminder = """
    $ sessionctl macro create --title 'Still there?' --do 'comment_value Are you still there? We end this chat in ten minutes.' -q
    $ sessionctl conversation start --user-name 'Di Roth' --message 'One moment, I look it up.'
    conversation 1 started
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl session remind --idle-for 10m --macro 'Still there?' --yes --even-if-stalled --now 2026-07-15T10:20:00Z
    reminded 1 of 1 idle ≥ 10m
    $ sessionctl session remind --idle-for 10m --macro 'Still there?' --yes --even-if-stalled --now 2026-07-15T10:25:00Z
    reminded 0 of 1 idle ≥ 10m, 1 had already been reminded
    $ sessionctl session end --idle-for 20m --reason inactivity_ended --yes --even-if-stalled --now 2026-07-15T10:30:00Z
    ended 1 of 1 idle ≥ 20m (0 e-mails, 0 surveys)
    $ sessionctl ticket history 1 --fields at,who,what
    AT                         WHO                WHAT
    2026-07-15T10:02:00+00:00  Di Roth            created with subject = Conversation with Di Roth
    2026-07-15T10:02:00+00:00  Di Roth            created with status = open
    2026-07-15T10:02:00+00:00  Di Roth            created with requester = Di Roth
    2026-07-15T10:02:00+00:00  Di Roth            created with assignee = Ana Lima
    2026-07-15T10:01:00+00:00  Di Roth            public reply: One moment, I look it up.
    2026-07-15T10:20:00+00:00  admin@example.com  reminder: Are you still there? We end this chat in ten minutes.
    2026-07-15T10:20:00+00:00  admin@example.com  macro applied: Still there?
    2026-07-15T10:30:00+00:00  admin@example.com  session ended: inactivity_ended, routing channel messaging → email
    2026-07-15T10:30:00+00:00  admin@example.com  routing channel: messaging → email
    """

  /// One plans, another reviews, and what has happened in between is left alone.
  static let plan = """
    $ sessionctl conversation start --user-name 'Ed Moss' --message 'Where is my parcel?' -q
    $ sessionctl conversation handoff 1 --group Support -q
    $ sessionctl conversation start --user-name 'Fay Lund' --message 'My invoice is wrong.' -q
    $ sessionctl conversation handoff 2 --group Support -q
    $ sessionctl conversation start --user-name 'Gil Prado' --message 'Thank you!' -q
    $ sessionctl conversation handoff 3 --agent ana@example.com -q
    $ sessionctl session end --idle-for 4h --even-if-stalled --now 2026-07-15T15:00:00Z --dry-run --plan-out plan.ndjson
    would end 3 of 3 idle ≥ 4h (0 e-mails, 0 surveys)
    selected: idle ≥ 4h
    SESSION  TICKET  CUSTOMER   SUBJECT                      AGENT     IDLE FOR
          1       1  Ed Moss    Conversation with Ed Moss    -               5h
          2       2  Fay Lund   Conversation with Fay Lund   -           4h 58m
          3       3  Gil Prado  Conversation with Gil Prado  Ana Lima    4h 56m
    wrote a plan of 3 sessions to plan.ndjson; after its review, end them with 'sessionctl session end --plan'
    $ sessionctl conversation say 2 --from customer --message 'Are you still there?' --now 2026-07-15T15:10:00Z -q
    $ sessionctl session end --plan plan.ndjson --yes --as ana@example.com --now 2026-07-15T15:20:00Z
    ended 2 of 3 as planned (0 e-mails, 0 surveys), 1 failed
    sessionctl: session 2: it has been active since it was planned, last at 2026-07-15T15:10:00Z
    $ sessionctl session list --state any --fields id,state,end_reason,last_activity_at
    ID  STATE   REASON       LAST ACTIVE
     1  ended   agent_ended  2026-07-15T10:00:00+00:00
     2  active  -            2026-07-15T15:10:00+00:00
     3  ended   agent_ended  2026-07-15T10:04:00+00:00
    $ sessionctl session end --plan plan.ndjson --yes --now 2026-07-15T15:21:00Z
    ended 0 of 3 as planned (0 e-mails, 0 surveys), 3 failed
    sessionctl: session 1: it has ended since it was planned at 2026-07-15T15:20:00Z (agent_ended)
    sessionctl: session 2: it has been active since it was planned, last at 2026-07-15T15:10:00Z
    sessionctl: session 3: it has ended since it was planned at 2026-07-15T15:20:00Z (agent_ended)
    """

  static let all = Stories([
    ("A sweep ends unanswered sessions, and their tickets stay in line", sweep),
    ("A reminder before the end", reminder),
    ("A plan is reviewed before it is carried out", plan),
  ])
}
