import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// The options of the commands that make and change agents.
enum AgentOptions {
  static let operand = Operand<String>(
    "AGENT", .nonEmptyText, completion: .stored("agent"), help: "An agent's id, name or e-mail")
  static let group = Option<String>(
    "group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
    help: "Add the agent to this group")
  static let addGroup = Option<String>(
    "add-group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
    help: "The same as `--group`")
  static let removeGroup = Option<String>(
    "remove-group", "GROUP", .nonEmptyText, repeatable: true, completion: .stored("group"),
    help: "Remove the agent from this group")
  static let name = Option<String>("name", "NAME", .name, help: "The agent's name")
  static let email = Option<String>("email", "EMAIL", .email, help: "The agent's e-mail address")
  static let requiredEmail = Option<String>(
    "email", "EMAIL", .email, required: true, help: "The agent's e-mail address")
  static let role = Option<Role>(
    "role", "ROLE", .vocabulary([.agent, .admin]), help: "The person's role; a new one is an agent by default"
  )
  static let status = Option<AgentStatus>(
    "status", "STATUS", .vocabulary(),
    help: "The agent's status; routing only assigns to agents who are online")
  static let messagingCapacity = Option<Int>(
    "messaging-capacity", "N", .capacity, help: "The most messaging tickets that routing assigns, up to 500")
  static let emailCapacity = Option<Int>(
    "email-capacity", "N", .capacity, help: "The most email tickets that routing assigns, up to 500")
  static let suspended = Option<Bool>(
    "suspended", "yes|no", .yesOrNo, help: "Whether the agent is suspended and can't act")

  /// Takes over what was said of somebody; what was left out stays as it is.
  static func apply(_ arguments: ParsedArguments, to person: inout Person) {
    if let value = arguments[name] { person.name = value }
    if let value = arguments[role] { person.role = value }
    if let value = arguments[status] { person.status = value }
    if let value = arguments[messagingCapacity] { person.messagingCapacity = value }
    if let value = arguments[emailCapacity] { person.emailCapacity = value }
  }

  /// The groups that were named, each by id or name.
  static func groups(_ words: [String], _ reader: StoreReader) throws -> [Group] {
    try words.map { try Naming(reader).group($0) }
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
