/// Where an agent can write about a ticket, and where the next word goes by default (E11).
public struct Composer: Hashable, Sendable {
  public enum Channel: Int, Vocabulary {
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

  public enum Default: Int, Vocabulary {
    case messaging, publicReply, internalNote

    public var word: String {
      switch self {
      case .messaging: "messaging"
      case .publicReply: "public_reply"
      case .internalNote: "internal_note"
      }
    }
  }

  public let enabled: Set<Channel>
  public let defaultChannel: Default
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
