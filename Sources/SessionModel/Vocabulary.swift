/// A closed set of wire words, stored as small integers whose order is the domain's order.
public protocol Vocabulary: CaseIterable, RawRepresentable, Hashable, Comparable, Sendable
where RawValue == Int, AllCases: Sendable {
  /// The word as the public API and the documents of this program write it.
  var word: String { get }
}

extension Vocabulary {
  /// The case with this word, in which `-` may stand for `_`.
  public init?(word: some StringProtocol) { self.init(text: String(word)) }

  /// Every record of an import asks for several, so they are compared as they are, and looked through as bytes.
  private init?(text: String) {
    let hyphen = UInt8(ascii: "-")
    let wanted = text.utf8.contains(hyphen) ? String(text.map { $0 == "-" ? "_" : $0 }) : text
    guard let match = Self.allCases.first(where: { $0.word == wanted }) else { return nil }
    self = match
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// Every word of the vocabulary, in the domain's order.
  public static var words: [String] { allCases.map(\.word) }
}

/// A ticket's status in order (domain §1); `deleted` comes from incremental exports only (§12).
public enum TicketStatus: Int, Vocabulary {
  /// In progress up to open, waiting for the customer or somebody else up to hold, done from solved, final from closed.
  case new, open, pending, hold, solved, closed, deleted

  public var word: String {
    switch self {
    case .new: "new"
    case .open: "open"
    case .pending: "pending"
    case .hold: "hold"
    case .solved: "solved"
    case .closed: "closed"
    case .deleted: "deleted"
    }
  }

  /// A ticket that never changes again.
  public var isFinal: Bool { self >= .closed }

  /// Counts as an agent's load (C1) and can wait for routing (Q2).
  public var isInProgress: Bool { self <= .open }
}

/// A ticket's priority in order; none comes first (domain §1).
public enum Priority: Int, Vocabulary {
  /// The words of the service; none is empty in conditions and null in records.
  case none, low, normal, high, urgent

  /// Empty for none, as conditions write it.
  public var word: String {
    switch self {
    case .none: ""
    case .low: "low"
    case .normal: "normal"
    case .high: "high"
    case .urgent: "urgent"
    }
  }
}

/// How omnichannel routing treats a ticket now (domain §1).
public enum RoutingChannel: Int, Vocabulary {
  /// As a conversation, to agents who have room for messaging (C1).
  case messaging = 1
  /// As an email, to agents who have room for email (C1); an end can set it (E3).
  case email

  public var word: String {
    switch self {
    case .messaging: "messaging"
    case .email: "email"
    }
  }
}

/// The state of a messaging session (domain §1).
public enum SessionState: Int, Vocabulary {
  /// Active until it ends, which it does once (E1).
  case active, ended

  public var word: String {
    switch self {
    case .active: "active"
    case .ended: "ended"
    }
  }
}

/// Whether a conversation is still open: a state of its own, apart from its session's (domain §1).
public enum ConversationState: Int, Vocabulary {
  /// Open until it closes, which it does with its ticket or, before there is one, with its session.
  case open, closed

  public var word: String {
    switch self {
    case .open: "open"
    case .closed: "closed"
    }
  }

  /// It closes with its ticket, whatever its session does; one without a ticket ends with its session `[local]`.
  ///
  /// - Parameter ticket: nil before the hand-off
  public init(session: SessionState, ticket: TicketStatus?) {
    self = ticket.map(\.isFinal) ?? (session == .ended) ? .closed : .open
  }
}

/// Why a session ended (domain §3).
public enum EndReason: Int, Vocabulary {
  /// By somebody of the staff.
  case agentEnded = 1
  /// By a trigger's action *end session*.
  case triggerEnded
  /// By setting the ticket's routing channel to email.
  case channelChanged
  /// By somebody of the staff, because the customer was silent.
  case inactivityEnded
  /// F4: by the customer.
  case endUserEnded
  /// E14: because its ticket was closed.
  case ticketClosed

  public var word: String {
    switch self {
    case .agentEnded: "agent_ended"
    case .triggerEnded: "trigger_ended"
    case .channelChanged: "channel_changed"
    case .inactivityEnded: "inactivity_ended"
    case .endUserEnded: "end_user_ended"
    case .ticketClosed: "ticket_closed"
    }
  }

  /// The reasons a caller may give; the others are set by what happens.
  public static let choosable: [EndReason] = [.agentEnded, .inactivityEnded]
}

/// Who wrote a public message.
public enum Sender: Int, Vocabulary {
  /// The end user whose conversation it is.
  case customer = 1
  /// Somebody of the staff, and the program that talks until a hand-off (domain §1).
  case agent, aiAgent

  public var word: String {
    switch self {
    case .customer: "customer"
    case .agent: "agent"
    case .aiAgent: "ai_agent"
    }
  }
}

/// What a person may do: talk, work on tickets, or change the account (interface, Security).
public enum Role: Int, Vocabulary {
  /// The more a person may do, the later they come; an admin may do what an agent may.
  case endUser, agent, admin

  public var word: String {
    switch self {
    case .endUser: "end_user"
    case .agent: "agent"
    case .admin: "admin"
    }
  }

  /// Agents and admins.
  public var isStaff: Bool { self != .endUser }
}

/// Whether routing may hand an agent work (C3).
public enum AgentStatus: Int, Vocabulary {
  /// Only who is online gets work; away and offline are the same to routing.
  case online, away, offline

  public var word: String {
    switch self {
    case .online: "online"
    case .away: "away"
    case .offline: "offline"
    }
  }
}

/// Where a stored thing came from; an import never overwrites what was made here (domain §12).
public enum Origin: Int, Vocabulary {
  /// Named by something imported before it arrived itself.
  case placeholder
  /// Brought by an import, and made here.
  case imported, local

  public var word: String {
    switch self {
    case .placeholder: "placeholder"
    case .imported: "imported"
    case .local: "local"
    }
  }
}
