import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes trigger categories in, by whose order triggers run (T3). Nothing here makes or changes one.
struct TriggerCategoryImport {
  let db: Database
  let now: Instant

  func take(_ record: JSONRecord) throws -> ImportOutcome {
    let words = try LastWords(db, "trigger_category", origin: "\(Origin.imported.rawValue)")
    let (told, outcome): (JSONRecord, ImportOutcome)
    switch try words.hear(record, id: WireTriggerCategory(record).id) {
    case .first, .madeHere: (told, outcome) = (record, .created)
    case .news(let news): (told, outcome) = (news.record, .updated)
    case .nothing: return .unchanged
    }
    let wire = try WireTriggerCategory(told)
    try db.execute(
      sql: """
        INSERT INTO trigger_category VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(id) DO UPDATE SET name = ?2, position = ?3, updated_at = ?4, document = ?5
        """,
      arguments: [
        wire.id, wire.name, wire.position, (wire.updatedAt ?? now).seconds,
        String(decoding: JSONLine.compacted(told.bytes), as: UTF8.self),
      ])
    return outcome
  }
}
