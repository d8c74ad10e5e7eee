import CivilTime
import JSONText
import SessionModel

/// The members of a ticket that the store keeps in columns; the rest stays in its document.
public struct WireTicket {
  /// `id`, a positive number.
  public var id: Int64
  /// `via.channel`, `web` where the record has none; it never changes (§1).
  public var channel: String
  /// Whether the channel is one of messaging; of an unknown one `from_messaging_channel` says so.
  public var isMessaging: Bool
  /// Where the survey stands by `satisfaction_rating`; a score that is not known here is taken for unoffered.
  public var satisfaction: SatisfactionScore
  /// `created_at`, without which the record is refused.
  public var createdAt: Instant
  /// `updated_at`; the time of creation where the record does not say.
  public var updatedAt: Instant
  /// What only `export` writes, beside the ticket.
  public var local: LocalTicketState?
  /// Of the fields that are members as they are (`TicketField.inRecord`), in their order.
  private var values: [StoredValue]

  /// What the record says of the member with this place in `TicketField.inRecord`, as its column has it.
  public subscript(place: Int) -> StoredValue { values[place] }

  private static let statusPlace = place(of: .status)
  private static let requesterPlace = place(of: .requester)
  private static let assigneePlace = place(of: .assignee)
  private static let groupPlace = place(of: .group)

  private static func place(of field: TicketField) -> Int {
    TicketField.inRecord.firstIndex { $0.field == field }!
  }

  /// `status`, without which the record is refused; `deleted` too, which incremental exports have.
  public var status: TicketStatus {
    TicketStatus(rawValue: Int(values[Self.statusPlace].integer ?? 0)) ?? .closed
  }
  /// `requester_id`; nil where the record names nobody.
  public var requesterID: Int64? { values[Self.requesterPlace].integer }
  /// `assignee_id`; nil where nobody has it.
  public var assigneeID: Int64? { values[Self.assigneePlace].integer }
  /// `group_id`; nil where it is in no group.
  public var groupID: Int64? { values[Self.groupPlace].integer }

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    channel = try fields.object("via")?.text("channel") ?? "web"
    if let known = Channel.named(channel) {
      isMessaging = known.isMessaging
    } else {
      // A channel newer than this program: the API itself says whether it is one of messaging.
      isMessaging = try fields.bool("from_messaging_channel") ?? false
    }
    values = []
    values.reserveCapacity(TicketField.inRecord.count)
    for member in TicketField.inRecord {
      values.append(try member.telling.form.read(member.telling.key, fields))
    }
    satisfaction = try WireRating.standing(fields.value("satisfaction_rating"), fields)
    createdAt = try fields.requiredTime("created_at")
    updatedAt = try fields.time("updated_at") ?? createdAt
    local = try record.companion(LocalTicketState.key).map { slice throws(WireProblem) in
      try LocalTicketState(RecordFields(slice, prefix: "\(LocalTicketState.key)."))
    }
  }

  static func tags(_ key: StaticString, _ fields: RecordFields) throws(WireProblem) -> String {
    guard let slice = fields.value(key) else { return "" }
    guard case .array = slice.kind else { throw fields.problem(key, "a list of texts", slice) }
    var wrong: JSONSlice?
    let tags = tags(in: slice, wrong: &wrong)
    if let wrong { throw fields.problem(key, "a list of texts", wrong) }
    return tags
  }

  /// A list of tags as the store keeps it; what is no text is passed over.
  public static func tags(in slice: JSONSlice) -> String {
    var wrong: JSONSlice?
    return tags(in: slice, wrong: &wrong)
  }

  private static func tags(in slice: JSONSlice, wrong: inout JSONSlice?) -> String {
    var tags = ""
    slice.forEachElement { element in
      guard let tag = element.string() else {
        wrong = element
        return
      }
      if tag.isEmpty { return }
      // The public API's tags hold no spaces; one that does would split, so it is closed up.
      if !tags.isEmpty { tags += " " }
      guard tag.utf8.contains(UInt8(ascii: " ")) else {
        tags += tag
        return
      }
      Mending.note(.spacedTag, "tags", element)
      tags += String(tag.map { $0 == " " ? "_" : $0 })
    }
    return tags
  }

  /// A deleted ticket's last word: 30 days later it comes without what was personal in it, under its old time.
  public static func isScrubbed(_ record: JSONRecord) -> Bool {
    record.member("status")?.equals("deleted") == true && record.member("subject")?.equals("SCRUBBED") == true
  }

  /// Takes from another record of the ticket what it says of some members.
  public mutating func take(_ fields: TicketChanges, of other: WireTicket) {
    for (index, member) in TicketField.inRecord.enumerated() {
      if let change = member.field.change, fields.contains(change.bit) { values[index] = other.values[index] }
    }
  }

  /// The moment up to which this record tells what happened elsewhere: its own time, unless what was exported had
  /// changed where it came from.
  public var sourceUpdatedAt: Instant { local?.sourceUpdatedAt ?? updatedAt }
}

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
  public var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("routing_channel", .word(routingChannel)),
      ("routing_channel_changed_at", .time(routingChannelChangedAt)),
      ("assigned_channel", .word(assignedChannel)),
      ("commented_at", .time(commentedAt)),
      ("commenter_id", .optional(commenterID)),
      ("session", session?.json ?? .null),
      ("waiting", waiting?.json ?? .null),
      ("source_updated_at", .time(sourceUpdatedAt)),
      ("local_fields", localFields.json),
    ]
    if let commentedBy { members.append(("commented_by", .word(commentedBy))) }
    if let source { members.append(("source", source)) }
    // Most tickets have none.
    if let details { members.append(("details", details.json)) }
    return .object(JSONObject(members))
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

  var json: JSONValue {
    [
      "queue_id": queueID.map(JSONValue.string) ?? .null, "eligible_since": .time(since),
      "chosen": .bool(isChosen),
    ]
  }
}

/// A session as `export` writes it.
public struct WireSession {
  /// The conversation's id as well: it and its one session are one.
  public var id: Int64
  /// The customer; nil where nobody is known.
  public var userID: Int64?
  /// A messaging channel's word; `native_messaging` where the record has none.
  public var channel: String
  /// `active` where the record does not say.
  public var state: SessionState
  /// When the conversation began (§1).
  public var startedAt: Instant
  /// The time of the latest public message (§1).
  public var lastActivityAt: Instant
  /// Who sent that message; nil where nobody knows (§12).
  public var lastSender: Sender?
  /// How it ended; nil while it is active.
  public var end: WorkItem.End?
  /// The first of the conversations that followed one another, where this one followed (E13).
  public var firstID: Int64?

  /// Checks nothing: who makes one gives an end to an ended session only.
  public init(
    id: Int64, userID: Int64?, channel: String, state: SessionState, startedAt: Instant,
    lastActivityAt: Instant, lastSender: Sender?, end: WorkItem.End?, firstID: Int64? = nil
  ) {
    self.id = id
    self.userID = userID
    self.channel = channel
    self.state = state
    self.startedAt = startedAt
    self.lastActivityAt = lastActivityAt
    self.lastSender = lastSender
    self.end = end
    self.firstID = firstID
  }

  /// Throws `WireProblem`, which names the member; of an active session no end is read.
  public init(_ record: JSONRecord) throws(WireProblem) { try self.init(RecordFields(record)) }

  init(_ fields: RecordFields) throws(WireProblem) {
    id = try fields.requiredID("id")
    userID = try fields.id("user_id")
    channel = try fields.text("channel") ?? "native_messaging"
    state = try fields.word("state", SessionState.self) ?? .active
    startedAt = try fields.requiredTime("started_at")
    lastActivityAt = try fields.requiredTime("last_activity_at")
    lastSender = try fields.word("last_sender", Sender.self)
    firstID = try fields.id("first_conversation_id")
    guard state == .ended else { return }
    let by = try fields.object("ended_by")
    let kind = try by?.word("type", Actor.Kind.self)
    let actorID = try by?.id("id")
    end = WorkItem.End(
      reason: try fields.word("end_reason", EndReason.self), at: try fields.time("ended_at"),
      by: kind.flatMap { Actor(kind: $0, id: actorID) }, via: try fields.word("ended_via", Via.self))
  }

  /// Every member, null where nothing is known.
  public var json: JSONValue {
    [
      "id": .integer(id), "user_id": .optional(userID), "channel": .string(channel), "state": .word(state),
      "started_at": .time(startedAt), "last_activity_at": .time(lastActivityAt),
      "last_sender": .word(lastSender),
      "ended_at": .time(end?.at), "end_reason": .word(end?.reason),
      "ended_by": end?.by.map { ["type": .word($0.kind), "id": .optional($0.id)] } ?? .null,
      "ended_via": .word(end?.via), "first_conversation_id": .optional(firstID),
    ]
  }
}

extension JSONValue {
  static func time(_ instant: Instant?) -> JSONValue { instant.map { .string($0.rfc3339) } ?? .null }
}
