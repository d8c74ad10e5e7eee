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

  /// A comment that the customer sees.
  struct PublicComment {
    var at: Instant
    var authorID: Int64
  }

  private let insert: LoggedStatement
  /// §12: the latest public comment is known of a ticket, whoever told of it.
  private let noteComment: LoggedStatement
  private let noteLatest: LoggedStatement
  private let db: Database
  private let author: Int64
  private let via: Via
  private let moment: Instant
  private var ids: LocalIDs
  private var text = AuditEventWriter()

  /// - Parameter reading: where ids are looked for that are taken already
  init(_ log: WriteLog, _ addedRows: AddedRows, _ update: Update, reading: Database) throws {
    db = log.db
    moment = update.at
    author = update.actor.authorID
    via = update.via
    ids = try LocalIDs(reading, .audit)
    insert = try log.adding(to: addedRows.audit, Column.self)
    // A conversation may say more than one thing in a run.
    noteComment = try log.changingEach(
      """
      UPDATE ticket SET commented_at = :at, commenter_id = :author_id, commented_sender = NULL
      WHERE id = :ticket_id AND (commented_at IS NULL OR commented_at < :at)
      """, Comment.self)
    noteLatest = try log.changing(
      """
      UPDATE ticket SET commented_at = \(Comment.at.logged), commenter_id = \(Comment.authorID.logged),
        commented_sender = NULL
      FROM \(WriteLog.rows) WHERE ticket.id = \(Comment.ticketID.logged)
        AND (commented_at IS NULL OR commented_at < \(Comment.at.logged))
      """)
  }

  /// - Parameter moment: when it happened, if not when the update did
  /// - Returns: the audit's id
  mutating func add(_ events: [UpdateEvent], of item: WorkItem, at moment: Instant?) throws -> Int64 {
    let moment = moment ?? self.moment
    let id = try add(events, of: item, by: author, via: via, at: moment)
    if let ticketID = item.ticket?.id, events.contains(where: \.isPublicComment) {
      bind(PublicComment(at: moment, authorID: author), ofTicket: ticketID, to: noteComment)
      try noteComment.run()
    }
    return id
  }

  /// Notes which one is the latest public comment of a ticket, once for each in a run.
  func noteLatest(_ comment: PublicComment, ofTicket id: Int64) throws {
    bind(comment, ofTicket: id, to: noteLatest)
    try noteLatest.run()
  }

  private func bind(_ comment: PublicComment, ofTicket id: Int64, to statement: LoggedStatement) {
    statement.bind(comment.at, Comment.at)
    // The account itself is nobody who could be named.
    statement.bind(comment.authorID > 0 ? comment.authorID : nil, Comment.authorID)
    statement.bind(id, Comment.ticketID)
  }

  /// The same for an update of a work item's own, in a run of many different ones, without the latest comment.
  mutating func add(
    _ events: [UpdateEvent], of item: WorkItem, by actor: Actor, via: Via, at moment: Instant
  ) throws -> Int64 {
    try add(events, of: item, by: actor.authorID, via: via, at: moment)
  }

  private mutating func add(
    _ events: [UpdateEvent], of item: WorkItem, by author: Int64, via: Via, at moment: Instant
  ) throws -> Int64 {
    // The audit and its events share one sequence of ids, as in the public API.
    let id = try ids.take(further: Int64(events.count))
    insert.bind(id, Column.id)
    insert.bind(item.ticket?.id, Column.ticketID)
    // The conversation's history has what happens before there is a ticket (E8).
    insert.bind(item.ticket == nil ? item.session?.id : nil, Column.sessionID)
    insert.bind(moment, Column.createdAt)
    insert.bind(author, Column.authorID)
    insert.bind(via, Column.via)
    text.write(events)
    text.bytes.withUnsafeBytes { insert.bind(utf8: $0, at: Column.events.place) }
    try insert.run()
    return id
  }

  /// Remembers which ids were given.
  func finish() throws { try ids.save(in: db) }
}

extension UpdateEvent {
  /// Whether the customer sees it as a comment of their ticket.
  var isPublicComment: Bool {
    switch kind {
    case .comment(_, let isPublic): isPublic
    case .opening: true
    default: false
    }
  }
}
