import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes the account's plan, switches and settings from an export, into a store that holds nothing but what `init`
/// made (P4).
///
/// There the plan comes along, so that an export is taken back without loss; what is run on this machine is set on
/// this machine only. In any other store all of it stays as it is: a file that somebody sent must not raise the plan,
/// switch anything on or say where mail comes from.
struct AccountImport {
  private let db: Database
  private let references: References
  private let isFresh: Bool
  /// What was left out.
  private(set) var notes: [ImportNote] = []

  /// - Parameter isFresh: whether the store held only what `init` made when the import began
  init(_ db: Database, _ references: References, isFresh: Bool) {
    self.db = db
    self.references = references
    self.isFresh = isFresh
  }

  /// Settings of this machine: a file that somebody sent must not choose what runs here, nor where secrets go.
  static let ofThisMachine = Set(Setting.all.filter(\.isOfThisMachine).map(\.key))

  mutating func take(_ record: JSONRecord) throws -> ImportOutcome {
    if try StoredDocuments(db).account().elementsEqual(record.bytes) { return .unchanged }
    guard isFresh else {
      notes.append(.account)
      return .skipped
    }
    let account = try account(record)
    let settings = try settings(record)
    let features = try features(record, account)
    let words = try Self.words(record)
    for state in features { try references.needUser(state.1.changedBy) }
    try StoreWriter(db).setAccount(account)
    try db.execute(sql: "DELETE FROM setting WHERE key NOT IN (\(Self.ofThisMachineList))")
    for (key, value) in settings { try StoreWriter(db).set(key, to: value) }
    for (audience, state) in features { try StoreWriter(db).setFeature(audience, state) }
    if let words, let account = words.account, let learnedAt = words.learnedAt {
      try StoreWriter(db).learn(words.words.all, from: account, at: learnedAt)
    }
    return .updated
  }

  private static let ofThisMachineList = ofThisMachine.sorted().map { "'\($0)'" }.joined(separator: ", ")

  /// Whether nothing but `init` has been logged.
  static func isFresh(_ db: Database) throws -> Bool {
    try Bool.fetchSure(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM log_entry WHERE command <> 'init')")
  }

  /// The words in which the rules of the same file are written; nil where it has none.
  static func words(_ record: JSONRecord) throws -> LearnedWords? {
    guard let member = record.member(LearnedWords.key), !member.isNull else { return nil }
    guard let words = LearnedWords(member.value) else {
      throw WireProblem("\(LearnedWords.key): expected what 'remote learn' has learned")
    }
    return words
  }

  // MARK: Reading; nothing is written before all of it is understood

  private func account(_ record: JSONRecord) throws -> Account {
    guard let plan = record.member("plan")?.string().flatMap(Plan.init(word:)) else {
      throw WireProblem("plan: expected one of \(Plan.words.joined(separator: ", "))")
    }
    return Account(plan: plan, messagingAddOn: record.member("messaging_add_on")?.bool ?? false)
  }

  private mutating func settings(_ record: JSONRecord) throws -> [(String, String)] {
    var settings: [(String, String)] = []
    var leftOut: [String] = []
    try record.member("settings")?.forEachMember { key, value in
      guard let key = key.string(), let setting = Setting.named(key), !setting.isOfAccount,
        let text = value.string()
      else {
        throw WireProblem("settings: expected the keys of 'settings list' with texts")
      }
      if Self.ofThisMachine.contains(key) {
        if try StoreReader(db).storedSetting(key) != text { leftOut.append(key) }
        return
      }
      do {
        settings.append((key, try setting.normalize(text)))
      } catch let error as InvalidSetting { throw WireProblem("settings: \(error.message)") }
    }
    if !leftOut.isEmpty { notes.append(.commands(leftOut)) }
    return settings
  }

  private mutating func features(
    _ record: JSONRecord, _ account: Account
  ) throws -> [(FeatureAudience, FeatureState)] {
    var states: [(FeatureAudience, FeatureState)] = []
    for audience in FeatureAudience.allCases {
      guard let slice = record.member("features")?.member(audience.word), !slice.isNull else { continue }
      let enabled = slice.member("enabled")?.bool ?? false
      guard !enabled || account.canEndSessions else {
        notes.append(.featureSwitch(audience))
        continue
      }
      // Who turned it may be somebody who comes later in the file.
      let changedBy = slice.member("changed_by").flatMap { $0.isNull ? nil : $0 }
      guard changedBy == nil || changedBy?.integer().map({ $0 > 0 }) == true else {
        throw WireProblem("features.\(audience.word).changed_by: expected an id")
      }
      states.append(
        (
          audience,
          FeatureState(
            enabled: enabled,
            changedAt: slice.member("changed_at")?.withText { Instant(rfc3339: $0) } ?? nil,
            changedBy: changedBy?.integer(), changedFrom: slice.member("changed_from")?.string())
        ))
    }
    return states
  }
}

extension StoreReader {
  /// Whether nothing but `init` and imports has been logged: the store has no life of its own yet.
  func holdsOnlyImports() throws -> Bool {
    try Bool.fetchSure(
      db, sql: "SELECT NOT EXISTS (SELECT 1 FROM log_entry WHERE command NOT IN ('init', 'import'))")
  }
}
