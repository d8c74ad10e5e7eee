import CivilTime
import JSONText
import SessionModel
import TestSupport
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine

/// An account made by chance, and in memory what a store that imported it must answer.
struct World {
  struct Ticket {
    var part: WorkItem.Ticket
    var channel: String
    var subject: String
    var brandID: Int64?
    var createdAt: Instant
    var updatedAt: Instant
    var routingChangedAt: Instant?
    /// The place of its session in `sessions`.
    var session: Int?

    var id: Int64 { part.id }
  }

  struct Session {
    var part: WorkItem.Session
    /// The place of its ticket in `tickets`.
    var ticket: Int?
    var channel: String
    var startedAt: Instant
    var lastActivityAt: Instant
    var lastSender: Sender?

    var id: Int64 { part.id }
  }

  var tickets: [Ticket] = []
  var sessions: [Session] = []

  static let channels = ["whatsapp", "native_messaging", "line"]
  static let agents: [Int64] = [21, 22, 23]
  static let groups: [Int64] = [31, 32]
  static let tags = ["vip", "de", "vip_de", "a"]
  static let subjects = ["Order 100%", "order_late", "Re: ORDER", "Help\\me", "", "Bestellung"]
  /// A ticket that is only named, by an audit.
  static let placeholderID: Int64 = 9_999

  // MARK: SplitMix

  init(seed: UInt64, tickets count: Int = 60, loose: Int = 12, ends: ClosedRange<Int> = 100...300) {
    var random = SplitMix(seed: seed)
    // Ids with gaps, tickets and sessions in different orders.
    var sessionIDs = Array(1...Int64(count + loose)).map { $0 * 3 }.shuffled(using: &random)
    for number in 0..<count {
      let isMessaging = Int.random(in: 0..<6, using: &random) > 0
      var ticket = Self.ticket(1000 + Int64(number) * 7, isMessaging: isMessaging, &random)
      if isMessaging {
        ticket.session = sessions.count
        var session = Self.session(sessionIDs.removeLast(), ends: ends, &random)
        session.ticket = number
        session.channel = ticket.channel
        if ticket.part.status.isFinal { session.part.state = .ended }
        Self.finish(&session, ends: ends, &random)
        // Some were not routed as email, some changed later.
        if session.part.state == .ended {
          ticket.part.routingChannel = RoutingChannel.allCases.randomElement(using: &random)!
          if ticket.part.routingChannel == .email {
            ticket.routingChangedAt = Bool.random(using: &random) ? session.part.end?.at : Wire.instant(400)
          }
        }
        sessions.append(session)
      }
      tickets.append(ticket)
    }
    for id in sessionIDs {
      var session = Self.session(id, ends: ends, &random)
      Self.finish(&session, ends: ends, &random)
      sessions.append(session)
    }
    sessions.indices.forEach { index in
      if let ticket = sessions[index].ticket { tickets[ticket].session = index }
    }
  }

  private static func ticket(_ id: Int64, isMessaging: Bool, _ random: inout SplitMix) -> Ticket {
    let assignee = ([nil] + agents.map(Optional.some)).randomElement(using: &random)!
    let routing: RoutingChannel = isMessaging ? .messaging : .email
    let part = WorkItem.Ticket(
      id: id, status: TicketStatus.allCases.randomElement(using: &random)!,
      priority: Priority.allCases.randomElement(using: &random)!, routingChannel: routing,
      assigneeID: assignee, groupID: ([nil] + groups.map(Optional.some)).randomElement(using: &random)!,
      tags: tags.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)).map { $0 },
      assignedChannel: assignee == nil ? nil : RoutingChannel.allCases.randomElement(using: &random)!)
    let created = Int.random(in: 0...40, using: &random)
    return Ticket(
      part: part, channel: isMessaging ? channels.randomElement(using: &random)! : "email",
      subject: subjects.randomElement(using: &random)!,
      brandID: [nil, 41, 42].randomElement(using: &random)!,
      createdAt: Wire.instant(created),
      updatedAt: Wire.instant(created + Int.random(in: 0...40, using: &random)))
  }

  private static func session(_ id: Int64, ends: ClosedRange<Int>, _ random: inout SplitMix) -> Session {
    let started = Int.random(in: 0...60, using: &random)
    return Session(
      part: WorkItem.Session(id: id, state: Int.random(in: 0..<3, using: &random) > 0 ? .active : .ended),
      channel: channels.randomElement(using: &random)!, startedAt: Wire.instant(started),
      lastActivityAt: Wire.instant(started + Int.random(in: 0...30, using: &random)),
      lastSender: ([nil] + Sender.allCases.map(Optional.some)).randomElement(using: &random)!)
  }

  /// Gives an ended session its end; one in five has none that is known (§12).
  private static func finish(_ session: inout Session, ends: ClosedRange<Int>, _ random: inout SplitMix) {
    guard session.part.state == .ended else { return }
    if Int.random(in: 0..<5, using: &random) == 0 {
      session.part.end = WorkItem.End(reason: nil, at: nil, by: nil, via: nil)
      return
    }
    let at = Wire.instant(Int.random(in: ends, using: &random))
      .advanced(by: Int64.random(in: 0..<3600, using: &random))
    session.part.end = WorkItem.End(
      reason: EndReason.allCases.randomElement(using: &random)!, at: at,
      by: [.user(id: 21), .trigger(id: 5), .system].randomElement(using: &random)!,
      via: Via.allCases.randomElement(using: &random)!)
  }

  // MARK: As lines

  var lines: [String] {
    var lines = Self.groups.map { Wire.group($0, "Group \($0)") }
    lines += Self.agents.map { Wire.user($0, "Agent \($0)", role: "agent") }
    lines.append(Wire.user(11))
    for ticket in tickets {
      var local = LocalTicketState()
      local.routingChannel = ticket.part.routingChannel
      local.routingChannelChangedAt = ticket.routingChangedAt
      local.assignedChannel = ticket.part.assignedChannel
      local.session = ticket.session.map { wire(sessions[$0]) }
      let members: JSONMembers = [
        ("id", .integer(ticket.id)), ("via", ["channel": .string(ticket.channel)]),
        ("subject", .string(ticket.subject)), ("status", .string(ticket.part.status.word)),
        ("priority", ticket.part.priority == .none ? .null : .string(ticket.part.priority.word)),
        ("requester_id", 11), ("assignee_id", number(ticket.part.assigneeID)),
        ("group_id", number(ticket.part.groupID)), ("brand_id", number(ticket.brandID)),
        ("tags", .array(ticket.part.tags.map { .string($0) })),
        ("created_at", .string(ticket.createdAt.rfc3339)), ("updated_at", .string(ticket.updatedAt.rfc3339)),
      ]
      lines.append(line("ticket", JSONValue.object(JSONObject(members)).bytes, local.bytes))
    }
    for session in sessions where session.ticket == nil { lines.append(line("session", wire(session).bytes)) }
    lines.append(Wire.audit(77, ticket: Self.placeholderID, at: 3))
    return lines
  }

  private func wire(_ session: Session) -> WireSession {
    WireSession(
      id: session.id, userID: 11, channel: session.channel, state: session.part.state,
      startedAt: session.startedAt, lastActivityAt: session.lastActivityAt, lastSender: session.lastSender,
      end: session.part.end)
  }

  /// A store that holds it.
  func store() throws -> TestStore {
    let made = try TestStore()
    try made.take(all: lines)
    return made
  }

  // MARK: Selecting, the slow way

  func matches(_ session: Session, _ selection: Selection) -> Bool {
    if let state = selection.state, session.part.state != state { return false }
    if let ids = selection.sessionIDs, !ids.contains(session.id) { return false }
    if let since = selection.idleSince, session.lastActivityAt > since { return false }
    if let before = selection.startedBefore, session.startedAt >= before { return false }
    if let after = selection.activeAfter, session.lastActivityAt <= after { return false }
    if !isOneOf(selection.lastSenders, session.lastSender) { return false }
    if !isOneOf(selection.endReasons, session.part.end?.reason) { return false }
    switch selection.ticketLink {
    case .any: break
    case .with: if session.ticket == nil { return false }
    case .without: if session.ticket != nil { return false }
    }
    if !passes(selection.channels, session.channel, isMessaging: true) { return false }
    if !asksAboutTicket(selection) { return true }
    return session.ticket.map { matchesTicketPart(tickets[$0], selection) } ?? false
  }

  /// As `forEachTicket` is to see it: deleted ones only if they are asked for.
  func matches(_ ticket: Ticket, _ selection: Selection) -> Bool {
    if selection.statuses.oneOf.isEmpty && selection.ticketIDs == nil && ticket.part.status == .deleted {
      return false
    }
    return matchesForUpdate(ticket, selection)
  }

  func matchesForUpdate(_ ticket: Ticket, _ selection: Selection) -> Bool {
    var aboutSession = selection
    Self.copyTicketPart(of: Selection(), to: &aboutSession)
    aboutSession.channels = Selection().channels
    if !passes(selection.channels, ticket.channel, isMessaging: ticket.session != nil) { return false }
    if aboutSession != Selection() {
      guard let session = ticket.session, matches(sessions[session], aboutSession) else { return false }
    }
    return matchesTicketPart(ticket, selection)
  }

  private func asksAboutTicket(_ selection: Selection) -> Bool {
    var rest = Selection()
    Self.copyTicketPart(of: selection, to: &rest)
    return rest != Selection()
  }

  private static func copyTicketPart(of selection: Selection, to other: inout Selection) {
    (other.ticketIDs, other.groups, other.assignees) =
      (selection.ticketIDs, selection.groups, selection.assignees)
    (other.statuses, other.priorities, other.subjects) =
      (selection.statuses, selection.priorities, selection.subjects)
    (other.tags, other.notTags) = (selection.tags, selection.notTags)
  }

  private func isOneOf<Value: Equatable>(_ wanted: [Value], _ value: Value?) -> Bool {
    wanted.isEmpty || wanted.contains { $0 == value }
  }

  private func passes(_ filter: ValueFilter<String>, _ channel: String, isMessaging: Bool) -> Bool {
    let names = isMessaging ? [channel, "messaging"] : [channel]
    return (filter.oneOf.isEmpty || !Set(filter.oneOf).isDisjoint(with: names))
      && Set(filter.noneOf).isDisjoint(with: names)
  }

  private func matchesTicketPart(_ ticket: Ticket, _ selection: Selection) -> Bool {
    func passes(_ filter: ValueFilter<Selection.Match<Int64>>, _ value: Int64?) -> Bool {
      let match = value.map { Selection.Match.value($0) } ?? .none
      return (filter.oneOf.isEmpty || filter.oneOf.contains(match)) && !filter.noneOf.contains(match)
    }
    if let ids = selection.ticketIDs, !ids.contains(ticket.id) { return false }
    if !passes(selection.groups, ticket.part.groupID) { return false }
    if !passes(selection.assignees, ticket.part.assigneeID) { return false }
    if !isOneOf(selection.statuses.oneOf, ticket.part.status) { return false }
    if selection.statuses.noneOf.contains(ticket.part.status) { return false }
    if !isOneOf(selection.priorities, ticket.part.priority) { return false }
    if !selection.tags.isEmpty, !selection.tags.contains(where: ticket.part.tags.contains) { return false }
    if selection.notTags.contains(where: ticket.part.tags.contains) { return false }
    let subject = ticket.subject.lowercased()
    let isNamed = selection.subjects.contains { $0.isEmpty || subject.contains($0.lowercased()) }
    if !selection.subjects.isEmpty && !isNamed { return false }
    return true
  }

  // MARK: Random selections

  func randomSelection(_ random: inout SplitMix) -> Selection {
    var selection = Selection()
    func chance(_ of: Int = 8) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }
    if chance(2) { selection.state = SessionState.allCases.randomElement(using: &random)! }
    if chance(10) {
      selection.sessionIDs = sessions.shuffled(using: &random).prefix(20).map(\.id) + [4_000_001, 3, 3]
    }
    if chance(10) {
      selection.ticketIDs =
        tickets.shuffled(using: &random).prefix(30).map(\.id) + [4_000_002, Self.placeholderID]
    }
    if chance() { selection.idleSince = Wire.instant(Int.random(in: 20...80, using: &random)) }
    if chance() { selection.activeAfter = Wire.instant(Int.random(in: 10...60, using: &random)) }
    if chance() { selection.startedBefore = Wire.instant(Int.random(in: 10...60, using: &random)) }
    func some<Value>(_ values: some Collection<Value>) -> [Value] {
      Array(values.shuffled(using: &random).prefix([1, 1, 1, 2, 3].randomElement(using: &random)!))
    }
    func people(_ ids: [Int64]) -> [Selection.Match<Int64>] { [.none] + (ids + [99]).map { .value($0) } }
    if chance() { selection.groups.oneOf = some(people(Self.groups)) }
    if chance() { selection.groups.noneOf = some(people(Self.groups)) }
    if chance() { selection.assignees.oneOf = some(people(Self.agents)) }
    if chance() { selection.assignees.noneOf = some(people(Self.agents)) }
    if chance() { selection.channels.oneOf = some(Self.channels + ["messaging", "email", "x"]) }
    if chance() { selection.channels.noneOf = some(Self.channels + ["messaging", "email", "x"]) }
    if chance() { selection.statuses.oneOf = some(TicketStatus.allCases) }
    if chance() { selection.statuses.noneOf = some(TicketStatus.allCases) }
    if chance() { selection.priorities = some(Priority.allCases) }
    if chance() { selection.tags = some(Self.tags) }
    if chance() { selection.notTags = some(Self.tags) }
    if chance() { selection.lastSenders = some(Sender.allCases) }
    if chance() { selection.ticketLink = chance(2) ? .with : .without }
    if chance() { selection.endReasons = some(EndReason.allCases) }
    if chance() { selection.subjects = some(["order", "%", "_", "\\", "0%", "ORDER_", "zz", ""]) }
    return selection
  }
}

private typealias JSONMembers = [(String, JSONValue)]

private func number(_ value: Int64?) -> JSONValue { value.map(JSONValue.integer) ?? .null }

private func line(_ key: String, _ document: [UInt8], _ local: [UInt8]? = nil) -> String {
  func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
  return "{\"\(key)\":\(text(document))\(local.map { ",\"sessionctl\":\(text($0))" } ?? "")}"
}
