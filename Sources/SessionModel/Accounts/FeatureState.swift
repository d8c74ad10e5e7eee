import CivilTime

/// One of the two switches of F1 and F4, with who turned it last, when and from where.
public struct FeatureState: Hashable, Sendable {
  public var enabled: Bool
  public var changedAt: Instant?
  public var changedBy: Int64?
  /// Where it was turned: the operating system's user and host.
  public var changedFrom: String?

  public init(
    enabled: Bool = false, changedAt: Instant? = nil, changedBy: Int64? = nil, changedFrom: String? = nil
  ) {
    self.enabled = enabled
    self.changedAt = changedAt
    self.changedBy = changedBy
    self.changedFrom = changedFrom
  }
}

/// One command that changed something (interface, log entry).
public struct LogEntry: Hashable, Sendable {
  public var id: Int64
  public var at: Instant
  public var actorID: Int64?
  public var osUser: String?
  /// The command's words, without values that could be long or secret.
  public var command: String
  public var summary: String
  public var before: String?
  public var after: String?

  public init(
    id: Int64 = 0, at: Instant, actorID: Int64?, osUser: String?, command: String, summary: String,
    before: String? = nil, after: String? = nil
  ) {
    self.id = id
    self.at = at
    self.actorID = actorID
    self.osUser = osUser
    self.command = command
    self.summary = summary
    self.before = before
    self.after = after
  }
}
