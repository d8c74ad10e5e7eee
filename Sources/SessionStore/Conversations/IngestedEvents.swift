import GRDB
import SessionModel
import StoreEngine

/// What a sender of events calls its conversations and its events, so that each event is taken once.
final class IngestedEvents {
  /// What is known of an event before it is taken.
  enum Standing {
    case new, taken
    /// Another event came by this name.
    case differs
  }

  private let find: SteppedStatement
  private let remember: SteppedStatement
  private let findKey: SteppedStatement
  private let keep: SteppedStatement

  init(_ db: Database) throws {
    find = try SteppedStatement(db, "SELECT digest FROM ingested_event WHERE id = ?")
    remember = try SteppedStatement(db, "INSERT INTO ingested_event VALUES (?, ?)")
    findKey = try SteppedStatement(db, "SELECT session_id FROM conversation_key WHERE key = ?")
    keep = try SteppedStatement(
      db, "INSERT INTO conversation_key VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET session_id = ?2")
  }

  func standing(of id: String, digest: Int64) throws -> Standing {
    find.bind(id, at: 1)
    defer { find.reset() }
    guard try find.step() else { return .new }
    return find.integer(0) == digest ? .taken : .differs
  }

  func remember(_ id: String, digest: Int64) throws {
    remember.bind(id, at: 1)
    remember.bind(digest, at: 2)
    try remember.run()
  }

  /// The session that a key names now.
  func session(ofKey key: String) throws -> Int64? {
    findKey.bind(key, at: 1)
    defer { findKey.reset() }
    return try findKey.step() ? findKey.integer(0) : nil
  }

  func keep(_ key: String, of sessionID: Int64) throws {
    keep.bind(key, at: 1)
    keep.bind(sessionID, at: 2)
    try keep.run()
  }
}
