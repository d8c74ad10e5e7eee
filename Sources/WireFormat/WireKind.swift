import JSONText

/// The kinds of objects that the public API hands out (domain §12).
public enum WireKind: String, CaseIterable, Sendable {
  // These have a place in the store.
  case user, group
  case groupMembership = "group_membership"
  case ticket, audit, comment, schedule, queue
  case triggerCategory = "trigger_category"
  case satisfactionRating = "satisfaction_rating"
  // Our own, made by `export`.
  case account, session
  case conversationKey = "conversation_key"
  case ingestedEvent = "ingested_event"
  // These are recognized and passed over.
  case trigger, macro, automation, brand, organization, view
  case ticketField = "ticket_field"
  case ticketForm = "ticket_form"
  case customStatus = "custom_status"
  case messagingTrigger = "messaging_trigger"

  /// The key of a collection: `tickets`.
  public var collectionKey: String {
    switch self {
    case .customStatus: "custom_statuses"
    case .triggerCategory: "trigger_categories"
    default: rawValue + "s"
    }
  }

  public static let byKey: [String: WireKind] = {
    var kinds: [String: WireKind] = [:]
    for kind in allCases {
      kinds[kind.rawValue] = kind
      kinds[kind.collectionKey] = kind
    }
    // Incremental exports and the omnichannel pages have names of their own.
    kinds["ticket_audits"] = .audit
    kinds["custom_queues"] = .queue
    kinds["custom_queue"] = .queue
    return kinds
  }()

  public static let collectionKeys: Set<String> = Set(
    byKey.keys.filter { key in allCases.allSatisfy { $0.rawValue != key } && key != "custom_queue" })
  public static let singularKeys: Set<String> = Set(byKey.keys).subtracting(collectionKeys)

  /// The kind of a record: by the key it came under, else by its address, else by its members.
  public static func of(_ record: JSONRecord) -> WireKind? {
    if let key = record.kindKey { return byKey[key] }
    if let url = record.member("url")?.string(), let kind = byAddress(url) { return kind }
    return byMembers(record)
  }

  /// `https://…/api/v2/tickets/1.json`
  private static func byAddress(_ url: String) -> WireKind? {
    let parts = url.split(separator: "/")
    guard let version = parts.firstIndex(of: "v2"), parts.indices.contains(version + 1) else { return nil }
    // `tickets/1/audits/2.json` is an audit: the last collection's name counts.
    return parts[(version + 1)...].reversed().lazy.compactMap { byKey[String($0)] }.first
  }

  private static func byMembers(_ record: JSONRecord) -> WireKind? {
    func has(_ keys: StaticString...) -> Bool { keys.allSatisfy { record.member($0) != nil } }
    if has("ticket_id", "events") { return .audit }
    if has("ticket_id", "score") { return .satisfactionRating }
    if has("body", "public", "author_id") { return .comment }
    if has("requester_id", "status") { return .ticket }
    if has("user_id", "group_id") { return .groupMembership }
    if has("conditions", "actions") { return record.member("event") == nil ? .trigger : .messagingTrigger }
    if has("definition", "enabled") { return .messagingTrigger }
    if has("definition", "priority") { return .queue }
    if has("intervals", "time_zone") { return .schedule }
    if has("role", "name") || has("email", "name") { return .user }
    if has("actions", "restriction") { return .macro }
    if has("subdomain", "brand_url") { return .brand }
    if has("domain_names") { return .organization }
    if has("name", "deleted") { return .group }
    return nil
  }
}
