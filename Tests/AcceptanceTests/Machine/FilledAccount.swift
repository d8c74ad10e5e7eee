import CommandGrammar
import Foundation
import JSONText

/// The small account with more of everything, so that no table of its store is empty.
extension TestMachine {
  static func filled() throws -> TestMachine { try holding(filledStore.get()) }

  private static let filledStore = Result {
    let machine = try withAccount()
    try machine.take(filling)
    try machine.does(
      "schedule create --name Office --open 'mon-fri 09:00-17:00' -q",
      "settings set account.default_schedule Office -q", "settings set account.name Acme -q",
      "settings set outbox.from help@example.com -q", "settings set capacity.idle_after 5m -q",
      "feature enable --for end-users -q", "recipe install notify-before-end --yes -q",
      "agent edit ana@example.com --messaging-capacity 3 --email-capacity 3 -q",
      "conversation start --user-name Kim --user-email kim@example.net --message Hello -q",
      "conversation say 6 --from ai-agent --message 'How can I help?' -q",
      "conversation handoff 6 --group Support -q", "conversation start --user-name Lee --message Hi -q",
      "ticket update 1002 --group Support --tag seen --field 7=gold --priority high -q", "routing run -q",
      "ticket note 1001 --message Note -q", "session end 3 --reason agent_ended -q",
      "ticket update 1004 --routing-channel email -q", "ticket reply 1001 --message 'On its way.' -q",
      "macro apply 821 --ticket 1001 -q", "ticket rate 1004 bad --comment slow -q")
    try machine.succeed(
      "conversation", "ingest", "-", "-q",
      input:
        #"{"event_id":"e1","type":"start","at":"2026-07-15T09:00:00Z","conversation":"k1","user_name":"Kim","channel":"native_messaging","message":"Hello"}"#
        + "\n")
    try machine.fillPushes()
    try machine.fillPast()
    return try machine.bytes(of: machine.store)
  }

  /// A push that was printed, and the trigger that would end what it tags.
  private func fillPushes() throws {
    let plan = "\(folder)/plan.ndjson"
    try succeed("settings", "set", "remote.subdomain", "acme", "-q")
    try succeed("session", "end", "--all", "--dry-run", "--plan-out", plan, "-q")
    try succeed("remote", "push", plan, "--as-curl")
    try tamper(
      """
      INSERT INTO remote_cursor VALUES (2, 'https://acme.zendesk.com', 'place', 1, 1784109600, 1, 1);
      INSERT INTO remote_word
      VALUES (0, 'messaging_session_state', '', 'https://acme.zendesk.com', 'state', '', 'State', 1784109600);
      """)
    try tamper(
      "INSERT INTO remote_trigger VALUES (1, 'https://acme.zendesk.com', 7, 'End tagged', 0, 1784109600, 'x', 'y')"
    )
  }

  /// Somebody who was redacted, and what stays of a conversation that was pruned.
  private func fillPast() throws {
    try take([Wire.wrapped("user", Wire.user(779, [("name", "Gone"), ("email", "gone@example.net")]))])
    try succeed("redact", "user", "779", "--yes", "-q")
    try tamper(
      """
      INSERT INTO past_facts VALUES (1, 'native_messaging', 3, NULL, 5, 3, NULL, NULL, NULL, 'vip');
      INSERT INTO past_session VALUES (1784000000, 99, 1, 1783990000, NULL, 0, 1);
      INSERT INTO past_reply VALUES (1784000700, 1, 2);
      INSERT INTO past_key VALUES (4294967297000, 99, 99, NULL, 'native_messaging');
      INSERT INTO retention VALUES ('conversations', 1784000000, 1784100000, '/var/archive/closed.ndjson', 7);
      """)
  }

  private static let times = #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z""#

  private static let filling: [String] = [
    #"{"trigger_category":{"id":"9","name":"First","position":1,"updated_at":"2026-01-01T00:00:00Z"}}"#,
    """
    {"trigger":{"id":801,"title":"Tell","active":true,"position":1,"category_id":"9","conditions":{"all":\
    [{"field":"update_type","operator":"is","value":"Change"},{"field":"current_tags","operator":"includes","value":"seen"}],\
    "any":[]},"actions":[{"field":"notification_user","value":["requester_id","{{ticket.title}}","{{ticket.comments}}"]},\
    {"field":"current_tags","value":"told"}],\(times)}}
    """,
    """
    {"macro":{"id":821,"title":"Bye","active":true,"position":1,"actions":[{"field":"comment_value","value":"Bye"}],\
    "restriction":null,\(times)}}
    """,
    """
    {"messaging_trigger":{"id":831,"title":"Welcome","active":true,"position":1,"event":"message_sent","conditions":\
    {"all":[{"field":"message","operator":"contains","value":"hi"}],"any":[]},"actions":[{"field":"add_tags","value":"hi"}],\(times)}}
    """,
    """
    {"queue":{"id":"841","name":"Urgent","order":1,"priority":1,"definition":{"all":[{"field":"priority","operator":"is",\
    "value":"urgent"}],"any":[]},"primary_groups":{"count":1,"groups":[{"id":701,"name":"Support"}]},\
    "secondary_groups":{"count":0,"groups":[]},\(times)}}
    """,
    """
    {"group_membership":{"id":851,"user_id":601,"group_id":701,\(times)}}
    """,
    """
    {"satisfaction_rating":{"id":861,"ticket_id":1006,"score":"good","comment":"fine","requester_id":501,\(times)}}
    """,
    """
    {"comment":{"id":871,"ticket_id":1001,"author_id":501,"public":true,"body":"Anybody?",\
    "created_at":"2026-07-15T04:00:00Z"}}
    """,
    Wire.wrapped(
      "audit",
      Wire.audit(
        880, ticket: 1002, by: 502, at: "2026-07-15T06:00:00Z",
        events: [
          ["id": 881, "type": "Comment", "public": true, "body": "Hello", "author_id": 502],
          [
            "id": 882, "type": "ChatStartedEvent",
            "value": [
              "history": [
                [
                  "type": "ChatMessage", "timestamp": 1_784_095_200_000, "actor_type": "end-user",
                  "message": "Hi", "original_message": ["received": "2026-07-15T06:00:00Z"],
                ]
              ]
            ],
          ],
        ])),
  ]

  /// Command lines that only look, for things of the filled account.
  static let looks: [String] = [
    "session list --all --json", "session list --idle-for 1h", "session list --state ended --format csv",
    "session show 1",
    "session show 6 --json", "session end --all --dry-run --json", "session end 1 --dry-run --macro Bye",
    "session remind --idle-for 1m --macro Bye --dry-run", "ticket list", "ticket list --format csv",
    "ticket list --status open --group Support", "ticket show 1001", "ticket show 1002 --json",
    "ticket history 1001", "ticket history 1002 --json", "ticket history 1006",
    "conversation list",
    "conversation list --sort messages --json", "conversation show 50", "conversation show 6 --json",
    "trigger list", "trigger show 801 --json", "trigger lint", "trigger fields",
    "trigger test 801 --ticket 1001 --tag seen", "messaging-trigger list", "messaging-trigger show 831",
    "queue list", "queue show Urgent --json", "queue tickets standard", "user list", "user show 501 --json",
    "agent list", "agent show 601", "group list --json", "group show 701", "schedule list",
    "schedule show Office", "routing run --dry-run", "routing explain 1002 --json", "routing explain 1001",
    "macro list", "macro show 821 --json", "recipe list",
    "recipe show notify-before-end",
    "report ended --by day,agent,group,tag --json", "report end-time --by hour", "report open-ended",
    "report routing-change-time --by channel", "report outside-hours", "report csat",
    "report active --by agent",
    "report capacity", "report queues", "report triggers", "report agents --json", "outbox list",
    "outbox show 1", "rules export", "log list", "log show 2 --json",
    "feature status", "settings list", "settings get account.name", "export", "__complete bash agent show a",
    "__complete zsh trigger show ''",
  ]

  /// Command lines that change something, each after the others.
  static let changes: [String] = [
    "conversation say 6 --message Again -q", "ticket update 1001 --tag seen --priority urgent -q",
    "ticket reply 1002 --message Hello -q", "session remind --idle-for 1m --macro Bye --yes -q",
    "routing run -q", "trigger reorder 801 1 -q", "queue reorder 841 -q", "macro apply 821 --ticket 1002 -q",
    "agent edit 601 --status away -q", "user edit 501 --name Carlo -q", "ticket rate 1004 good -q",
    "schedule create --name Late --open 'mon 09:00-10:00' -q", "session end --all --yes -q",
    "settings set routing.mode messaging -q", "settings set routing.mode omnichannel -q",
    "conversation start --user-email kim@example.net --message Back -q", "feature disable -q",
  ]
}
