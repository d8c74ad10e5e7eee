import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// What the journal of pushes says.
extension StoreReader {
  /// The push of a plan; nil where it never began.
  package func push(ofPlan word: String) throws -> PushRecord? {
    try StoredRow.fetchOne(
      db, of: "remote_push", sql: "SELECT * FROM remote_push WHERE plan = ?", arguments: [word]
    ).map {
      PushRecord(
        id: try $0("id"), plan: try $0("plan"), account: try $0("account"), begunAt: try $0("begun_at"),
        seenUntil: try $0("seen_until"))
    }
  }

  /// How many of its tickets are in each state.
  package func pushedCounts(_ push: Int64) throws -> [PushedTicket.State: Int] {
    var counts: [PushedTicket.State: Int] = [:]
    let rows = try StoredRow.fetchAll(
      db, of: "remote_ticket",
      sql: "SELECT state, count(*) AS number FROM remote_ticket WHERE push_id = ? GROUP BY state",
      arguments: [push])
    for row in rows { counts[try row("state")] = try row("number") }
    return counts
  }

  /// The ids of its tickets in these states, ascending.
  package func pushedTickets(_ push: Int64, in states: [PushedTicket.State]) throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql: """
        SELECT ticket_id FROM remote_ticket WHERE push_id = ?
          AND state IN (\(states.map { String($0.rawValue) }.joined(separator: ", "))) ORDER BY ticket_id
        """, arguments: [push])
  }

  /// The tickets of it that were never sent, ascending: they can still be left out.
  package func unsentTickets(_ push: Int64) throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql:
        "SELECT ticket_id FROM remote_ticket WHERE push_id = ? AND state = 0 AND sends = 0 ORDER BY ticket_id",
      arguments: [push])
  }

  /// Every ticket of it, in the order of their ids.
  package func forEachPushedTicket(_ push: Int64, _ body: (PushedTicket) throws -> Void) throws {
    let rows = try StoredRow.fetchCursor(
      db, of: "remote_ticket",
      sql: """
        SELECT ticket_id, session_id, state, reason, ended_at, seen_by FROM remote_ticket WHERE push_id = ?
        ORDER BY ticket_id
        """, arguments: [push])
    while let row = try rows.next() {
      try body(
        PushedTicket(
          ticketID: row("ticket_id"), sessionID: row("session_id"), state: row("state"),
          reason: row("reason"), endedAt: row("ended_at"), seenBy: row("seen_by")))
    }
  }

  /// The jobs of it that are not over, the oldest first.
  package func openJobs(_ push: Int64) throws -> [PushedJob] {
    try StoredRow.fetchAll(
      db, of: "remote_job",
      sql: "SELECT id, word, state FROM remote_job WHERE push_id = ? AND state <> 1 ORDER BY id",
      arguments: [push]
    ).map { row in
      let id: Int64 = try row("id")
      return PushedJob(
        id: id, word: try row("word"), isPrinted: try row("state") as Int == PushJournal.printed,
        tickets: try Int64.fetchAll(
          db, sql: "SELECT ticket_id FROM remote_ticket WHERE job_id = ? AND state = 1 ORDER BY place",
          arguments: [id]))
    }
  }

  /// A job that was printed, and about which nothing is known yet; nil for any other.
  package func printedJob(_ id: Int64) throws -> PushedJob? {
    try StoredRow.fetchOne(
      db, of: "remote_job",
      sql: "SELECT push_id FROM remote_job WHERE id = ? AND state = \(PushJournal.printed)", arguments: [id]
    ).flatMap { row in try openJobs(row("push_id")).first { $0.id == id } }
  }

  /// The trigger that was set up in the account; nil for none.
  package func remoteTrigger() throws -> RemoteTrigger? {
    try StoredRow.fetchOne(db, of: "remote_trigger", sql: "SELECT * FROM remote_trigger").map { row in
      let (field, value): (String?, String?) = (try row("action_field"), try row("action_value"))
      var words: RemoteTrigger.Words?
      if let field, let value { words = RemoteTrigger.Words(field: field, value: value) }
      return RemoteTrigger(
        account: try row("account"), id: try row("trigger_id"), title: try row("title"),
        action: try row("action"), words: words)
    }
  }
}

/// The numbers that a job's state has in the store.
enum PushJournal {
  static let inFlight = 0
  static let over = 1
  static let printed = 2
}
