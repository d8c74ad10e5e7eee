import CommandGrammar

/// What happens between a store and its live account, as transcripts of real commands.
enum RemoteStories {
  /// From the tickets of the account to the ends there, and back: pull, plan, look, push, verify, report.
  static let push = """
    $ sessionctl remote pull
    $ sessionctl remote pull --only tickets --activity --all -q
    $ sessionctl remote setup --yes --fields outcome,title
    $ sessionctl session end --idle-for 4h --reason inactivity_ended --dry-run --plan-out plan.ndjson
    $ sessionctl session end --plan plan.ndjson --dry-run
    $ sessionctl remote push plan.ndjson --yes
    $ sessionctl remote verify plan.ndjson
    $ sessionctl session list --state any --fields id,ticket_id,state,end_reason
    $ sessionctl report ended --by reason
    """

  static let all = Stories([("Pull, plan, look at the plan, push it, see what ended, and report", push)])
}
