import CivilTime
import SessionStore
import StoreEngine

// A ticket's number where a session's is wanted, and the other way round: what was probably meant is said.

extension Failure {
  static func noSession(_ id: Int64, _ reader: StoreReader) throws -> Failure {
    .notFound(
      "no session \(id)"
        + (try sessionMeant(by: id, reader) ?? pruned(.conversations, reader)
          ?? " (see 'sessionctl session list --all')"))
  }

  static func noConversation(_ id: Int64, _ reader: StoreReader) throws -> Failure {
    .notFound(
      "no conversation \(id)"
        + (try sessionMeant(by: id, reader) ?? pruned(.conversations, reader)
          ?? " (see 'sessionctl conversation list')"))
  }

  static func noTicket(_ id: Int64, _ reader: StoreReader) throws -> Failure {
    let meant = try reader.session(id: id)?.ticketID
    return .notFound(
      "no ticket \(id)"
        + (try meant.map { "; did you mean \($0), the ticket of session \(id)?" }
          ?? pruned(.conversations, reader) ?? " (see 'sessionctl ticket list')"))
  }

  static func noLogEntry(_ id: Int64, _ reader: StoreReader) throws -> Failure {
    .notFound("no log entry \(id)" + (try pruned(.log, reader) ?? " (see 'sessionctl log list')"))
  }

  /// Where something that isn't there may have gone; nil where nothing of its kind was pruned.
  private static func pruned(_ kind: PrunedKind, _ reader: StoreReader) throws -> String? {
    guard let retention = try reader.retention(kind) else { return nil }
    let what = kind == .log ? "what the log had" : "what was closed"
    let place =
      retention.archive.map { ", the last time into \($0); 'sessionctl import' takes it back" } ?? ""
    return "; \(what) before \(retention.before.rfc3339) was pruned\(place)"
  }

  private static func sessionMeant(by id: Int64, _ reader: StoreReader) throws -> String? {
    try reader.session(ticketID: id).map { "; did you mean \($0.id), the session of ticket \(id)?" }
  }
}
