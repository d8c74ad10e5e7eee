import CivilTime

/// What messaging triggers look at beside the ticket, at the moment of their event.
public struct MessagingContext: Hashable, Sendable {
  /// When the event happened: hour and day are told in UTC (M3).
  public var at: Instant
  /// As `Person.displayName` has it; empty where no rule asks, or the customer is not known.
  public var customerName = ""
  /// Empty where none is known.
  public var customerEmail = ""
  /// Earlier conversations of the customer that reached an agent.
  public var previousConversations: Int64 = 0
  /// Conversations of the account that wait for an agent.
  public var queueSize: Int64 = 0
  /// The message that set the event off, or the last one before it; nil where none is known.
  public var message: Message?

  /// Something that was said in the conversation.
  public struct Message: Hashable, Sendable {
    /// The whole text, as it was said.
    public var text: String
    /// Who wrote it, as `sender_type` compares it.
    public var sender: Sender
    /// What the condition `sender` compares.
    public var senderName: String

    /// A message that somebody wrote in a conversation.
    public init(text: String, sender: Sender, senderName: String) {
      self.text = text
      self.sender = sender
      self.senderName = senderName
    }
  }

  /// Facts as an event brings them, before the store is asked for more.
  public init(at: Instant, message: Message? = nil) {
    self.at = at
    self.message = message
  }

  /// What has to be asked of the store for a set of rules; the rest comes with the event.
  public struct Needs: OptionSet, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The customer's name and address.
    public static let customer = Needs(rawValue: 1)
    /// A count of the customer's other conversations.
    public static let previousConversations = Needs(rawValue: 2)
    /// A count of all who wait, made once per run and then kept up.
    public static let queueSize = Needs(rawValue: 4)
  }

  // MARK: What conditions and placeholders see of it

  /// 0 to 23, in UTC.
  var hourOfDay: Int64 { floorMod(at.seconds, 86_400) / 3_600 }

  /// 0 is Monday, in UTC.
  var dayOfWeek: Int64 {
    // 1970-01-01 was a Thursday.
    floorMod((at.seconds - floorMod(at.seconds, 86_400)) / 86_400 + 3, 7)
  }

  private func floorMod(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }
}

extension WorkItem {
  /// Whether an agent has written to the customer in this conversation.
  var isServed: Bool { (ticket?.replies ?? 0) > 0 }
}
