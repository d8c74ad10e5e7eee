/// Where an agent can write about a ticket, and where the next word goes by default (E11).
public struct Composer: Hashable, Sendable {
  /// Where an agent can write; voice is a call to a known number (domain §1).
  public enum Channel: Int, Vocabulary {
    /// Where a word to the customer goes, but for the note, which only the staff reads.
    case messaging, email, voice, internalNote

    public var word: String {
      switch self {
      case .messaging: "messaging"
      case .email: "email"
      case .voice: "voice"
      case .internalNote: "internal_note"
      }
    }
  }

  /// How the next word goes out; a public reply leaves by e-mail (E11).
  public enum Default: Int, Vocabulary {
    /// In the conversation, by e-mail, or to the staff only.
    case messaging, publicReply, internalNote

    public var word: String {
      switch self {
      case .messaging: "messaging"
      case .publicReply: "public_reply"
      case .internalNote: "internal_note"
      }
    }
  }

  /// Empty for a closed ticket; messaging is in it only while the session is active (E11).
  public let enabled: Set<Channel>
  /// Messaging while it is on, else e-mail to a known address, else an internal note (E11).
  public let defaultChannel: Default
  /// Whether the session is active and the switch of F1 is on.
  public let canEndSession: Bool
  /// Why the default is what it is, as a sentence without a full stop.
  public let reason: String

  /// - Parameters:
  ///   - session: nil for a ticket that did not come in through messaging.
  ///   - featureEnabled: F1, whether agents may end sessions at all.
  public init(
    status: TicketStatus, session: SessionState?, hasEmail: Bool, hasPhone: Bool, featureEnabled: Bool
  ) {
    var enabled: Set<Channel> = []
    if !status.isFinal {
      enabled.insert(.internalNote)
      if session == .active { enabled.insert(.messaging) }
      if hasEmail { enabled.insert(.email) }
      if hasPhone { enabled.insert(.voice) }
    }
    self.enabled = enabled
    reason =
      if status.isFinal { "the ticket is \(status.word) and never changes again" } else if session == .active
      {
        "the session is active"
      } else {
        (session == nil ? "there is no session" : "the session has ended, so messaging is off") + ", and "
          + (hasEmail ? "the customer's e-mail address is known" : "the customer has no e-mail address")
      }
    defaultChannel =
      enabled.contains(.messaging) ? .messaging : enabled.contains(.email) ? .publicReply : .internalNote
    canEndSession = session == .active && !status.isFinal && featureEnabled
  }
}
