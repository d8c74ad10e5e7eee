import CivilTime
import GRDB
import JSONText
import SessionModel
import WireFormat

/// Takes the account's settings and switches from an export, into a store in which nobody has set any yet.
struct AccountImport {
  private let db: Database

  init(_ db: Database) { self.db = db }

  func take(_ record: JSONRecord) throws -> ImportOutcome {
    let own = try Exporter(db).account()
    if own.elementsEqual(record.bytes) { return .unchanged }
    guard try isFresh() else {
      throw WireProblem("this store has settings of its own, and an import never overwrites them")
    }
    guard let plan = record.member("plan")?.string().flatMap(Plan.init(word:)) else {
      throw WireProblem("plan: expected one of \(Plan.words.joined(separator: ", "))")
    }
    let addOn = record.member("messaging_add_on")?.bool ?? false
    try db.execute(
      sql: "UPDATE account SET plan = ?, messaging_add_on = ?", arguments: [plan.rawValue, addOn])
    try takeSettings(record)
    try takeFeatures(record, Account(plan: plan, messagingAddOn: addOn))
    return .updated
  }

  /// Nothing but `init` has been logged.
  private func isFresh() throws -> Bool {
    try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM log_entry WHERE command <> 'init')")!
  }

  private func takeSettings(_ record: JSONRecord) throws {
    var problem: WireProblem?
    try db.execute(sql: "DELETE FROM setting")
    try record.member("settings")?.forEachMember { key, value in
      guard let key = key.string(), let setting = Setting.named(key), let text = value.string() else {
        problem = WireProblem("settings: expected the keys of 'settings list' with texts")
        return
      }
      do {
        try StoreWriter(db).set(key, to: setting.normalize(text))
      } catch let error as InvalidSetting { problem = WireProblem("settings: \(error.message)") }
    }
    if let problem { throw problem }
  }

  private func takeFeatures(_ record: JSONRecord, _ account: Account) throws {
    for audience in FeatureAudience.allCases {
      guard let slice = record.member("features")?.member(audience.word), !slice.isNull else { continue }
      let enabled = slice.member("enabled")?.bool ?? false
      guard !enabled || account.canEndSessions else {
        throw WireProblem("features: \(Plan.endingSessionsNeeds)")
      }
      let changedAt = slice.member("changed_at")?.withText { Instant(rfc3339: $0) } ?? nil
      // Who turned it may be somebody who comes later in the file.
      let changedBy = slice.member("changed_by")?.integer()
      if changedBy != nil { try References(db, now: Instant(0)).needUser(changedBy) }
      try StoreWriter(db).setFeature(
        audience,
        FeatureState(
          enabled: enabled, changedAt: changedAt, changedBy: changedBy,
          changedFrom: slice.member("changed_from")?.string()))
    }
  }
}
