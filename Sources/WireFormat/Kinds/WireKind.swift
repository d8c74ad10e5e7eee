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
