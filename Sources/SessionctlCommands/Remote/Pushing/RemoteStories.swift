import CommandGrammar

/// What happens between a store and its live account, as transcripts of real commands.
enum RemoteStories {
  /// From the tickets of the account to the ends there, and back: pull, plan, look, push, verify, report.
  static let push = """
    $ sessionctl remote pull
    STREAM       PAGES  ROWS  CREATED  UPDATED  UNCHANGED  REMOVED  SKIPPED  FAILED  COMPLETE
    groups           1     1        1        0          0        0        0       0  yes
    users            1     5        4        1          0        0        0       0  yes
    memberships      1     1        1        0          0        0        0       0  yes
    tickets          1     3        3        0          0        0        0       0  yes
    events           1     3        3        0          0        0        0       0  yes
    $ sessionctl remote pull --only tickets --activity --all -q
    $ sessionctl remote setup --yes --fields outcome,title
    outcome  made
    title    sessionctl: end the session of tagged tickets
    $ sessionctl session end --idle-for 4h --reason inactivity_ended --dry-run --plan-out plan.ndjson
    would end 2 of 2 idle ≥ 4h (0 e-mails, 0 surveys)
    selected: idle ≥ 4h
    SESSION  TICKET  CUSTOMER    SUBJECT            AGENT      IDLE FOR
          1    1000  Customer 1  Conversation 1000  Ana Agent   195d 9h
          2    1001  Customer 2  Conversation 1001  Ana Agent   195d 9h
    wrote a plan of 2 sessions to plan.ndjson; after its review, end them with 'sessionctl session end --plan'
    $ sessionctl session end --plan plan.ndjson --dry-run
    would end 2 of 2 as planned (0 e-mails, 0 surveys)
    selected: idle ≥ 4h
    SESSION  TICKET  CUSTOMER    SUBJECT            AGENT      IDLE FOR
          1    1000  Customer 1  Conversation 1000  Ana Agent   195d 9h
          2    1001  Customer 2  Conversation 1001  Ana Agent   195d 9h
    $ sessionctl remote push plan.ndjson --yes
    tagged 2 of 2 tickets in https://acme.example.com
    'sessionctl remote verify plan.ndjson' checks what ends there, and ends it here
    $ sessionctl remote verify plan.ndjson
    2 of 2 sessions ended in https://acme.example.com, 2 of them ended here now
    $ sessionctl session list --state any --fields id,ticket_id,state,end_reason
    ID  TICKET  STATE   REASON
     1    1000  ended   trigger_ended
     2    1001  ended   trigger_ended
     3    1002  active  -
    $ sessionctl report ended --by reason
    REASON         ENDED  ROUTING CHANGED  SHARE %
    trigger_ended      2                2   100.00
    """

  static let all = Stories([("Pull, plan, look at the plan, push it, see what ended, and report", push)])
}
