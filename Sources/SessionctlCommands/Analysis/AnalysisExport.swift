import CivilTime
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

/// One run of `export --analysis`: writes the months that are over and that the folder lacks, and of those it has what came
/// later.
struct AnalysisExport {
  private let reader: StoreReader
  let folder: AnalysisFolder
  let context: CommandContext
  private let now: Instant
  /// The first month that is not over.
  private let end: AnalysisMonth
  private let hours: BusinessHours?
  private(set) var manifest: AnalysisManifest
  let progress: Progressing
  /// Files that this run wrote.
  private(set) var written: [AnalysisManifest.File] = []

  /// Says how many rows there are so far.
  typealias Progressing = (Int) -> Void

  /// So many files are open at once at most.
  private static let mostParts = 256

  init(
    _ reader: StoreReader, _ folder: AnalysisFolder, _ manifest: AnalysisManifest, _ context: CommandContext,
    now: Instant, progress: @escaping Progressing
  ) throws {
    self.reader = reader
    self.folder = folder
    self.manifest = manifest
    self.context = context
    self.now = now
    self.progress = progress
    end = AnalysisMonth(of: now)
    let standard = try reader.setting(Setting.defaultSchedule) ?? ""
    hours = try standard.isEmpty ? nil : Naming(reader).businessHours(standard)
  }

  mutating func run() throws {
    var last: LogEntry?
    try reader.forEachLogEntry(newestFirst: true, limit: 1) { last = $0 }
    let (untold, history) = (try checksumOfUntold(), try reader.localIDsEnd(.audit))
    let complete = last.map {
      AnalysisManifest.Completion(
        log: AnalysisManifest.LogPlace($0), untold: untold, before: end, history: history)
    }
    // Where nothing was changed and no month has ended since, there is nothing else.
    if complete != nil && complete == manifest.complete { return try writeQueueDay() }
    try checkLog(last)
    let news = try firstOfNews(complete)
    let isSameMonth = manifest.complete?.before == end
    manifest.complete = nil
    try writeSessions(news)
    try writeTickets(news)
    if news == nil { try writePrunedTickets(isSameMonth: isSameMonth) }
    try writeFirings(news)
    try writeAgentDays()
    try writeQueueDay()
    manifest.complete = complete
    try folder.write(manifest)
  }

  /// Commands of which the history tells each conversation that they changed; where `prune` took that away, it says how far.
  static let told: Set<String> = [
    "conversation end", "conversation handoff", "conversation ingest", "conversation say",
    "conversation start", "macro apply", "outbox deliver", "prune", "routing run", "session end",
    "session remind", "ticket close-solved", "ticket note", "ticket rate", "ticket reply",
    "ticket update",
  ]

  /// Of all others, from the log's beginning on: one that is still under way completes an entry that is not the last.
  private func checksumOfUntold() throws -> String {
    var checksum = Checksum()
    try reader.forEachLogSummary(exceptOf: Self.told) { id, summary in
      (Array("\(id) ".utf8) + summary).withUnsafeBytes { checksum.add($0) }
    }
    return checksum.text
  }

  /// The first entry of the history that the last complete run has not seen, where whatever happened since stands from
  /// there on; nil where everything has to be looked at: a month has ended, or there was an import or the like.
  private func firstOfNews(_ now: AnalysisManifest.Completion?) throws -> Int64? {
    guard let known = manifest.complete, let now, known.before == now.before, known.untold == now.untold,
      known.history <= now.history, try reader.logEntry(id: known.log.id) != nil,
      try reader.hasWholeLog(after: known.log.id),
      try reader.retention(.conversations)?.lastAuditID ?? .min < known.history
    else { return nil }
    return known.history
  }

  // MARK: Tables

  private mutating func writeSessions(_ news: Int64?) throws {
    var all: [AnalysisMonth: AnalysisTally]
    if let news {
      all = manifest.seen[AnalysisTable.sessions.name] ?? [:]
      for month in try reader.analysisMonths(ofNews: news, before: end)
      where month >= manifest.since ?? month {
        all[month] = try reader.analysisSessions(from: month, before: month.next)[month]
      }
    } else {
      all = try reader.analysisSessions(from: manifest.since, before: end)
    }
    let changed = changedMonths(.sessions, all)
    let isMost =
      changed.reduce(0) { $0 + (all[$1]?.rows ?? 0) } * 4 > all.values.reduce(0) { $0 + $1.rows }
    for months in changed.pieces(of: Self.mostParts) {
      try write(.sessions, "session_id", months) { reader, months, hours, take in
        try reader.forEachAnalysisSession(in: months, isMost: isMost, hours: hours, take)
      }
    }
    try complete(.sessions, all)
  }

  private mutating func writeTickets(_ news: Int64?) throws {
    let all = try reader.analysisTickets(from: manifest.since, before: end, news: news)
    let changed = news == nil ? changedMonths(.tickets, all) : all.keys.sorted()
    // Of those that were written when they had been pruned, and came back since, the folder has enough.
    var returned: Set<Int64> = []
    for file in manifest.files where file.isOfPruned && !changed.isEmpty {
      try returned.formUnion(folder.ids(in: file, "session_id", context))
    }
    for months in changed.pieces(of: Self.mostParts) {
      try write(.tickets, "ticket_id", months) { reader, months, hours, take in
        try reader.forEachAnalysisTicket(
          in: months, news: news, withoutSessions: returned, hours: hours, take)
      }
    }
    // What the news come to says nothing of whole months: these are looked at again when everything is.
    if news == nil { try complete(.tickets, all) }
  }

  /// Tickets that left the store before they were written: looked for where all is, if it was pruned since or another month
  /// is over. Those that were closed and pruned within a month come when that is over, as they had come otherwise.
  private mutating func writePrunedTickets(isSameMonth: Bool) throws {
    guard let prunedAt = try reader.retention(.conversations)?.prunedAt,
      prunedAt != manifest.prunedAt || !isSameMonth
    else { return }
    var known: Set<Int64> = []
    for file in manifest.files where file.table == AnalysisTable.tickets.name {
      try known.formUnion(folder.ids(in: file, "session_id", context))
    }
    var parts = Parts(self, .tickets, "pruned")
    try reader.forEachAnalysisPrunedTicket(from: manifest.since, before: end, hours: hours) {
      if !known.contains($1) { try parts.add($0, $1, $2) }
    }
    try keep(parts, isOfPruned: true)
    manifest.prunedAt = prunedAt
    try folder.write(manifest)
  }

  private mutating func writeFirings(_ news: Int64?) throws {
    let read = try reader.analysisHistory(after: manifest.firings, before: end)
    var parts = Parts(self, .firings)
    var known = KnownIDs(self, .firings, "audit_id")
    // Also what came after the first entry of a month that is not over.
    let mark = max(manifest.firings, news.map { $0 - 1 } ?? .min)
    try reader.forEachAnalysisFiring(after: mark, from: manifest.since, before: end) {
      if try !known.contains($1, in: $0) { try parts.add($0, $1, $2) }
    }
    try keep(parts)
    manifest.firings = read
    try folder.write(manifest)
  }

  private mutating func writeAgentDays() throws {
    let from = manifest.agentDays ?? manifest.since
    guard from.map({ $0 < end }) ?? true else { return }
    var parts = Parts(self, .agentDays)
    try reader.forEachAnalysisAgentDay(from: from, before: end) { try parts.add($0, $1, $2) }
    try keep(parts)
    manifest.agentDays = end
    try folder.write(manifest)
  }

  private mutating func writeQueueDay() throws {
    let name = "day-\(now.rfc3339.prefix(10))"
    guard !manifest.files(of: .queueDays, in: end).contains(where: { $0.path.hasSuffix("/\(name).ndjson") })
    else { return }
    var parts = Parts(self, .queueDays, name)
    for line in try reader.analysisQueueDay(now: now) { try parts.add(end, now.seconds / 86_400, line) }
    try keep(parts)
    try folder.write(manifest)
  }

  // MARK: Months

  /// A store that was restored to something earlier gives ids once more, which the folder has already.
  private mutating func checkLog(_ last: LogEntry?) throws {
    if let known = manifest.log {
      let there = try reader.logEntry(id: known.id)?.at
      // An entry that is missing among later ones was pruned.
      let isGone = there == nil && (last?.id ?? 0) <= known.id
      if isGone || (there != nil && there != known.at) {
        throw Failure.refused(
          "\(folder.path) has months of this store from a time after the one it was restored to; what happened since may differ, so export into a new folder"
        )
      }
    }
    manifest.log = last.map(AnalysisManifest.LogPlace.init)
  }

  /// The months that hold something else than when they were looked at last.
  private func changedMonths(_ table: AnalysisTable, _ all: [AnalysisMonth: AnalysisTally])
    -> [AnalysisMonth]
  {
    let seen = manifest.seen[table.name] ?? [:]
    return all.keys.filter { all[$0] != seen[$0] }.sorted()
  }

  private mutating func complete(_ table: AnalysisTable, _ all: [AnalysisMonth: AnalysisTally]) throws {
    manifest.seen[table.name] = all
    try folder.write(manifest)
  }

  private mutating func write(
    _ table: AnalysisTable, _ member: String, _ months: [AnalysisMonth],
    _ rows: (StoreReader, Set<AnalysisMonth>, BusinessHours?, AnalysisRowTaker) throws -> Void
  ) throws {
    var parts = Parts(self, table)
    var known = KnownIDs(self, table, member)
    try rows(reader, Set(months), hours) {
      if try !known.contains($1, in: $0) { try parts.add($0, $1, $2) }
    }
    try keep(parts)
  }

  private mutating func keep(_ parts: Parts, isOfPruned: Bool = false) throws {
    let files = try parts.finish(hours: hours?.fingerprint, isOfPruned: isOfPruned, at: now)
    manifest.files += files
    written += files
  }
}

extension AnalysisManifest.LogPlace {
  fileprivate init(_ entry: LogEntry) { self.init(id: entry.id, at: entry.at) }
}

extension [AnalysisMonth] {
  fileprivate func pieces(of most: Int) -> [[AnalysisMonth]] {
    stride(from: 0, to: count, by: most).map { Array(self[$0..<Swift.min($0 + most, count)]) }
  }
}

extension BusinessHours {
  /// Tells hours from others: the schedule's id, and a checksum of all that counts.
  fileprivate var fingerprint: String {
    var text = "\(schedule.timeZone)"
    for interval in schedule.intervals { text += " \(interval.start)-\(interval.end)" }
    for holiday in schedule.holidays {
      text += " \(holiday.firstDay.daysSinceEpoch)-\(holiday.lastDay.daysSinceEpoch)"
    }
    return "\(schedule.id):\(Checksum.of(text.utf8))"
  }
}
