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

  /// A name, which is another one where any byte is, as in the store. Texts are equal that look alike.
  private struct Name: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: Name, other: Name) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  private enum Event: Int, StatementColumn { case id, digest, at }
  private enum Key: Int, StatementColumn { case key, sessionID }
  private enum Past: Int, StatementColumn { case sessionID, chain, userID, channel }

  private let find: SteppedStatement
  private let remember: LoggedStatement
  private let findKey: SteppedStatement
  private let keep: LoggedStatement
  /// The digests of those that are noted.
  private var noted: [Name: Int64] = [:]
  /// What keys name, as far as it was asked.
  private var sessions: [Name: Int64] = [:]
  private let findPast: SteppedStatement
  private let forgetPast: SteppedStatement
  /// What happened before this was taken, if it was, and its names were pruned since; nil: none were.
  private let prunedBefore: Instant?

  /// - Parameter log: takes what is to be remembered, after the conversations that keys name
  init(_ db: Database, _ log: WriteLog) throws {
    prunedBefore = try StoreReader(db).retention(.conversations)?.before
    findPast = try SteppedStatement(db, "SELECT \(Past.selected) FROM past_key WHERE digest = ?")
    forgetPast = try SteppedStatement(db, "DELETE FROM past_key WHERE digest = ?")
    find = try SteppedStatement(db, "SELECT digest FROM ingested_event WHERE id = ?")
    remember = try log.adding(to: "ingested_event", Event.self)
    findKey = try SteppedStatement(db, "SELECT session_id FROM conversation_key WHERE key = ?")
    keep = try log.adding(
      """
      INSERT INTO conversation_key(\(Key.names)) SELECT \(Key.allCases.map(\.logged).joined(separator: ", "))
      FROM \(WriteLog.rows) WHERE true ON CONFLICT(key) DO UPDATE SET session_id = excluded.session_id
      """)
  }

  func standing(of id: String, digest: Int64, at moment: Instant) throws -> Standing {
    if let known = noted[Name(id)] { return known == digest ? .taken : .differs }
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
    noted[Name(id)] = digest
  }

  /// The session that a key names now.
  func session(ofKey key: String) throws -> Int64? {
    if let known = sessions[Name(key)] { return known }
    findKey.bind(key)
    defer { findKey.reset() }
    guard try findKey.step() else { return nil }
    let id = findKey.integer()
    sessions[Name(key)] = id
    return id
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
    sessions[Name(key)] = sessionID
  }

  /// How many keys are known from one transaction to the next: memory stays flat.
  private static let mostKnown = 8192

  /// Takes note that everything is written.
  func settle() {
    noted.removeAll(keepingCapacity: true)
    if sessions.count > Self.mostKnown { sessions.removeAll(keepingCapacity: true) }
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
