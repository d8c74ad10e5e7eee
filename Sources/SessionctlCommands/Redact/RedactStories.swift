/// A customer who asks to be forgotten, as a transcript of real commands. See `Stories` for where it begins.
enum RedactStories {
  static let forgotten = """
    $ sessionctl conversation start --user-name 'Alma Ruiz' --user-email alma@example.net --message 'Please delete everything you have about me.'
    conversation 1 started
    $ sessionctl conversation handoff 1 --agent ana@example.com
    conversation 1 has ticket 1 now
    $ sessionctl redact user alma@example.net --yes
    sessionctl: user 3 'Alma Ruiz' is still being served, with 1 active session and 1 unsolved ticket; end the sessions with 'sessionctl session end --user 3', and solve the tickets with 'sessionctl ticket update ID --status solved' first
    $ sessionctl session end 1
    ended 1 of 1 (0 e-mails, 0 surveys)
    $ sessionctl ticket update 1 --status solved
    updated ticket 1
    $ sessionctl redact user alma@example.net --yes
    user_id            3
    conversations      1
    tickets            1
    history            3
    messages           0
    documents          0
    outbox             0
    ratings            0
    log_entries        0
    conversation_keys  0
    rewritten          yes
    copies
    foreign_tables
    not reached: exports, archives, plans and backups elsewhere, and the tickets of others
    $ sessionctl ticket history 1 --fields who,what
    WHO                WHAT
    user 3             created with subject = none
    user 3             created with status = open
    user 3             created with requester = user 3
    user 3             created with assignee = Ana Lima
    user 3             public reply: [redacted]
    admin@example.com  session ended: agent_ended, routing channel messaging → email
    admin@example.com  routing channel: messaging → email
    admin@example.com  status: open → solved
    $ sessionctl report ended
    ENDED  ROUTING CHANGED  SHARE %
        1                1   100.00
    $ sessionctl conversation start --user 3 --message 'Hello?'
    sessionctl: user 3 was redacted; a customer who writes again is a new one: give a name or an address with 'sessionctl conversation start --user-name NAME'
    """

  static let all = Stories([("Forgetting a customer", forgotten)])
}
