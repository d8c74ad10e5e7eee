import CivilTime
import GRDB
import JSONText
import WireFormat

/// Takes trigger categories in, by whose order triggers run (T3). Nothing here makes or changes one.
struct TriggerCategoryImport {
  let db: Database
  let now: Instant

  func take(_ wire: WireTriggerCategory, _ record: JSONRecord) throws -> ImportOutcome {
    let exists = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM trigger_category WHERE id = ?)", arguments: [wire.id])!
    let document = JSONLine.compacted(record.bytes)
    try db.execute(
      sql: """
        INSERT INTO trigger_category VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(id) DO UPDATE SET name = ?2, position = ?3, updated_at = ?4, document = ?5
        WHERE ?4 > updated_at AND ?5 <> document
        """,
      arguments: [
        wire.id, wire.name, wire.position, (wire.updatedAt ?? now).seconds,
        String(decoding: document, as: UTF8.self),
      ])
    return db.changesCount == 0 ? .unchanged : exists ? .updated : .created
  }
}
