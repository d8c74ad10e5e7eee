import Rendering
import SessionStore
import StoreEngine

extension CommandContext {
  /// Says of the last run over sessions what could not be done, and why; of many only the first.
  func tellFailures(_ open: OpenStore) throws {
    let most = 10
    var told = 0
    try open.store.forEachUpdateItem { item in
      guard let refusal = item.refusal else { return }
      told += 1
      guard told <= most else { return }
      // What is not there is named by the sentence itself.
      let subject = refusal.kind == .notFound ? "" : item.sessionID.map { "session \($0): " } ?? ""
      messages.line("sessionctl: \(subject)\(refusal.message)", .red)
    }
    if told > most { messages.line("sessionctl: … and \(told - most) more (--json lists all)", .red) }
  }
}
