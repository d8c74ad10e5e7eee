import CivilTime
import JSONText
import SessionModel

/// A comment on its own: the public API's name the audit that they are part of, others the ticket.
public struct WireComment {
  /// As a text, because other messages have ids that are no numbers.
  public var id: String
  /// `ticket_id`, else by our own export or by the address it came in; nil where nothing tells it.
  public var ticketID: Int64?
  /// `audit_id`, the audit that it is part of; nil where the record does not say.
  public var auditID: Int64?
  /// `created_at`; nil where the record does not say.
  public var createdAt: Instant?
  /// `public`; false, an internal note, where the record does not say.
  public var isPublic: Bool
  /// `author_id`; nil for the system and bots, which the public API writes as -1.
  public var authorID: Int64?

  /// nil: neither an id nor a time nor an audit tells it from any other.
  ///
  /// Throws `WireProblem`, which names the member.
  public init?(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    let number = try fields.id("id")
    ticketID = try WireMessageHome.ticketID(of: record)
    auditID = try fields.id("audit_id")
    authorID = fields.anyID("author_id").flatMap { $0 > 0 ? $0 : nil }
    createdAt = try fields.time("created_at")
    isPublic = try fields.bool("public") ?? false
    // One that is written but not sent, or left of an answer that was cut down.
    guard let id = number.map(String.init) ?? auditID.map({ "audit \($0)" }) ?? createdAt?.rfc3339 else {
      return nil
    }
    self.id = number == nil && auditID == nil ? "\(ticketID ?? 0) \(id) \(authorID ?? 0)" : id
  }

  /// The public message that it is; nil of an internal note, and where no time is known.
  public func message(orAt moment: Instant?) -> WireMessage? {
    guard isPublic, let at = createdAt ?? moment else { return nil }
    return WireMessage(at: at, authorID: authorID)
  }

  /// The event of an audit that tells of it.
  public static func event(_ record: JSONRecord) -> JSONValue {
    var members: [(String, JSONValue)] = []
    record.forEachMember { key, value in
      if let key = key.string(), key != "type", key != "ticket_id" { members.append((key, value.value)) }
    }
    members.insert(("type", "Comment"), at: min(1, members.count))
    return .object(JSONObject(members))
  }
}

/// An event of a ticket's conversation log: a comment, or a message of the live talk.
public struct WireLogEvent {
  /// `id` as a text, which is never empty.
  public var id: String
  /// `ticket_id`, else by our own export or by the address it came in; nil where nothing tells it.
  public var ticketID: Int64?
  /// The event of the ticket's history that tells of the same.
  public var eventID: Int64?
  /// The public message that it is; nil of an internal note.
  public var message: WireMessage?
  /// `created_at`, else `received_at`; without either the record is refused.
  public var createdAt: Instant

  /// nil: an event that is neither.
  public init?(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    guard let type = record.member("type"),
      type.equals("Comment") || type.equals("Messaging::ConversationMessage")
    else { return nil }
    guard let slice = fields.value("id"), let id = slice.string() ?? slice.integer().map(String.init),
      !id.isEmpty
    else { throw WireProblem("id: expected an id, found nothing") }
    self.id = id
    ticketID = try WireMessageHome.ticketID(of: record)
    // Elsewhere it is an object, which names no event.
    eventID = record.member("reference")?.string().flatMap { reference in
      reference.hasPrefix("zen:ticket_event:") ? Int64(reference.dropFirst("zen:ticket_event:".count)) : nil
    }
    let (created, received) = (try fields.time("created_at"), try fields.time("received_at"))
    guard let moment = created ?? received else {
      throw WireProblem("created_at: expected an RFC 3339 time, found nothing")
    }
    createdAt = moment
    guard try fields.object("metadata")?.bool("public") ?? true else { return }
    let author = record.member("author")
    message = WireMessage(
      at: createdAt, sender: Self.sender(author?.member("type")),
      authorID: author?.member("zen:support:user_id")?.wireID)
  }

  private static func sender(_ type: JSONSlice?) -> Sender? {
    guard let type else { return nil }
    if type.equals("user") { return .customer }
    if type.equals("agent") { return .agent }
    return type.equals("bot") ? .aiAgent : nil
  }

  /// The event of an audit that tells of it.
  public static func event(_ record: JSONRecord) throws(WireProblem) -> JSONValue {
    let (author, content) = (record.member("author"), record.member("content"))
    let isBot = author?.member("type")?.equals("bot") ?? false
    let text = content?.member("text")?.string() ?? content?.member("body")?.string() ?? ""
    let isHTML = content?.member("type")?.equals("html") ?? false
    return [
      "id": record.member("id")?.value ?? .null, "type": "Comment",
      "public": record.member("metadata")?.member("public")?.value ?? .bool(true),
      "author_id": isBot ? .integer(-1) : author?.member("zen:support:user_id")?.value ?? .null,
      "body": .string(isHTML ? Markup.plainText(text) : text),
    ]
  }
}

/// Where a message belongs.
enum WireMessageHome {
  /// By its own word, else by what our own export writes beside it, else by the address of the answer it came in:
  /// `…/tickets/7/conversation_log`.
  static func ticketID(of record: JSONRecord) throws(WireProblem) -> Int64? {
    if let id = try RecordFields(record).id("ticket_id") { return id }
    if let slice = record.companion(LocalTicketState.key) {
      return try RecordFields(slice, prefix: "\(LocalTicketState.key).").id("ticket_id")
    }
    for key in ["url", "links"] {
      let parent = record.surrounding(key).flatMap(WireAddress.init)?.parents.last {
        $0.collection == "tickets"
      }
      if let id = parent.flatMap({ Int64($0.id) }), id > 0 { return id }
    }
    return nil
  }
}
