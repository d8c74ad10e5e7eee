/// What sets the rules off: the part of an update that is the same for every subject of a run.
public struct RuleEvent: Hashable, Sendable {
  public var isCreation: Bool
  /// Nothing happens: a queue looks at the ticket as it is.
  public private(set) var isNone = false
  /// Whether anything may be different from before, whatever the update's own steps are: an import brings what
  /// happened elsewhere.
  public var changesAnything = false
  /// The update's comment, if it has one.
  public var comment: Comment?
  /// Whether the comment's text is each subject's own: conditions on it then stay open (`RuleSet.resolved`).
  public var commentVaries = false
  /// Whether it is each subject's own, too, if the comment is public, or there is one at all.
  public var commentVisibilityVaries = false
  public var updaterID: Int64?
  /// Whether each subject's requester made the update: `current_user` is then whoever that is.
  public var updaterIsRequester = false
  public var updaterRole: Role
  /// The wire name of the channel the update came in through.
  public var channel: String

  public struct Comment: Hashable, Sendable {
    public var body: String
    public var isPublic: Bool

    public init(body: String, isPublic: Bool) {
      self.body = body
      self.isPublic = isPublic
    }
  }

  public init(
    isCreation: Bool, comment: Comment? = nil, updaterID: Int64?, updaterRole: Role, channel: String
  ) {
    self.isCreation = isCreation
    self.comment = comment
    self.updaterID = updaterID
    self.updaterRole = updaterRole
    self.channel = channel
  }

  public static let none: RuleEvent = {
    var event = RuleEvent(isCreation: false, updaterID: nil, updaterRole: .admin, channel: "")
    event.isNone = true
    return event
  }()
}
