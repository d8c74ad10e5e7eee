import GRDB
import SessionModel

extension Examination {
  /// C1: what is shown of each agent, which an index counts, against a walk over all tickets themselves.
  func loads() throws -> Finding {
    var recount: [Int64: AgentLoad] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT t.assignee_id, t.status, t.assigned_channel, s.state
        FROM ticket t NOT INDEXED LEFT JOIN session s ON s.ticket_id = t.id
        """)
    while let row = try rows.next() {
      guard let agent = row[0] as Int64?, let status = TicketStatus(rawValue: row[1]), status.isInProgress
      else {
        continue
      }
      var load = recount[agent] ?? AgentLoad(messaging: 0, email: 0)
      if (row[3] as Int?).flatMap(SessionState.init(rawValue:)) == .active { load.messaging += 1 }
      if (row[2] as Int?).flatMap(RoutingChannel.init(rawValue:)) == .email { load.email += 1 }
      recount[agent] = load
    }
    let shown = try StoreReader(db).loads()
    let different = Set(recount.keys).union(shown.keys).sorted().filter { recount[$0] != shown[$0] }
    let rule = "the agents' loads are what a recount of their tickets gives"
    guard let first = different.first else { return .ok("loads", rule) }
    let name = try StoreReader(db).person(id: first).map { "\($0.name) (\(first))" } ?? "agent \(first)"
    let more = different.count > 1 ? ", and \(different.count - 1) more agents" : ""
    return .problem(
      "loads",
      "\(name) is shown with \(shown[first].inWords), the tickets say \(recount[first].inWords)\(more): \(rule)"
    )
  }
}

extension AgentLoad? {
  fileprivate var inWords: String { "\(self?.messaging ?? 0) messaging and \(self?.email ?? 0) email" }
}
