/// Twenty things that somebody new wants to do, as transcripts on the account of
/// `demo --fill-only --sessions 60 --seed 7`, on a Wednesday at ten.
enum TaskStories {
  private static let idle = """
    $ sessionctl session list --idle-for 4h
    ID  TICKET  CUSTOMER       SUBJECT                             STATUS   AGENT              GROUP     LAST ACTIVE                LAST WORD
    47    1052  Caleb O'Brien  Grinder Pro makes a terrible noise  open     Łukasz Wiśniewski  Technik   2026-07-10T22:28:36+02:00  customer
    48    1053  Ángela Peña    ¿Puedo cambiar mi suscripción?      new      -                  Support   2026-07-09T13:05:18+02:00  customer
    49    1054  Bärbel Weiß    Siebträger wird nicht heiß          pending  Ngô Thị Hương      Surge 🌊  2026-07-13T07:12:48+02:00  agent
    52    1058  田中 大翔      Invoice \\u202efdp.exe               open     Ngô Thị Hương      夜間対応  2026-07-10T21:28:21+02:00  customer
    """

  private static let groups = """
    $ sessionctl session list --group Support,Billing
    ID  TICKET  CUSTOMER      SUBJECT                         STATUS   AGENT             GROUP    LAST ACTIVE                LAST WORD
    48    1053  Ángela Peña   ¿Puedo cambiar mi suscripción?  new      -                 Support  2026-07-09T13:05:18+02:00  customer
    50    1055  Chloë Martin  Invoice for 76956               pending  Mireille Lefèvre  Billing  2026-07-15T08:16:27+02:00  agent
    57    1063  Raúl Peña     ¿Puedo cambiar mi suscripción?  new      -                 Support  2026-07-15T11:16:10+02:00  ai_agent
    """

  private static let preview = """
    $ sessionctl session end --idle-for 1d --dry-run
    would end 4 of 4 idle ≥ 1d (0 e-mails, 0 surveys)
    selected: idle ≥ 1d
    SESSION  TICKET  CUSTOMER       SUBJECT                             AGENT              IDLE FOR
         47    1052  Caleb O'Brien  Grinder Pro makes a terrible noise  Łukasz Wiśniewski    4d 13h
         48    1053  Ángela Peña    ¿Puedo cambiar mi suscripción?      -                    5d 22h
         49    1054  Bärbel Weiß    Siebträger wird nicht heiß          Ngô Thị Hương         2d 4h
         52    1058  田中 大翔      Invoice \\u202efdp.exe               Ngô Thị Hương        4d 14h
    """

  private static let oneEnd = """
    $ sessionctl session end --ticket 1052
    ended 1 of 1 (0 e-mails, 0 surveys)
    """

  private static let sweep = """
    $ sessionctl session end --idle-for 1d --reason inactivity_ended --yes
    ended 4 of 4 idle ≥ 1d (0 e-mails, 0 surveys)
    """

  private static let history = """
    $ sessionctl session end --ticket 1052 -q
    $ sessionctl ticket history 1052 --fields at,who,what
    AT                         WHO                WHAT
    2026-07-07T02:52:05+02:00  Caleb O'Brien      public reply: It started yesterday: a loud rattling on settings 3 and below. Bought in March, order 70131. Video attached.
    2026-07-07T02:52:05+02:00  Caleb O'Brien      created with subject = Grinder Pro makes a terrible noise
    2026-07-07T02:52:05+02:00  Caleb O'Brien      created with status = new
    2026-07-07T02:52:05+02:00  Caleb O'Brien      created with requester = Caleb O'Brien
    2026-07-07T02:52:05+02:00  Caleb O'Brien      created with group = Technik
    2026-07-10T10:01:22+02:00  Łukasz Wiśniewski  public reply: That sounds like the lower burr. It's under warranty – shall we collect it on Thursday?
    2026-07-10T10:01:22+02:00  Łukasz Wiśniewski  status: new → open
    2026-07-10T10:01:22+02:00  Łukasz Wiśniewski  assignee: none → Łukasz Wiśniewski
    2026-07-10T22:28:36+02:00  Caleb O'Brien      public reply: Thursday works, after 5 pm please.
    2026-07-15T12:00:00+02:00  Zoë Åkerlund       session ended: agent_ended, routing channel messaging → email
    2026-07-15T12:00:00+02:00  Zoë Åkerlund       routing channel: messaging → email
    """

  private static let rules = """
    $ sessionctl trigger list
    ID  POS  ACTIVE  TITLE                                             PROBLEMS
     1    0  yes     Request customer satisfaction rating (messaging)
    """

  private static let write = """
    $ sessionctl trigger create --title Tag --if 'messaging_session_state value ended' --do 'current_tags chat_ended'
    id           2
    position     1
    active       yes
    title        Tag
    description  -
    if           messaging_session_state value ended
    if any       -
    do           current_tags chat_ended
    problems
    """

  private static let attempt = """
    $ sessionctl trigger create --title Tag --if 'messaging_session_state value ended' --do 'current_tags chat_ended' -q
    $ sessionctl trigger test Tag --ticket 1052 --event session-ended
    LIST  CONDITION                            ACTUAL  HOLDS
    all   messaging_session_state value ended  ended   yes
    trigger 2 'Tag' is met
    """

  private static let addIf = """
    $ sessionctl trigger create --title Tag --if 'messaging_session_state value ended' --do 'current_tags chat_ended' -q
    $ sessionctl trigger edit Tag --add-if 'priority is urgent'
    @@ trigger 2 "Tag" @@
      title Tag
      active yes
      if messaging_session_state value ended
    + if priority is urgent
      do current_tags chat_ended
    """

  private static let undo = """
    $ sessionctl trigger edit 1 --title Survey -q
    $ sessionctl log list --limit 2
    ID  AT                         ACTOR         COMMAND       SUMMARY
     4  2026-07-15T12:00:00+02:00  Zoë Åkerlund  trigger edit  changed trigger Survey (1)
     3  2026-07-15T12:00:00+02:00  Zoë Åkerlund  demo          agents can end messaging sessions
    $ sessionctl log revert 4
    id          5
    at          2026-07-15T12:02:00+02:00
    actor_id    360000000001
    actor_name  Zoë Åkerlund
    os_user     tester@machine
    command     log revert
    summary     reverted log entry 4: changed trigger Survey (1)
    @@ trigger 1 "Request customer satisfaction rating (messaging)" @@
      {
        "id": 1,
    -   "title": "Survey",
    +   "title": "Request customer satisfaction rating (messaging)",
        "description": "The standard messaging survey: an agent solves the ticket in the messaging channel, while the session is active",
        "active": true,
        "position": 0,
        "conditions": {
          "all": [
            {"field": "via_id", "operator": "is", "value": "messaging"},
            {"field": "current_via_id", "operator": "is", "value": "messaging"},
            {"field": "status", "operator": "value", "value": "solved"},
            {"field": "satisfaction_score", "operator": "is", "value": "unoffered"}
          ],
          "any": []
        },
        "actions": [
          {"field": "satisfaction_score", "value": "offered"}
        ],
        "created_at": "2026-07-15T10:00:00Z",
    -   "updated_at": "2026-07-15T10:00:00Z"
    +   "updated_at": "2026-07-15T10:02:00Z"
      }
    """

  private static let disable = """
    $ sessionctl trigger disable 1
    disabled Request customer satisfaction rating (messaging)
    """

  private static let hours = """
    $ sessionctl schedule create --name Office --open 'mon-fri 09:00-17:00' -q
    $ sessionctl settings set account.default_schedule Office
    account.default_schedule is now 'Office'
    """

  private static let waits = """
    $ sessionctl routing explain 1053
    ticket          1053
    cause           nothing holds it back: 5 agents can take it, and the next 'routing run' assigns the first ticket in 'Standard queue'
    eligible        yes
    queue           Standard queue
    eligible_since  2026-07-07T15:29:25+02:00
    WHY
    its status is new, nobody has it, and it can be routed as messaging
    it is number 1 in 'Standard queue', because no custom queue matches
    QUEUE           LIST  CONDITION           ACTUAL   HOLDS
    Standard queue                                     yes
                    all   group_id is_not ""  Support  yes
    AGENTS                                                                            REASON
    Mireille Lefèvre, 田中 美咲, Priya Raghunathan, João Gonçalves, María José Núñez  can take it
    Ólafur Þórðarson                                                                  is offline
    Zoë Åkerlund, Jürgen Groß, Łukasz Wiśniewski, Siobhán Ní Bhriain and 3 others     are not in Support
    WHAT WOULD HELP
    'sessionctl routing run'
    """

  private static let assign = """
    $ sessionctl ticket update 1053 --agent 'Mireille Lefèvre'
    updated ticket 1053
    $ sessionctl ticket show 1053 --fields id,status,assignee_name
    id             1053
    status         open
    assignee_name  Mireille Lefèvre
    """

  private static let answer = """
    $ sessionctl macro create --title Bye --do 'comment_value Goodbye, and thank you.' -q
    $ sessionctl macro apply Bye --ticket 1054
    macro_id              1
    title                 Bye
    ticket_id             1054
    preview               no
    emails                0
    surveys               0
    webhooks              0
    messages              1
    left_routing.channel  0
    left_routing.group    0
    left_routing.tag      0
    public reply: Goodbye, and thank you.
    macro applied: Bye
    """

  private static let count = """
    $ sessionctl report ended --last 7d --by reason
    REASON            ENDED  ROUTING CHANGED  SHARE %
    agent_ended           6                5    85.71
    inactivity_ended      1                1    14.29
    ----------------  -----  ---------------  -------
    total                 7                6   100.00
    """

  private static let load = """
    $ sessionctl report capacity --sort spare:desc --limit 5
    AGENT               CHANNEL  STATUS  LOAD  CAPACITY  SPARE  USED %
    Siobhán Ní Bhriain  email    online     0        30     30    0.00
    Łukasz Wiśniewski   email    online     0        25     25    0.00
    Jürgen Groß         email    online     0        20     20    0.00
    Mireille Lefèvre    email    online     0        20     20    0.00
    Priya Raghunathan   email    online     0        20     20    0.00
    """

  private static let board = """
    $ sessionctl report board --output board.html
    """

  private static let copy = """
    $ sessionctl rules export --output rules.json
    """

  static let all: [AdminTask] = [
    AdminTask(
      "See whose session has been idle for four hours", idle),
    AdminTask(
      "See the sessions of two groups", groups,
      before: [
        "sessionctl session list --group Support",
        "sessionctl session list --group Billing",
      ]),
    AdminTask(
      "See what ending them would do", preview),
    AdminTask(
      "End the session of one ticket", oneEnd),
    AdminTask(
      "End all that have been idle for a day", sweep),
    AdminTask(
      "See what happened to a ticket", history),
    AdminTask(
      "See which rules run", rules),
    AdminTask(
      "Write a rule", write),
    AdminTask(
      "Try a rule on a ticket without running it", attempt),
    AdminTask(
      "Add a condition to a rule", addIf,
      before: [
        "sessionctl trigger create --title Tag --if 'messaging_session_state value ended' --do 'current_tags chat_ended' -q",
        "sessionctl trigger show Tag",
        "sessionctl trigger edit Tag --if 'messaging_session_state value ended' --if 'priority is urgent'",
      ]),
    AdminTask(
      "Undo a change of a rule", undo,
      before: [
        "sessionctl trigger edit 1 --title Survey -q",
        "sessionctl log list --sort id:desc --limit 2",
        "sessionctl log show 4",
        "sessionctl trigger edit 1 --title 'Request customer satisfaction rating (messaging)'",
      ]),
    AdminTask(
      "Stop a rule", disable),
    AdminTask(
      "Set the business hours", hours),
    AdminTask(
      "Find out why a ticket waits", waits),
    AdminTask(
      "Give a ticket to somebody", assign),
    AdminTask(
      "Answer a customer with a prepared text", answer),
    AdminTask(
      "Count what ended last week, by reason", count),
    AdminTask(
      "See who has room for more work", load),
    AdminTask(
      "Make the page that the team gets on Mondays", board,
      before: [
        "sessionctl report ended --last 7d --by day,reason > week.txt",
        "sessionctl report end-time --last 7d --by day >> week.txt",
        "sessionctl report queues >> week.txt",
        "sessionctl report active >> week.txt",
        "sessionctl report capacity >> week.txt",
        "sessionctl report triggers >> week.txt",
      ]),
    AdminTask(
      "Keep all rules in a file, for git", copy,
      before: [
        "sessionctl rules export > rules.new",
        "mv rules.new rules.json",
      ]),
  ]
}
