import CommandGrammar

/// What happens between a store and its live account, as transcripts of real commands.
enum RemoteStories {
  /// From the tickets of the account to the ends there, and back.
  static let push = """
    $ sessionctl import tickets.json -q
    $ sessionctl remote setup --yes --fields outcome,title
    outcome  made
    title    sessionctl: end the session of tagged tickets
    $ sessionctl session end --idle-for 4h --reason inactivity_ended --dry-run --plan-out plan.ndjson
    sessionctl: no session at all has been active since 2026-07-15T06:02:00Z, so the feed has probably stopped: nothing was ended; if that is how it is, give --even-if-stalled
    $ sessionctl ticket update 1001 --tag vip -q
    $ sessionctl remote push plan.ndjson --yes
    sessionctl: cannot read plan.ndjson: No such file or directory
    $ sessionctl session list --fields id,ticket_id,state
    ID  TICKET  STATE
     1    1000  active
     2    1001  active
     3    1002  active
    $ sessionctl remote verify plan.ndjson
    sessionctl: cannot read plan.ndjson: No such file or directory
    $ sessionctl session list --state any --fields id,ticket_id,state,end_reason
    ID  TICKET  STATE   REASON
     1    1000  active  -
     2    1001  active  -
     3    1002  active  -
    $ sessionctl report ended --by reason
    no session ended in this period
    """

  static let all = Stories([("From a plan to the live account and back", push)])
}
