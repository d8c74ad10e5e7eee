import CivilTime

/// One of the two switches of F1 and F4, with who turned it last, when and from where.
public struct FeatureState: Hashable, Sendable {
  /// Off in a new store (F1, F4).
  public var enabled: Bool
  /// nil as long as nobody has turned it, or where an import does not say.
  public var changedAt: Instant?
  /// The id of who turned it last; nil like the moment.
  public var changedBy: Int64?
  /// Where it was turned: the operating system's user and host.
  public var changedFrom: String?

  /// A switch as a new store has it, as far as nothing else is said (F1, F4).
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
  /// Counted by the store; 0 until the entry is written.
  public var id: Int64
  /// When the command ran, by its own clock.
  public var at: Instant
  /// The id of the person who acted; nil where nobody of the account did.
  public var actorID: Int64?
  /// The operating system's user and host, `ann@desk`; nil where they are not recorded.
  public var osUser: String?
  /// The command's words, without values that could be long or secret.
  public var command: String
  /// What the command did, as a sentence without a full stop.
  public var summary: String
  /// What there was before, as text; nil where the summary says all.
  public var before: String?
  /// What there is now, as text; nil where the summary says all.
  public var after: String?
  /// What was done to things that are managed, in that order; then `before` and `after` are nil.
  package var changes: [ManagedChange] = []

  /// An entry that is to be written; the store gives it its id.
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
