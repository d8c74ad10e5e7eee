import SessionStore
import StoreEngine

/// What a running command has changed so far, for the sentence of a failure that comes afterwards.
final class Journal {
  private var store: Store?
  /// The log's words for what is committed already.
  private var settled: String?
  /// Those for a transaction that began when the store had so many commits behind it.
  private var pending: (summary: String, commits: Int)?
  /// Whether the command does its work in several transactions, each of which stays.
  private(set) var worksInSteps = false

  func opened(_ store: Store) {
    settled = changed
    pending = nil
    self.store = store
  }

  /// The log's words for what is about to be changed, as a whole or as a further step.
  func changing(_ summary: String, inSteps: Bool) {
    settled = changed
    pending = (summary, store?.commits ?? 0)
    worksInSteps = inSteps
  }

  /// What was changed and stays, if anything was.
  var changed: String? {
    guard let pending, let store, store.commits > pending.commits else { return settled }
    return pending.summary
  }
}
