import CivilTime
import GRDB
import SessionStore
import StoreEngine

/// What is around the store's content: how SQLite keeps it, and what the machine knows.
extension Examination {
  /// Other programs may have switched the journal; then readers and writers wait for each other.
  func journal() throws -> Finding {
    let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "unknown"
    guard mode == "wal" else {
      return .note(
        "journal", "journal_mode is \(mode); the next command that changes the store sets it to wal")
    }
    let size = StoreCompanions.size("-wal", beside: path) >> 20
    guard size < 256 else {
      return .warning(
        "journal", "\(path)-wal has grown to \(size) MiB, because something was reading all the time",
        "end commands that read for long; the next change makes it small again")
    }
    return .ok("journal", "write-ahead log")
  }

  /// Countries change their clocks, and say so a few weeks before; business hours and days follow the machine's data.
  func zoneData() -> Finding {
    guard let data = ZoneData.installed() else {
      return .note("zone data", "the machine does not say which version its time zones have (tzdata.zi)")
    }
    let days = (now.seconds - data.releasedBy.seconds) / 86_400
    guard days > 366 else { return .ok("zone data", data.version) }
    return .warning(
      "zone data",
      "\(data.version) is over a year old: times are wrong in countries that have changed their clocks since",
      "update the package tzdata")
  }

  /// What looks right and isn't can't be told from what is right.
  func notSeen() -> Finding {
    .note(
      "not seen",
      "a value that was changed into another valid one, or a lost row that nothing refers to: only a comparison with a backup shows them"
    )
  }
}
