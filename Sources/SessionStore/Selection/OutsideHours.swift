import CivilTime
import GRDB
import GRDBSQLite
import SessionModel
import StoreEngine

/// The SQL function `outside_hours(seconds)`: whether a moment is outside business hours; null for null.
///
/// Registered on the connection by whoever prepares a query with it, because hours are no SQL: lists and runs share
/// one condition and see the same clocks. Made by hand, because one of GRDB's makes an array a row, and ends the
/// program when it is replaced while a statement uses it.
final class OutsideHours {
  static let name = "outside_hours"
  private let hours: BusinessHours

  init(_ hours: BusinessHours) { self.hours = hours }

  /// Replaces the one that is there; no statement may be using it.
  func install(in db: Database) throws {
    let connection = db.sqliteConnection
    // SQLite calls the last function when the registration is replaced or has failed, or the connection closes.
    let code = sqlite3_create_function_v2(
      connection, Self.name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
      Unmanaged.passRetained(self).toOpaque(),
      { context, _, values in
        guard let value = values?.pointee, sqlite3_value_type(value) == SQLITE_INTEGER else {
          return sqlite3_result_null(context)
        }
        let own = Unmanaged<OutsideHours>.fromOpaque(sqlite3_user_data(context))
        let isOpen = own._withUnsafeGuaranteedRef {
          $0.hours.isOpen(at: Instant(sqlite3_value_int64(value)))
        }
        sqlite3_result_int(context, isOpen ? 0 : 1)
      }, nil, nil,
      { own in if let own { Unmanaged<OutsideHours>.fromOpaque(own).release() } })
    guard code == SQLITE_OK else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
    }
  }
}
