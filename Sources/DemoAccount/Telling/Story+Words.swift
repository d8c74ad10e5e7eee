/// The fixed words of the wire format for what a story tells.
extension Story.Status {
  var word: StaticString {
    switch self {
    case .new: "new"
    case .open: "open"
    case .pending: "pending"
    case .hold: "hold"
    case .solved: "solved"
    case .closed: "closed"
    }
  }
}

extension Story.Sender {
  var word: StaticString {
    switch self {
    case .customer: "customer"
    case .agent: "agent"
    case .aiAgent: "ai_agent"
    }
  }
}

extension Story.End {
  var routingWord: StaticString { routedAsEmail ? "email" : "messaging" }

  /// How the end came in.
  var viaWord: StaticString {
    switch reason {
    case .ticketClosed: "system"
    default: "api"
    }
  }
}

extension Story.End.Reason {
  var word: StaticString {
    switch self {
    case .agentEnded: "agent_ended"
    case .inactivityEnded: "inactivity_ended"
    case .channelChanged: "channel_changed"
    case .ticketClosed: "ticket_closed"
    }
  }
}
