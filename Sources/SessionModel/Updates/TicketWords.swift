/// What kind of request a ticket is.
public enum TicketType: Int, Vocabulary {
  /// The service's words; the numbers stand in the store, and a ticket of no type has none.
  case question = 1, incident, problem, task

  public var word: String {
    switch self {
    case .question: "question"
    case .incident: "incident"
    case .problem: "problem"
    case .task: "task"
    }
  }
}

/// Where a ticket's satisfaction survey stands (domain §5, `satisfaction_score`).
public enum SatisfactionScore: Int, Vocabulary {
  /// Not asked yet, asked, and the customer's answer, with or without words of theirs.
  case unoffered, offered, bad, badWithComment, good, goodWithComment

  public var word: String {
    switch self {
    case .unoffered: "unoffered"
    case .offered: "offered"
    case .bad: "bad"
    case .badWithComment: "bad_with_comment"
    case .good: "good"
    case .goodWithComment: "good_with_comment"
    }
  }
}
