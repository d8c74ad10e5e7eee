import SessionStore
import StoreEngine

/// What a running command has changed so far, for the sentence of a failure that comes afterwards.
final class Journal {
  private var store: Store?
  private var summary: String?

  func opened(_ store: Store) { self.store = store }

  /// The log's words for what is about to be changed.
  func changing(_ summary: String) { self.summary = summary }

  /// What was changed and stays, if anything was.
  var changed: String? { store?.hasCommitted == true ? summary : nil }
}
