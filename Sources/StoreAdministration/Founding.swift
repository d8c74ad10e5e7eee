import CivilTime
import SessionModel
import SessionStore
import StoreEngine

extension StoreWriter {
  /// Makes the account of a new store, with the standard rules, a time zone, and the one admin who manages it from now
  /// on.
  ///
  /// - Parameter zone: the account's; nil leaves the default
  /// - Returns: the admin, with an id
  package func found(_ account: Account, admin: Person, zone: String?, at moment: Instant) throws -> Person {
    var admin = admin
    try createAccount(account, at: moment)
    try StandardRules.install(self, at: moment)
    if let zone { try set(Setting.timezone, to: zone) }
    admin.id = try add(admin, at: moment)
    return admin
  }
}
