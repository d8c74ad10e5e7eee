import GRDB
import JSONText
import StoreEngine
import WireFormat

extension StoredDocuments {
  /// Which conversation each key of a sender names, in the order of the keys.
  package func forEachConversationKey(_ body: (JSONValue) throws -> Void) throws {
    let rows = try StoredRow.fetchCursor(
      db, of: "conversation_key", sql: "SELECT key, session_id FROM conversation_key ORDER BY key")
    while let row = try rows.next() { try body(WireConversationKey.document(key: row(0), sessionID: row(1))) }
  }

  /// Every event that was taken under a name, in the order of the names.
  package func forEachIngestedEvent(_ body: (JSONValue) throws -> Void) throws {
    let rows = try StoredRow.fetchCursor(
      db, of: "ingested_event", sql: "SELECT id, digest FROM ingested_event ORDER BY id")
    while let row = try rows.next() { try body(WireIngestedEvent.document(id: row(0), digest: row(1))) }
  }
}
