import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What is replayed, by which rules, and what is wanted of it.
package struct ReplayRequest: Sendable {
  /// In the order in which they run (T3); all of them count as active.
  package var triggers: [Trigger]
  /// Those of them that are asked about; nil: all.
  package var asked: Set<Int64>?
  /// Of which tickets.
  package var selection = Selection()
  /// Updates at this moment or later; nil: from the first.
  package var from: Instant?
  /// Updates before this moment; nil: to the last.
  package var to: Instant?
  /// What the numbers are broken down by.
  package var grouping = ReplayGrouping.rule
  /// Where days begin.
  package var zone: Zone
  /// So many of the updates that differ are told.
  package var samples = 0
  /// From so many tickets on, another thread replays half of them.
  package var leastTicketsToShare = 2048

  /// A replay of all that is recorded.
  package init(triggers: [Trigger], zone: Zone) {
    self.triggers = triggers
    self.zone = zone
  }
}

/// One update replayed, as it is shown in full.
package struct ReplayedAudit: Sendable {
  /// Which update.
  package var auditID: Int64
  /// Of which ticket.
  package var ticketID: Int64
  /// When it happened.
  package var at: Instant
  /// What rules may ask about it.
  package var event: RuleEvent
  /// Who made it; nil: the account itself.
  package var authorID: Int64?
  /// Why it can't be replayed; nil where it can.
  package var obstacle: ReplayObstacle?
  /// Whether no rule runs on such an update (T3).
  package var isWithoutRules = false
  /// Every rule with its conditions, in the order in which they run.
  package var trials: [Trial] = []
  /// The fields that come out otherwise.
  package var differences: [ReplaySample.Difference] = []

  /// A rule on the ticket as the update's author left it.
  package struct Trial: Sendable {
    /// The rule.
    package var trigger: Trigger
    /// Its conditions, each with what it met.
    package var conditions: RuleTrial
    /// Whether it would fire.
    package var fires: Bool
    /// Whether the history says that it did.
    package var fired: Bool
  }
}

extension StoreReader {
  /// Runs rules on what really happened. Nothing of the store is changed.
  ///
  /// - Parameter progress: told after every few hundred tickets
  package func replay(
    _ request: ReplayRequest, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> ReplayReport {
    var scan = try ReplayScan(self, request)
    try scan.freeze()
    // Each ticket is replayed alone, so that it doesn't matter who does it.
    let aside =
      try scan.count() < request.leastTicketsToShare
      ? nil
      : SecondRead(path, cacheKiB: 32 << 10) { reader in
        var scan = try ReplayScan(reader, request)
        try scan.freeze()
        try scan.keep(remainder: 1, of: 2)
        return try scan.report { _, _ in }
      }
    if aside != nil { try scan.keep(remainder: 0, of: 2) }
    var report = try scan.report(progress)
    if let others = try aside?.found() { report.add(others, samples: request.samples) }
    report.takenFromNow =
      scan.rules.takenFromNow + (report.isOfKnownMoments ? [] : scan.rules.takenFromLog)
    return report
  }

  /// Replays one update, condition by condition.
  ///
  /// - Returns: nil where there is no such audit of a ticket
  package func replay(audit id: Int64, _ request: ReplayRequest) throws -> ReplayedAudit? {
    guard
      let ticketID = try Int64.fetchOne(
        db, sql: "SELECT ticket_id FROM audit WHERE id = ?", arguments: [id])
    else { return nil }
    var request = request
    request.selection = Selection()
    request.selection.ticketIDs = [ticketID]
    var scan = try ReplayScan(self, request)
    try scan.freeze()
    guard let past = try scan.next(), let step = past.steps.first(where: { $0.update.id == id }),
      let ticket = step.acted.ticket
    else { return nil }
    let roles = scan.roles
    let account = scan.rules.account(at: step.update.at)
    let author = try ReplayAuthor(of: step.update, on: ticket) { try roles.role(of: $0, account) }
    var event = author.event(of: step.update, comment: step.update.comment)
    event.commentVaries = false
    event.comment = step.update.comment
    var found = ReplayedAudit(
      auditID: id, ticketID: ticketID, at: step.update.at, event: event, authorID: step.update.authorID)
    var replay = scan.replay()
    var fired: [Int64] = []
    switch try replay.replay(step) {
    case .replayed(let update):
      fired = update.fired
      found.differences = update.differences(hasCustomFields: scan.hasCustomFields)
    case .withoutRules: found.isWithoutRules = true
    case .notReplayable(let obstacle): found.obstacle = obstacle
    case .impossible: break
    }
    let compiler = scan.rules.compiler(at: step.update.at)
    for trigger in scan.rules.triggers where request.asked?.contains(trigger.id) ?? true {
      found.trials.append(
        ReplayedAudit.Trial(
          trigger: trigger,
          conditions: compiler.trial(
            of: trigger.conditions, event: event, before: step.before, now: step.acted),
          fires: fired.contains(trigger.id), fired: step.update.fired.contains(trigger.id)))
    }
    return found
  }
}

/// Who is what in the account, looked up once for each.
final class ReplayRoles {
  private let reader: StoreReader
  private var known: [Int64: Role?] = [:]

  init(_ reader: StoreReader) { self.reader = reader }

  /// nil of who only stands in the store by a number.
  func role(of id: Int64, _ account: AccountPast.Period) throws -> Role? {
    if let role = account.roles[id] { return role }
    if let role = known[id] { return role }
    let person = try reader.person(id: id)
    let role = person.flatMap { $0.origin == .placeholder ? nil : $0.role }
    // Customers are many; nobody's memory grows with them.
    if known.count > 65_536 { known.removeAll(keepingCapacity: true) }
    known[id] = .some(role)
    return role
  }
}

/// Hot loop: tickets one by one, each with its history.
private struct ReplayScan {
  private enum Column: Int, StatementColumn {
    case id, createdAt, authorID, via, events, document, form
  }

  private enum TicketColumn: Int, StatementColumn {
    case origin, sourceUpdatedAt, isRedacted

    var expression: String {
      switch self {
      case .isRedacted: "EXISTS (SELECT 1 FROM redaction r WHERE r.user_id = t.requester_id)"
      default: "t.\(name)"
      }
    }
  }

  private let db: Database
  private let request: ReplayRequest
  let rules: ReplayRules
  let roles: ReplayRoles
  let hasCustomFields: Bool
  private let columns: WorkItemColumns
  private var loader: WorkItemLoader?
  private let audits: SteppedStatement
  private let origin: SteppedStatement
  private var audit: AuditReader

  init(_ reader: StoreReader, _ request: ReplayRequest) throws {
    db = reader.db
    self.request = request
    rules = ReplayRules(request.triggers, try AccountPast(reader, since: request.from))
    roles = ReplayRoles(reader)
    hasCustomFields = rules.columns.contains(.customFields)
    var columns: WorkItemColumns = [.fields, .tags, .details, .facts, .requester]
    if hasCustomFields { columns.insert(.customFields) }
    self.columns = columns
    audit = AuditReader(readsComments: rules.readsComments)
    audits = try SteppedStatement(
      db, "SELECT \(Column.selected) FROM audit WHERE ticket_id = ? ORDER BY id")
    origin = try SteppedStatement(db, "SELECT \(TicketColumn.selected) FROM ticket t WHERE t.id = ?")
  }

  /// Fixes which tickets are meant: those selected that have an update in the period.
  mutating func freeze() throws {
    let nothing = Update(actor: .system, via: .api, at: .latest, steps: [])
    var batch = BatchUpdate(
      db, UpdateRequest(.tickets, request.selection, nothing, policy: rules.account(at: .latest).policy),
      .plan)
    try batch.freeze()
    if request.from != nil || request.to != nil {
      try db.execute(
        sql: """
          DELETE FROM temp.batch WHERE ticket_id NOT IN (
            SELECT ticket_id FROM audit WHERE ticket_id IS NOT NULL AND created_at >= ? AND created_at < ?)
          """, arguments: [(request.from ?? .earliest).seconds, (request.to ?? .latest).seconds])
    }
    loader = try WorkItemLoader(db, columns: columns)
  }

  /// How many tickets are meant.
  func count() throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.batch") ?? 0 }

  /// Leaves the others to somebody else.
  func keep(remainder: Int64, of count: Int64) throws {
    try db.execute(
      sql: "DELETE FROM temp.batch WHERE ticket_id % ? <> ?", arguments: [count, remainder])
  }

  /// Replays them all.
  mutating func report(_ progress: (_ done: Int, _ total: Int) -> Void) throws -> ReplayReport {
    var tally = ReplayTally(request, hasCustomFields: hasCustomFields)
    let total = try count()
    var done = 0
    while let past = try next() {
      done += 1
      if done % 256 == 0 {
        progress(done, total)
        try Interruption.check()
      }
      var replay = replay()
      for step in past.steps {
        if let from = request.from, step.update.at < from { continue }
        if let to = request.to, step.update.at >= to { continue }
        tally.note(try replay.replay(step), isWhole: past.isWhole)
        if !rules.isKnown(step.update.at) { tally.noteUnknownMoment() }
      }
      tally.note(tickets: 1, forked: replay.wasForked ? 1 : 0)
    }
    return tally.report
  }

  func replay() -> TicketReplay {
    let roles = roles
    return TicketReplay(rules: rules, hasCustomFields: hasCustomFields) { try roles.role(of: $0, $1) }
  }

  /// The next ticket's past; nil after the last.
  mutating func next() throws -> TicketPast? {
    guard let item = try loader?.next(), let ticket = item.ticket else { return nil }
    origin.bind(ticket.id)
    _ = try origin.step()
    let isImported = origin.word(TicketColumn.origin) == Origin.imported
    let sourceChange = isImported ? origin.optionalMoment(TicketColumn.sourceUpdatedAt) : nil
    let isRedacted = origin.flag(TicketColumn.isRedacted)
    origin.reset()
    var updates = try updates(of: ticket.id, isImported: isImported)
    if let sourceChange {
      Self.doubt(&updates, before: sourceChange)
      doubtFacts(&updates, before: sourceChange)
    }
    doubtRequester(&updates)
    if isRedacted {
      for index in updates.indices { updates[index].obstacle = .redacted }
    }
    return TicketPast(now: item, updates: updates, hasCustomFields: hasCustomFields)
  }

  /// What a source changed last stands in an audit of its own, or nobody knows what it changed: what was done here before
  /// may then have found something else.
  private static func doubt(_ updates: inout [RecordedUpdate], before sourceChange: Instant) {
    let isTold = updates.contains {
      $0.at >= sourceChange && (!$0.isLocal || $0.importBroughtTicket != nil)
    }
    if isTold { return }
    for index in updates.indices where updates[index].isLocal && updates[index].at <= sourceChange {
      updates[index].doubt = .gap
    }
  }

  /// Who asked for it, and what it began with, are those of the source's last word.
  private func doubtFacts(_ updates: inout [RecordedUpdate], before sourceChange: Instant) {
    let (readsFacts, readsBeginning) = (rules.readsFacts, rules.asksForComments)
    guard readsFacts || readsBeginning else { return }
    for index in updates.indices where updates[index].isLocal {
      let isEarlier = updates[index].at < sourceChange
      let brought = updates[index].importBroughtTicket
      if readsFacts && (isEarlier || brought == false) || readsBeginning && isEarlier && brought == true {
        updates[index].doubt = updates[index].doubt ?? .fieldNotTold
      }
    }
  }

  /// Of somebody whose ticket it is no longer, nothing is loaded but the number.
  private func doubtRequester(_ updates: inout [RecordedUpdate]) {
    let moved = updates.lastIndex { $0.beforeRules.contains { $0.field == .requester } }
    guard let moved, rules.readsRequester else { return }
    for index in updates[..<moved].indices { updates[index].doubt = updates[index].doubt ?? .fieldNotTold }
  }

  private mutating func updates(of ticketID: Int64, isImported: Bool) throws -> [RecordedUpdate] {
    var local: [RecordedUpdate] = []
    var imported: [RecordedUpdate] = []
    audits.bind(ticketID)
    defer { audits.reset() }
    while try audits.step() {
      var update = RecordedUpdate(
        id: audits.integer(Column.id), at: audits.moment(Column.createdAt),
        isLocal: audits.isNull(Column.document))
      update.authorID = audits.optionalInteger(Column.authorID)
      if update.isLocal {
        update.channel = Via(rawValue: Int(audits.integer(Column.via)))?.word ?? ""
        update = audit.read(update, events: audits.utf8(Column.events))
        if update.importBroughtTicket == true { update.comment = try description(of: ticketID) }
        if isImported && !update.hasActor { update.obstacle = update.obstacle ?? .importedRun }
        local.append(update)
      } else {
        let told = Array(audits.utf8(Column.document))
        let document = audits.flag(Column.form) ? try? TicketEventFormat.audit(told) : told
        update = audit.read(update, document: document ?? [])
        imported.append(update)
      }
    }
    guard !imported.isEmpty else { return local }
    return Self.inOrder(local, imported)
  }

  /// What a ticket begins with is its first comment.
  private func description(of ticketID: Int64) throws -> RuleEvent.Comment? {
    let statement = try db.cachedStatement(
      sql: "SELECT body ->> '$.description' FROM ticket_document WHERE ticket_id = ?")
    let text = try String.fetchOne(statement, arguments: [ticketID])
    return text.flatMap { $0.isEmpty ? nil : RuleEvent.Comment(body: $0, isPublic: true) }
  }

  /// What was made here happened in the order of the ids, whatever moment it tells of; what came from elsewhere, in that of
  /// the moments.
  private static func inOrder(_ local: [RecordedUpdate], _ imported: [RecordedUpdate]) -> [RecordedUpdate] {
    let told = imported.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    guard !local.isEmpty else { return told }
    var all: [RecordedUpdate] = []
    var rest = told[...]
    for update in local {
      while let next = rest.first, next.at <= update.at {
        all.append(next)
        rest.removeFirst()
      }
      all.append(update)
    }
    return all + rest
  }
}
