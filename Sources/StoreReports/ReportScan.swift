import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// The hot loop of reports: steps through the sessions that are meant and hands each to a tally, with the number of its
/// group.
///
/// What no grouping and no filter needs is not read: a report by time and reason walks one covering index, in the
/// period only.
struct ReportScan {
  private let request: ReportRequest
  private var levels: [ReportLevel]
  private(set) var tree: GroupTree
  /// Of the sessions that are here.
  private let statement: SteppedStatement
  /// The same of those that were pruned; nil where the report can't be of them.
  private let past: SteppedStatement?
  /// What every report is read with; the groupings follow.
  enum Column: Int, StatementColumn {
    case moment, endReason, routingChangedAt, ticketCreatedAt, satisfaction, assigneeID

    /// What no report of this kind needs is not read.
    fileprivate func expression(_ report: SessionReport) -> String {
      switch self {
      case .moment: report == .active ? "s.last_activity_at" : "s.ended_at"
      case .endReason: "s.end_reason"
      case .routingChangedAt, .ticketCreatedAt: report == .active ? "NULL" : "s.\(name)"
      case .satisfaction: report == .csat ? "t.satisfaction" : "NULL"
      case .assigneeID: report == .active ? "t.assignee_id" : "NULL"
      }
    }
  }

  private static let firstKey = Int32(Column.allCases.count)

  init(_ db: Database, _ request: ReportRequest) throws {
    self.request = request
    levels = request.groupings.map { ReportLevel($0, zone: request.zone, now: request.now) }
    tree = GroupTree(levels: request.groupings.count)

    var selection = request.selection
    let isActive = request.report == .active
    if isActive { selection.state = .active }
    var sql = try SelectionSQL(selection, leading: .sessions, in: db)
    // The literal condition that the partial index carries.
    if !isActive { sql.add("s.end_reason IS NOT NULL") }
    if let from = request.from { sql.add("s.ended_at >= ?", from.seconds) }
    if let to = request.to { sql.add("s.ended_at < ?", to.seconds) }
    // Those of a ticket know when it was created.
    if request.report.isOfTickets { sql.add("s.ticket_created_at IS NOT NULL") }
    if let condition = request.report.condition { sql.add(condition) }

    let columns =
      Column.allCases.map { $0.expression(request.report) } + request.groupings.map(Self.column)
    let readsTicket =
      sql.readsTicket || request.report.condition?.hasPrefix("t.") == true
      || columns.contains { $0.hasPrefix("t.") }
    statement = try SteppedStatement(
      db,
      """
      SELECT \(columns.joined(separator: ", ")) FROM session s\(Self.way(request, sql, columns, readsTicket))
      \(readsTicket ? "LEFT JOIN ticket t ON t.id = s.ticket_id" : "")\(sql.whereClause)
      """)
    statement.bind(sql)
    guard !isActive, request.selection.isTellableOfPast else {
      past = nil
      return
    }
    let pastColumns = columns.map { $0 == "t.satisfaction" ? "s.satisfaction" : $0 }
    let pastStatement = try SteppedStatement(
      db, "SELECT \(pastColumns.joined(separator: ", ")) FROM \(Self.pastSessions)\(sql.whereClause)")
    pastStatement.bind(sql)
    past = pastStatement
  }

  /// What was kept of pruned sessions, under the names that session and ticket have: closed tickets never change, so
  /// that what was true of them is.
  private static let pastSessions = """
    (SELECT p.ended_at, p.end_reason, p.ticket_created_at, p.routing_changed_at, p.satisfaction, p.facts_id,
        f.channel, f.ended_by_kind, f.ended_by_id, iif(f.status IS NULL, NULL, p.session_id) AS ticket_id
      FROM past_session p JOIN past_facts f ON f.id = p.facts_id) s
      JOIN (SELECT id AS facts, status, priority, group_id, assignee_id, brand_id, tags FROM past_facts) t
        ON t.facts = s.facts_id
    """

  /// Named outright, for without statistics the planner guesses: the index where a period narrows it down or where it
  /// holds everything that is read, else the table in its own order, in which tickets are found one beside the other.
  private static func way(
    _ request: ReportRequest, _ sql: SelectionSQL, _ columns: [String], _ readsTicket: Bool
  ) -> String {
    if request.report == .active { return sql.indexHint.isEmpty ? "" : " INDEXED BY session_active" }
    let isCovered =
      !readsTicket && !columns.contains("s.channel") && !columns.contains(endedBy)
      && request.selection.isCoveredByReportIndex
    let isNarrow = request.from != nil || request.to != nil
    return isCovered || isNarrow ? " INDEXED BY session_report" : " NOT INDEXED"
  }

  private static func column(_ grouping: ReportGrouping) -> String {
    switch grouping {
    // They are made of the moment and the reason, which stand first.
    case .hour, .day, .week, .month, .weekday, .hourOfDay, .age, .idle, .reason: "NULL"
    case .agent: "t.assignee_id"
    case .group: "t.group_id"
    case .channel: "s.channel"
    case .endedBy: endedBy
    case .brand: "t.brand_id"
    case .tag: "t.tags"
    }
  }

  private static let endedBy = """
    CASE s.ended_by_kind WHEN \(Actor.Kind.user.rawValue) THEN 'user:' || s.ended_by_id
      WHEN \(Actor.Kind.trigger.rawValue) THEN 'trigger:' || s.ended_by_id ELSE 'system' END
    """

  /// Steps through everything once.
  ///
  /// - Parameter whole: gets every session once, where totals are wanted; of a session with two tags, groups get two
  mutating func run<Tally: ReportTally>(_ tally: inout Tally, whole: inout Tally) throws {
    try run(statement, &tally, whole: &whole)
    if let past { try run(past, &tally, whole: &whole) }
  }

  private mutating func run<Tally: ReportTally>(
    _ statement: SteppedStatement, _ tally: inout Tally, whole: inout Tally
  ) throws {
    defer { statement.reset() }
    let hours = request.report == .outsideHours ? request.hours : nil
    let isActive = request.report == .active
    let tagLevel = request.groupings.firstIndex(of: .tag)
    var facts = ScannedSession()
    var count = 0
    while try statement.step() {
      facts.moment = statement.moment(Column.moment).seconds
      facts.routingChangedAt = statement.optionalMoment(Column.routingChangedAt)?.seconds
      facts.ticketCreatedAt = statement.optionalMoment(Column.ticketCreatedAt)?.seconds
      if let hours, let created = facts.ticketCreatedAt {
        facts.isOutsideHours = !hours.isOpen(at: Instant(created))
      }
      if request.report == .csat { facts.satisfaction = Int(statement.integer(Column.satisfaction)) }
      if isActive { facts.isUnassigned = statement.isNull(Column.assigneeID) }
      if let tagLevel {
        for tag in tags(statement, tagLevel) {
          tally.add(facts, to: group(statement, facts, tagLevel: tagLevel, tag))
        }
      } else {
        tally.add(facts, to: group(statement, facts, tagLevel: -1, 0))
      }
      if request.wantsTotals { whole.add(facts, to: 0) }
      count += 1
      if count & 0xFFFF == 0 { try Interruption.check() }
    }
  }

  @inline(__always)
  private mutating func group(
    _ statement: SteppedStatement, _ facts: ScannedSession, tagLevel: Int, _ tag: Int32
  ) -> Int {
    var group: Int32 = 0
    for level in 0..<levels.count {
      let value =
        level == tagLevel
        ? tag : levels[level].value(statement, Self.firstKey + Int32(level), facts.moment)
      group = tree.group(level, under: group, value: value)
    }
    return Int(group)
  }

  /// The numbers of a ticket's tags; of no tags, the number of none.
  private mutating func tags(_ statement: SteppedStatement, _ level: Int) -> [Int32] {
    let column = Self.firstKey + Int32(level)
    let tags = statement.isNull(column) ? [] : statement.utf8(column).split(separator: UInt8(ascii: " "))
    if tags.isEmpty { return [levels[level].none()] }
    return tags.map { tag in
      levels[level].number(of: UnsafeBufferPointer(rebasing: tag))
    }
  }

  /// The levels, with every value that turned up.
  consuming func finish() -> (levels: [ReportLevel], tree: GroupTree) { (levels, tree) }
}

extension Selection {
  /// Whether sessions that were pruned can be told by it: of those nobody knows whose they were, nor what about.
  package var isTellableOfPast: Bool {
    var bare = Selection()
    (bare.groups, bare.assignees, bare.channels) = (groups, assignees, channels)
    (bare.statuses, bare.priorities, bare.ticketLink) = (statuses, priorities, ticketLink)
    (bare.tags, bare.allTags, bare.notTags, bare.endReasons) = (tags, allTags, notTags, endReasons)
    return self == bare
  }

  /// Whether the index of ended sessions has all that the filter looks at.
  fileprivate var isCoveredByReportIndex: Bool {
    var bare = Selection()
    bare.endReasons = endReasons
    return self == bare
  }
}
