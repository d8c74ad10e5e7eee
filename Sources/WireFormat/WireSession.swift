import CivilTime
import JSONText
import SessionModel

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

  /// The object: every member, null where nothing is known.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  func append(to bytes: inout [UInt8]) {
    bytes.put("{\"id\":", id)
    bytes.put(",\"user_id\":", userID)
    bytes.put(",\"channel\":", channel)
    bytes.put(",\"state\":", state)
    bytes.put(",\"started_at\":", startedAt)
    bytes.put(",\"last_activity_at\":", lastActivityAt)
    bytes.put(",\"last_sender\":", lastSender)
    bytes.put(",\"ended_at\":", end?.at)
    bytes.put(",\"end_reason\":", end?.reason)
    bytes.put(",\"ended_by\":", end?.by) { actor, bytes in
      bytes.put("{\"type\":", actor.kind)
      bytes.put(",\"id\":", actor.id)
      bytes.put("}")
    }
    bytes.put(",\"ended_via\":", end?.via)
    bytes.put(",\"first_conversation_id\":", firstID)
    bytes.put("}")
  }
}
