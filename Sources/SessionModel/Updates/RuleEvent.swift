/// What sets the rules off: the part of an update that is the same for every subject of a run.
public struct RuleEvent: Hashable, Sendable {
  /// Whether the ticket is made by this update: `update_type` is `Create`.
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
  /// Whom `current_user` stands for; nil where nobody of the account makes the update.
  public var updaterID: Int64?
  /// Whether each subject's requester made the update: `current_user` is then whoever that is.
  public var updaterIsRequester = false
  /// What the condition `role` looks at; an admin's where the account itself acts.
  public var updaterRole: Role
  /// The wire name of the channel the update came in through.
  public var channel: String

  /// What an update says, to the customer or among agents.
  public struct Comment: Hashable, Sendable {
    /// Its plain text, which `comment_includes_word` looks through.
    public var body: String
    /// False for an internal note.
    public var isPublic: Bool

    /// The comment of an update, as conditions see it.
    public init(body: String, isPublic: Bool) {
      self.body = body
      self.isPublic = isPublic
    }
  }

  /// An update before any work item is known: what it is for all of them.
  public init(
    isCreation: Bool, comment: Comment? = nil, updaterID: Int64?, updaterRole: Role, channel: String
  ) {
    self.isCreation = isCreation
    self.comment = comment
    self.updaterID = updaterID
    self.updaterRole = updaterRole
    self.channel = channel
  }

  /// No update at all: queues look at the ticket as it is, and take no conditions about updates (Q3).
  public static let none: RuleEvent = {
    var event = RuleEvent(isCreation: false, updaterID: nil, updaterRole: .admin, channel: "")
    event.isNone = true
    return event
  }()
}
