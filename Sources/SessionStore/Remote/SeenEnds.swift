import CivilTime
import GRDB
import SessionModel
import StoreEngine

private enum SeenRow: Int, StatementColumn { case ticketID, at, seenBy }

/// An end that was seen in the live account.
package struct SeenEnd: Hashable, Sendable {
  /// Whose session ended.
  package var ticketID: Int64
  /// When; where only that it is over was seen, when that was.
  package var at: Instant
  /// How.
  package var by: PushedTicket.Sight

  /// Takes the parts as they are.
  package init(ticketID: Int64, at: Instant, by: PushedTicket.Sight) {
    self.ticketID = ticketID
    self.at = at
    self.by = by
  }
}

extension Store {
  /// Ends the sessions here that have ended in the account, each at its moment, as the account's trigger did; the rules
  /// here don't run, because the account's have. In one transaction with the journal's note of it.
  ///
  /// What had ended here before stays as it is.
  ///
  /// - Returns: how many sessions ended by it
  package func takeOver(
    _ ends: [SeenEnd], of push: Int64, by trigger: RuleReference, reason: EndReason, at moment: Instant,
    log: (_ ended: Int) -> LogEntry
  ) throws -> Int {
    if ends.isEmpty { return 0 }
    return try write { writer in
      let db = writer.db
      try db.execute(
        sql: """
          CREATE TEMP TABLE IF NOT EXISTS seen_end (ticket_id INTEGER PRIMARY KEY, at INTEGER, seen_by INTEGER);
          DELETE FROM temp.seen_end;
          CREATE TEMP TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY);
          """)
      let insert = try SteppedStatement(
        db, "INSERT OR IGNORE INTO temp.seen_end(\(SeenRow.names)) VALUES (\(SeenRow.parameters))",
        SeenRow.self)
      for end in ends {
        insert.bind(end.ticketID, SeenRow.ticketID)
        insert.bind(end.at.seconds, SeenRow.at)
        insert.bind(Int64(end.by.rawValue), SeenRow.seenBy)
        try insert.run()
      }
      try db.execute(
        sql: """
          DELETE FROM temp.counted;
          INSERT INTO temp.counted SELECT e.ticket_id FROM temp.seen_end e JOIN session s ON s.ticket_id = e.ticket_id
            WHERE s.state = \(SessionState.active.rawValue);
          """)
      let update = Update(
        actor: .system, via: .rule, at: moment, steps: [.endSessionElsewhere(reason, by: trigger)])
      var policy = try writer.reader.updatePolicy()
      // It is a fact there, whatever the switch here says.
      policy.canEndSessions = true
      var request = UpdateRequest(.tickets, Selection(), update, policy: policy)
      request.onlyCounted = true
      request.runsRules = false
      var batch = BatchUpdate(db, request, .store)
      try batch.freeze()
      try db.execute(
        sql: "UPDATE temp.batch SET at = e.at FROM temp.seen_end e WHERE e.ticket_id = batch.ticket_id")
      try batch.decide { _, _ in }
      if batch.summary.changed > 0 { try batch.apply() }
      try db.execute(
        sql: """
          UPDATE remote_ticket SET state = 5, ended_at = e.at, seen_by = e.seen_by, reason = NULL
          FROM temp.seen_end e
          WHERE remote_ticket.push_id = \(push) AND remote_ticket.ticket_id = e.ticket_id
            AND remote_ticket.state NOT IN (0, 5);
          DELETE FROM temp.seen_end;
          DELETE FROM temp.counted;
          """)
      if batch.summary.changed > 0 { try writer.log(log(batch.summary.ended)) }
      return batch.summary.ended
    }
  }
}
