import GRDB
import JSONText
import StoreEngine
import WireFormat

extension StoredDocuments {
  /// Which conversation each key of a sender names, in the order of the keys.
  ///
  /// - Parameter condition: SQL over the key's columns, made here and never from input.
  package func forEachConversationKey(where condition: String = "true", _ body: (JSONValue) throws -> Void)
    throws
  {
    let rows = try StoredRow.fetchCursor(
      db, of: "conversation_key",
      sql: "SELECT key, session_id FROM conversation_key WHERE \(condition) ORDER BY key")
    while let row = try rows.next() { try body(WireConversationKey.document(key: row(0), sessionID: row(1))) }
  }

  /// Every event that was taken under a name, in the order of the names.
  ///
  /// - Parameter condition: SQL over the event's columns, made here and never from input.
  package func forEachIngestedEvent(where condition: String = "true", _ body: (JSONValue) throws -> Void)
    throws
  {
    let rows = try StoredRow.fetchCursor(
      db, of: "ingested_event",
      sql: "SELECT id, digest, at FROM ingested_event WHERE \(condition) ORDER BY id")
    while let row = try rows.next() {
      try body(WireIngestedEvent.document(id: row("id"), digest: row("digest"), at: row("at")))
    }
  }
}
