import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes records of the wire formats into the store, one file in one transaction (domain §12).
///
/// An upsert by id: newer data updates, older data does not; sessions are never reactivated, routing channels
/// never touched, and nothing that was made here is overwritten.
final class Importer {
  let db: Database
  let now: Instant
  private let references: References
  private let redacted: RedactedRecords
  private let people: PeopleImport
  private let schedules: ScheduleImport
  private let sessions: SessionImport
  private let tickets: TicketImport
  private let newTickets: NewTickets
  /// nil where each record is looked at, because of somebody who was redacted.
  private let repeated: RepeatedTickets?
  private let activity: ActivityImport
  private let audits: AuditImport
  private let messages: MessageImport
  private let ratings: RatingImport
  private let queues: QueueImport
  private let archive: ArchiveImport
  /// How the live account calls the parts of rules; nil until a rule comes.
  private var accountWords: AccountWords?
  private let reworded = RecordIndex()
  /// Made anew where something else has come in between, which rules may name.
  private var rules: RuleImport?
  private let waiting: WaitingImport
  private let updates: ImportedUpdates?
  /// The kinds of which a record has come.
  private var noted: Set<WireKind> = []
  private let opener = RecordOpener()
  /// Whether queues that ask for business hours may say something else now.
  private var hoursChanged = false
  private let hadAdmin: Bool
  /// Whether the store held nothing but what `init` made (P4).
  private let wasFresh: Bool
  /// Undo what a record has written when it fails, where the rest of its file is taken.
  private let savepoint: (begin: SteppedStatement, undo: SteppedStatement, release: SteppedStatement)?
  private let mending = Mending()
  /// Whether anything was changed so far.
  private var hasChanged = false
  /// What was left out on purpose.
  private(set) var notes: [ImportNote] = []

  /// - Parameters:
  ///   - runsRules: whether the account's rules follow what the import does to tickets
  ///   - worthTwoCores: after how many new tickets in a row another thread writes those that follow; nil: never
  init(
    _ db: Database, now: Instant, keepGoing: Bool, runsRules: Bool = false, worthTwoCores: Int? = nil
  ) throws {
    self.db = db
    self.now = now
    updates = runsRules ? try ImportedUpdates(db) : nil
    savepoint =
      try keepGoing
      ? (
        SteppedStatement(db, "SAVEPOINT record"), SteppedStatement(db, "ROLLBACK TO record"),
        SteppedStatement(db, "RELEASE record")
      ) : nil
    wasFresh = try AccountImport.isFresh(db)
    hadAdmin = try StoreReader(db).firstAdmin() != nil
    references = try References(db, now: now)
    people = try PeopleImport(db, references)
    schedules = try ScheduleImport(db)
    sessions = try SessionImport(db, references)
    redacted = try RedactedRecords(db, references, sessions)
    waiting = try WaitingImport(db)
    queues = QueueImport(db, now: now)
    archive = ArchiveImport(db)
    activity = try ActivityImport(db, references)
    audits = try AuditImport(db, references, sessions, waiting, activity)
    messages = try MessageImport(db, references, activity)
    ratings = try RatingImport(db, references, updates)
    tickets = try TicketImport(db, references, sessions, waiting, updates)
    // Rules compare each ticket with what was here before it, and of who was redacted each record is asked.
    let notesNone = runsRules || redacted.areAny
    newTickets = NewTickets(
      db, references, sessions, waiting, isWorthAfter: notesNone ? nil : worthTwoCores)
    repeated = redacted.areAny ? nil : try RepeatedTickets(db)
  }

  /// Takes one record.
  ///
  /// - Throws: `WireProblem` when the record is wrong; then nothing of it stays.
  func take(_ record: JSONRecord, kind: WireKind) throws -> ImportOutcome {
    // That tickets are imported at all is known by then, unless it was undone.
    if kind == .ticket, noted.contains(.ticket), try newTickets.note(record) { return .created }
    try newTickets.write()
    let outcome = try takeAtOnce(record, kind: kind)
    if outcome.changesStore, !hasChanged {
      // Mostly an import of what is here already has little to write, and then needs no memory for it.
      try StoreWriter(db).growCache(toMiB: 128)
      hasChanged = true
    }
    try newTickets.count(outcome, kind)
    if kind == .ticket, outcome == .unchanged, record.kindKey == nil {
      repeated?.expect(after: try record.wireID())
    }
    return outcome
  }

  private func takeAtOnce(_ record: JSONRecord, kind: WireKind) throws -> ImportOutcome {
    try savepoint?.begin.run()
    if try redacted.concerns(record, kind) {
      try savepoint?.release.run()
      return .redacted
    }
    // Before it is written: who was made here and makes room for it gets an id that keeps apart.
    let isNews = try archive.isOurs ? false : note(kind)
    let changes = db.totalChangesCount
    do {
      let outcome = try write(record, kind: kind)
      if isNews, outcome == .skipped { try forget(kind) }
      try savepoint?.release.run()
      return outcome
    } catch {
      guard let problem = Self.problem(error) else { throw error }
      // Mostly a record is found wrong before anything is written. Undoing costs more than reading a hundred records:
      // the transaction has made TEMP tables, and so SQLite prepares every statement anew.
      if db.totalChangesCount != changes {
        try savepoint?.undo.run()
        references.forgetAll()
        noted.removeAll()
      } else if isNews {
        try forget(kind)
      }
      try savepoint?.release.run()
      throw problem
    }
  }

  /// What is wrong with a record, if the failure is one of the record's.
  private static func problem(_ error: any Error) -> WireProblem? {
    if let error = error as? DatabaseError, error.resultCode == .SQLITE_CONSTRAINT {
      return WireProblem("it contradicts what is stored: \(error.message ?? "a constraint failed")")
    }
    if let refusal = error as? AdministrationRefusal { return WireProblem(refusal.sentence) }
    return error as? WireProblem
  }

  private func write(_ record: JSONRecord, kind: WireKind) throws -> ImportOutcome {
    switch kind {
    case .user:
      // `users/me` answers so to nobody who has signed in.
      if record.member("id")?.isNull == true { return .skipped }
      return try people.takeUser(record)
    case .group:
      return try people.takeGroup(record)
    case .groupMembership:
      return try people.takeMembership(record)
    case .schedule:
      let outcome = try schedules.take(record)
      hoursChanged = hoursChanged || outcome.changesStore
      return outcome
    case .holiday:
      let outcome = try schedules.take(WireHoliday(record))
      hoursChanged = hoursChanged || outcome.changesStore
      return outcome
    case .ticket:
      return try tickets.take(record, audits)
    case .audit, .ticketEvent:
      let audit = try WireAudit(record)
      let outcome = try audits.take(audit, record)
      if case .created = outcome { try archive.note(returned: audit.id) }
      return outcome
    case .satisfactionRating:
      return try ratings.take(record)
    case .comment: return try messages.takeComment(record)
    case .conversationLogEvent: return try messages.takeLogEvent(record)
    case .session: return try sessions.take(WireSession(record))
    case .conversationKey:
      return try IngestMemoryImport(db, sessions).take(WireConversationKey(record))
    case .ingestedEvent: return try IngestMemoryImport(db, sessions).take(WireIngestedEvent(record))
    case .archive: return try archive.begin(WireArchive(record))
    case .outboxMessage: return try archive.take(WireOutboxMessage(record))
    case .logEntry: return try archive.take(WireLogEntry(record))
    case .trigger:
      let record = try inOurWords(record)
      return try ruleImport().take(WireTrigger(record), record)
    case .triggerCategory:
      return try TriggerCategoryImport(db: db, now: now).take(record)
    case .messagingTrigger:
      return try ruleImport().take(WireMessagingTrigger(record), record)
    case .macro:
      let record = try inOurWords(record)
      return try ruleImport().take(WireMacro(record), record)
    case .queue:
      let record = try inOurWords(record)
      return try queues.take(WireQueue(record), record)
    case .account:
      // The words of the file's own rules; those that the store has learned itself come first.
      if try StoreReader(db).accountWords().isEmpty { accountWords = try AccountImport.words(record)?.words }
      var account = AccountImport(db, references, isFresh: wasFresh)
      let outcome = try account.take(record)
      if case .updated = outcome { waiting.needsAll = true }
      notes += account.notes
      return outcome
    }
  }

  /// A rule as the account has it, in the words that are evaluated here.
  private func inOurWords(_ record: JSONRecord) throws -> JSONRecord {
    let words = try accountWords ?? StoreReader(db).accountWords()
    accountWords = words
    guard let text = WireRule.worded(record, .ours, by: words) else { return record }
    return try reworded.scan(text, insteadOf: record)
  }

  private func ruleImport() throws -> RuleImport {
    if let rules { return rules }
    let made = try RuleImport(db, now: now)
    rules = made
    return made
  }

  /// Does what needs the whole file: ends that came with closed tickets, senders who were unknown when they wrote.
  ///
  /// - Parameter actor: who imports
  /// - Throws: `WireProblem` when the file as a whole can't be taken.
  func finish(by actor: Person?) throws {
    try newTickets.finish()
    try messages.findTickets()
    try sessions.finish(now: now)
    if !people.redactedElsewhere.isEmpty { notes.append(.redactedElsewhere(people.redactedElsewhere)) }
    if people.hasNewPeople { try activity.resolveSenders() }
    try activity.settle()
    try archive.finish()
    let queuesChanged =
      try queues.needsRematch || (hoursChanged && StoreReader(db).queuesLook(at: .hours))
    try waiting.finish(queuesChanged: queuesChanged, at: now)
    guard try !hadAdmin || StoreReader(db).firstAdmin() != nil else {
      throw WireProblem("it would leave no admin who is not suspended")
    }
    guard let updates, var actor else { return }
    actor.id = mergedStaff[actor.id] ?? actor.id
    try updates.finish(by: actor, at: now)
  }

  /// Gives the connection back where the import has failed.
  func abandon() { newTickets.abandon() }

  /// What the rules did, where they follow.
  var ruled: UpdateSummary? { updates?.summary }

  /// Staff made here who got the ids they are imported under.
  var mergedStaff: [Int64: Int64] { people.merged }

  /// - Returns: whether the store did not know before that records of the kind are imported
  private func note(_ kind: WireKind) throws -> Bool {
    guard noted.insert(kind).inserted, let kind = kind.imported else { return false }
    try StoreWriter(db).noteImported(kind)
    return db.changesCount > 0
  }

  /// What was noted for a record of which nothing was taken.
  private func forget(_ kind: WireKind) throws {
    guard noted.remove(kind) != nil, let kind = kind.imported else { return }
    try db.cachedStatement(sql: "DELETE FROM imported_kind WHERE kind = ?")
      .execute(arguments: [kind.rawValue])
  }
}

extension Store {
  /// Imports one input in one transaction.
  ///
  /// - Parameters:
  ///   - order: the kind of records whose key does not tell it
  ///   - rulesFor: who imports, where the account's rules follow what happens to tickets; nil: no rule runs
  ///   - keepGoing: take the rest when a record is wrong; otherwise nothing of the input is taken
  ///   - rejects: gets what is wrong as it came, a record a line; then all of the input is read, also where nothing
  ///     of it is taken
  ///   - alongside: what is written in the same transaction whenever it stays
  ///   - log: makes the log's entry of an import that changed something
  package func importRecords(
    _ reader: JSONRecordReader, as order: WireKind? = nil, rulesFor actor: Person? = nil,
    keepGoing: Bool, now: Instant, rejects: ((UnsafeRawBufferPointer) throws -> Void)? = nil,
    progress: (Int) -> Void = { _ in },
    alongside: (ImportReport, StoreWriter) throws -> Void = { _, _ in },
    log: (ImportReport, StoreWriter) throws -> Void
  ) throws -> ImportReport {
    var report = ImportReport()
    do {
      try write { writer in
        let importer = try Importer(
          writer.db, now: now, keepGoing: keepGoing || rejects != nil, runsRules: actor != nil,
          worthTwoCores: worthTwoCores)
        defer { importer.abandon() }
        try importer.mends {
          try importer.takeAll(
            reader, as: order?.record, rejects: rejects.map(RejectedRecords.init),
            stopsAtFailure: !keepGoing && rejects == nil, into: &report, progress: progress)
        }
        if report.failureCount > 0 && !keepGoing { throw Refused() }
        do { try importer.finish(by: actor) } catch let problem as WireProblem {
          report.add(ImportReport.Failure(line: nil, index: nil, reason: problem.message))
          throw Refused()
        }
        report.mergedStaff = importer.mergedStaff
        report.notes = importer.notes
        report.ruled = importer.ruled
        try alongside(report, writer)
        if report.changed > 0 { try log(report, writer) }
      }
    } catch is Refused { report.isRefused = true }
    return report
  }
}

/// Rolls the transaction of an input back in which a record was wrong.
private struct Refused: Error {}

extension Importer {
  /// Runs a body that takes records, and knows what is mended in them.
  fileprivate func mends(_ body: () throws -> Void) throws {
    try Mending.$current.withValue(mending) { try body() }
  }

  fileprivate func takeAll(
    _ reader: JSONRecordReader, as order: RecordKind?, rejects: RejectedRecords?, stopsAtFailure: Bool,
    into report: inout ImportReport, progress: (Int) -> Void
  ) throws {
    var count = 0
    var values: [String: Int] = [:]
    reader.takesValue = { key, _ in
      guard RecordKind.of(key: key)?.wire == nil else { return false }
      values[key, default: 0] += 1
      return true
    }
    var unnamed = 0
    reader.passesUnnamed = { _ in unnamed += 1 }
    reader.passesOver = rejects.map { rejects in { try rejects.add($1, under: $0, isPiece: $2) } }
    defer {
      for (key, count) in values { report.skip(count, of: RecordKind.of(key: key)) }
      report.skip(unnamed, of: nil)
    }
    while true {
      if try repeated?.pass(reader) == true {
        report.add(.unchanged, kind: .ticket)
      } else {
        switch try reader.next() {
        case .end: return
        case .failure(let line, let index, let reason, _):
          report.add(ImportReport.Failure(line: line, index: index, reason: reason))
          if stopsAtFailure { return }
          continue
        case .record(let record):
          if try !take(record, as: order, into: &report) {
            try rejects?.add(record)
            if stopsAtFailure { return }
          }
        }
      }
      count += 1
      if count % 256 == 0 {
        progress(count)
        try Interruption.check()
      }
    }
  }

  /// Takes one record as what it is; false if it is wrong.
  private func take(
    _ record: JSONRecord, as order: RecordKind?, into report: inout ImportReport
  ) throws -> Bool {
    let opened = opener.open(record, order: order)
    let found = opened.recognition.kind
    guard let kind = found?.wire else {
      if found == nil, let problem = RecordKind.refusal(of: opened.record) {
        report.add(ImportReport.Failure(line: record.line, index: record.index, reason: problem))
        return false
      }
      report.skip(1, of: found)
      return true
    }
    if found?.isRule != true { rules = nil }
    do {
      let outcome = try take(opened.record, kind: kind)
      report.add(outcome, kind: kind)
      let mended = mending.take()
      if outcome.changesStore { report.add(mended, kind: kind, line: record.line, index: record.index) }
      return true
    } catch let problem as WireProblem {
      _ = mending.take()
      if let other = found?.skipped(insteadFor: opened.record) {
        report.skip(1, of: other)
        return true
      }
      let name = opened.record.member("id")?.wireID.map { " \($0)" } ?? ""
      report.add(
        ImportReport.Failure(
          line: record.line, index: record.index, reason: "\(kind.rawValue)\(name): \(problem.message)"),
        kind: kind)
      return false
    }
  }
}

extension WireKind {
  /// What ids made here keep apart from once a record of the kind has come: its like, if any are made here. Sessions are
  /// made here even when their tickets are imported.
  fileprivate var imported: ImportedKind? {
    switch self {
    case .session: nil
    case .ticketEvent: .audit
    default: ImportedKind(rawValue: rawValue)
    }
  }
}
