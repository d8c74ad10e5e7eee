import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// What a push writes down, each before the world can go on without it: which tickets go into a job before they are
/// sent, the account's word for the job before it is asked about, and what became of each ticket as soon as it is known.
private enum NewTicket: Int, StatementColumn { case pushID, ticketID, sessionID }
private enum WaitingTicket: Int, StatementColumn { case pushID, ticketID }
// In the order in which the statements name them first.
private enum ClaimedTicket: Int, StatementColumn { case jobID, place, pushID, ticketID }
private enum LandedTicket: Int, StatementColumn { case state, reason, jobID, ticketID }

extension StoreWriter {
  /// Begins the push of a plan, or adds what it does not have yet; what it has stays as it is.
  ///
  /// - Returns: the push, and how many tickets are new in it
  /// - Throws: `StoreError` `.conflict` where the plan went to another account
  package func beginPush(
    ofPlan word: String, to account: String, at moment: Instant,
    _ tickets: some Sequence<(ticketID: Int64, sessionID: Int64)>
  ) throws -> (push: PushRecord, added: Int) {
    try db.execute(
      sql: "INSERT OR IGNORE INTO remote_push(plan, account, begun_at) VALUES (?, ?, ?)",
      arguments: [word, account, moment.seconds])
    guard let push = try reader.push(ofPlan: word) else { throw StoreError(.damaged, "a push went away") }
    guard push.account == account else {
      throw StoreError(.conflict, "this plan was pushed to \(push.account) and can't go to another account")
    }
    let insert = try SteppedStatement(
      db,
      "INSERT OR IGNORE INTO remote_ticket(\(NewTicket.names), state) VALUES (\(NewTicket.parameters), 0)",
      NewTicket.self)
    var added = 0
    for ticket in tickets {
      insert.bind(push.id, NewTicket.pushID)
      insert.bind(ticket.ticketID, NewTicket.ticketID)
      insert.bind(ticket.sessionID, NewTicket.sessionID)
      try insert.run()
      added += Int(insert.changes)
    }
    return (push, added)
  }

  /// Takes out what was never sent and is not to be.
  package func withdraw(_ tickets: [Int64], from push: Int64) throws {
    let delete = try SteppedStatement(
      db,
      "DELETE FROM remote_ticket WHERE push_id = :push_id AND ticket_id = :ticket_id AND state = 0 AND sends = 0",
      WaitingTicket.self)
    for id in tickets {
      delete.bind(push, WaitingTicket.pushID)
      delete.bind(id, WaitingTicket.ticketID)
      try delete.run()
    }
  }

  /// Puts waiting tickets into a job that is about to be sent, or is printed.
  ///
  /// - Returns: the journal's number for the job
  package func putIntoJob(
    _ tickets: [Int64], of push: Int64, at moment: Instant, printed: Bool = false
  ) throws -> Int64 {
    try db.execute(
      sql: "INSERT INTO remote_job(push_id, sent_at, state) VALUES (?, ?, ?)",
      arguments: [push, moment.seconds, printed ? PushJournal.printed : PushJournal.inFlight])
    let job = db.lastInsertedRowID
    let claim = try SteppedStatement(
      db,
      """
      UPDATE remote_ticket
      SET state = 1, job_id = :job_id, place = :place, reason = NULL, sends = sends + 1
      WHERE push_id = :push_id AND ticket_id = :ticket_id AND state = 0
      """, ClaimedTicket.self)
    for (place, id) in tickets.enumerated() {
      claim.bind(push, ClaimedTicket.pushID)
      claim.bind(id, ClaimedTicket.ticketID)
      claim.bind(job, ClaimedTicket.jobID)
      claim.bind(Int64(place), ClaimedTicket.place)
      try claim.run()
      guard claim.changes == 1 else {
        throw StoreError(.conflict, "another push is working on ticket \(id)")
      }
    }
    return job
  }

  /// Notes the account's word for a job, before anybody asks about it.
  package func nameJob(_ job: Int64, _ word: String) throws {
    try db.execute(sql: "UPDATE remote_job SET word = ? WHERE id = ?", arguments: [word, job])
  }

  /// Forgets a job: its tickets wait again.
  ///
  /// - Parameter wasRefused: whether it was certainly not taken; else nobody knows, and its tickets are sent again
  package func forgetJob(_ job: Int64, wasRefused: Bool) throws {
    try db.execute(
      sql: """
        UPDATE remote_ticket SET state = 0, job_id = NULL, place = NULL, sends = sends - ?2
        WHERE job_id = ?1 AND state = 1
        """, arguments: [job, wasRefused ? 1 : 0])
    // Tickets of it that have their outcome keep it, and the job with them.
    try db.execute(
      sql: """
        DELETE FROM remote_job WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM remote_ticket WHERE job_id = ?1)
        """, arguments: [job])
  }

  /// Notes what became of a job's tickets; a ticket that has its outcome keeps it.
  ///
  /// - Parameter isOver: whether nothing more is to be learned about the job
  package func land(
    _ job: Int64, _ outcomes: some Sequence<(ticketID: Int64, state: PushedTicket.State, reason: String?)>,
    isOver: Bool = true
  ) throws {
    let settle = try SteppedStatement(
      db,
      """
      UPDATE remote_ticket SET state = :state, reason = :reason
      WHERE push_id = (SELECT push_id FROM remote_job WHERE id = :job_id) AND ticket_id = :ticket_id
        AND job_id = :job_id AND state = 1
      """, LandedTicket.self)
    for outcome in outcomes {
      settle.bind(job, LandedTicket.jobID)
      settle.bind(outcome.ticketID, LandedTicket.ticketID)
      settle.bind(Int64(outcome.state.rawValue), LandedTicket.state)
      settle.bind(outcome.reason, LandedTicket.reason)
      try settle.run()
    }
    if isOver {
      try db.execute(
        sql: "UPDATE remote_job SET state = \(PushJournal.over) WHERE id = ?", arguments: [job])
    }
  }

  /// Lets what failed or is unclear wait once more.
  ///
  /// - Returns: how many
  package func retryPushed(_ push: Int64) throws -> Int {
    try db.execute(
      sql: """
        UPDATE remote_ticket SET state = 0, job_id = NULL, place = NULL, reason = NULL
        WHERE push_id = ? AND state IN (3, 4)
        """, arguments: [push])
    return db.changesCount
  }

  /// Notes how far the account's events were looked through.
  package func notePushSeen(_ push: Int64, until moment: Instant) throws {
    try db.execute(
      sql: "UPDATE remote_push SET seen_until = ? WHERE id = ?", arguments: [moment.seconds, push])
  }

  /// Notes the trigger that is set up in the account, or that there is none any more.
  package func noteRemoteTrigger(_ trigger: RemoteTrigger?, at moment: Instant) throws {
    try db.execute(sql: "DELETE FROM remote_trigger")
    guard let trigger else { return }
    try db.execute(
      sql: """
        INSERT INTO remote_trigger(id, account, trigger_id, title, action, set_up_at, action_field, action_value)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        trigger.account, trigger.id, trigger.title, trigger.action.rawValue, moment.seconds,
        trigger.words?.field, trigger.words?.value,
      ])
  }
}
