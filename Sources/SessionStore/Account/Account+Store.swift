import CivilTime
import GRDB
import SessionModel
import StoreEngine

extension StoreReader {
  /// The account's plan; throws `.unusable` where the store has none, or names one of a newer program.
  package func account() throws -> Account {
    guard
      let row = try StoredRow.fetchOne(db, of: "account", sql: "SELECT plan, messaging_add_on FROM account")
    else {
      throw StoreError(.unusable, "the store holds no account", .make)
    }
    guard let plan = Plan(rawValue: try row("plan")) else {
      throw StoreError(.unusable, "the store names a plan that this program does not know")
    }
    return try Account(plan: plan, messagingAddOn: row("messaging_add_on"))
  }

  // MARK: Settings

  /// The value that is set, or nil where the default holds.
  package func storedSetting(_ key: String) throws -> String? {
    try String.fetchOne(db, sql: "SELECT value FROM setting WHERE key = ?", arguments: [key])
  }

  /// The value in force.
  package func setting(_ key: String) throws -> String? {
    switch key {
    case Setting.plan: return try account().plan.word
    case Setting.messagingAddOn: return try account().messagingAddOn ? "true" : "false"
    default: return try storedSetting(key) ?? Setting.named(key)?.defaultValue
    }
  }

  // MARK: Switches

  /// Whether sessions can be ended by them; off as long as nobody has turned the switch (F1, F4).
  package func feature(_ audience: FeatureAudience) throws -> FeatureState {
    let sql = "SELECT enabled, changed_at, changed_by, changed_from FROM feature WHERE audience = ?"
    guard let row = try StoredRow.fetchOne(db, of: "feature", sql: sql, arguments: [audience.rawValue]) else {
      return FeatureState()
    }
    return try FeatureState(
      enabled: row("enabled"), changedAt: row("changed_at"), changedBy: row("changed_by"),
      changedFrom: row("changed_from"))
  }

  /// What the account says to an update (E3, F2).
  package func updatePolicy() throws -> UpdatePolicy {
    UpdatePolicy(
      endedSessionsAsEmail: try setting("routing.ended_sessions_as_email") == "true",
      triggerEndSetsEmail: try setting("triggers.end_session_sets_email") == "true",
      canEndSessions: try feature(.agents).enabled)
  }
}

extension StoreWriter {
  /// Changes what the account has bought; what follows from it is `Administration`'s (P4).
  package func setAccount(_ account: Account) throws {
    try db.execute(
      sql: "UPDATE account SET plan = ?, messaging_add_on = ?",
      arguments: [account.plan.rawValue, account.messagingAddOn])
  }

  /// Stores a value that `Setting.normalize` has passed.
  package func set(_ key: String, to value: String) throws {
    try db.execute(
      sql: "INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      arguments: [key, value])
  }

  /// Takes a value away, so that the default holds.
  package func unset(_ key: String) throws {
    try db.execute(sql: "DELETE FROM setting WHERE key = ?", arguments: [key])
  }

  /// Turns a switch; whether it may be turned, the caller has checked (P2, F3).
  package func setFeature(_ audience: FeatureAudience, _ state: FeatureState) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO feature VALUES (?, ?, ?, ?, ?)",
      arguments: [
        audience.rawValue, state.enabled, state.changedAt?.seconds, state.changedBy, state.changedFrom,
      ])
  }
}
