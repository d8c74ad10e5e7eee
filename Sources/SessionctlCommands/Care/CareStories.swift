/// What keeps a store well, as transcripts on the account of `demo --fill-only --sessions 60 --seed 7`, on a Wednesday at
/// ten.
enum CareStories {
  private static let backUp = """
    $ sessionctl backup monday.db
    copied store.db to monday.db
    $ sessionctl ticket list --status open --limit 2 --fields id,status --store monday.db
      ID  STATUS
    1017  open
    1051  open
    """

  private static let prune = """
    $ sessionctl report ended --by reason
    REASON            ENDED  ROUTING CHANGED  SHARE %
    agent_ended          38               32    71.70
    channel_changed       1                1     1.89
    inactivity_ended     11                9    20.75
    ticket_closed         3                0     5.66
    ----------------  -----  ---------------  -------
    total                53               42   100.00
    $ sessionctl prune --ended-before 5d --dry-run
    would prune 26 conversations and 30 tickets; nothing was changed (--dry-run)
    $ sessionctl prune --ended-before 5d --log-before 400d --archive closed.ndjson --yes
    pruned 26 conversations and 30 tickets, archived to closed.ndjson
    $ sessionctl report ended --by reason
    REASON            ENDED  ROUTING CHANGED  SHARE %
    agent_ended          38               32    71.70
    channel_changed       1                1     1.89
    inactivity_ended     11                9    20.75
    ticket_closed         3                0     5.66
    ----------------  -----  ---------------  -------
    total                53               42   100.00
    $ sessionctl import closed.ndjson
    TYPE                CREATED  UPDATED  UNCHANGED  SKIPPED  FAILED  REPAIRED
    ticket                   30        0          0        0       0         0
    audit                   113        0          0        0       0         0
    sessionctl_archive        0        0          1        0       0         0
    $ sessionctl report ended --by reason
    REASON            ENDED  ROUTING CHANGED  SHARE %
    agent_ended          38               32    71.70
    channel_changed       1                1     1.89
    inactivity_ended     11                9    20.75
    ticket_closed         3                0     5.66
    ----------------  -----  ---------------  -------
    total                53               42   100.00
    """

  private static let redact = """
    $ sessionctl redact user matthias.vogel.3@mail.example.com --yes
    user_id            370000000003
    conversations      2
    tickets            2
    history            7
    messages           0
    documents          2
    outbox             0
    ratings            0
    log_entries        0
    conversation_keys  0
    rewritten          yes
    copies
    foreign_tables
    not reached: exports, archives, plans and backups elsewhere, and the tickets of others
    $ sessionctl user show 370000000003 --fields id,name,email
    id     370000000003
    name
    email  -
    """

  /// What is done, and its transcript.
  static let all: [(title: String, transcript: String)] = [
    ("Back up", backUp), ("Prune, and take back", prune), ("Redact", redact),
  ]
}
