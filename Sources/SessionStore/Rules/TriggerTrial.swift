import CivilTime
import GRDB
import SessionModel

/// What a trigger is tried with (interface, `trigger test`).
public enum TrialEvent: String, CaseIterable, Sendable {
  case created, updated
  case sessionEnded = "session_ended"
}

extension StoreReader {
  /// Tries a trigger's conditions on a ticket as it is now; nothing is changed, and nothing fires.
  ///
  /// `session_ended` supposes that an agent ends the session now, by the account's settings.
  ///
  /// - Returns: nil when there is no such ticket.
  public func trial(
    of trigger: Trigger, ticketID: Int64, event: TrialEvent, by actor: Person, at moment: Instant
  ) throws -> RuleTrial? {
    guard let subject = try subject(ticketID: ticketID) else { return nil }
    var before = subject
    var now = subject
    switch event {
    case .created: before = Subject(session: nil, ticket: nil)
    case .updated: break
    case .sessionEnded:
      let update = Update(
        actor: .user(id: actor.id), via: .api, at: moment, steps: [.endSession(.agentEnded, routing: nil)])
      now = try subject.applying(update, policy: updatePolicy()).subject
    }
    let ruleEvent = RuleEvent(
      isCreation: event == .created, updaterID: actor.id, updaterRole: actor.role, channel: Via.api.word)
    return try RuleCompiler(ruleFacts(at: moment)).trial(
      of: trigger.conditions, event: ruleEvent, before: before, now: now)
  }

  /// A ticket with everything that conditions can look at.
  func subject(ticketID: Int64) throws -> Subject? {
    try BatchUpdate.makeBatchTable(db)
    try db.execute(
      sql: """
        INSERT INTO temp.batch(session_id, ticket_id)
        SELECT s.id, t.id FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id WHERE t.id = ? AND t.origin > 0
        """, arguments: [ticketID])
    var loader = try SubjectLoader(db, columns: .all)
    let subject = try loader.next()
    if subject != nil { _ = try loader.next() }
    return subject
  }
}
