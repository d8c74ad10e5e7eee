import CommandGrammar

/// Conversations from their first word to what comes after the end, as transcripts of real commands.
///
/// See `Stories` for where each begins.
enum ConversationStories {
  /// E11, E13: an agent ends the session to do the paperwork.
  static let wrapUp = """
    $ sessionctl conversation start --user-name 'Alma Ruiz' --user-email alma@example.net --message 'My kettle arrived broken.'
    conversation 1 started
    $ sessionctl conversation say 1 --from ai-agent --message 'I am sorry. Let me find somebody for you.'
    added a message to conversation 1
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl ticket reply 1 --as ana@example.com --message 'A new one is on its way.'
    replied to ticket 1 (1 message)
    $ sessionctl session end 1 --as ana@example.com
    ended 1 of 1 (0 e-mails, 0 surveys)
    $ sessionctl ticket show 1 --fields status,routing_channel,composer
    status                    open
    routing_channel           email
    composer.default          public_reply
    composer.can_end_session  no
    composer.reason           the session has ended, so messaging is off, and the customer's e-mail address is known
    composer.channels
      CHANNEL        ENABLED
      messaging      no
      email          yes
      voice          no
      internal_note  yes
    $ sessionctl ticket note 1 --as ana@example.com --message 'Claim filed with the carrier.'
    added a note to ticket 1
    $ sessionctl conversation say 1 --from customer --message 'It has arrived, but it is red.'
    the session of conversation 1 has ended, so the message started conversation 2
    $ sessionctl conversation handoff 2 --group Support
    conversation 2 has ticket 2 now
    $ sessionctl conversation list
    ID  CUSTOMER   CHANNEL           STATE  TICKET  STARTED                    SESSION  MESSAGES
     1  Alma Ruiz  native_messaging  open        1  2026-07-15T10:00:00+00:00  ended           3
     2  Alma Ruiz  native_messaging  open        2  2026-07-15T10:07:00+00:00  active          1
    $ sessionctl ticket history 1 --fields who,what
    WHO        WHAT
    Alma Ruiz  created with subject = Conversation with Alma Ruiz
    Alma Ruiz  created with status = open
    Alma Ruiz  created with requester = Alma Ruiz
    Alma Ruiz  created with assignee = Ana Lima
    Alma Ruiz  public reply: My kettle arrived broken.
    AI agent   public reply: I am sorry. Let me find somebody for you.
    Ana Lima   public reply: A new one is on its way.
    Ana Lima   session ended: agent_ended, routing channel messaging → email
    Ana Lima   routing channel: messaging → email
    Ana Lima   internal note: Claim filed with the carrier.
    """

  /// E3, E6: the conversation goes on by e-mail.
  static let moveToEmail = """
    $ sessionctl conversation start --user-name 'Bo Chen' --user-email bo@example.net --message 'Could you send me the invoice?'
    conversation 1 started
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl ticket update 1 --as ana@example.com --routing-channel email
    updated ticket 1, and its session has ended
    $ sessionctl session show 1 --fields state,end_reason,ended_by
    state          ended
    end_reason     channel_changed
    ended_by.type  user
    ended_by.id    2
    ended_by.name  Ana Lima
    $ sessionctl ticket reply 1 --as ana@example.com --message 'Here it is.'
    replied to ticket 1 (1 e-mail)
    $ sessionctl agent show ana@example.com --fields messaging_load,email_load
    messaging_load  0
    email_load      0
    """

  /// E11, E15: after the end nothing reaches who has no e-mail address.
  static let withoutAddress = """
    $ sessionctl conversation start --user-name Otto --channel whatsapp --message 'Is the shop open today?'
    conversation 1 started
    $ sessionctl conversation handoff 1 --group Support
    conversation 1 has ticket 1 now
    $ sessionctl session end 1
    ended 1 of 1 (0 e-mails, 0 surveys)
    $ sessionctl ticket reply 1 --message 'Until eight.'
    sessionctl: can't reply to ticket 1: its session has ended, so the messaging channel is off, and the requester has no e-mail address; use 'sessionctl ticket note' for an internal note
    $ sessionctl ticket note 1 --message 'Has no e-mail address: nobody can answer.'
    added a note to ticket 1
    """

  /// F4: a customer is done.
  static let customerEnds = """
    $ sessionctl conversation start --user-name Phoebe --message 'Never mind, it works.'
    conversation 1 started
    $ sessionctl conversation end 1 --from customer
    sessionctl: end users can't end sessions; an admin can allow it with 'sessionctl feature enable --for end-users'
    $ sessionctl feature enable --for end-users
    ending messaging sessions is on for end users
    $ sessionctl conversation end 1 --from customer
    the customer ended the session of conversation 1
    $ sessionctl session show 1 --fields state,end_reason,ended_by
    state          ended
    end_reason     end_user_ended
    ended_by.type  user
    ended_by.id    3
    ended_by.name  Phoebe
    """

  /// §1, E13, E14: what ends when, and where further messages go.
  static let twoLives = """
    $ sessionctl conversation start --user-name 'Nora Vik' --user-email nora@example.net --channel whatsapp --message 'My order is late.'
    conversation 1 started
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl session end 1 --as ana@example.com
    ended 1 of 1 (0 e-mails, 0 surveys)
    $ sessionctl conversation show 1 --fields state,ended_at,session_state,session_ended_at
    state             open
    ended_at          -
    session_state     ended
    session_ended_at  2026-07-15T10:02:00+00:00
    $ sessionctl conversation say 1 --message 'Any news?'
    the session of conversation 1 has ended, so the message started conversation 2
    $ sessionctl conversation say 1 --message 'Hello?'
    the session of conversation 1 has ended, so the message went to conversation 2
    $ sessionctl conversation start --user nora@example.net --channel line --message 'I wrote on WhatsApp, too.'
    conversation 3 started
    $ sessionctl conversation say 1 --message 'Are you there?'
    the session of conversation 1 has ended, so the message went to conversation 2
    $ sessionctl ticket update 1 --status closed
    updated ticket 1, which closes its conversation
    $ sessionctl conversation list
    ID  CUSTOMER  CHANNEL   STATE   TICKET  STARTED                    SESSION  MESSAGES
     1  Nora Vik  whatsapp  closed       1  2026-07-15T10:00:00+00:00  ended           1
     2  Nora Vik  whatsapp  open         -  2026-07-15T10:04:00+00:00  active          3
     3  Nora Vik  line      open         -  2026-07-15T10:06:00+00:00  active          1
    """

  /// E2, E11, E16: the customer goes on by e-mail.
  static let answerByMail = """
    $ sessionctl conversation start --user-name Otto --message 'The lamp does not work.'
    conversation 1 started
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl session end 1 --as ana@example.com
    ended 1 of 1 (0 e-mails, 0 surveys)
    $ sessionctl ticket update 1 --status solved
    updated ticket 1
    $ sessionctl ticket reply 1 --from customer --message 'It still does not.'
    sessionctl: the requester of ticket 1 has no e-mail address to reply from; if they have one now, run 'sessionctl user edit 3 --email ADDRESS' first
    $ sessionctl user edit 3 --email otto@example.net --phone '+43 1 7654321'
    id                   3
    name                 Otto
    email                otto@example.net
    phone                +43 1 7654321
    role                 end_user
    suspended            no
    locale               -
    address_shared_with
    gets_conversations   yes
    redacted_at          -
    $ sessionctl ticket show 1 --fields composer
    composer.default          public_reply
    composer.can_end_session  no
    composer.reason           the session has ended, so messaging is off, and the customer's e-mail address is known
    composer.channels
      CHANNEL        ENABLED
      messaging      no
      email          yes
      voice          yes
      internal_note  yes
    $ sessionctl ticket reply 1 --from customer --message 'It still does not.'
    recorded the customer's e-mail to ticket 1, which is open again
    $ sessionctl ticket show 1 --fields status,session.state,session.last_activity_at
    status                    open
    session.state             ended
    session.last_activity_at  2026-07-15T10:00:00+00:00
    $ sessionctl ticket update 1 --status closed
    updated ticket 1, which closes its conversation
    $ sessionctl ticket reply 1 --from customer --message 'One more thing.'
    sessionctl: ticket 1 is closed and never changes again, so a late e-mail can't be added to it; start a new conversation with 'sessionctl conversation start --user 3', or import the follow-up ticket that the mail became
    """

  /// §1: what the AI agent said is in the ticket's history.
  static let transcript = """
    $ sessionctl conversation start --user-name 'Bo Chen' --message 'I need an invoice.'
    conversation 1 started
    $ sessionctl conversation say 1 --from ai-agent --message 'For which order?'
    added a message to conversation 1
    $ sessionctl conversation say 1 --message 'Number 7.'
    added a message to conversation 1
    $ sessionctl conversation handoff 1
    conversation 1 has ticket 1 now
    ticket 1 waits nowhere: nobody has it and no queue holds it; give it to somebody with 'sessionctl ticket update 1 --group GROUP', or see 'sessionctl routing explain 1'
    $ sessionctl ticket update 1 --group Support
    updated ticket 1
    $ sessionctl ticket history 1 --fields at,who,what
    AT                         WHO                WHAT
    2026-07-15T10:03:00+00:00  Bo Chen            created with subject = Conversation with Bo Chen
    2026-07-15T10:03:00+00:00  Bo Chen            created with status = new
    2026-07-15T10:03:00+00:00  Bo Chen            created with requester = Bo Chen
    2026-07-15T10:02:00+00:00  Bo Chen            public reply: I need an invoice.⏎Number 7.
    2026-07-15T10:01:00+00:00  AI agent           public reply: For which order?
    2026-07-15T10:04:00+00:00  admin@example.com  group: none → Support
    """

  /// An address is not a person.
  static let sharedAddress = """
    $ sessionctl conversation start --user-name 'Ida Holm' --user-email holm@example.net --message 'A question.'
    conversation 1 started
    $ sessionctl conversation start --user-name 'Per Holm' --message 'Another one.'
    conversation 2 started
    $ sessionctl user edit 4 --email holm@example.net --fields id,name,email,address_shared_with,gets_conversations
    id                   4
    name                 Per Holm
    email                holm@example.net
    address_shared_with  3
    gets_conversations   yes
    2 customers have holm@example.net: a conversation that is started with this address belongs to Per Holm (user 4); name another by id
    $ sessionctl conversation start --user-email holm@example.net --message 'Who am I?'
    conversation 3 started
    2 customers have holm@example.net: a conversation that is started with this address belongs to Per Holm (user 4); name another by id
    $ sessionctl conversation list --user 3
    ID  CUSTOMER  CHANNEL           STATE  TICKET  STARTED                    SESSION  MESSAGES
     1  Ida Holm  native_messaging  open        -  2026-07-15T10:00:00+00:00  active          1
    """

  static let all = Stories([
    ("An agent ends the session to do the paperwork, and the customer writes again", wrapUp),
    ("A conversation is moved to e-mail", moveToEmail),
    ("A customer without an e-mail address", withoutAddress),
    ("A customer ends the session", customerEnds),
    ("A conversation outlives its session, and further messages stay together", twoLives),
    ("A customer replies by e-mail after the session has ended", answerByMail),
    ("The AI agent's messages are in the ticket's history", transcript),
    ("Two customers share one address", sharedAddress),
  ])
}
