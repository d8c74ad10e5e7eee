import Rendering
import SessionModel

/// An entry of the outbox as documents have it (interface).
enum OutboxDocument {
  static let list = DocumentSchema("outbox-list", columns)
  static let single = DocumentSchema(single: "outbox-entry", columns)

  private static let columns: [Column] = [
    Column("id", .identifier), Column("kind", .token), Column("ticket_id", .identifier, header: "TICKET"),
    Column("to", .text, flexible: true), Column("subject", .text, flexible: true),
    Column("body", .text, inTable: false), Column("rule_id", .identifier, inTable: false),
    Column("rule_kind", .token, inTable: false), Column("channel", .token, inTable: false),
    Column("created_at", .instant, header: "CREATED"),
    Column("state", .token, styles: ["failed": .red, "delivered": .green, "waiting": .yellow]),
    Column("attempts", .integer, header: "TRIES"), Column("next_attempt_at", .instant, inTable: false),
    Column("delivered_at", .instant, inTable: false),
    Column("last_error", .text, header: "ERROR", flexible: true),
  ]

  static func cells(_ entry: OutboxEntry) -> [Cell] {
    [
      .integer(entry.id), .token(entry.kind.word), .integer(entry.ticketID), .text(entry.to),
      .text(entry.subject), .text(entry.body), .integer(entry.ruleID),
      entry.ruleKind.map { .token($0.rawValue) } ?? .null, channel(entry), .instant(entry.createdAt),
      .token(entry.state.word), .integer(Int64(entry.attempts)),
      entry.nextAttemptAt.map(Cell.instant) ?? .null, entry.deliveredAt.map(Cell.instant) ?? .null,
      .text(entry.lastError),
    ]
  }

  private static func channel(_ entry: OutboxEntry) -> Cell {
    switch entry.way {
    case .email, .survey: .token("email")
    case .message, .surveyMessage: .token("messaging")
    case .webhook: .null
    }
  }

  /// The entry as a program gets it on its standard input: the same document as `outbox show --json` prints.
  static func json(_ entry: OutboxEntry) throws -> [UInt8] {
    let memory = MemorySink()
    let writer = DocumentWriter(
      format: .json, schema: single, sink: ByteSink(memory), terminal: .none, now: entry.createdAt)
    try writer.single(cells(entry))
    return memory.bytes
  }
}
