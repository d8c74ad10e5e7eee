import CivilTime
import GRDB
import SessionModel
import StoreEngine
import WireFormat

/// Hot loop: writes the history of a run, one audit for each work item that changed.
struct HistoryWriter {
  private enum Column: Int, StatementColumn {
    case id, ticketID, sessionID, createdAt, authorID, via, events
  }
  private enum Comment: Int, StatementColumn { case at, authorID, ticketID }

  private let insert: SteppedStatement
  /// §12: the latest public comment is known of a ticket, whoever told of it; nil in a dry run.
  private let noteComment: SteppedStatement?
  private let moment: Instant
  private var ids: LocalIDs
  private var text = AuditEventWriter()

  init(_ db: Database, _ addedRows: AddedRows, _ update: Update) throws {
    moment = update.at
    ids = try LocalIDs(db, .audit)
    insert = try SteppedStatement(
      db,
      """
      INSERT INTO \(addedRows.audit)(\(Column.names)) VALUES (\(Column.parameters))
      """, Column.self)
    noteComment =
      addedRows == .plan
      ? nil
      : try SteppedStatement(
        db,
        """
        UPDATE ticket SET commented_at = :at, commenter_id = :author_id, commented_sender = NULL
        WHERE id = :ticket_id AND (commented_at IS NULL OR commented_at < :at)
        """, Comment.self)
    bind(author: update.actor.authorID)
    insert.bind(Int64(update.via.rawValue), Column.via)
  }

  private func bind(author: Int64?) {
    insert.bind(author, Column.authorID)
    // The account itself is nobody who could be named.
    noteComment?.bind(author.flatMap { $0 > 0 ? $0 : nil }, Comment.authorID)
  }

  /// The same for an update of a work item's own, in a run of many different ones.
  mutating func add(
    _ events: [UpdateEvent], of item: WorkItem, by actor: Actor, via: Via, at moment: Instant
  ) throws -> Int64 {
    bind(author: actor.authorID)
    insert.bind(Int64(via.rawValue), Column.via)
    return try add(events, of: item, at: moment)
  }

  /// - Parameter moment: when it happened, if not when the update did
  /// - Returns: the audit's id
  mutating func add(_ events: [UpdateEvent], of item: WorkItem, at moment: Instant?) throws -> Int64 {
    // The audit and its events share one sequence of ids, as in the public API.
    let id = try ids.take(further: Int64(events.count))
    insert.bind(id, Column.id)
    insert.bind(item.ticket?.id, Column.ticketID)
    // The conversation's history has what happens before there is a ticket (E8).
    insert.bind(item.ticket == nil ? item.session?.id : nil, Column.sessionID)
    insert.bind((moment ?? self.moment).seconds, Column.createdAt)
    text.write(events)
    try text.bytes.withUnsafeBytes {
      insert.bind(lasting: $0, at: Column.events.place)
      try insert.run()
    }
    if let noteComment, let ticketID = item.ticket?.id, events.contains(where: \.isPublicComment) {
      noteComment.bind(ticketID, Comment.ticketID)
      noteComment.bind((moment ?? self.moment).seconds, Comment.at)
      try noteComment.run()
    }
    return id
  }

  /// Remembers which ids were given.
  func finish() throws { try ids.save() }
}

extension UpdateEvent {
  fileprivate var isPublicComment: Bool {
    switch kind {
    case .comment(_, let isPublic): isPublic
    case .opening: true
    default: false
    }
  }
}
