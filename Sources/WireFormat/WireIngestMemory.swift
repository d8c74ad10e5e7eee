import CivilTime
import JSONText

/// What a sender of events calls a conversation: our own kind of record, made by `export`.
public struct WireConversationKey: Sendable {
  /// The sender's own name for the conversation; never empty.
  public let key: String
  /// The conversation that it leads to; `conversation_id` on the wire.
  public let sessionID: Int64

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    guard let key = try fields.text("key"), !key.isEmpty else {
      throw WireProblem("key: expected the sender's name for a conversation, found nothing")
    }
    self.key = key
    sessionID = try fields.requiredID("conversation_id")
  }

  /// `{"key":…,"conversation_id":…}`
  public static func document(key: String, sessionID: Int64) -> JSONValue {
    ["key": .string(key), "conversation_id": .integer(sessionID)]
  }
}

/// An event that was taken, so that it is not taken again in the store that an export is imported into.
public struct WireIngestedEvent: Sendable {
  /// The sender's own name for the event; never empty.
  public let id: String
  /// Of the event's bytes: it tells the same event from another of its name.
  public let digest: Int64
  /// When it happened; nil where an earlier program took it.
  public let at: Instant?

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    guard let id = try fields.text("id"), !id.isEmpty else {
      throw WireProblem("id: expected the sender's name for an event, found nothing")
    }
    self.id = id
    guard let digest = record.member("digest")?.integer() else {
      throw WireProblem("digest: expected an integer of 64 bits")
    }
    self.digest = digest
    at = try fields.time("at")
  }

  /// `{"id":…,"digest":…,"at":…}`
  public static func document(id: String, digest: Int64, at: Instant?) -> JSONValue {
    ["id": .string(id), "digest": .integer(digest), "at": .time(at)]
  }
}
