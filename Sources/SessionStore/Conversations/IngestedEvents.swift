import CivilTime
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

  private enum Event: Int, StatementColumn { case id, digest, at }
  private enum Key: Int, StatementColumn { case key, sessionID }
  private enum Past: Int, StatementColumn { case sessionID, chain, userID, channel }

  private let find: SteppedStatement
  private let remember: SteppedStatement
  private let findKey: SteppedStatement
  private let keep: SteppedStatement
  private let findPast: SteppedStatement
  private let forgetPast: SteppedStatement
  /// What happened before this was taken, if it was, and its names were pruned since; nil: none were.
  private let prunedBefore: Instant?

  init(_ db: Database) throws {
    prunedBefore = try StoreReader(db).retention(.conversations)?.before
    findPast = try SteppedStatement(db, "SELECT \(Past.selected) FROM past_key WHERE digest = ?")
    forgetPast = try SteppedStatement(db, "DELETE FROM past_key WHERE digest = ?")
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

  func standing(of id: String, digest: Int64, at moment: Instant) throws -> Standing {
    find.bind(id)
    defer { find.reset() }
    guard try find.step() else {
      // Its name would have been pruned: to take it twice is worse than to leave it.
      return prunedBefore.map { moment < $0 } ?? false ? .taken : .new
    }
    return find.integer() == digest ? .taken : .differs
  }

  func remember(_ id: String, digest: Int64, at moment: Instant) throws {
    remember.bind(id, Event.id)
    remember.bind(digest, Event.digest)
    remember.bind(moment, Event.at)
    try remember.run()
  }

  /// The session that a key names now.
  func session(ofKey key: String) throws -> Int64? {
    findKey.bind(key)
    defer { findKey.reset() }
    return try findKey.step() ? findKey.integer() : nil
  }

  /// The pruned conversation that a key named last.
  func past(ofKey key: String) throws -> PastConversation? {
    guard prunedBefore != nil else { return nil }
    findPast.bind(EventDigest.of(key.utf8))
    defer { findPast.reset() }
    guard try findPast.step() else { return nil }
    return PastConversation(
      id: findPast.integer(Past.sessionID), chain: findPast.integer(Past.chain),
      userID: findPast.optionalInteger(Past.userID), channel: findPast.text(Past.channel))
  }

  func keep(_ key: String, of sessionID: Int64) throws {
    if prunedBefore != nil {
      forgetPast.bind(EventDigest.of(key.utf8))
      try forgetPast.run()
    }
    keep.bind(key, Key.key)
    keep.bind(sessionID, Key.sessionID)
    try keep.run()
  }
}

/// What is still known of a conversation that was pruned: whose next message begins a new one (E13).
struct PastConversation {
  let id: Int64
  /// The first of the conversations that followed one another; its own id where none did.
  let chain: Int64
  let userID: Int64?
  let channel: String
}
