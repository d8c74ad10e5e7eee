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

  private enum Event: Int32, StatementColumn { case id, digest }
  private enum Key: Int32, StatementColumn { case key, sessionID }

  private let find: SteppedStatement
  private let remember: SteppedStatement
  private let findKey: SteppedStatement
  private let keep: SteppedStatement

  init(_ db: Database) throws {
    find = try SteppedStatement(db, "SELECT digest FROM ingested_event WHERE id = ?")
    remember = try SteppedStatement(
      db, "INSERT INTO ingested_event(\(Event.names)) VALUES (\(Event.parameters))", Event.self)
    findKey = try SteppedStatement(db, "SELECT session_id FROM conversation_key WHERE key = ?")
    keep = try SteppedStatement(
      db,
      """
      INSERT INTO conversation_key(\(Key.names)) VALUES (\(Key.parameters))
      ON CONFLICT(key) DO UPDATE SET session_id = excluded.session_id
      """, Key.self)
  }

  func standing(of id: String, digest: Int64) throws -> Standing {
    find.bind(id)
    defer { find.reset() }
    guard try find.step() else { return .new }
    return find.integer() == digest ? .taken : .differs
  }

  func remember(_ id: String, digest: Int64) throws {
    remember.bind(id, Event.id)
    remember.bind(digest, Event.digest)
    try remember.run()
  }

  /// The session that a key names now.
  func session(ofKey key: String) throws -> Int64? {
    findKey.bind(key)
    defer { findKey.reset() }
    return try findKey.step() ? findKey.integer() : nil
  }

  func keep(_ key: String, of sessionID: Int64) throws {
    keep.bind(key, Key.key)
    keep.bind(sessionID, Key.sessionID)
    try keep.run()
  }
}
