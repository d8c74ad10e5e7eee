import GRDB
import SessionModel
import Testing

@testable import SessionStore
@testable import StoreReports
@testable import StoreEngine

/// The views are an interface: names and words stay, and plain SQLite reads them.
@Suite struct ReportViewTests {
  @Test("Every view has the columns that the manual promises, and there are no other views") func names()
    throws
  {
    let made = try TestStore()
    let views = try made.column("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
    #expect(views.filter { $0.hasPrefix("report_") } == ReportView.all.map(\.name).sorted())
    for view in ReportView.all {
      #expect(try made.column("SELECT name FROM pragma_table_info('\(view.name)')") == view.columns)
    }
  }

  /// A connection of somebody else, with no function of ours.
  private func plain<Value>(_ made: TestStore, _ body: (Database) throws -> Value) throws -> Value {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: made.path, configuration: configuration).read(body)
  }

  @Test("A plain connection reads the account, while the tool writes") func content() throws {
    let world = World(seed: 71, tickets: 80, loose: 20)
    let made = try world.store()
    try made.store.write { writer in
      try writer.db.execute(sql: "UPDATE ticket SET replies = replies + 1")
      let sessions = try plain(made) { try Row.fetchAll($0, sql: "SELECT * FROM report_sessions") }
      #expect(sessions.count == world.sessions.count)
      for row in sessions {
        let session = world.sessions.first { $0.id == row["session_id"] }!
        let ticket = session.ticket.map { world.tickets[$0] }
        #expect(row["state"] == session.part.state.word)
        #expect(row["last_sender"] == session.lastSender?.word)
        #expect(row["started_at"] == session.startedAt.rfc3339)
        #expect(row["ended_at"] == session.part.end?.at?.rfc3339)
        #expect(row["ended_epoch"] == session.part.end?.at?.seconds)
        #expect(row["end_reason"] == session.part.end?.reason?.word)
        #expect(row["ended_by_type"] == session.part.end?.by?.kind.word)
        #expect(row["counted"] == (session.part.end?.reason != nil))
        #expect(row["ticket_created_at"] == ticket?.createdAt.rfc3339)
        #expect(row["routing_channel_changed_at"] == ticket?.routingChangedAt?.rfc3339)
        let seconds = ticket.flatMap { ticket in
          session.part.end?.at.map { $0.seconds - ticket.createdAt.seconds }
        }
        #expect(row["end_seconds"] == seconds)
      }
      let tickets = try plain(made) { try Row.fetchAll($0, sql: "SELECT * FROM report_tickets") }
      #expect(tickets.count == world.tickets.count)
      for row in tickets {
        let ticket = world.tickets.first { $0.id == row["ticket_id"] }!
        #expect(row["status"] == ticket.part.status.word)
        #expect((row["priority"] ?? "") == ticket.part.priority.word)
        #expect(row["routing_channel"] == ticket.part.routingChannel.word)
        #expect(row["group_name"] == ticket.part.groupID.map { "Group \($0)" })
        #expect(row["session_id"] == ticket.session.map { world.sessions[$0].id })
        let tags = try plain(made) {
          try String.fetchAll(
            $0, sql: "SELECT tag FROM report_ticket_tags WHERE ticket_id = ?", arguments: [ticket.id])
        }
        #expect(tags == ticket.part.tags)
      }
      let agents = try plain(made) { try Row.fetchAll($0, sql: "SELECT * FROM report_agents") }
      let loads = try writer.reader.loads(at: TestStore.now)
      for row in agents {
        #expect(row["messaging_load"] == loads[row["agent_id"]]?.messaging ?? 0)
        #expect(row["email_load"] == loads[row["agent_id"]]?.email ?? 0)
      }
    }
  }

  @Test("The views' words are the vocabularies'") func words() throws {
    let made = try TestStore()
    let sql = try made.column("SELECT sql FROM sqlite_schema WHERE type = 'view'").joined()
    let words: [[String]] = [
      SessionState.words, Sender.words, EndReason.words, Actor.Kind.words, TicketStatus.words,
      RoutingChannel.words, SatisfactionScore.words, AgentStatus.words, [Role.agent.word, Role.admin.word],
      Priority.words.filter { !$0.isEmpty },
    ]
    for word in words.joined() { #expect(sql.contains("'\(word)'"), "\(word)") }
    try made.take(Wire.ticket(5))
    for score in SatisfactionScore.allCases {
      try made.execute("UPDATE ticket SET satisfaction = \(score.rawValue)")
      #expect(try made.column("SELECT satisfaction FROM report_tickets") == [score.word])
    }
    for status in AgentStatus.allCases {
      try made.execute("UPDATE user SET agent_status = \(status.rawValue) WHERE id = 1")
      #expect(try made.column("SELECT status FROM report_agents WHERE agent_id = 1") == [status.word])
    }
  }

  @Test("A session gets what reports read of its ticket, whoever links them") func links() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5, created: 3), Wire.ticket(6, created: 4))
    try made.execute(
      """
      INSERT INTO session(id, user_id, channel, state, started_at, last_activity_at) VALUES (90, 11, 'line', 0, 0, 0);
      DELETE FROM session WHERE ticket_id IN (5, 6);
      UPDATE session SET ticket_id = 5 WHERE id = 90;
      INSERT INTO session(id, ticket_id, user_id, channel, state, started_at, last_activity_at)
        VALUES (91, 6, 11, 'line', 0, 0, 0);
      """)
    #expect(
      try made.column("SELECT ticket_created_at FROM session ORDER BY id")
        == ["\(Wire.instant(3).seconds)", "\(Wire.instant(4).seconds)"])
  }

  @Test("A newer record of the ticket moves its creation for reports too") func laterCreation() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5, created: 3, updated: 4))
    try made.take(Wire.ticket(5, created: 2, updated: 9))
    #expect(try made.number("SELECT ticket_created_at FROM session") == Wire.instant(2).seconds)
  }
}
