import CivilTime

/// Somebody the account knows: a customer, an agent or an admin (domain §1).
public struct Person: Hashable, Sendable {
  public var id: Int64
  public var name: String
  public var email: String?
  public var phone: String?
  public var locale: String?
  public var role: Role
  /// May act on nothing (interface, Security).
  public var suspended: Bool
  public var status: AgentStatus
  public var messagingCapacity: Int
  public var emailCapacity: Int
  public var origin: Origin
  /// Why nothing may be assigned to them, by what the account says of them.
  public var bar: AssignmentBar?

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
}

/// Why routing never assigns to somebody, whatever their status here.
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
  public var id: Int64
  public var name: String
  public var deleted: Bool

  public init(id: Int64, name: String, deleted: Bool = false) {
    self.id = id
    self.name = name
    self.deleted = deleted
  }
}

/// What assigned tickets take of an agent's room (C1).
public struct AgentLoad: Hashable, Sendable {
  public var messaging: Int
  public var email: Int

  public init(messaging: Int = 0, email: Int = 0) {
    self.messaging = messaging
    self.email = email
  }
}
