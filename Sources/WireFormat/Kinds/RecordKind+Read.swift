import JSONText

/// The kinds of records that have a place in the store (domain §12); `RecordKind` knows all that there are.
public enum WireKind: String, CaseIterable, Sendable {
  /// Customers and staff, and the groups of the staff.
  case user, group
  /// That a person is in a group.
  case groupMembership = "group_membership"
  /// Business hours, and days on which a schedule is closed.
  case schedule, holiday
  /// A heading that ticket triggers stand under.
  case triggerCategory = "trigger_category"
  /// A ticket trigger.
  case trigger
  /// A trigger that writes to the customer during a conversation.
  case messagingTrigger = "messaging_trigger"
  /// Macros, custom queues, tickets, and pieces of tickets' histories.
  case macro, queue, ticket, audit
  /// The same piece of a history, as the incremental export writes it.
  case ticketEvent = "ticket_event"
  /// A comment on its own, apart from its audit.
  case comment
  /// An event of a ticket's conversation log: a comment, or a message of the live talk.
  case conversationLogEvent = "conversation_log_event"
  /// The customer's answer to a survey.
  case satisfactionRating = "satisfaction_rating"
  // Our own, made by `export`.
  /// The plan, settings and switches, and messaging sessions, which the service's own records lack.
  case account, session
  /// What a sender of events calls a conversation.
  case conversationKey = "conversation_key"
  /// An event that was taken, so that it is not taken twice.
  case ingestedEvent = "ingested_event"
  // Our own, made by `prune`.
  /// The first line of an archive, which names the store that it came from.
  case archive = "sessionctl_archive"
  /// A message of the outbox that has left or was cancelled.
  case outboxMessage = "outbox_message"
  /// An entry of the log.
  case logEntry = "log_entry"

  /// Those that `import --as-type` may name, in this order: what the service has, but for holidays, each of which is the
  /// schedule's that its address names.
  public static let named: [WireKind] = allCases.prefix { $0 != .account }.filter { $0 != .holiday }

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
      signs: ["name role", "name two_factor_auth_enabled", "name ticket_restriction", "name last_login_at"],
      unused: "the anonymous user, who has no id"),
    RecordKind("group", nil, .read(.group), signs: ["name deleted", "name is_public default"]),
    RecordKind("group_membership", nil, .read(.groupMembership), signs: ["user_id group_id"]),
    RecordKind(
      "ticket", nil, .read(.ticket),
      signs: ["requester_id status", "requester_id from_messaging_channel", "status generated_timestamp"]),
    RecordKind(
      "audit", nil, .read(.audit), keys: ["ticket_audit", "ticket_audits"],
      at: ["audits", "ticket_audits"], signs: ["ticket_id events"], ours: ["author_name"]),
    RecordKind("ticket_event", nil, .read(.ticketEvent), signs: ["ticket_id child_events"]),
    RecordKind(
      "conversation_log_event", nil, .kept(.conversationLogEvent), keys: ["events"],
      at: ["conversation_log"], textIDs: true, unused: "no messages, or no ticket that they belong to"),
    RecordKind(
      "comment", nil, .kept(.comment), keys: ["ticket_comment", "ticket_comments"],
      at: ["comments", "ticket_comments"], signs: ["body public author_id", "body audit_id"],
      unused: "they lack both ticket_id and audit_id, or both id and time"),
    RecordKind(
      "schedule", nil, .read(.schedule), signs: ["intervals time_zone"],
      ours: ["open_now", "hours", "default"]),
    RecordKind(
      "holiday", nil, .read(.holiday), signs: ["name start_date end_date"],
      unused:
        "nothing says which schedule they belong to; the API's own answer has its address under `url`"),
    RecordKind(
      "queue", nil, .read(.queue), keys: ["custom_queue", "custom_queues"], at: ["queues", "custom_queues"],
      textIDs: true,
      signs: ["definition primary_groups", "definition priority", "definition primary_groups_id"],
      ours: ["problems", "waiting"]),
    RecordKind("trigger_category", "trigger_categories", .read(.triggerCategory), textIDs: true),
    RecordKind("satisfaction_rating", nil, .read(.satisfactionRating), signs: ["ticket_id score"]),
    RecordKind(
      "trigger", nil, .read(.trigger), isRule: true, signs: ["conditions actions"], ours: ["problems"]),
    RecordKind(
      "macro", nil, .read(.macro), isRule: true, signs: ["actions restriction"], ours: ["problems"]),
    RecordKind(
      "messaging_trigger", nil, .read(.messagingTrigger), isRule: true,
      signs: ["definition enabled", "conditions actions event"], ours: ["problems"]),
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

/// Whom a record tells of: a customer, or what belongs to one.
public enum RecordOwner: Sendable {
  /// A person, by id; nil here and below: the record does not say which.
  case user(Int64?)
  /// Whose ticket it is.
  case ticket(Int64?)
  /// Whose session it is.
  case session(Int64?)
  /// The ticket's that an audit is about.
  case audit(Int64?)
}

extension WireKind {
  /// Whom a record tells of, as far as it says so itself: what is kept out of the store when they were redacted. One that
  /// can't be read names nobody.
  public func owners(of record: JSONRecord) -> [RecordOwner] {
    switch self {
    case .user: return [.user(try? record.wireID())]
    case .groupMembership: return [.user((try? WireMembership(record))?.userID)]
    case .ticket:
      let ticket = try? WireTicket(record)
      return [.user(ticket?.requesterID), .ticket(ticket?.id)]
    case .audit, .ticketEvent:
      let audit = try? WireAudit(record)
      return [.ticket(audit?.ticketID), .session(audit?.sessionID)]
    case .satisfactionRating:
      let rating = try? WireRating(record)
      return [.user(rating?.requesterID), .ticket(rating?.ticketID)]
    case .comment:
      let comment = try? WireComment(record)
      return [comment?.ticketID.map { .ticket($0) } ?? .audit(comment?.auditID)]
    case .conversationLogEvent: return [.ticket((try? WireLogEvent(record))?.ticketID)]
    case .session:
      let session = try? WireSession(record)
      return [.user(session?.userID), .session(session?.id)]
    case .conversationKey: return [.session((try? WireConversationKey(record))?.sessionID)]
    case .outboxMessage:
      let entry = (try? WireOutboxMessage(record))?.entry
      return [entry?.ticketID.map { .ticket($0) } ?? .session(entry.flatMap { Int64($0.to) })]
    case .logEntry:
      let changes = (try? WireLogEntry(record))?.changes.flatMap { try? JSONValue.parse(Array($0.utf8)) }
      return (changes?.array ?? []).filter { ["user", "agent"].contains($0["kind"]?.string ?? "") }
        .map { .user($0["id"]?.string.flatMap { Int64($0) }) }
    case .holiday, .schedule, .group, .trigger, .triggerCategory, .messagingTrigger, .macro, .queue, .account,
      .ingestedEvent, .archive:
      return []
    }
  }
}
