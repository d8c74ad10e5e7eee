import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Where pulling one stream goes on.
package struct RemoteCursor: Hashable, Sendable {
  /// What is pulled.
  package var stream: RemoteStream
  /// The account's address, by which another account's cursors are known.
  package var account: String
  /// `cursor=…` as the account gave it, `start_time=…` in Unix seconds, or `link=…`, a path of the account's.
  package var place: String
  /// Whether the account said with the last page that there was no more.
  package var hasEnded: Bool
  /// When the last page was taken.
  package var pulledAt: Instant
  /// Pages taken since the stream was begun.
  package var pages: Int
  /// Rows taken since then.
  package var rows: Int

  /// Takes the parts as they are.
  package init(
    stream: RemoteStream, account: String, place: String, hasEnded: Bool, pulledAt: Instant, pages: Int,
    rows: Int
  ) {
    self.stream = stream
    self.account = account
    self.place = place
    self.hasEnded = hasEnded
    self.pulledAt = pulledAt
    self.pages = pages
    self.rows = rows
  }
}

extension StoreReader {
  /// Where pulls go on, in the order of the streams; none before the first page.
  package func remoteCursors() throws -> [RemoteCursor] {
    try StoredRow.fetchAll(
      db, of: "remote_cursor",
      sql: "SELECT * FROM remote_cursor ORDER BY stream"
    ).map { row in
      try RemoteCursor(
        stream: row("stream"), account: row("account"), place: row("place"), hasEnded: row("has_ended"),
        pulledAt: row("pulled_at"), pages: row("pages"), rows: row("rows"))
    }
  }
}

extension StoreWriter {
  /// Moves a stream's place on, in the transaction that takes the page.
  ///
  /// - Parameter expected: where it was when the page was asked for
  /// - Throws: `StoreError` of kind `conflict` if somebody else has pulled meanwhile.
  package func move(_ cursor: RemoteCursor, from expected: RemoteCursor?) throws {
    let stored = try reader.remoteCursors().first { $0.stream == cursor.stream }
    guard stored?.place == expected?.place else {
      throw StoreError(.conflict, "another pull has moved on meanwhile, so this page was left out")
    }
    try db.execute(
      sql: "INSERT OR REPLACE INTO remote_cursor VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        cursor.stream.rawValue, cursor.account, cursor.place, cursor.hasEnded, cursor.pulledAt.seconds,
        cursor.pages, cursor.rows,
      ])
  }
}
