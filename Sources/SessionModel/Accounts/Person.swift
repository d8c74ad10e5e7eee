import CivilTime

/// Somebody the account knows: a customer, an agent or an admin (domain §1).
public struct Person: Hashable, Sendable {
  /// The id of the public API for who was imported; counted here for others (domain §12).
  public var id: Int64
  /// Empty where none is known; `displayName` always says something.
  public var name: String
  /// nil where none is known: nothing is sent to them by e-mail then (E15).
  public var email: String?
  /// nil where none is known; a known number enables the composer's voice channel (domain §1).
  public var phone: String?
  /// The language they are written to in, such as `de`; nil: the account's (`account.locale`).
  public var locale: String?
  /// What they may do here; only staff is assigned tickets.
  public var role: Role
  /// May act on nothing (interface, Security).
  public var suspended: Bool
  /// Whether routing assigns to them; means nothing for customers (C3).
  public var status: AgentStatus
  /// The most tickets with an active session that routing assigns to them, 0 to 500 (C1).
  public var messagingCapacity: Int
  /// The most tickets assigned as email that routing assigns to them, 0 to 500 (C1).
  public var emailCapacity: Int
  /// A placeholder is somebody whom an import named and has not brought yet (domain §12).
  public var origin: Origin
  /// Why nothing may be assigned to them, by what the account says of them.
  public var bar: AssignmentBar?

  /// Somebody made here, online and with the default limits (C1, C3), as far as nothing else is said.
  public init(
    id: Int64, name: String, email: String?, phone: String? = nil, locale: String? = nil, role: Role,
    suspended: Bool = false, status: AgentStatus = .online, messagingCapacity: Int = Person.defaultCapacity,
    emailCapacity: Int = Person.defaultCapacity, origin: Origin = .local, bar: AssignmentBar? = nil
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.phone = phone
    self.locale = locale
    self.role = role
    self.suspended = suspended
    self.status = status
    self.messagingCapacity = messagingCapacity
    self.emailCapacity = emailCapacity
    self.origin = origin
    self.bar = bar
  }

  /// `[local]` An agent's room per channel until somebody says otherwise (C1).
  public static let defaultCapacity = 10
  /// C1: the most a capacity rule may allow per channel.
  public static let largestCapacity = 500

  /// What to call them in a sentence.
  public var displayName: String { name.isEmpty ? (email ?? "user \(id)") : name }

  /// Whoever it is, as sentences about what is managed name them.
  package var thing: ManagedThing { ManagedThing(role.isStaff ? "agent" : "user", id: id, name: displayName) }
}

/// Why nobody and nothing here assigns a ticket to somebody, whatever their status.
public enum AssignmentBar: Int, Sendable, CaseIterable {
  /// The account has deleted them.
  case gone = 1
  /// Staff of these kinds can't be given tickets.
  case lightAgent, chatAgent, contributor

  /// What they are, in a sentence about them.
  public var phrase: String {
    switch self {
    case .gone: "is no longer in the account"
    case .lightAgent: "is a light agent, who can't be given tickets"
    case .chatAgent: "is a chat agent, who can't be given tickets"
    case .contributor: "is a contributor, who can't be given tickets"
    }
  }
}

/// A group of agents.
public struct Group: Hashable, Sendable {
  /// The id of the public API for one that was imported; counted here for others (domain §12).
  public var id: Int64
  /// Not unique: several groups can have one name.
  public var name: String
  /// Kept for the tickets and agents that name it; it serves no queue any more.
  public var deleted: Bool

  /// A group of agents.
  public init(id: Int64, name: String, deleted: Bool = false) {
    self.id = id
    self.name = name
    self.deleted = deleted
  }

  /// The group as sentences name it.
  package var thing: ManagedThing { ManagedThing("group", id: id, name: name) }
}

/// What assigned tickets take of an agent's room (C1).
public struct AgentLoad: Hashable, Sendable {
  /// Tickets in progress whose session is active, and not idle for too long where a setting says so (C1, C4).
  public var messaging: Int
  /// Tickets in progress that were assigned while their routing channel was email (C1, E6).
  public var email: Int

  /// No load at all, as far as nothing else is said.
  public init(messaging: Int = 0, email: Int = 0) {
    self.messaging = messaging
    self.email = email
  }
}
