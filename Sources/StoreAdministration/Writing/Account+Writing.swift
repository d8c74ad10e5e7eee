import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What the door writes of the account.
extension StoreWriter {
  /// Makes the one account of a new store.
  package func createAccount(_ account: Account, at: Instant) throws {
    try db.execute(
      sql: "INSERT INTO account(id, plan, messaging_add_on, created_at) VALUES (1, ?, ?, ?)",
      arguments: [account.plan.rawValue, account.messagingAddOn, at.seconds])
  }
}
