import SessionStore
import StoreEngine

// A ticket's number where a session's is wanted, and the other way round: what was probably meant is said.

extension Failure {
  static func noSession(_ id: Int64, _ reader: StoreReader) throws -> Failure {
    .notFound(
      "no session \(id)" + (try sessionMeant(by: id, reader) ?? " (see 'sessionctl session list --all')"))
  }

  static func noConversation(_ id: Int64, _ reader: StoreReader) throws -> Failure {
    .notFound(
      "no conversation \(id)" + (try sessionMeant(by: id, reader) ?? " (see 'sessionctl conversation list')"))
  }

  static func noTicket(_ id: Int64, _ reader: StoreReader) throws -> Failure {
    let meant = try reader.session(id: id)?.ticketID
    return .notFound(
      "no ticket \(id)"
        + (meant.map { "; did you mean \($0), the ticket of session \(id)?" }
          ?? " (see 'sessionctl ticket list')"))
  }

  private static func sessionMeant(by id: Int64, _ reader: StoreReader) throws -> String? {
    try reader.session(ticketID: id).map { "; did you mean \($0.id), the session of ticket \(id)?" }
  }
}
