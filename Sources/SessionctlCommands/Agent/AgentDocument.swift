import CivilTime
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// An agent as documents have it: who they are, their load and their capacity.
struct AgentRow {
  let person: Person
  let load: AgentLoad
  /// How many sessions do not count, because the customer has not written for long.
  let idle: Int
  /// The groups they are in, by their ids.
  let groups: [Group]
}

enum AgentDocument {
  static let list = RowSchema("agent-list", columns)
  static let show = RowSchema(single: "agent", columns)

  private static let columns: [RowColumn<AgentRow>] = [
    RowColumn("id", .identifier) { $0.person.id },
    RowColumn("name", .text, flexible: true) { $0.person.name },
    RowColumn("email", .text, header: "ADDRESS", flexible: true) { $0.person.email },
    RowColumn("role", .token) { $0.person.role.word },
    RowColumn("status", .token, styles: ["online": .green, "offline": .dim]) { $0.person.status.word },
    RowColumn("messaging_load", .integer, inTable: false) { $0.load.messaging },
    RowColumn("messaging_capacity", .integer, inTable: false) { $0.person.messagingCapacity },
    RowColumn("email_load", .integer, inTable: false) { $0.load.email },
    RowColumn("email_capacity", .integer, inTable: false) { $0.person.emailCapacity },
    RowColumn("messaging_of", .text, header: "MESSAGING", inData: false) {
      "\($0.load.messaging)/\($0.person.messagingCapacity)"
    },
    RowColumn("email_of", .text, header: "EMAIL", inData: false) {
      "\($0.load.email)/\($0.person.emailCapacity)"
    },
    RowColumn("suspended", .bool, inTable: false) { $0.person.suspended },
    RowColumn("idle_sessions", .integer, inTable: false) { $0.idle },
    RowColumn("group_ids", .identifiers, inTable: false) { $0.groups.map(\.id) },
    RowColumn("group_names", .texts, header: "GROUPS", inTable: false) { $0.groups.map(\.name) },
  ]

  /// Some of the staff, with what they have to do now.
  static func rows(_ people: [Person], _ reader: StoreReader, at now: Instant) throws -> [AgentRow] {
    let loads = try reader.loads(at: now)
    let idle = try reader.idleSessions(at: now)
    let known = Dictionary(
      try reader.groups().filter { !$0.deleted }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let groups = Dictionary(grouping: try reader.memberships(), by: \.userID)
    return people.map { person in
      AgentRow(
        person: person, load: loads[person.id] ?? AgentLoad(), idle: idle[person.id] ?? 0,
        groups: groups[person.id]?.compactMap { known[$0.groupID] } ?? [])
    }
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
    for row in try AgentDocument.rows([person], reader, at: open.now) {
      try context.show(AgentDocument.show, row, open.clock)
    }
  }
}
