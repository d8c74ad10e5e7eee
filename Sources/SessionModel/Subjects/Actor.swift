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
