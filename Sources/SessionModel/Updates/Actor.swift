/// Who or what made a change: recorded with every end (domain §3).
public enum Actor: Hashable, Sendable {
  /// A customer, an agent or an admin, who has this id.
  case user(id: Int64)
  /// A rule, by the id that it has among those of its kind.
  case trigger(id: Int64)
  /// The account itself, the AI agent, or anybody who has no id here.
  case system

  /// An actor without its id, as a column and the documents hold it.
  public enum Kind: Int, Vocabulary {
    /// The numbers stand in the store.
    case user = 1, trigger, system

    public var word: String {
      switch self {
      case .user: "user"
      case .trigger: "trigger"
      case .system: "system"
      }
    }
  }

  /// What sort of actor it is; `id` says which one.
  public var kind: Kind {
    switch self {
    case .user: .user
    case .trigger: .trigger
    case .system: .system
    }
  }

  /// The person's or the trigger's id, each counted for itself; nil for the system.
  public var id: Int64? {
    switch self {
    case .user(let id), .trigger(let id): id
    case .system: nil
    }
  }

  /// Puts together what two columns hold; nil for a user or a trigger without an id.
  public init?(kind: Kind, id: Int64?) {
    switch (kind, id) {
    case (.user, let id?): self = .user(id: id)
    case (.trigger, let id?): self = .trigger(id: id)
    case (.system, _): self = .system
    default: return nil
    }
  }
}
