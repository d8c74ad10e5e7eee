import CivilTime
import SessionModel

/// An update as its audit tells it: what its author did, and what rules did in it, each by itself.
package struct RecordedUpdate {
  /// Who changed something within an update.
  enum Author: Hashable {
    case actor
    /// A ticket trigger, by its id (T7).
    case trigger(Int64)
    /// A messaging trigger or whatever else acts for the account.
    case other
  }

  /// A field that an audit tells changes of.
  enum Field: Hashable {
    /// By its place in `TicketField.all`: of objects, two threads would count the references to the same few all the time.
    case ticket(Int)
    case custom(Int64)

    /// Those that are told or done in a way of their own.
    static let status = Field(.status)
    static let tags = Field(.tags)
    static let group = Field(.group)
    static let assignee = Field(.assignee)
    static let requester = Field(.requester)
    static let routingChannel = Field(.routingChannel)

    init(_ field: TicketField) { self = .ticket(field.place) }
  }

  /// The value of a field, in one form for all dialects: what its column has, but for tags, whose order says nothing.
  enum Value: Hashable {
    case stored(StoredValue)
    case tags([String])

    /// A word's number.
    static func word(_ word: some Vocabulary) -> Value { .stored(.integer(word.stored)) }
  }

  /// A field that somebody changed, in the order in which the audit tells it.
  struct Change {
    var field: Field
    var from: Value
    var to: Value
    var author: Author

    /// Whether it closes the ticket.
    var closes: Bool { field == .status && to == .word(TicketStatus.closed) }
  }

  /// An import brings a session with its ticket, or ends it.
  enum ImportedSession { case brought, ended }

  /// The end of the session; it happens once.
  struct End {
    var reason: EndReason?
    var author: Author
  }

  /// What a trigger sent, as far as the history tells.
  struct Sent {
    var trigger: Int64
    var kind: ReplayCounts.Letter
  }

  let id: Int64
  let at: Instant
  var authorID: Int64?
  /// The wire name of the channel that it came in through; empty where nobody knows.
  var channel = ""
  /// Whether it was made here, and not imported.
  var isLocal: Bool
  var isCreation = false
  /// What the ticket began with.
  var created: [(field: Field, value: Value)] = []
  var changes: [Change] = []
  /// What the author changed before rules changed it again.
  var beforeRules: [(field: Field, from: Value, to: Value)] = []
  /// Of an update that is an import's: whether it brought the ticket; nil of all others.
  var importBroughtTicket: Bool?
  /// What an import did to the session.
  var importedSession: ImportedSession?
  var end: End?
  /// What conditions take for the update's comment.
  var comment: RuleEvent.Comment?
  /// Public comments of the author, each of which may count as a reply.
  var publicComments = 0
  /// The ticket triggers that the history names, in its order.
  var fired: [Int64] = []
  var sent: [Sent] = []
  var hasMessagingTrigger = false
  /// Whether its author did anything at all: an import's rules leave an audit of theirs alone.
  var hasActor = false
  /// Why nobody can tell what was before it; nil where it can be told.
  var obstacle: ReplayObstacle?
  /// The same, but of what was before the updates ahead of it nothing follows.
  var doubt: ReplayObstacle?

  init(id: Int64, at: Instant, isLocal: Bool) {
    self.id = id
    self.at = at
    self.isLocal = isLocal
  }

  /// Whether there was no ticket before it.
  var makesTicket: Bool { isCreation || importBroughtTicket == true }

  mutating func note(fired trigger: Int64) {
    if !fired.contains(trigger) { fired.append(trigger) }
  }
}

/// Why an update can't be replayed.
package enum ReplayObstacle: String, CaseIterable, Sendable {
  /// Something changed the ticket that its history does not tell.
  case gap
  /// Rules ran on an import, and what that changed stands in no audit.
  case importedRun = "imported_run"
  /// An event of a type that is not known, which may have changed the ticket.
  case unknownEvent = "unknown_event"
  /// Its customer was redacted, and with them what the audit said.
  case redacted
  /// A rule reads a field that this audit's source does not tell.
  case fieldNotTold = "field_not_told"
  /// A rule asks who made it, and that person is not known here.
  case unknownAuthor = "unknown_author"
  /// The audit can't be read.
  case unreadable
}
