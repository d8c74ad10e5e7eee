/// The kinds of records that have a place in the store (domain §12); `RecordKind` knows all that there are.
public enum WireKind: String, CaseIterable, Sendable {
  case user, group
  case groupMembership = "group_membership"
  case ticket, audit, comment, schedule, holiday, queue
  case ticketEvent = "ticket_event"
  case conversationLogEvent = "conversation_log_event"
  case triggerCategory = "trigger_category"
  case satisfactionRating = "satisfaction_rating"
  // Our own, made by `export`.
  case account, session
  case conversationKey = "conversation_key"
  case ingestedEvent = "ingested_event"
  // Our own, made by `prune`.
  case archive = "sessionctl_archive"
  case outboxMessage = "outbox_message"
  case logEntry = "log_entry"
  // Rules.
  case trigger, macro
  case messagingTrigger = "messaging_trigger"

  /// Its row in the table of kinds.
  public var record: RecordKind { RecordKind.byUse[self]! }

  /// The key of a collection: `tickets`.
  public var collectionKey: String { record.plural }

  /// The keys under which a single one or a list of them comes.
  public var keys: Set<String> { Set([record.name, record.plural] + record.otherKeys) }
}

/// The kinds that have a place in the store. The rest of the table is in `RecordKind+Skipped.swift`.
extension RecordKind {
  static let read: [RecordKind] = [
    RecordKind(
      "user", nil, .read(.user),
      signs: ["name role", "name two_factor_auth_enabled", "name ticket_restriction", "name last_login_at"]),
    RecordKind("group", nil, .read(.group), signs: ["name deleted", "name is_public default"]),
    RecordKind("group_membership", nil, .read(.groupMembership), signs: ["user_id group_id"]),
    RecordKind(
      "ticket", nil, .read(.ticket),
      signs: ["requester_id status", "requester_id from_messaging_channel", "status generated_timestamp"]),
    RecordKind(
      "audit", nil, .read(.audit), keys: ["ticket_audit", "ticket_audits"],
      at: ["audits", "ticket_audits"], signs: ["ticket_id events"]),
    RecordKind("ticket_event", nil, .read(.ticketEvent), signs: ["ticket_id child_events"]),
    RecordKind(
      "conversation_log_event", nil, .kept(.conversationLogEvent), keys: ["events"],
      at: ["conversation_log"], textIDs: true),
    RecordKind(
      "comment", nil, .kept(.comment), keys: ["ticket_comment", "ticket_comments"],
      at: ["comments", "ticket_comments"], signs: ["body public author_id", "body audit_id"]),
    RecordKind("schedule", nil, .read(.schedule), signs: ["intervals time_zone"]),
    RecordKind("holiday", nil, .read(.holiday), signs: ["name start_date end_date"]),
    RecordKind(
      "queue", nil, .read(.queue), keys: ["custom_queue", "custom_queues"], at: ["queues", "custom_queues"],
      textIDs: true,
      signs: ["definition primary_groups", "definition priority", "definition primary_groups_id"]
    ),
    RecordKind("trigger_category", "trigger_categories", .read(.triggerCategory), textIDs: true),
    RecordKind("satisfaction_rating", nil, .read(.satisfactionRating), signs: ["ticket_id score"]),
    RecordKind(
      "trigger", nil, .read(.trigger),
      signs: ["conditions actions"]),
    RecordKind("macro", nil, .read(.macro), signs: ["actions restriction"]),
    RecordKind(
      "messaging_trigger", nil, .read(.messagingTrigger),
      signs: ["definition enabled", "conditions actions event"]),
    // Our own, which have no address.
    RecordKind("account", nil, .read(.account), at: [], signs: ["plan features"]),
    RecordKind("session", nil, .read(.session), at: [], signs: ["started_at"]),
    RecordKind("conversation_key", nil, .read(.conversationKey), at: []),
    RecordKind("ingested_event", nil, .read(.ingestedEvent), at: []),
    RecordKind("sessionctl_archive", nil, .read(.archive), at: []),
    RecordKind("outbox_message", nil, .read(.outboxMessage), at: []),
    RecordKind("log_entry", "log_entries", .read(.logEntry), at: []),
  ]
}
