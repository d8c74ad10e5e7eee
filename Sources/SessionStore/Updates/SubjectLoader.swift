import GRDB
import SessionModel

/// The columns of a subject that an update reads beyond the ones every update does.
struct SubjectColumns: OptionSet {
  let rawValue: Int
  /// priority, assignee, group, the channel of the assignment
  static let fields = SubjectColumns(rawValue: 1)
  static let tags = SubjectColumns(rawValue: 2)

  /// Most of a hundred thousand rows' cost is columns: a plain end reads none of these.
  static func needed(by update: Update) -> SubjectColumns {
    var columns: SubjectColumns = []
    for step in update.steps {
      switch step {
      case .endSession, .setRoutingChannel, .setStatus, .comment: break
      case .setPriority, .setGroup, .setAssignee: columns.insert(.fields)
      case .addTags, .removeTags: columns.insert(.tags)
      }
    }
    return columns
  }
}

/// Hot loop: gives the frozen batch's subjects one by one, in id order.
struct SubjectLoader {
  private let statement: SteppedStatement
  private let columns: SubjectColumns

  init(_ db: Database, columns: SubjectColumns) throws {
    self.columns = columns
    statement = try SteppedStatement(
      db,
      """
      SELECT s.id, s.state, s.end_reason, t.id, t.status, t.routing_channel,
        \(columns.contains(.fields) ? "t.priority, t.assignee_id, t.group_id, t.assigned_channel" : "0, 0, 0, 0"),
        \(columns.contains(.tags) ? "t.tags" : "''")
      FROM temp.batch b
        LEFT JOIN session s ON s.id = b.session_id
        LEFT JOIN ticket t ON t.id = b.ticket_id
      ORDER BY b.position
      """)
  }

  func next() throws -> Subject? {
    guard try statement.step() else {
      statement.reset()
      return nil
    }
    return Subject(session: session, ticket: ticket)
  }

  private var session: Subject.Session? {
    guard let id = statement.optionalInteger(0) else { return nil }
    let state = SessionState(rawValue: Int(statement.integer(1))) ?? .ended
    let reason = EndReason(rawValue: Int(statement.integer(2)))
    return Subject.Session(
      id: id, state: state,
      end: state == .ended ? Subject.End(reason: reason, at: nil, by: nil, via: nil) : nil)
  }

  private var ticket: Subject.Ticket? {
    guard let id = statement.optionalInteger(3) else { return nil }
    var ticket = Subject.Ticket(
      id: id, status: TicketStatus(rawValue: Int(statement.integer(4))) ?? .closed,
      routingChannel: RoutingChannel(rawValue: Int(statement.integer(5))) ?? .email)
    if columns.contains(.fields) {
      ticket.priority = Priority(rawValue: Int(statement.integer(6))) ?? .none
      ticket.assigneeID = statement.optionalInteger(7)
      ticket.groupID = statement.optionalInteger(8)
      ticket.assignedChannel = RoutingChannel(rawValue: Int(statement.integer(9)))
    }
    if columns.contains(.tags) {
      ticket.tags = statement.text(10).split(separator: " ").map(String.init)
    }
    return ticket
  }
}
