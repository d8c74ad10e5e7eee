import CommandGrammar

/// Rules at work on the end of a session, as transcripts of real commands.
enum TriggerStories {
  /// E1: some of what agents end is routed as e-mail, not all of it.
  static let someAsEmail = """
    $ sessionctl settings set routing.ended_sessions_as_email false -q
    $ sessionctl trigger create --title 'VIPs by e-mail' --if 'messaging_session_ended_reason is agent_ended' --if 'current_tags includes vip' --do 'messaging_session end_session' -q
    $ sessionctl conversation start --user-name 'Ed Kerr' --user-email ed@example.net --message 'Hello'
    conversation 1 started
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl conversation start --user-name 'Flo Ames' --user-email flo@example.net --message 'Hello'
    conversation 2 started
    $ sessionctl conversation handoff 2 --agent ana@example.com
    conversation 2 has ticket 2 now
    $ sessionctl ticket update 2 --tag vip -q
    $ sessionctl session end 1 2 --as ana@example.com --yes
    ended 2 of 2 (0 e-mails, 0 surveys)
    1 ticket can no longer be routed: the routing channel is still messaging
    $ sessionctl ticket list --fields id,tags,routing_channel,session.state
    ID  TAGS  ROUTED AS  SESSION.STATE
     1        messaging  ended
     2  vip   email      ended
    """

  /// T7: each tag is its author's, and a rule that was undone is told.
  static let authors = """
    $ sessionctl trigger create --title 'Mark urgent' --if 'status is open' --do 'priority urgent' --do 'current_tags fast' -q
    $ sessionctl trigger create --title 'Never urgent' --if 'priority is urgent' --do 'priority normal' --do 'current_tags calm' -q
    $ sessionctl conversation start --user-name 'Gus Hale' --message 'Hello'
    conversation 1 started
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl ticket history 1 --fields who,rule,what
    WHO       RULE          WHAT
    Gus Hale  -             created with subject = Conversation with Gus Hale
    Gus Hale  -             created with status = open
    Gus Hale  -             created with requester = Gus Hale
    Gus Hale  -             created with assignee = Ana Lima
    Gus Hale  -             public reply: Hello
    Gus Hale  Never urgent  priority: none → normal
    Gus Hale  Mark urgent   tags: none → fast
    Gus Hale  Never urgent  tags: fast → fast calm
    """

  /// A rule that looked harmless: customers who go on after their ticket was solved would have lost their session.
  static let replayed = """
    $ sessionctl conversation start --user-name 'Gus Hale' --message 'Where is my parcel?'
    conversation 1 started
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl ticket update 1 --status solved -q
    $ sessionctl conversation say 1 --message 'Thanks! And the second one?' -q
    $ sessionctl trigger create --title 'End when solved' --if 'status is solved' --do 'messaging_session end_session' --inactive -q
    $ sessionctl trigger replay 'End when solved' --last 30d --samples 1
    ID  NAME             FIRES  FIRED  BOTH  ENDED  E-MAILS  SURVEYS  WEBHOOKS  MOVED
     2  End when solved      1      0     0      1        0        0         0      0
    AUDIT  TICKET  AT                         WHAT
        9       1  2026-07-15T10:02:00+00:00  would fire: 'End when solved'; messaging_session_state: ended instead of active; messaging_session_ended_reason: trigger_ended instead of none; routing_channel: email instead of messaging
    replayed 2 updates of 1 ticket; 1 update would come out differently
    1 ticket would have gone another way, on which 1 update could not have happened
    $ sessionctl trigger edit 'End when solved' --add-if 'current_tags includes done' -q
    $ sessionctl trigger replay 'End when solved' --last 30d --fields name,fires,ended
    NAME             FIRES  ENDED
    End when solved      0      0
    replayed 3 updates of 1 ticket; 0 updates would come out differently
    $ sessionctl trigger enable 'End when solved'
    enabled End when solved
    """

  static let all = Stories([
    ("A rule that looked harmless, replayed, mended and switched on", replayed),
    ("Only some of the sessions that agents end are routed as e-mail", someAsEmail),
    ("Who set which tag, and a rule that another rule undid", authors),
  ])
}
