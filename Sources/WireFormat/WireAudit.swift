import CivilTime
import JSONText
import SessionModel

/// An audit of the public API: what the store must know of it; its text is kept word for word.
public struct WireAudit {
  public var id: Int64
  /// nil for the history of a conversation that has no ticket yet; then `sessionID` names it.
  public var ticketID: Int64?
  public var sessionID: Int64?
  public var authorID: Int64?
  public var createdAt: Instant
  /// The author of its public comment, if it has one; nil when the comment names none.
  public var publicComment: PublicComment?
  /// The end of the session, when the audit tells of one.
  public var end: (reason: EndReason, routingAfter: RoutingChannel?)?

  public struct PublicComment {
    public var authorID: Int64?
  }

  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    sessionID = try fields.id("conversation_id")
    ticketID = try sessionID == nil ? fields.requiredID("ticket_id") : nil
    createdAt = try fields.requiredTime("created_at")
    // The system's own updates have the author -1.
    authorID = fields.value("author_id")?.wireID
    guard let events = fields.value("events") else { return }
    guard case .array = events.kind else { throw fields.problem("events", "a list", events) }
    var problem: WireProblem?
    events.forEachElement { event in
      do throws(WireProblem) { try read(event) } catch { problem = problem ?? error }
    }
    if let problem { throw problem }
  }

  private mutating func read(_ event: JSONSlice) throws(WireProblem) {
    guard case .object = event.kind else {
      throw WireProblem("events: expected objects, found \(event.kind.phrase)")
    }
    guard let type = event.member("type") else { return }
    let fields = RecordFields(event, prefix: "events.")
    if type.equals("Comment") {
      guard try fields.bool("public") ?? false else { return }
      // It was said before the hand-off, which tells it again: no activity of that moment.
      if fields.value("said_at") != nil { return }
      // What a rule says is no activity (domain §1).
      if fields.value("via")?.member("channel")?.string() == Via.rule.word { return }
      // The public API's bots and system write as -1: nobody who could be named.
      let author = fields.value("author_id")?.wireID ?? authorID
      publicComment = PublicComment(authorID: author.flatMap { $0 > 0 ? $0 : nil })
    } else if type.equals("MessagingSessionEnded") {
      guard let reason = try fields.word("reason", EndReason.self) else { return }
      end = (reason, try fields.word("routing_channel_after", RoutingChannel.self))
    }
  }
}

/// A comment on its own; the public API's have no ticket in them, then there is no place for one.
public struct WireComment {
  public var ticketID: Int64?
  public var authorID: Int64?
  public var createdAt: Instant
  public var isPublic: Bool

  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    ticketID = try fields.id("ticket_id")
    authorID = fields.value("author_id")?.wireID.flatMap { $0 > 0 ? $0 : nil }
    createdAt = try fields.requiredTime("created_at")
    isPublic = try fields.bool("public") ?? false
  }
}
