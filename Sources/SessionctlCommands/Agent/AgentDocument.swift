import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// An agent as documents have it: who they are, their load and their capacity.
enum AgentDocument {
  private static let columns: [Column] = [
    Column("id", .identifier), Column("name", .text, flexible: true),
    Column("email", .text, header: "ADDRESS", flexible: true),
    Column("role", .token), Column("status", .token, styles: ["online": .green, "offline": .dim]),
    Column("messaging_load", .integer, inTable: false),
    Column("messaging_capacity", .integer, inTable: false),
    Column("email_load", .integer, inTable: false), Column("email_capacity", .integer, inTable: false),
    Column("messaging_of", .text, header: "MESSAGING", inData: false),
    Column("email_of", .text, header: "EMAIL", inData: false),
    Column("suspended", .bool, inTable: false), Column("idle_sessions", .integer, inTable: false),
  ]
  static let list = DocumentSchema("agent-list", columns)
  static let show = DocumentSchema(single: "agent", columns)

  static func cells(_ person: Person, _ load: AgentLoad, idle: Int) -> [Cell] {
    [
      .integer(person.id), .text(person.name), .text(person.email), .token(person.role.word),
      .token(person.status.word), .integer(Int64(load.messaging)), .integer(Int64(person.messagingCapacity)),
      .integer(Int64(load.email)), .integer(Int64(person.emailCapacity)),
      .text("\(load.messaging)/\(person.messagingCapacity)"),
      .text("\(load.email)/\(person.emailCapacity)"), .bool(person.suspended),
      .integer(Int64(idle)),
    ]
  }
}

/// Prints an agent as the command that made or changed them leaves them.
///
/// - Parameter fallback: what the agent is called now, when the edit renamed what `word` named.
func showAgent(
  _ context: CommandContext, _ open: OpenStore, _ word: String, fallback: String? = nil
) throws {
  try open.store.read { reader in
    let naming = Naming(reader)
    let person: Person
    do { person = try naming.staff(word) } catch {
      guard let fallback else { throw error }
      person = try naming.staff(fallback)
    }
    let load = try reader.loads(at: open.now)[person.id] ?? AgentLoad()
    let idle = try reader.idleSessions(at: open.now)[person.id] ?? 0
    try context.document(AgentDocument.show, open.clock).single(
      AgentDocument.cells(person, load, idle: idle))
  }
}
