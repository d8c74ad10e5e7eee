import CivilTime
import JSONText
import SessionModel

/// The first line of an archive that `prune` writes: our own kind of record.
public struct WireArchive: Sendable {
  /// The identity of the store that it came from: what only that store can take back is taken by no other.
  public let store: String

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    guard let store = try RecordFields(record).text("store"), !store.isEmpty else {
      throw WireProblem("store: expected the identity of the store that was pruned, found nothing")
    }
    self.store = store
  }

  /// `{"store":…,"archived_at":…}`, with the moments before which things were taken.
  public static func document(
    store: String, at moment: Instant, endedBefore: Instant?, outboxBefore: Instant?, logBefore: Instant?
  ) -> JSONValue {
    [
      "store": .string(store), "archived_at": .time(moment), "ended_before": .time(endedBefore),
      "outbox_before": .time(outboxBefore), "log_before": .time(logBefore),
    ]
  }
}

/// A message of the outbox that has left or was cancelled, as an archive has it.
public struct WireOutboxMessage: Sendable {
  /// As it was stored. Names and the survey's parts are the ticket's and not told.
  public let entry: OutboxEntry

  /// Throws `WireProblem`, which names the member; a message that could still leave is one.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    guard let kind = try fields.word("kind", OutboxKind.self) else {
      throw WireProblem("kind: expected one of \(OutboxKind.words.joined(separator: ", ")), found nothing")
    }
    let state = try fields.word("state", OutboxState.self)
    guard let state, state == .delivered || state == .cancelled else {
      throw WireProblem("state: expected delivered or cancelled: what could be sent again is not imported")
    }
    var entry = OutboxEntry(
      id: try fields.requiredID("id"), kind: kind, ticketID: try fields.id("ticket_id"),
      to: try fields.text("to") ?? "", subject: try fields.text("subject") ?? "",
      body: try fields.text("body") ?? "", ruleID: try fields.id("rule_id"),
      createdAt: try fields.requiredTime("created_at"), state: state,
      attempts: Int(record.member("attempts")?.integer() ?? 0), nextAttemptAt: nil,
      lastError: try fields.text("last_error"), leasedUntil: nil, deliveredAt: try fields.time("delivered_at")
    )
    entry.ruleKind = try fields.text("rule_kind").flatMap(RuleReference.Kind.init(rawValue:))
    self.entry = entry
  }

  /// The record of an entry.
  public static func document(_ entry: OutboxEntry) -> JSONValue {
    [
      "id": .integer(entry.id), "kind": .string(entry.kind.word), "ticket_id": .optional(entry.ticketID),
      "to": .string(entry.to), "subject": .string(entry.subject), "body": .string(entry.body),
      "rule_kind": entry.ruleKind.map { .string($0.rawValue) } ?? .null, "rule_id": .optional(entry.ruleID),
      "created_at": .time(entry.createdAt), "state": .string(entry.state.word),
      "attempts": .integer(Int64(entry.attempts)), "delivered_at": .time(entry.deliveredAt),
      "last_error": entry.lastError.map(JSONValue.string) ?? .null,
    ]
  }
}

/// An entry of the log, as an archive has it.
public struct WireLogEntry: Sendable {
  /// Its id, by which it is known again.
  public let id: Int64
  /// When it was made.
  public let at: Instant
  /// Who acted; nil for the system.
  public let actorID: Int64?
  /// The user of the machine.
  public let osUser: String?
  /// What ran.
  public let command: String
  /// What it did, in words.
  public let summary: String
  /// A document from before, which earlier programs kept, as it is stored.
  public let before: String?
  /// The same from after.
  public let after: String?
  /// What can be undone, as it is stored.
  public let changes: String?

  /// Takes what is stored.
  public init(
    id: Int64, at: Instant, actorID: Int64?, osUser: String?, command: String, summary: String,
    before: String?, after: String?, changes: String?
  ) {
    self.id = id
    self.at = at
    self.actorID = actorID
    self.osUser = osUser
    self.command = command
    self.summary = summary
    self.before = before
    self.after = after
    self.changes = changes
  }

  /// Throws `WireProblem`, which names the member that is missing or of the wrong kind.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    at = try fields.requiredTime("at")
    actorID = try fields.id("actor_id")
    osUser = try fields.text("os_user")
    command = try fields.text("command") ?? ""
    summary = try fields.text("summary") ?? ""
    before = try fields.text("before")
    after = try fields.text("after")
    changes = try fields.text("changes")
  }

  /// The record of it; documents are texts, so that they come back as the bytes they are.
  public var document: JSONValue {
    func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    return [
      "id": .integer(id), "at": .time(at), "actor_id": .optional(actorID), "os_user": text(osUser),
      "command": .string(command), "summary": .string(summary), "before": text(before), "after": text(after),
      "changes": text(changes),
    ]
  }
}
