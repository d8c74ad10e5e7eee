/// Who or what made a change: recorded with every end (domain §3).
public enum Actor: Hashable, Sendable {
  case user(id: Int64)
  case trigger(id: Int64)
  case system

  public enum Kind: Int, Vocabulary {
    case user = 1
    case trigger, system

    public var word: String {
      switch self {
      case .user: "user"
      case .trigger: "trigger"
      case .system: "system"
      }
    }
  }

  public var kind: Kind {
    switch self {
    case .user: .user
    case .trigger: .trigger
    case .system: .system
    }
  }

  public var id: Int64? {
    switch self {
    case .user(let id), .trigger(let id): id
    case .system: nil
    }
  }

  public init?(kind: Kind, id: Int64?) {
    switch (kind, id) {
    case (.user, let id?): self = .user(id: id)
    case (.trigger, let id?): self = .trigger(id: id)
    case (.system, _): self = .system
    default: return nil
    }
  }
}

/// The way an update came in, as `via` in the history and as the condition `current_via_id` sees it (E12).
public enum Via: Int, Vocabulary {
  /// This program, run by an admin or a cron job.
  case api = 5
  case rule = 8
  /// An agent's or a customer's word in the messaging channel.
  case messaging = 75
  case email = 4
  case web = 0
  /// The account itself, such as the close after N days.
  case system = 1000

  public var word: String {
    switch self {
    case .api: "api"
    case .rule: "rule"
    case .messaging: "native_messaging"
    case .email: "email"
    case .web: "web"
    case .system: "system"
    }
  }
}
