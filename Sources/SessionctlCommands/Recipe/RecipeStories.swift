import CommandGrammar

/// What recipes do to customers, as transcripts of real commands.
enum RecipeStories {
  /// §10, Q2: who writes at night waits in a queue and is helped in the morning.
  static let night = """
    $ sessionctl agent edit ana@example.com --group Support -q
    $ sessionctl schedule create --name Office --zone UTC --open 'mon-fri 09:00-17:00' -q
    $ sessionctl settings set account.default_schedule Office -q
    $ sessionctl recipe install out-of-hours --yes -q
    $ sessionctl conversation start --user-name 'Al Moss' --user-email al@example.net --message 'Is anybody there?' --now 2026-07-15T22:00:00Z
    conversation 1 started
    $ sessionctl conversation handoff 1 --group Support --now 2026-07-15T22:01:00Z
    conversation 1 has ticket 1 now
    $ sessionctl session show 1 --fields state,end_reason,ended_by.name
    state          ended
    end_reason     trigger_ended
    ended_by.name  Out of hours: end messaging sessions
    $ sessionctl outbox list --fields kind,to,subject
    KIND   TO              SUBJECT
    email  al@example.net  We got your message [1]
    $ sessionctl routing explain 1 --fields ticket_id,eligible,queue.name --now 2026-07-15T22:02:00Z
    ticket_id   1
    eligible    yes
    queue.name  Standard queue
    $ sessionctl routing run --now 2026-07-16T09:00:00Z
    assigned 1 of 1 waiting ticket
    $ sessionctl ticket show 1 --fields status,assignee_name,routing_channel
    status           open
    assignee_name    Ana Lima
    routing_channel  email
    """

  /// §10: a surge's tickets leave messaging and wait for a group that answers by e-mail.
  static let surge = """
    $ sessionctl recipe install surge-omnichannel --yes -q
    $ sessionctl agent edit ana@example.com --group Surge -q
    $ sessionctl trigger enable 'Surge: end messaging sessions, route as e-mail' -q
    $ sessionctl conversation start --user-name 'Bo Chen' --user-email bo@example.net --message 'My order is late.'
    conversation 1 started
    $ sessionctl conversation handoff 1 --group Support
    conversation 1 has ticket 1 now
    $ sessionctl ticket show 1 --fields group_name,routing_channel,tags,queue.name
    group_name       Surge
    routing_channel  email
    tags             surge
    queue.name       Ended messaging sessions
    $ sessionctl routing run
    assigned 1 of 1 waiting ticket
    $ sessionctl trigger disable 'Surge: end messaging sessions, route as e-mail'
    disabled Surge: end messaging sessions, route as e-mail
    """

  static let all = Stories([
    ("A customer writes at night and gets help in the morning", night),
    ("During a surge, customers get their answers by e-mail", surge),
  ])
}
