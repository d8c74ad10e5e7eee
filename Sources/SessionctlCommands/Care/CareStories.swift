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

  private static let restore = """
    $ sessionctl backup monday.db
    copied store.db to monday.db
    $ sessionctl session end --idle-for 2d --yes
    ended 4 of 4 idle ≥ 2d (0 e-mails, 0 surveys)
    $ sessionctl restore monday.db
    restored monday.db to store.db
    the store before it is kept in store.db.before-restore.backup
    $ sessionctl log list --limit 1 --fields summary
    SUMMARY
    restored monday.db; the store before it is store.db.before-restore.backup
    """

  private static let rescue = """
    $ sessionctl doctor --rescue saved.db
    TABLE             SAVED  LOST  MAY LACK MORE  STAND INS  LEFT OUT  CHANGED  DETAIL
    account               1     0  no                     0         0        0  -
    agent_group           6     0  no                     0         0        0  -
    audit               239     0  no                     0         0        0  -
    feature               1     0  no                     0         0        0  -
    group_membership     24     0  no                     0         0        0  -
    imported_kind         5     0  no                     0         0        0  -
    local_id              3     0  no                     0         0        0  -
    log_entry             3     0  no                     0         0        0  -
    queue_ticket          2     0  no                     0         0        0  -
    session              60     0  no                     0         0        0  -
    setting               1     0  no                     0         0        0  -
    store_identity        1     0  no                     0         0        0  -
    ticket               66     0  no                     0         0        0  -
    ticket_document      66     0  no                     0         0        0  -
    ticket_trigger        1     0  no                     0         0        0  -
    user                 60     0  no                     0         0        0  -
    saved 539 rows to saved.db
    """

  private static let watch = """
    $ sessionctl doctor --quick
    CHECK             RESULT  DETAIL                                                    REMEDY
    schema            ok      number 24, as this program creates it                     -
    permissions       ok      0600, for its owner only                                  -
    journal           ok      write-ahead log                                           -
    account           ok      one account, suite_growth                                 -
    time zone         ok      Europe/Berlin                                             -
    zone data         ok      2025b                                                     -
    schedules         ok      the hours of each schedule can be read                    -
    rules             ok      all triggers, macros and queues can be read               -
    default schedule  ok      the setting account.default_schedule names a schedule     -
    redacted users    ok      nothing is left of customers who were redacted            -
    ids               ok      new ids can still be given out                            -
    admins            ok      there is an admin who is not suspended                    -
    redactions        ok      the file was rewritten after each redaction               -
    service           ok      somebody serves every queue, and every ticket that waits  -
    $ sessionctl doctor --quick --output sessionctl.prom
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
    ("Back up", backUp), ("Restore", restore), ("Rescue", rescue), ("Prune, and take back", prune),
    ("Redact", redact), ("Watch", watch),
  ]
}
