import CommandGrammar
import Rendering
import SessionModel
import SessionStore

let agentCommands = CommandGroup(
  "agent", "Agents and admins, their status, load and capacity",
  [
    "Load is what is assigned with status new or open: messaging counts the tickets with an active session, email those that were assigned while their routing channel was email. With the setting `capacity.idle_after`, sessions whose customer has not written for so long do not count until they write again; `idle_sessions` says how many those are. A run of routing counts what it has just assigned all the same."
  ],
  [agentListCommand, agentShowCommand, agentCreateCommand, agentEditCommand])

private let agentOperand = Operand<String>(
  "AGENT", .nonEmptyText, completion: .stored("agent"), help: "An agent's id, name or e-mail")
private let group = Option<String>(
  "group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
  help: "Put the agent into this group")
private let removeGroup = Option<String>(
  "remove-group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
  help: "Take the agent out of this group")
private let name = Option<String>("name", "NAME", .name, help: "The agent's name")
private let email = Option<String>("email", "EMAIL", .email, help: "The agent's e-mail address")
private let requiredEmail = Option<String>(
  "email", "EMAIL", .email, required: true, help: "The agent's e-mail address")
private let role = Option<Role>(
  "role", "ROLE", .vocabulary([.agent, .admin]), help: "What the person may do; else that of an agent")
private let status = Option<AgentStatus>(
  "status", "STATUS", .vocabulary(), help: "Whether routing may assign work")
private let messagingCapacity = Option<Int>(
  "messaging-capacity", "N", .capacity, help: "The most messaging tickets that routing assigns, up to 500")
private let emailCapacity = Option<Int>(
  "email-capacity", "N", .capacity, help: "The most email tickets that routing assigns, up to 500")
private let suspended = Option<Bool>(
  "suspended", "yes|no", .yesOrNo, help: "A suspended agent acts on nothing")

private let agentListCommand = Command(
  CommandSpec(
    ["agent", "list"], summary: "List agents and admins with their load",
    examples: [
      Example(command: "sessionctl agent list --sort messaging_load:desc", explanation: "The busiest first")
    ],
    takesLists: true),
  prints: AgentDocument.list
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in
    let loads = try reader.loads(at: open.now)
    let idle = try reader.idleSessions(at: open.now)
    return try reader.staff().map {
      AgentDocument.cells($0, loads[$0.id] ?? AgentLoad(), idle: idle[$0.id] ?? 0)
    }
  }
  try context.list(AgentDocument.list, rows, open.clock, emptyNote: "no agents")
}

private let agentShowCommand = Command(
  CommandSpec(
    ["agent", "show"], summary: "Show one agent", operands: [agentOperand],
    examples: [
      Example(command: "sessionctl agent show admin@example.com", explanation: "An admin's load and room")
    ]),
  prints: AgentDocument.show
) { context in
  let open = try context.open(readOnly: true)
  try show(context, open, context.arguments[required: agentOperand])
}

private let agentCreateCommand = Command(
  CommandSpec(
    ["agent", "create"], summary: "Add an agent or admin",
    options: [name, requiredEmail, role, status, messagingCapacity, emailCapacity, group],
    examples: [
      Example(
        command: "sessionctl agent create --name 'Cleo Marsh' --email cleo@example.com",
        explanation: "Add an agent")
    ]),
  prints: AgentDocument.show
) { context in
  let arguments = context.arguments
  let open = try context.open()
  let address = arguments[required: requiredEmail]
  let id = try open.administer { administration in
    var person = Person(
      id: 0, name: arguments[name] ?? address, email: address, role: arguments[role] ?? .agent)
    apply(arguments, to: &person)
    return try administration.add(person, joining: groups(arguments[all: group], administration.reader)).id
  }
  if context.isSilent { return }
  try show(context, open, String(id))
}

private let agentEditCommand = Command(
  CommandSpec(
    ["agent", "edit"], summary: "Change an agent's name, role, status, capacity or groups",
    operands: [agentOperand],
    options: [name, email, role, status, messagingCapacity, emailCapacity, suspended, group, removeGroup],
    examples: [
      Example(
        command: "sessionctl agent edit admin@example.com --status away",
        explanation: "Routing assigns nothing to this agent for now")
    ]),
  prints: AgentDocument.show
) { context in
  let arguments = context.arguments
  let open = try context.open()
  let word = arguments[required: agentOperand]
  try open.administer(as: open.actor) { administration in
    let before = try Naming(administration.reader).staff(word)
    // An agent may say that they are away; everything else is an admin's.
    let onlyOwnStatus =
      administration.actor.id == before.id && !agentEditOptions.contains { arguments.wasGiven($0) }
    if !onlyOwnStatus { _ = try open.admin(administration.reader) }
    var person = before
    apply(arguments, to: &person)
    if let address = arguments[email] { person.email = address }
    if let isSuspended = arguments[suspended] { person.suspended = isSuspended }
    try administration.change(
      before, to: person, joining: groups(arguments[all: group], administration.reader),
      leaving: groups(arguments[all: removeGroup], administration.reader))
  }
  if context.isSilent { return }
  try show(context, open, word, fallback: arguments[email] ?? arguments[name])
}

private let agentEditOptions: [any OptionDeclaring] = [
  name, email, role, messagingCapacity, emailCapacity, suspended, group, removeGroup,
]

private func apply(_ arguments: ParsedArguments, to person: inout Person) {
  if let value = arguments[name] { person.name = value }
  if let value = arguments[role] { person.role = value }
  if let value = arguments[status] { person.status = value }
  if let value = arguments[messagingCapacity] { person.messagingCapacity = value }
  if let value = arguments[emailCapacity] { person.emailCapacity = value }
}

private func groups(_ words: [String], _ reader: StoreReader) throws -> [Group] {
  try words.map { try Naming(reader).group($0) }
}

/// - Parameter fallback: what the agent is called now, when the edit renamed what `word` named.
private func show(
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

private enum AgentDocument {
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

extension ValueParser where Value == Int {
  /// C1: at most 500.
  fileprivate static var capacity: ValueParser {
    nonNegativeInteger.map { (number) throws(ValueError) -> Int in
      guard number <= Person.largestCapacity else {
        throw ValueError("is too large: a capacity is at most \(Person.largestCapacity)")
      }
      return number
    }
  }
}
