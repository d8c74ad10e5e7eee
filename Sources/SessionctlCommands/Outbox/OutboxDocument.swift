import Rendering
import SessionModel

/// An entry of the outbox as documents have it (interface).
enum OutboxDocument {
  static let list = RowSchema("outbox-list", columns)
  static let single = RowSchema(single: "outbox-entry", columns)

  private static let columns: [RowColumn<OutboxEntry>] = [
    RowColumn("id", .identifier) { $0.id },
    RowColumn("kind", .token) { $0.kind.word },
    RowColumn("ticket_id", .identifier, header: "TICKET") { $0.ticketID },
    RowColumn("to", .text, flexible: true) { $0.to },
    RowColumn("subject", .text, flexible: true) { $0.subject },
    RowColumn("body", .text, inTable: false) { $0.body },
    RowColumn("rule_id", .identifier, inTable: false) { $0.ruleID },
    RowColumn("rule_kind", .token, inTable: false) { $0.ruleKind?.rawValue },
    RowColumn("channel", .token, inTable: false) { channel($0) },
    RowColumn("created_at", .instant, header: "CREATED") { $0.createdAt },
    RowColumn("state", .token, styles: ["failed": .red, "delivered": .green, "waiting": .yellow]) {
      $0.state.word
    },
    RowColumn("attempts", .integer, header: "TRIES") { $0.attempts },
    RowColumn("next_attempt_at", .instant, inTable: false) { $0.nextAttemptAt },
    RowColumn("delivered_at", .instant, inTable: false) { $0.deliveredAt },
    RowColumn("last_error", .text, header: "ERROR", flexible: true) { $0.lastError },
  ]

  private static func channel(_ entry: OutboxEntry) -> String? {
    switch entry.way {
    case .email, .survey: "email"
    case .message, .surveyMessage: "messaging"
    case .webhook: nil
    }
  }

  /// The entry as a program gets it on its standard input: the same document as `outbox show --json` prints.
  static func json(_ entry: OutboxEntry) throws -> [UInt8] {
    let memory = MemorySink()
    let writer = DocumentWriter(
      format: .json, schema: single.schema, sink: ByteSink(memory), terminal: .none, now: entry.createdAt)
    try writer.single(single.cells(of: entry))
    return memory.bytes
  }
}
