/// What happened to one ticket, from the customer's first message to the last change; times in seconds.
struct Story {
  /// One audit: what was written, by whom, and what changed with it.
  struct Step {
    enum Kind {
      case opening, customerReply, agentReply, aiReply, note
      /// The session ends.
      case end
      /// Nothing but changes.
      case change

      var sender: Sender? {
        switch self {
        case .opening, .customerReply: .customer
        case .agentReply: .agent
        case .aiReply: .aiAgent
        case .note, .end, .change: nil
        }
      }
    }

    var kind: Kind
    var at: Int64
    var author: Author
    var status: (before: Status, after: Status)
    var assignee: (before: Int?, after: Int?)
  }

  struct End {
    enum Reason { case agentEnded, inactivityEnded, channelChanged, ticketClosed }

    var reason: Reason
    var at: Int64
    var by: Author
    var routedAsEmail: Bool
  }

  enum Sender { case customer, agent, aiAgent }

  enum Status { case new, open, pending, hold, solved, closed }

  enum Author: Equatable {
    case customer
    /// By the place in the team.
    case staff(Int)
    /// The AI agent, and the account itself.
    case system
  }

  let startedAt: Int64
  let createdAt: Int64
  let hasSession: Bool
  private(set) var steps: [Step] = []
  private(set) var status = Status.new
  private(set) var assignee: Int?
  private(set) var lastActivityAt: Int64
  private(set) var lastSender = Sender.customer
  private(set) var lastCommenter = Author.customer
  private(set) var end: End?
  private(set) var assignedAfterEnd = false

  /// Begins with the customer's message that the hand-off made a ticket of.
  init(startedAt: Int64, createdAt: Int64, hasSession: Bool) {
    self.startedAt = startedAt
    self.createdAt = createdAt
    self.hasSession = hasSession
    lastActivityAt = createdAt
    steps.reserveCapacity(5)
    add(.opening, at: createdAt, by: .customer)
  }

  var updatedAt: Int64 { steps[steps.count - 1].at }

  /// Adds a step; the times have to come in order.
  mutating func add(
    _ kind: Step.Kind, at moment: Int64, by author: Author, status newStatus: Status? = nil,
    assignee newAssignee: Int? = nil
  ) {
    let before = (status, assignee)
    if let newAssignee, newAssignee != assignee {
      assignee = newAssignee
      assignedAfterEnd = end != nil
    }
    if let newStatus { status = newStatus }
    if let sender = kind.sender {
      lastActivityAt = moment
      lastSender = sender
      lastCommenter = author
    }
    steps.append(
      Step(kind: kind, at: moment, author: author, status: (before.0, status), assignee: (before.1, assignee))
    )
  }

  /// Adds the end of the session.
  mutating func finish(_ end: End, status: Status? = nil) {
    self.end = end
    add(.end, at: end.at, by: end.by, status: status)
  }
}
