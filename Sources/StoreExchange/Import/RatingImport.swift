import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes satisfaction ratings in: the record as it is, and where the ticket's survey stands by it.
final class RatingImport {
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
    words = try LastWords(
      db, known: "SELECT origin, updated_at, document, 0 FROM satisfaction_rating WHERE id = ?")
    upsert = try Upsert(
      db,
      """
      INSERT INTO satisfaction_rating(id, ticket_id, created_at, updated_at, document, origin)
      VALUES (?, ?, ?, ?, ?, \(Origin.imported.rawValue))
      ON CONFLICT(id) DO UPDATE SET created_at = excluded.created_at, updated_at = excluded.updated_at,
        document = excluded.document
      """)
    stand = try SteppedStatement(
      db,
      """
      UPDATE ticket SET satisfaction = ?2, satisfaction_at = \(SurveyStanding.time(of: "?2", "?3"))
      WHERE id = ?1 AND \(Self.takes)
      """)
  }

  /// What stands by an earlier word of the very same record (`?4`, `?5`) gives way to what that record says now.
  private static let takes =
    "(\(SurveyStanding.takes("?2", at: "?3")) OR (ticket.satisfaction = ?4 AND ticket.satisfaction_at IS ?5))"

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
      statement.bind(rating.id, at: 1)
      statement.bind(rating.ticketID, at: 2)
      statement.bind(rating.createdAt.seconds, at: 3)
      statement.bind(rating.updatedAt.seconds, at: 4)
      statement.bind(document: record.bytes, at: 5)
    }
    let followed = try updates.flatMap { try isUpdate(rating, known) ? $0 : nil }
    try followed?.begin(ticketID: rating.ticketID)
    stand.bind(rating.ticketID, at: 1)
    stand.bind(Int64(rating.score.rawValue), at: 2)
    stand.bind(rating.updatedAt.seconds, at: 3)
    stand.bind((known?.score.rawValue).map(Int64.init), at: 4)
    stand.bind(known?.updatedAt.seconds, at: 5)
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
          SELECT EXISTS (SELECT 1 FROM ticket WHERE id = ?1 AND origin = \(Origin.imported.rawValue)
            AND \(Self.takes))
          """),
      arguments: [
        rating.ticketID, rating.score.rawValue, rating.updatedAt.seconds, known?.score.rawValue,
        known?.updatedAt.seconds,
      ])
  }
}
