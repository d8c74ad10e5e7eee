import CivilTime
import JSONText
import SessionModel

/// A piece of a ticket's history, in either dialect of the public API: what the store must know of it; its text is
/// kept word for word.
///
/// An audit has `author_id` and `events[]` with a `type` each; a ticket event of the incremental export has
/// `updater_id` and `child_events[]` with an `event_type`. Both have the same id where they tell of the same.
public struct WireAudit {
  /// `id`, which an audit and the ticket event that tells of the same share.
  public var id: Int64
  /// nil for the history of a conversation that has no ticket yet; then `sessionID` names it.
  public var ticketID: Int64?
  /// `conversation_id`; nil where the ticket is named.
  public var sessionID: Int64?
  /// `author_id` or `updater_id`; -1 for the system, and nil where the record names nobody.
  public var authorID: Int64?
  /// `created_at`; of a ticket event also `timestamp`, in seconds since 1970.
  public var createdAt: Instant
  /// Whether it came in the dialect of the incremental export, with `child_events`.
  public var isTicketEvent: Bool
  /// The public comments and the messages of a live talk, as they are told.
  public private(set) var messages: [WireMessage] = []
  /// How many comments it tells with their text: ticket events leave it out unless they are asked for it.
  public private(set) var textCount = 0
  /// The end of the session, when the audit tells of one.
  public var end: (reason: EndReason, routingAfter: RoutingChannel?)?

  /// Throws `WireProblem`, which names the member; of events, only those that the store must know are read.
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.requiredID("id")
    sessionID = try fields.id("conversation_id")
    ticketID = try sessionID == nil ? fields.requiredID("ticket_id") : nil
    let children = fields.value("child_events")
    isTicketEvent = children != nil
    createdAt = try WireAudit.createdAt(fields, isTicketEvent: isTicketEvent)
    // The system's own updates have the author -1.
    authorID = fields.anyID(isTicketEvent ? "updater_id" : "author_id")
    guard let events = children ?? fields.value("events") else { return }
    guard case .array = events.kind else {
      throw fields.problem(isTicketEvent ? "child_events" : "events", "a list", events)
    }
    var problem: WireProblem?
    events.forEachElement { event in
      do throws(WireProblem) { try read(event) } catch { problem = problem ?? error }
    }
    if let problem { throw problem }
  }

  /// Ticket events say it in seconds as well.
  private static func createdAt(_ fields: RecordFields, isTicketEvent: Bool) throws(WireProblem) -> Instant {
    guard isTicketEvent, fields.value("created_at") == nil, let seconds = fields.value("timestamp")?.integer()
    else { return try fields.requiredTime("created_at") }
    return Instant(seconds)
  }

  private mutating func read(_ event: JSONSlice) throws(WireProblem) {
    guard case .object = event.kind else {
      throw WireProblem("events: expected objects, found \(event.kind.phrase)")
    }
    guard let type = event.member("type") ?? (isTicketEvent ? event.member("event_type") : nil) else {
      return
    }
    if type.equals("Comment") {
      try readComment(RecordFields(event, prefix: "events."))
    } else if type.equals("ChatStartedEvent") {
      ChatHistory.forEachMessage(of: event) { messages.append($0) }
    } else if type.equals("MessagingSessionEnded") {
      let fields = RecordFields(event, prefix: "events.")
      guard let reason = try fields.word("reason", EndReason.self) else { return }
      end = (reason, try fields.word("routing_channel_after", RoutingChannel.self))
    }
  }

  private static func isRule(_ via: JSONSlice) -> Bool {
    via.equals("rule") || via.equals("Rule") || via.equals("Messaging Trigger")
  }

  private mutating func readComment(_ fields: RecordFields) throws(WireProblem) {
    if fields.value("body") != nil { textCount += 1 }
    let silent = isTicketEvent ? try fields.bool("comment_public") : nil
    guard try fields.bool("public") ?? silent ?? false else { return }
    // It was said before the hand-off, which tells it again: no activity of that moment.
    if fields.value("said_at") != nil { return }
    // What a rule says is no activity (domain §1); ticket events have a word for where it came from.
    if let via = fields.value("via"), Self.isRule(via.member("channel") ?? via) { return }
    // The public API's bots and system write as -1: nobody who could be named.
    messages.append(WireMessage(at: createdAt, authorID: fields.anyID("author_id") ?? authorID))
  }
}
