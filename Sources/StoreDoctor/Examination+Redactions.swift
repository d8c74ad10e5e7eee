import SessionStore
import StoreEngine

extension Examination {
  /// What was deleted stays in free pages until the file is rewritten.
  func redactions() throws -> Finding {
    let due = try StoreReader(db).redactions().filter { $0.rewrittenAt == nil }
    guard let last = due.last else {
      return .ok("redactions", "the file was rewritten after each redaction")
    }
    return .warning(
      "redactions",
      "the file was not rewritten since \(due.count == 1 ? "user \(last.userID) was" : "\(due.count) users were") redacted: free pages and the log may still hold something of them",
      .rewrite(userID: last.userID))
  }
}
