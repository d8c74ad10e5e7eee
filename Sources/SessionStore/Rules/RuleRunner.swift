import GRDB
import SessionModel

/// Lets the account's rules follow an update, and finds for messaging triggers what they ask of the store.
struct RuleRunner {
  private let db: Database
  private var desk: MessagingDesk

  init(_ db: Database) {
    self.db = db
    desk = MessagingDesk(db)
  }

  /// - Parameter message: what was said by the update, or last before it; nil where that is not known
  mutating func run(
    _ rules: RunRules, on outcome: inout UpdateOutcome, message: MessagingFacts.Message? = nil
  ) throws {
    outcome.run(rules)
    guard !rules.messaging.isEmpty else { return }
    if rules.messaging.needsQueueSize { try desk.countWaiting(before: outcome) }
    let (before, moment, tags) = (outcome.stored, outcome.at, outcome.subject.ticket?.tags)
    try outcome.run(rules.messaging, on: outcome.conversationEvents) { subject, needs in
      try desk.facts(
        of: subject, before: before, customer: try customer(of: subject, needs), needs: needs,
        message: message, at: moment)
    }
    // Q8: what a messaging trigger tagged may belong to another queue.
    if outcome.subject.ticket?.tags != tags { outcome.match(rules.queues) }
    desk.note(outcome)
  }

  private func customer(of subject: Subject, _ needs: MessagingFacts.Needs) throws -> Int64? {
    guard !needs.isEmpty else { return nil }
    if let id = subject.ticket?.facts.requesterID { return id }
    let statement = try db.cachedStatement(sql: "SELECT user_id FROM session WHERE id = ?")
    return try Int64.fetchOne(statement, arguments: [subject.session?.id])
  }
}
