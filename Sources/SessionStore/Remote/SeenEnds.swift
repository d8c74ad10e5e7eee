import CivilTime
import GRDB
import SessionModel
import StoreEngine

private enum SeenRow: Int, StatementColumn { case ticketID, at, seenBy, personID }

/// An end that was seen in the live account.
package struct SeenEnd: Hashable, Sendable {
  /// Whose session ended.
  package var ticketID: Int64
  /// When; where only that it is over was seen, when that was.
  package var at: Instant
  /// How.
  package var by: PushedTicket.Sight
  /// Who ended it there by hand; nil: the trigger, as far as anybody knows.
  package var personID: Int64?

  /// Takes the parts as they are.
  package init(ticketID: Int64, at: Instant, by: PushedTicket.Sight, personID: Int64? = nil) {
    self.ticketID = ticketID
    self.at = at
    self.by = by
    self.personID = personID
  }
}

extension Store {
  /// Ends the sessions here that have ended in the account, each at its moment, as the account's trigger did or the person
  /// who was seen to do it; the rules here don't run, because the account's have. In one transaction with the journal's
  /// note of it.
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
          CREATE TEMP TABLE IF NOT EXISTS seen_end (
            ticket_id INTEGER PRIMARY KEY, at INTEGER, seen_by INTEGER, person_id INTEGER);
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
        insert.bind(end.personID, SeenRow.personID)
        try insert.run()
      }
      let byTrigger = Update(
        actor: .system, via: .rule, at: moment, steps: [.endSessionElsewhere(reason, by: trigger)])
      var (changed, ended) = try writer.endSeen(by: nil, byTrigger)
      for person in Set(ends.compactMap(\.personID)).sorted() {
        let (more, ends) = try writer.endSeen(by: person, try writer.reader.end(byHandOf: person, at: moment))
        changed += more
        ended += ends
      }
      try db.execute(
        sql: """
          UPDATE remote_ticket SET state = 5, ended_at = e.at, seen_by = e.seen_by, reason = NULL
          FROM temp.seen_end e
          WHERE remote_ticket.push_id = \(push) AND remote_ticket.ticket_id = e.ticket_id
            AND remote_ticket.state NOT IN (0, 5);
          DELETE FROM temp.seen_end;
          DELETE FROM temp.counted;
          """)
      if changed > 0 { try writer.log(log(ended)) }
      return ended
    }
  }
}

extension StoreReader {
  /// An end there by hand, recorded as an import records one: with the person, where they are known here.
  fileprivate func end(byHandOf personID: Int64, at moment: Instant) throws -> Update {
    let person = try person(id: personID)
    let isCustomer: Bool
    if let person, person.origin != .placeholder {
      isCustomer = person.role == .endUser
    } else {
      // Tickets may be here without users: then whoever asked is the customer.
      isCustomer = try Bool.fetchSure(
        db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM temp.seen_end e JOIN ticket t ON t.id = e.ticket_id
            WHERE e.person_id = ?1 AND t.requester_id = ?1)
          """, arguments: [personID])
    }
    let reason: EndReason = isCustomer ? .endUserEnded : .agentEnded
    return Update(
      actor: person == nil ? .system : .user(id: personID), via: .web, at: moment,
      steps: [.endSession(reason, routing: nil)])
  }
}

extension StoreWriter {
  /// Ends the active sessions among those that a person was seen to end; nil: those that nobody was.
  fileprivate func endSeen(by person: Int64?, _ update: Update) throws -> (changed: Int, ended: Int) {
    try db.execute(sql: "DELETE FROM temp.counted")
    try db.execute(
      sql: """
        INSERT INTO temp.counted SELECT e.ticket_id FROM temp.seen_end e JOIN session s ON s.ticket_id = e.ticket_id
          WHERE s.state = \(SessionState.active.rawValue) AND e.person_id IS ?
        """, arguments: [person])
    var policy = try reader.updatePolicy()
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
    return (batch.summary.changed, batch.summary.ended)
  }
}
