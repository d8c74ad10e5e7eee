import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A session as documents show it (interface, Fields of the main things).
enum SessionDocument {
  static let columns = columns(endedToo: true)

  /// - Parameter endedToo: whether a table shows how sessions ended; among active ones there is nothing to show,
  ///   and 80 columns have no room for both.
  private static func columns(endedToo: Bool) -> [Column] {
    [
      Column("id", .identifier),
      Column("conversation_id", .identifier, inTable: false),
      Column("ticket_id", .identifier, header: "TICKET"),
      Column("channel", .token, flexible: true),
      Column("state", .token, styles: ["active": .green, "ended": .dim]),
      Column("started_at", .instant, header: "STARTED", inTable: !endedToo),
      Column("last_activity_at", .instant, header: endedToo ? "LAST ACTIVE" : "LAST ACTIVITY"),
      Column("last_sender", .token, header: "LAST SENDER", inTable: !endedToo),
      Column("ended_at", .instant, header: "ENDED", inTable: endedToo),
      Column("end_reason", .token, header: "REASON", inTable: endedToo, flexible: true),
      Column("ended_by", .object(endedBy), header: "ENDED BY", inTable: endedToo),
    ]
  }

  private static let endedBy: [Column] = [
    Column("type", .token, inTable: false),
    Column("id", .identifier, inTable: false),
    Column("name", .text, header: "ENDED BY", flexible: true),
  ]

  static let list = DocumentSchema("session-list", columns)
  static let listOfActive = DocumentSchema("session-list", columns(endedToo: false))
  static let show = DocumentSchema(single: "session", columns)

  static func cells(_ row: SessionRow, _ names: inout ActorNames) throws -> [Cell] {
    [
      .integer(row.id), .integer(row.id), .integer(row.ticketID),
      .text(row.channel), .token(row.state.word), .instant(row.startedAt), .instant(row.lastActivityAt),
      row.lastSender.map { .token($0.word) } ?? .null, .instant(row.endedAt),
      row.endReason.map { .token($0.word) } ?? .null, try endedBy(row, &names),
    ]
  }

  private static func endedBy(_ row: SessionRow, _ names: inout ActorNames) throws -> Cell {
    guard let actor = row.endedBy else { return .null }
    return .object([.token(actor.kind.word), .integer(actor.id), .text(try names.name(of: actor))])
  }
}

/// The names of actors and groups, looked up once each.
struct ActorNames {
  private let reader: StoreReader
  private var known: [Actor: String] = [:]
  private var knownGroups: [Int64: String] = [:]
  private var knownQueues: [Int64: (id: String, name: String)]?

  init(_ reader: StoreReader) { self.reader = reader }

  mutating func name(of actor: Actor) throws -> String {
    if let name = known[actor] { return name }
    let name: String
    switch actor {
    case .user(let id): name = try reader.person(id: id)?.displayName ?? "user \(id)"
    case .trigger(let id):
      let title = try reader.rule(Trigger.self, id: id)?.rule.title
      // It may be the one in the live account that ends what is tagged.
      let remote = try title == nil ? reader.remoteTrigger() : nil
      name = title ?? (remote?.id == id ? remote?.title : nil) ?? "trigger \(id)"
    case .system: name = "system"
    }
    if known.count < 100_000 { known[actor] = name }
    return name
  }

  mutating func queue(key: Int64) throws -> (id: String, name: String) {
    if knownQueues == nil {
      let names = try reader.queueNames()
      knownQueues = try reader.queueIDs().reduce(into: [:]) { $0[$1.key] = ($1.value, names[$1.key] ?? "") }
    }
    return knownQueues?[key] ?? (String(key), "")
  }

  mutating func groupName(id: Int64) throws -> String {
    if let name = knownGroups[id] { return name }
    let name = try reader.groupName(id: id).flatMap { $0.isEmpty ? nil : $0 } ?? "group \(id)"
    knownGroups[id] = name
    return name
  }
}
