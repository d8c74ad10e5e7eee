import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine
import Synchronization
import WireFormat

/// A trigger, and how often it fired since this store counts.
package struct TriggerFirings: Sendable {
  /// Ticket trigger or messaging trigger.
  package var kind: RuleReference.Kind
  /// The rule's id among those of its kind.
  package var id: Int64
  /// As it is called now.
  package var title: String
  /// Whether it can fire now.
  package var active: Bool
  /// Updates of a ticket or conversation in which it fired, since this store counts.
  package var fired: Int
  /// Nil if it never did.
  package var lastFiredAt: Instant?
}

/// What an agent did in a period.
package struct AgentActivity: Equatable, Sendable {
  /// Sessions that the agent ended.
  package var ended = 0
  /// Public replies that the agent wrote.
  package var replied = 0
  /// Sessions that ended, of the tickets that the agent has now.
  package var handled = 0

  /// Nothing done yet.
  package init() {}

  /// What others have counted of the same agent.
  static func += (one: inout AgentActivity, other: AgentActivity) {
    one.ended += other.ended
    one.replied += other.replied
    one.handled += other.handled
  }
}

/// Who waits in a queue, and for how long.
package struct QueueDepth: Sendable {
  /// Nil for tickets that are eligible and that no queue takes.
  package var queue: Queue?
  /// Tickets that wait in it now.
  package var waiting: Int
  /// Of the times since they became eligible, in seconds; nil of none.
  package var median: Double?
  /// The time that nine of ten have not exceeded yet, in seconds; nil of none.
  package var p90: Double?
  /// The longest time that one of them has waited now, in seconds; nil of none.
  package var longest: Int64?
}

/// Who ended a session, and who has its ticket now.
private enum End: Int, StatementColumn {
  case agentID, assigneeID

  var expression: String {
    switch self {
    case .agentID: "iif(s.ended_by_kind = \(Actor.Kind.user.rawValue), s.ended_by_id, NULL)"
    case .assigneeID: "t.assignee_id"
    }
  }
}

private enum Stretch: Int, StatementColumn { case from, to, first, last }

/// The sessions of a store in stretches of their numbers, each of which one thread takes.
private final class SessionStretches: Sendable {
  private let stretches: [ClosedRange<Int64>]
  private let taken = Atomic(0)

  /// - Parameter isShared: whether there is somebody to share them with; else all are one stretch
  init(_ reader: StoreReader, isShared: Bool) throws {
    var (stretches, first): ([ClosedRange<Int64>], Int64) = ([], .min)
    // A damaged file can have its rows in another order; the outer stretches have no ends, so that none is left out.
    if isShared, let least = try Int64.fetchOne(reader.db, sql: "SELECT min(id) FROM session"),
      let most = try Int64.fetchOne(reader.db, sql: "SELECT max(id) FROM session"), least < most
    {
      let width = UInt64(bitPattern: most &- least) / 64
      for number in 1..<64 where width > 0 {
        let end = least &+ Int64(bitPattern: width &* UInt64(number))
        stretches.append(first...end)
        first = end &+ 1
      }
    }
    self.stretches = stretches + [first...(.max)]
  }

  /// One that nobody has taken.
  func next() -> ClosedRange<Int64>? {
    let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < stretches.count ? stretches[number] : nil
  }
}

extension StoreReader {
  /// Every queue in the order in which agents serve them (Q4), the standard one after the custom ones; at last the
  /// tickets that no queue takes, where there are any.
  package func queueDepths(now: Instant) throws -> [QueueDepth] {
    var waits: [Int64?: [Int64]] = [:]
    let rows = try StoredRow.fetchCursor(
      db, of: "queue_ticket", sql: "SELECT queue_key, eligible_since FROM queue_ticket")
    while let row = try rows.next() {
      let (queue, since): (Int64?, Int64) = try (row(0), row(1))
      waits[queue, default: []].append(max(0, now.seconds &- since))
    }
    func depth(_ queue: Queue?, _ key: Int64?) -> QueueDepth {
      var waits = waits[key] ?? []
      guard let longest = waits.max() else { return QueueDepth(queue: queue, waiting: 0) }
      return waits.withUnsafeMutableBufferPointer { waits in
        QueueDepth(
          queue: queue, waiting: waits.count, median: Percentiles.median(waits), p90: Percentiles.p90(waits),
          longest: longest)
      }
    }
    let custom = try queues().map(\.queue).sorted { ($0.priority, $0.order) < ($1.priority, $1.order) }
    var depths = (custom + [Queue.standard]).map { depth($0, $0.key) }
    if waits[nil] != nil { depths.append(depth(nil, nil)) }
    return depths
  }

  /// Every ticket trigger, then every messaging trigger, in the order in which they run.
  package func triggerFirings() throws -> [TriggerFirings] {
    try StoredRow.fetchAll(
      db, of: "report_triggers",
      sql: """
        SELECT t.trigger_id, t.title, t.active, t.fired, f.last_fired_at, t.kind FROM report_triggers t
        LEFT JOIN rule_firing f ON f.kind = t.kind AND f.rule_id = t.trigger_id
        ORDER BY t.kind = '\(ImportedKind.messagingTrigger.rawValue)', t.position, t.trigger_id
        """
    ).map { row in
      try TriggerFirings(
        kind: row("kind"), id: row("trigger_id"), title: row("title"), active: row("active"),
        fired: row("fired"),
        lastFiredAt: row("last_fired_at"))
    }
  }

  /// By agent; who did nothing is not in it.
  ///
  /// - Parameters:
  ///   - from: at this moment or later
  ///   - to: before this moment
  ///   - pages: a store of as many is read on two cores
  package func agentActivity(from: Instant?, to: Instant?, sharedFrom pages: Int = 1 << 14) throws
    -> [Int64: AgentActivity]
  {
    let isWhole = from == nil && to == nil
    let (from, to) = (from?.seconds ?? .min, to?.seconds ?? .max)
    let isShared = try Int.fetchSure(db, sql: "PRAGMA page_count") >= pages
    let (state, ends) = (try logState(), try SessionStretches(self, isShared: isShared && isWhole))
    let aside =
      !isShared
      ? nil
      : SecondRead(path, cacheKiB: 2 << 10) { reader in
        var activity: [Int64: AgentActivity] = [:]
        let state = try reader.logState()
        try reader.addReplies(to: &activity, from: from, to: to)
        // Then it helps with the rest.
        try reader.add(ends, to: &activity, isWhole, from: from, to: to)
        return (state: state, activity: activity)
      }
    var activity: [Int64: AgentActivity] = [:]
    try add(ends, to: &activity, isWhole, from: from, to: to)
    if let found = try aside?.found(), found.state == state {
      for (id, others) in found.activity { activity[id, default: AgentActivity()] += others }
    } else {
      if aside != nil {
        // Somebody has written before the other one began to read.
        activity = [:]
        try add(SessionStretches(self, isShared: false), to: &activity, isWhole, from: from, to: to)
      }
      try addReplies(to: &activity, from: from, to: to)
    }
    try addPast(to: &activity, from: from, to: to)
    return activity
  }

  /// Counts the sessions that ended, stretch by stretch until none is left.
  private func add(
    _ stretches: SessionStretches, to activity: inout [Int64: AgentActivity], _ isWhole: Bool, from: Int64,
    to: Int64
  ) throws {
    // Of a whole account the table in its own order, in which tickets are found one beside the other.
    let row = try SteppedStatement(
      db,
      """
      SELECT \(End.selected) FROM session s \(isWhole ? "NOT INDEXED" : "INDEXED BY session_report")
        LEFT JOIN ticket t ON t.id = s.ticket_id
      WHERE s.end_reason IS NOT NULL AND s.ended_at >= :from AND s.ended_at < :to AND s.id BETWEEN :first AND :last
      """, Stretch.self)
    row.bind(from, Stretch.from)
    row.bind(to, Stretch.to)
    defer { row.reset() }
    while let stretch = stretches.next() {
      row.bind(stretch.lowerBound, Stretch.first)
      row.bind(stretch.upperBound, Stretch.last)
      while try row.step() {
        if let id = row.optionalInteger(End.agentID) { activity[id, default: AgentActivity()].ended += 1 }
        if let id = row.optionalInteger(End.assigneeID) {
          activity[id, default: AgentActivity()].handled += 1
        }
      }
      row.reset()
    }
  }

  /// Tells one state of the store from another: each change has an entry in the log, which a command that writes several
  /// times completes with each, also when others came in between.
  private func logState() throws -> String? {
    try String.fetchOne(
      db,
      sql: """
        SELECT group_concat(id || ' ' || summary, char(10)) FROM (SELECT id, summary FROM log_entry ORDER BY id)
        """)
  }

  /// Counts the public comments of each author. Audits have no index by their moment, so that this reads all of them.
  private func addReplies(to activity: inout [Int64: AgentActivity], from: Int64, to: Int64) throws {
    // Only audits that hold the word are taken apart.
    let rows = try StoredRow.fetchCursor(
      db, of: "audit",
      sql: """
        SELECT coalesce(CAST(e.value ->> '$.author_id' AS INTEGER), a.author_id), count(*)
        FROM (SELECT author_id, coalesce(events, document ->> '$.events') AS events FROM audit
          WHERE created_at >= ?1 AND created_at < ?2 AND instr(coalesce(events, document), '"Comment"')) a,
          json_each(a.events) e
        WHERE \(ToldComment.isPublic) GROUP BY 1
        """, arguments: [from, to])
    while let row = try rows.next() {
      if let id: Int64 = try row(0) { activity[id, default: AgentActivity()].replied = try row(1) }
    }
  }

  /// What was pruned counts as before.
  private func addPast(to activity: inout [Int64: AgentActivity], from: Int64, to: Int64) throws {
    func add(_ sql: String, _ note: (inout AgentActivity, Int) -> Void) throws {
      let rows = try StoredRow.fetchCursor(db, of: "past_session", sql: sql, arguments: [from, to])
      while let row = try rows.next() {
        guard let id: Int64 = try row(0) else { continue }
        try note(&activity[id, default: AgentActivity()], row(1))
      }
    }
    let past =
      "past_session p JOIN past_facts f ON f.id = p.facts_id WHERE p.ended_at >= ?1 AND p.ended_at < ?2"
    try add("SELECT f.ended_by_id, count(*) FROM \(past) AND f.ended_by_kind = 1 GROUP BY 1") {
      $0.ended += $1
    }
    try add("SELECT f.assignee_id, count(*) FROM \(past) GROUP BY 1") { $0.handled += $1 }
    // No quarter of an hour has more, and what a damaged one claims can be added up.
    let replies = "sum(min(max(replies, 0), 1000000))"
    try add("SELECT agent_id, \(replies) FROM past_reply WHERE at >= ?1 AND at < ?2 GROUP BY 1") {
      $0.replied += $1
    }
  }
}
