import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes satisfaction ratings in: the record as it is, and where the ticket's survey stands by it.
final class RatingImport {
  private enum Column: Int, StatementColumn { case id, ticketID, createdAt, updatedAt, document }
  private enum Standing: Int, StatementColumn { case score, at, ticketID, earlierScore, earlierAt }

  private let db: Database
  private let references: References
  private let words: LastWords
  private let upsert: Upsert
  private let stand: SteppedStatement
  private let updates: ImportedUpdates?

  init(_ db: Database, _ references: References, _ updates: ImportedUpdates?) throws {
    self.db = db
    self.references = references
    self.updates = updates
    words = try LastWords(db, "satisfaction_rating", updatedAt: "updated_at")
    upsert = try Upsert(
      db,
      """
      INSERT INTO satisfaction_rating(\(Column.names), origin)
      VALUES (\(Column.parameters), \(Origin.imported.rawValue))
      ON CONFLICT(id) DO UPDATE SET created_at = excluded.created_at, updated_at = excluded.updated_at,
        document = excluded.document
      """, Column.self)
    stand = try SteppedStatement(
      db,
      """
      UPDATE ticket SET satisfaction = :score, satisfaction_at = \(SurveyStanding.time(of: ":score", ":at"))
      WHERE id = :ticket_id AND \(Self.takes)
      """, Standing.self)
  }

  /// What stands by an earlier word of the very same record gives way to what that record says now.
  private static let takes = """
    (\(SurveyStanding.takes(":score", at: ":at"))
      OR (ticket.satisfaction = :earlier_score AND ticket.satisfaction_at IS :earlier_at))
    """

  func take(_ record: JSONRecord) throws -> ImportOutcome {
    let id = try record.wireID()
    guard let record = try words.news(of: record, id: id, .satisfactionRating) else { return .unchanged }
    let rating = try WireRating(record)
    let known = try known(id)
    if let known, known.ticketID != rating.ticketID {
      throw WireProblem(
        "ticket_id: this rating is known to be of ticket \(known.ticketID), not of \(rating.ticketID)")
    }
    try references.needTicket(rating.ticketID)
    try references.note(author: rating.requesterID)
    let outcome = try upsert.run(id: rating.id) { statement in
      statement.bind(rating.id, Column.id)
      statement.bind(rating.ticketID, Column.ticketID)
      statement.bind(rating.createdAt, Column.createdAt)
      statement.bind(rating.updatedAt, Column.updatedAt)
      statement.bind(document: record.bytes, Column.document)
    }
    let followed = try updates.flatMap { try isUpdate(rating, known) ? $0 : nil }
    try followed?.begin(ticketID: rating.ticketID)
    stand.bind(rating.ticketID, Standing.ticketID)
    stand.bind(rating.score, Standing.score)
    stand.bind(rating.updatedAt, Standing.at)
    stand.bind(known?.score, Standing.earlierScore)
    stand.bind(known?.updatedAt, Standing.earlierAt)
    try stand.run()
    try followed?.note(rating.ticketID)
    return outcome
  }

  /// What the store has of a rating.
  private func known(_ id: Int64) throws -> WireRating? {
    let statement = try db.cachedStatement(sql: "SELECT document FROM satisfaction_rating WHERE id = ?")
    return try String.fetchOne(statement, arguments: [id]).map {
      try WireRating(RecordIndex().scan(Array($0.utf8)))
    }
  }

  /// Whether it changes a ticket that the feed has brought; one that is only named yet is an update when it comes.
  private func isUpdate(_ rating: WireRating, _ known: WireRating?) throws -> Bool {
    try Bool.fetchSure(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM ticket WHERE id = :ticket_id AND origin = \(Origin.imported.rawValue)
            AND \(Self.takes))
          """),
      arguments: [
        "ticket_id": rating.ticketID, "score": rating.score.rawValue, "at": rating.updatedAt.seconds,
        "earlier_score": known?.score.rawValue, "earlier_at": known?.updatedAt.seconds,
      ])
  }
}
