import CivilTime
import JSONText
import SessionStore
import StoreEngine
import TestSupport

/// A made-up account of messaging tickets that can be told in each of the public API's ways.
struct ToldAccount {
  /// The ways to tell what was said.
  enum Telling: CaseIterable, Sendable {
    case audits, ticketEvents, silentTicketEvents, comments, conversationLog
  }

  struct Message {
    /// The audit that holds it, and its event in it.
    var auditID: Int64
    var eventID: Int64
    var seconds: Int64
    var author: Int64
    var isPublic: Bool
    /// Of the live talk, which audits tell as one event and not as a comment.
    var isLive: Bool
  }

  struct Ticket {
    var id: Int64
    var requester: Int64
    var status: String
    var createdAt: Int64
    var updatedAt: Int64
    var messages: [Message]
    /// The audit of the session's end, and when it was.
    var end: (auditID: Int64, seconds: Int64)?
  }

  static let agents: [Int64] = [2001, 2002]
  private(set) var tickets: [Ticket] = []
  private var random: SplitMix
  private var lastID: Int64 = 50_000

  /// - Parameter now: what is told is not later
  init(seed: UInt64, tickets count: Int = 12, now: Instant) {
    random = SplitMix(seed: seed)
    for number in 0..<count { tickets.append(ticket(3000 + Int64(number), now: now.seconds)) }
  }

  private mutating func ticket(_ id: Int64, now: Int64) -> Ticket {
    let created = now - Int64.random(in: 3600...200_000, using: &random)
    var ticket = Ticket(
      id: id, requester: id - 2000,
      status: ["new", "open", "pending", "solved", "closed"].randomElement(using: &random)!,
      createdAt: created, updatedAt: min(now, created + Int64.random(in: 0...100_000, using: &random)),
      messages: [])
    // Each at a second of its own: nothing tells the order within one.
    let moments = Set(
      (0..<Int.random(in: 0...7, using: &random)).map { _ in Int64.random(in: created...now, using: &random) }
    )
    for moment in moments.sorted() {
      lastID += 2
      ticket.messages.append(
        Message(
          auditID: lastID, eventID: lastID + 1, seconds: moment,
          author: ([ticket.requester] + Self.agents).randomElement(using: &random)!,
          isPublic: Int.random(in: 0..<4, using: &random) > 0, isLive: false))
      let isLive = ticket.messages.last!.isPublic && Bool.random(using: &random)
      ticket.messages[ticket.messages.count - 1].isLive = isLive
    }
    if Int.random(in: 0..<4, using: &random) == 0 && ticket.status != "closed" {
      lastID += 2
      ticket.end = (lastID, Int64.random(in: created...now, using: &random))
    }
    return ticket
  }

  // MARK: Telling

  /// The account as NDJSON lines.
  ///
  /// - Parameter telling: nil: each message in one or several of the ways
  mutating func lines(_ telling: Telling?) -> [String] {
    var lines =
      tickets.map { Self.user($0.requester, "end-user") } + Self.agents.map { Self.user($0, "agent") }
    for ticket in tickets {
      lines.append(Self.line(ticket))
      if let end = ticket.end {
        let event = ["id": .integer(end.auditID + 1), "reason": "agent_ended"] as [String: JSONValue]
        lines.append(
          telling == .audits || telling == nil
            ? Self.audit(
              end.auditID, ticket, end.seconds, Self.agents[0], [("type", "MessagingSessionEnded")], event)
            : Self.ticketEvent(
              end.auditID, ticket, end.seconds, Self.agents[0], [("event_type", "MessagingSessionEnded")],
              event))
      }
      var told: [Telling: [Message]] = [:]
      for message in ticket.messages {
        for way in ways(telling) { told[way, default: []].append(message) }
      }
      for way in Telling.allCases { lines += tell(told[way] ?? [], of: ticket, way) }
    }
    return lines
  }

  mutating func shuffled(_ lines: [String]) -> [String] { lines.shuffled(using: &random) }

  private mutating func ways(_ telling: Telling?) -> [Telling] {
    if let telling { return [telling] }
    let all = Telling.allCases.shuffled(using: &random)
    return Array(all.prefix(Int.random(in: 1...all.count, using: &random)))
  }

  private mutating func tell(_ messages: [Message], of ticket: Ticket, _ way: Telling) -> [String] {
    switch way {
    case .comments: return messages.flatMap { comment($0, ticket) }
    case .conversationLog: return messages.map { Self.logEvent($0, ticket) }
    case .audits, .ticketEvents, .silentTicketEvents:
      let lines = messages.filter { !$0.isLive }.map { message in
        let comment =
          ["id": .integer(message.eventID), "author_id": .integer(message.author)] as [String: JSONValue]
        switch way {
        case .audits:
          return Self.audit(
            message.auditID, ticket, message.seconds, message.author,
            [("type", "Comment"), ("public", .bool(message.isPublic)), ("body", "x")], comment)
        case .ticketEvents:
          return Self.ticketEvent(
            message.auditID, ticket, message.seconds, message.author,
            [
              ("event_type", "Comment"), ("type", "Comment"), ("public", .bool(message.isPublic)),
              ("body", "x"),
            ], comment)
        default: return Self.silentEvent(message, ticket)
        }
      }
      return lines + talk(messages.filter(\.isLive), of: ticket, way)
    }
  }

  /// One event that holds the live talk as far as it is told, created when it began.
  private func talk(_ messages: [Message], of ticket: Ticket, _ way: Telling) -> [String] {
    guard !messages.isEmpty else { return [] }
    let history = messages.map { message -> JSONValue in
      [
        "type": "ChatMessage", "timestamp": .integer(message.seconds * 1000 + message.eventID % 1000),
        "actor_id": .integer(message.author), "message": "x",
        "actor_type": message.author == ticket.requester ? "end-user" : "agent",
      ]
    }
    let event: [String: JSONValue] = ["id": .integer(9), "value": ["history": .array(history)]]
    // Each way has an audit of its own here: told in part by both, neither would be the whole.
    let id = 90_000 + ticket.id * 10 + (way == .audits ? 0 : way == .ticketEvents ? 1 : 2)
    return way == .audits
      ? [Self.audit(id, ticket, ticket.createdAt, -1, [("type", "ChatStartedEvent")], event)]
      : [Self.ticketEvent(id, ticket, ticket.createdAt, -1, [("event_type", "ChatStartedEvent")], event)]
  }

  private mutating func comment(_ message: Message, _ ticket: Ticket) -> [String] {
    let isLinked = Bool.random(using: &random)
    let comment = Self.wrapped(
      "comment",
      [
        ("id", .integer(message.eventID)),
        isLinked ? ("audit_id", .integer(message.auditID)) : ("ticket_id", .integer(ticket.id)),
        ("author_id", .integer(message.author)), ("public", .bool(message.isPublic)), ("body", "x"),
        ("created_at", Self.time(message.seconds)),
      ])
    guard isLinked else { return [comment] }
    // The audit that it names, as the export tells it that is asked for no comments.
    let audit = Self.silentEvent(message, ticket)
    return [comment, audit]
  }

  // MARK: Records

  private static func time(_ seconds: Int64) -> JSONValue { .string(Instant(seconds).rfc3339) }

  private static func wrapped(_ key: String, _ members: [(String, JSONValue)]) -> String {
    JSONValue.object(JSONObject([(key, .object(JSONObject(members)))])).text
  }

  private static func user(_ id: Int64, _ role: String) -> String {
    wrapped(
      "user",
      [
        ("id", .integer(id)), ("name", "U"), ("role", .string(role)), ("created_at", time(0)),
        ("updated_at", time(0)),
      ])
  }

  private static func line(_ ticket: Ticket) -> String {
    wrapped(
      "ticket",
      [
        ("id", .integer(ticket.id)), ("via", ["channel": "native_messaging"]),
        ("status", .string(ticket.status)),
        ("requester_id", .integer(ticket.requester)), ("created_at", time(ticket.createdAt)),
        ("updated_at", time(ticket.updatedAt)),
      ])
  }

  private static func event(_ head: [(String, JSONValue)], _ rest: [String: JSONValue]) -> JSONValue {
    .object(JSONObject(head + rest.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
  }

  private static func audit(
    _ id: Int64, _ ticket: Ticket, _ seconds: Int64, _ author: Int64, _ head: [(String, JSONValue)],
    _ rest: [String: JSONValue]
  ) -> String {
    wrapped(
      "audit",
      [
        ("id", .integer(id)), ("ticket_id", .integer(ticket.id)), ("created_at", time(seconds)),
        ("author_id", .integer(author)), ("events", [event(head, rest)]),
      ])
  }

  private static func ticketEvent(
    _ id: Int64, _ ticket: Ticket, _ seconds: Int64, _ author: Int64, _ head: [(String, JSONValue)],
    _ rest: [String: JSONValue]
  ) -> String {
    wrapped(
      "ticket_event",
      [
        ("id", .integer(id)), ("ticket_id", .integer(ticket.id)), ("timestamp", .integer(seconds)),
        ("created_at", time(seconds)), ("updater_id", .integer(author)), ("via", "Messaging"),
        ("event_type", "Audit"), ("child_events", [event(head, rest)]),
      ])
  }

  private static func silentEvent(_ message: Message, _ ticket: Ticket) -> String {
    ticketEvent(
      message.auditID, ticket, message.seconds, message.author,
      [("event_type", "Comment"), ("comment_present", true), ("comment_public", .bool(message.isPublic))],
      ["id": .integer(message.eventID)])
  }

  private static func logEvent(_ message: Message, _ ticket: Ticket) -> String {
    wrapped(
      "conversation_log_event",
      [
        ("id", .string("01LOG\(message.eventID)")), ("ticket_id", .integer(ticket.id)),
        ("type", message.isLive ? "Messaging::ConversationMessage" : "Comment"),
        (
          "author",
          [
            "type": message.author == ticket.requester ? "user" : "agent",
            "zen:support:user_id": .integer(message.author),
          ]
        ), ("content", ["type": "text", "text": "x"]), ("metadata", ["public": .bool(message.isPublic)]),
        (
          "reference",
          message.isLive ? "zen:sunco:conversation_message:1" : .string("zen:ticket_event:\(message.eventID)")
        ),
        ("created_at", time(message.seconds)),
      ])
  }
}
