import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A session as documents show it (interface, Fields of the main things).
enum SessionDocument {
  /// What a session is by itself; a ticket's document has it so.
  static let columns: [Column] = [
    Column("id", .identifier),
    Column("conversation_id", .identifier),
    Column("ticket_id", .identifier, header: "TICKET"),
    Column("channel", .token, flexible: true),
    Column("state", .token, styles: ["active": .green, "ended": .dim]),
    Column("started_at", .instant, header: "STARTED"),
    Column("last_activity_at", .instant, header: "LAST ACTIVE"),
    Column("last_sender", .token, header: "LAST WORD"),
    Column("ended_at", .instant, header: "ENDED"),
    Column("end_reason", .token, header: "REASON", flexible: true),
    Column("ended_by", .object(endedBy), header: "ENDED BY"),
  ]

  private static let endedBy: [Column] = [
    Column("type", .token, inTable: false),
    Column("id", .identifier, inTable: false),
    Column("name", .text, header: "ENDED BY", flexible: true),
  ]

  /// Whom it is with and what about: what its ticket is by now.
  private static let matter: [Column] = [
    Column("requester_id", .identifier),
    Column("requester_name", .text, header: "REQUESTER", flexible: true),
    Column("subject", .text, flexible: true),
    Column("status", .token, styles: ["solved": .dim, "closed": .dim]),
    Column("priority", .token),
    Column("assignee_id", .identifier),
    Column("assignee_name", .text, header: "AGENT", flexible: true),
    Column("group_id", .identifier),
    Column("group_name", .text, header: "GROUP", flexible: true),
    Column("tags", .list(.text)),
    // The requester, who is known before there is a ticket.
    Column("customer", .text, inData: false, flexible: true),
  ]

  private static let all = columns + matter

  /// What is only looked up where it is shown.
  enum Part {
    case matter, ender

    fileprivate var names: Set<String> {
      self == .matter ? Set(SessionDocument.matter.map(\.name)) : ["ended_by"]
    }
  }

  static let list = DocumentSchema(
    "session-list", all,
    table: [
      "id", "ticket_id", "customer", "subject", "state", "last_activity_at", "ended_at", "end_reason",
      "ended_by.name",
    ])
  /// Among active ones there are no ends to show.
  static let listOfActive = DocumentSchema(
    "session-list", all,
    table: [
      "id", "ticket_id", "customer", "subject", "status", "assignee_name", "group_name", "last_activity_at",
      "last_sender",
    ])
  static let show = DocumentSchema(single: "session", all)

  /// Whether anything of a part is shown.
  static func shows(
    _ part: Part, _ fields: FieldSelection?, _ schema: DocumentSchema, in format: OutputFormat
  ) -> Bool {
    (fields ?? schema.allFields).shows(anyOf: part.names, in: format, of: schema)
  }

  /// A session by itself, as `columns` has it.
  static func ownCells(_ row: SessionRow, _ names: inout ActorNames) throws -> [Cell] {
    var cells: [Cell] = []
    try appendOwn(row, to: &cells, &names)
    return cells
  }

  /// Hot loop: puts a session with its matter into a row that is used again.
  static func fill(_ cells: inout [Cell], _ row: SessionRow, _ names: inout ActorNames) throws {
    cells.removeAll(keepingCapacity: true)
    try appendOwn(row, to: &cells, &names)
    guard let ticket = row.matter?.ticket else {
      cells.append(contentsOf: repeatElement(.null, count: matter.count - 1))
      cells.append(.text(row.matter?.customerName))
      return
    }
    cells.append(.integer(ticket.requesterID))
    cells.append(ticket.requesterID == nil ? .null : .text(row.matter?.customerName))
    cells.append(.text(ticket.subject))
    cells.append(.token(ticket.status.word))
    cells.append(ticket.priority.wireValue.map(Cell.token) ?? .null)
    cells.append(.integer(ticket.assigneeID))
    cells.append(.text(try ticket.assigneeID.map { try names.name(of: .user(id: $0)) }))
    cells.append(.integer(ticket.groupID))
    cells.append(.text(try ticket.groupID.map { try names.groupName(id: $0) }))
    cells.append(names.tagList(ticket.tags))
    cells.append(.text(row.matter?.customerName))
  }

  private static func appendOwn(
    _ row: SessionRow, to cells: inout [Cell], _ names: inout ActorNames
  ) throws {
    cells.append(.integer(row.id))
    cells.append(.integer(row.id))
    cells.append(.integer(row.ticketID))
    cells.append(.text(row.channel))
    cells.append(.token(row.state.word))
    cells.append(.instant(row.startedAt))
    cells.append(.instant(row.lastActivityAt))
    cells.append(row.lastSender.map { .token($0.word) } ?? .null)
    cells.append(.instant(row.endedAt))
    cells.append(row.endReason.map { .token($0.word) } ?? .null)
    cells.append(try endedBy(row, &names))
  }

  private static func endedBy(_ row: SessionRow, _ names: inout ActorNames) throws -> Cell {
    guard let actor = row.endedBy else { return .null }
    return .object([.token(actor.kind.word), .integer(actor.id), .text(try names.name(of: actor))])
  }
}

/// The names of actors and groups, looked up once each; and the tags of tickets, taken apart once.
struct ActorNames {
  private let reader: StoreReader
  private var known: [Actor: String] = [:]
  private var knownGroups: [Int64: String] = [:]
  private var tagLists = Interned { bytes in
    Cell.list(bytes.split(separator: UInt8(ascii: " ")).map { .text(String(decoding: $0, as: UTF8.self)) })
  }
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

  /// Tags as they are stored, with blanks between them, as a list.
  mutating func tagList(_ tags: String) -> Cell {
    var tags = tags
    return tags.withUTF8 { tagLists.value(of: $0) }
  }

  mutating func queue(key: Int64) throws -> (id: String, name: String) {
    if knownQueues == nil {
      let names = try reader.queueNames()
      knownQueues = try reader.queueIDs().reduce(into: [:]) { $0[$1.key] = ($1.value, names[$1.key] ?? "") }
    }
    return knownQueues?[key] ?? (String(key), "")
  }

  func scheduleName(id: Int64) throws -> String? {
    try reader.schedule(id: id).flatMap { $0.name.isEmpty ? nil : $0.name }
  }

  mutating func groupName(id: Int64) throws -> String {
    if let name = knownGroups[id] { return name }
    let name = try reader.groupName(id: id).flatMap { $0.isEmpty ? nil : $0 } ?? "group \(id)"
    knownGroups[id] = name
    return name
  }
}
