import CivilTime
import JSONText
import SessionModel

/// What is known here of a ticket and not in the public API, as `export` writes it beside the ticket.
public struct LocalTicketState {
  /// The key beside a record under which `export` writes what only we know.
  public static let key: StaticString = "sessionctl"

  /// How routing treats it; nil: as its channel says.
  public var routingChannel: RoutingChannel?
  /// When that changed last; nil if it never did.
  public var routingChannelChangedAt: Instant?
  /// The routing channel when it was last assigned, as which it counts in its agent's load (E6, C1).
  public var assignedChannel: RoutingChannel?
  /// When its latest public comment was made; nil if none is known (§12).
  public var commentedAt: Instant?
  /// Who made that comment; nil for the system, for bots, and where nobody knows.
  public var commenterID: Int64?
  /// Who that was, where the message itself told it.
  public var commentedBy: Sender?
  /// The session that belongs to it; nil if it has none.
  public var session: WireSession?
  /// Its place in routing; nil while it is not eligible (Q2).
  public var waiting: WireWaiting?
  /// What was set or counted here besides; nil where nothing was.
  public var details: LocalTicketDetails?
  /// When the feed said that the ticket was updated, where the ticket has changed since.
  public var sourceUpdatedAt: Instant?
  /// The fields that were changed here after the feed's last word on them.
  public var localFields: TicketChanges = []
  /// What the feed said of these fields, so that it can be told what it says anew.
  public var source: JSONValue?

  /// Nothing is known yet; who exports a ticket fills it in.
  public init() {}

  init(_ fields: RecordFields) throws(WireProblem) {
    routingChannel = try fields.word("routing_channel", RoutingChannel.self)
    routingChannelChangedAt = try fields.time("routing_channel_changed_at")
    assignedChannel = try fields.word("assigned_channel", RoutingChannel.self)
    commentedAt = try fields.time("commented_at")
    // The system's and the bots' own words have the author -1, who is nobody to be named.
    commenterID = try fields.author("commenter_id")
    commentedBy = try fields.word("commented_by", Sender.self)
    session = try fields.object("session").map { nested throws(WireProblem) in try WireSession(nested) }
    waiting = try fields.object("waiting").map { nested throws(WireProblem) in try WireWaiting(nested) }
    details = try fields.object("details").map { nested throws(WireProblem) in try LocalTicketDetails(nested)
    }
    sourceUpdatedAt = try fields.time("source_updated_at")
    localFields = try fields.localFields("local_fields", TicketChanges.self)
    source = fields.value("source")?.value
  }

  /// The object under `key`; `details`, `source` and `commented_by` are in it only where there are any.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    // What most need, so that it grows once.
    bytes.reserveCapacity(640)
    bytes.put("{\"routing_channel\":", routingChannel)
    bytes.put(",\"routing_channel_changed_at\":", routingChannelChangedAt)
    bytes.put(",\"assigned_channel\":", assignedChannel)
    bytes.put(",\"commented_at\":", commentedAt)
    bytes.put(",\"commenter_id\":", commenterID)
    bytes.put(",\"session\":", session) { $0.append(to: &$1) }
    bytes.put(",\"waiting\":", waiting) { $0.append(to: &$1) }
    bytes.put(",\"source_updated_at\":", sourceUpdatedAt)
    bytes.put(",\"local_fields\":")
    localFields.json.append(to: &bytes)
    if let commentedBy { bytes.put(",\"commented_by\":", commentedBy) }
    if let source {
      bytes.put(",\"source\":")
      source.append(to: &bytes)
    }
    // Most tickets have none.
    if let details {
      bytes.put(",\"details\":")
      details.json.append(to: &bytes)
    }
    bytes.put("}")
    return bytes
  }
}

/// A ticket's place in routing as `export` writes it; tickets that are not eligible have none.
public struct WireWaiting {
  /// nil: no queue takes it.
  public var queueID: String?
  /// When it became eligible, which is its place in line (Q4); `eligible_since` on the wire.
  public var since: Instant
  /// Whether a hand-off named the queue, so that the ticket stays there; `chosen` on the wire.
  public var isChosen: Bool

  /// Takes the queue's id of the wire format, a text.
  public init(queueID: String?, since: Instant, isChosen: Bool) {
    self.queueID = queueID
    self.since = since
    self.isChosen = isChosen
  }

  init(_ fields: RecordFields) throws(WireProblem) {
    queueID = try fields.text("queue_id")
    since = try fields.requiredTime("eligible_since")
    isChosen = try fields.bool("chosen") ?? false
  }

  fileprivate func append(to bytes: inout [UInt8]) {
    bytes.put("{\"queue_id\":", queueID)
    bytes.put(",\"eligible_since\":", since)
    bytes.put(isChosen ? ",\"chosen\":true}" : ",\"chosen\":false}")
  }
}
