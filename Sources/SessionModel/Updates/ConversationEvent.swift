import CivilTime

/// Something that happened in a conversation, told by a command or a feed (interface, ingest event).
///
/// People, groups and queues are named by what the account knows them as.
public struct ConversationEvent: Hashable, Sendable {
  /// What happened, with what only this sort of event has; channels are wire names.
  public enum Kind: Hashable, Sendable {
    /// The customer's first message.
    case start(channel: String, message: String)
    /// What somebody wrote after that, as they wrote it.
    case say(message: String, from: Sender)
    /// From the AI agent to a group, an agent or a queue.
    case handOff
    /// The end of the session; the AI agent can only hand it over.
    case end(from: Sender)

    /// The event's type as the feed's lines have it.
    public var word: String {
      switch self {
      case .start: "start"
      case .say: "say"
      case .handOff: "handoff"
      case .end: "end"
      }
    }
  }

  /// What happened.
  public var kind: Kind
  /// When it happened, which may be long before it is told.
  public var at: Instant
  /// The customer who is there already, by id or e-mail address.
  public var user: String?
  /// A new customer's, or one whom the address tells.
  public var userName: String?
  /// The address of a new customer, or of one who is known by it.
  public var userEmail: String?
  /// The group of a hand-off, by id or name; nil: none.
  public var group: String?
  /// Who takes it over, or who speaks or ends.
  public var agent: String?
  /// The queue of a hand-off, by id or name; one that names an agent too is refused.
  public var queue: String?
  /// Of a start: whether it follows the customer's latest conversation in the channel, if that one's session has
  /// ended (E13). A feed says by its own keys which conversations belong together.
  public var followsLatest = false

  /// An event that names nobody yet.
  public init(_ kind: Kind, at: Instant) {
    self.kind = kind
    self.at = at
  }

  /// The longest message in bytes, as the public API has it for comments.
  public static let longestMessage = 65_536

  /// What is wrong with a message, as the end of a sentence; nil where nothing is.
  public static func fault(ofMessage text: String) -> String? {
    if text.utf8.count > longestMessage {
      return "has \(text.utf8.count) bytes; a message may have at most \(longestMessage)"
    }
    let isReadable = text.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned:
        false
      default: true
      }
    }
    return isReadable ? nil : "contains no text"
  }
}

/// What became of an event.
public struct ConversationAnswer: Hashable, Sendable {
  /// The conversation that the event went to, which may be a new one (E13).
  public var sessionID: Int64
  /// nil as long as the conversation is with the AI agent (domain §1).
  public var ticketID: Int64?
  /// The conversation that was written to and whose session had ended, where the customer's message came here
  /// instead (E13).
  public var previousID: Int64?
  /// Whether that message opened this conversation; later ones go on in it.
  public var opened = false
  /// False where the event was about what had happened before, such as the end of an ended session (E1).
  public var changed = true
  /// E4: whether its ticket left routing with the event, and why.
  public var leftRouting = RoutingExits()

  /// An answer of an event that changed something and opened nothing new.
  public init(sessionID: Int64, ticketID: Int64?, previousID: Int64? = nil) {
    self.sessionID = sessionID
    self.ticketID = ticketID
    self.previousID = previousID
  }
}
