import Rendering
import SessionModel
import SessionStore
import StoreEngine

extension CommandContext {
  /// Says of the last run over sessions what could not be done, and why; of many only the first.
  func tellFailures(_ open: OpenStore) throws {
    var failures = FailureList(self)
    try open.store.forEachUpdateItem { item in
      if let refusal = item.refusal { failures.tell(item.sessionID, refusal) }
    }
    failures.finish()
  }

  /// The same of sessions that no run was begun for.
  func tell(_ refusals: some Sequence<(Int64, UpdateRefusal)>) {
    var failures = FailureList(self)
    for (sessionID, refusal) in refusals { failures.tell(sessionID, refusal) }
    failures.finish()
  }
}

/// What could not be done, a line for each of the first few.
private struct FailureList {
  private let context: CommandContext
  private var told = 0
  private static let most = 10

  init(_ context: CommandContext) { self.context = context }

  mutating func tell(_ sessionID: Int64?, _ refusal: UpdateRefusal) {
    told += 1
    guard told <= Self.most else { return }
    // What is not there is named by the sentence itself.
    let subject =
      [.notFound, .ticketsNumber].contains(refusal.kind) ? "" : sessionID.map { "session \($0): " } ?? ""
    context.messages.line("sessionctl: \(subject)\(refusal.advised)", .red)
  }

  func finish() {
    guard told > Self.most else { return }
    context.messages.line("sessionctl: … and \(told - Self.most) more (--json lists all)", .red)
  }
}
