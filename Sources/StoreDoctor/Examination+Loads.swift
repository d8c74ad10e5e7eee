import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

private enum Column: Int, StatementColumn {
  case assigneeID, status, assignedChannel, state, sessionID, ticketID, userID, startedAt, lastActivityAt,
    lastSender

  var expression: String {
    switch self {
    case .sessionID: "s.id"
    case .ticketID: "t.id"
    case .assigneeID, .status, .assignedChannel: "t.\(name)"
    default: "s.\(name)"
    }
  }
}

extension Examination {
  /// C1: what is shown of each agent, which an index counts, against a walk over all tickets themselves.
  func loads() throws -> Finding {
    var recount: [Int64: AgentLoad] = [:]
    let cutoff = try StoreReader(db).idleCutoff(at: now)
    let rows = try StoredRow.fetchCursor(
      db, of: "ticket",
      sql: """
        SELECT \(Column.selected)
        FROM ticket t NOT INDEXED LEFT JOIN session s ON s.ticket_id = t.id
        WHERE t.assignee_id IS NOT NULL AND t.status <= \(TicketStatus.open.rawValue)
        """)
    while let row = try rows.next() {
      guard let agent: Int64 = try row(.of(Column.assigneeID)),
        let status: TicketStatus = try row(.of(Column.status)), status.isInProgress
      else { continue }
      var load = recount[agent] ?? AgentLoad(messaging: 0, email: 0)
      if try row(.of(Column.state)) as SessionState? == .active {
        let isIdle = try cutoff.map { try lastWord(ofCustomer: row) <= $0.seconds } ?? false
        if !isIdle { load.messaging += 1 }
      }
      if try row(.of(Column.assignedChannel)) as RoutingChannel? == .email { load.email += 1 }
      recount[agent] = load
    }
    let shown = try StoreReader(db).loads(at: now)
    let different = Set(recount.keys).union(shown.keys).sorted().filter { recount[$0] != shown[$0] }
    let rule = "the agents' loads match a recount of their tickets"
    guard let first = different.first else { return .ok("loads", rule) }
    let name = try StoreReader(db).person(id: first).map { "\($0.name) (\(first))" } ?? "agent \(first)"
    let more = different.count > 1 ? ", and \(different.count - 1) more agents" : ""
    return .problem(
      "loads",
      "\(name) is shown with \(shown[first].inWords), the tickets say \(recount[first].inWords)\(more): \(rule)"
    )
  }
}

extension Examination {
  /// C4: when the customer of a session wrote last, from its whole history.
  ///
  /// - Parameter row: of the statement above
  private func lastWord(ofCustomer row: StoredRow) throws -> Int64 {
    let sessionID: Int64 = try row(.of(Column.sessionID))
    let ticketID: Int64 = try row(.of(Column.ticketID))
    let customer: Int64? = try row(.of(Column.userID))
    var latest: Int64 = try row(.of(Column.startedAt))
    let lastActivity: Int64 = try row(.of(Column.lastActivityAt))
    let lastSender: Sender? = try row(.of(Column.lastSender))
    if lastSender == .customer { latest = max(latest, lastActivity) }
    let staff = Set(try StoreReader(db).staff().map(\.id))
    let people = Set(try Int64.fetchAll(db, sql: "SELECT id FROM user"))
    func isCustomer(_ author: Int64) -> Bool {
      author == customer || people.contains(author) && !staff.contains(author)
    }
    let documents = StoredDocuments(db)
    func note(_ document: [UInt8]) throws {
      let audit = try JSONValue.parse(document, allowingDuplicateKeys: true)
      for comment in ToldComment.all(in: audit) where comment.isPublic && !comment.isReminder {
        guard let author = comment.authorID, isCustomer(author) else { continue }
        latest = max(latest, (comment.saidAt ?? comment.toldAt)?.seconds ?? .min)
      }
      for event in audit["events"]?.array ?? [] where event["type"]?.string == "ChatStartedEvent" {
        for message in event["value"]?["history"]?.array ?? []
        where message["actor_type"]?.string == "end-user" {
          latest = max(latest, (message["timestamp"]?.integer ?? .min) / 1000)
        }
      }
    }
    try documents.forEachAudit(where: "ticket_id = \(ticketID)", note)
    try documents.forEachAudit(where: "session_id = \(sessionID)", note)
    // What nobody has written anything after can't be younger than the last activity.
    return min(latest, lastActivity)
  }
}

extension AgentLoad? {
  fileprivate var inWords: String { "\(self?.messaging ?? 0) messaging and \(self?.email ?? 0) email" }
}
