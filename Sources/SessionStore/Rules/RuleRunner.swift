import GRDB
import SessionModel
import StoreEngine

/// Lets the account's rules follow an update, and finds for messaging triggers what they ask of the store.
package struct RuleRunner {
  private let db: Database
  private let log: WriteLog?
  private var desk: MessagingContextLoader

  /// Looks things up within one transaction.
  ///
  /// - Parameter log: has noted rows that are to be found, too
  package init(_ db: Database, finding log: WriteLog? = nil) {
    self.db = db
    self.log = log
    desk = MessagingContextLoader(db, finding: log)
  }

  /// - Parameter message: what was said by the update, or last before it; nil where that is not known
  package mutating func run(
    _ rules: RunRules, on draft: inout UpdateDraft, message: MessagingContext.Message? = nil
  ) throws {
    draft.run(rules)
    guard !rules.messaging.isEmpty else { return }
    if rules.messaging.needsQueueSize { try desk.countWaiting(before: draft) }
    let (before, moment, tags) = (draft.stored, draft.at, draft.item.ticket?.tags)
    try draft.run(rules.messaging, on: draft.conversationEvents) { item, needs in
      try desk.facts(
        of: item, before: before, customer: try customer(of: item, needs), needs: needs,
        message: message, at: moment)
    }
    // Q8: what a messaging trigger tagged may belong to another queue.
    if draft.item.ticket?.tags != tags { draft.match(rules.queues) }
    desk.note(draft)
  }

  private func customer(of item: WorkItem, _ needs: MessagingContext.Needs) throws -> Int64? {
    guard !needs.isEmpty else { return nil }
    if let id = item.ticket?.facts.requesterID { return id }
    try log?.writeAdded()
    let statement = try db.cachedStatement(sql: "SELECT user_id FROM session WHERE id = ?")
    return try Int64.fetchOne(statement, arguments: [item.session?.id])
  }
}
