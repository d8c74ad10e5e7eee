import GRDB
import JSONText
import SessionModel
import WireFormat

/// Takes satisfaction ratings in: the record as it is, and where the ticket's survey stands by it.
final class RatingImport {
  private let db: Database
  private let references: References
  private let upsert: Upsert
  private let stand: SteppedStatement
  private let updates: ImportedUpdates?

  init(_ db: Database, _ references: References, _ updates: ImportedUpdates?) throws {
    self.db = db
    self.references = references
    self.updates = updates
    upsert = try Upsert(
      db,
      """
      INSERT INTO satisfaction_rating(id, ticket_id, created_at, updated_at, document, origin)
      VALUES (?, ?, ?, ?, ?, \(Origin.imported.rawValue))
      ON CONFLICT(id) DO UPDATE SET created_at = excluded.created_at, updated_at = excluded.updated_at,
        document = excluded.document
      WHERE \(Upsert.isOlder("satisfaction_rating"))
      """)
    stand = try SteppedStatement(
      db,
      """
      UPDATE ticket SET satisfaction = ?2, satisfaction_at = \(SurveyStanding.time(of: "?2", "?3"))
      WHERE id = ?1 AND \(SurveyStanding.takes("?2", at: "?3"))
      """)
  }

  func take(_ rating: WireRating, _ record: JSONRecord) throws -> ImportOutcome {
    let known = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT ticket_id, origin FROM satisfaction_rating WHERE id = ?"),
      arguments: [rating.id]
    ).map { (ticketID: $0[0] as Int64, origin: $0[1] as Int) }
    if let known, known.ticketID != rating.ticketID {
      throw WireProblem(
        "ticket_id: this rating is known to be of ticket \(known.ticketID), not of \(rating.ticketID)")
    }
    try references.needTicket(rating.ticketID)
    try references.note(author: rating.requesterID)
    let outcome = try upsert.run(id: rating.id) { statement in
      statement.bind(rating.id, at: 1)
      statement.bind(rating.ticketID, at: 2)
      statement.bind(rating.createdAt.seconds, at: 3)
      statement.bind(rating.updatedAt.seconds, at: 4)
      statement.bind(document: record.bytes, at: 5)
    }
    if case .unchanged = outcome {
      if known?.origin == Origin.local.rawValue {
        try StoreReader(db).refuseIfLocal(.satisfactionRating, rating.id, record)
      }
      return outcome
    }
    let followed = try updates.flatMap { try isUpdate(rating) ? $0 : nil }
    try followed?.begin(ticketID: rating.ticketID, at: .latest)
    stand.bind(rating.ticketID, at: 1)
    stand.bind(Int64(rating.score.rawValue), at: 2)
    stand.bind(rating.updatedAt.seconds, at: 3)
    try stand.run()
    try followed?.note(rating.ticketID)
    return outcome
  }

  /// Whether it changes a ticket that the feed has brought; one that is only named yet is an update when it comes.
  private func isUpdate(_ rating: WireRating) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM ticket WHERE id = ?1 AND origin = \(Origin.imported.rawValue)
            AND \(SurveyStanding.takes("?2", at: "?3")))
          """), arguments: [rating.ticketID, rating.score.rawValue, rating.updatedAt.seconds])!
  }
}
