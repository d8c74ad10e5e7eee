import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreExchange
import WireFormat

/// One run of `import`, over several files, each of which is a transaction of its own.
struct ImportRun {
  private let context: CommandContext
  private let isForgiving: Bool
  private var total = ImportReport()
  private var logID: Int64?

  init(_ context: CommandContext) {
    self.context = context
    isForgiving = context.arguments[ImportOptions.keepGoing]
  }

  mutating func run() throws -> ExitCode {
    let open = try context.open()
    var actor = try open.store.read { try open.admin($0) }
    // All files are there before the first one is taken.
    let files = try context.arguments[all: ImportOptions.files].map { try InputFile.open($0, context) }
    let rejects = try context.arguments[ImportOptions.rejects].map { try WholeFile($0) }
    defer { rejects?.discard() }
    var refused: [String] = []
    for file in files {
      let report = try take(file, open, actor, rejects)
      tell(report, of: file)
      actor = actor.after(report)
      total.merge(report)
      if report.isRefused { refused.append(file.name) }
    }
    try rejects?.finish()
    try write(open.clock)
    guard refused.isEmpty else { throw refusal(of: refused, among: files.count) }
    return total.failureCount > 0 ? .no : .done
  }

  private func refusal(of names: [String], among count: Int) -> Failure {
    let others = names.count < count ? "; the other files were imported" : ""
    return Failure(
      .badInput, "bad_input",
      "\(names.joined(separator: ", ")) \(names.count == 1 ? "was" : "were") not imported; fix \(names.count == 1 ? "it" : "them")\(isForgiving ? "" : ", or import the rest with --keep-going")\(others)"
    )
  }

  private mutating func take(
    _ file: InputFile, _ open: OpenStore, _ actor: Person, _ rejects: WholeFile?
  ) throws -> ImportReport {
    let progress = context.progress("importing \(file.name)", .share { file.share })
    defer { progress.finish() }
    do {
      let input = ImportInput(file)
      let reader = JSONRecordReader(
        collectionKeys: RecordKind.keys, singularKeys: RecordKind.keys, read: input.read)
      let (before, logged) = (total.changed, logID)
      var logID = logged
      let report = try open.store.importRecords(
        reader, as: context.arguments[ImportOptions.asType].flatMap(WireKind.init(rawValue:)),
        rulesFor: context.arguments[ImportOptions.runTriggers] ? actor : nil, keepGoing: isForgiving,
        now: open.now, rejects: rejects.map { file in { try file.write($0) } },
        progress: { progress.reach($0) },
        log: { report, writer in
          let summary = "imported \(before + report.changed) records"
          logID = try open.noteStep(writer, in: logged, by: actor.after(report), summary)
        })
      self.logID = logID
      return report
    } catch let problem as ImportInput.Problem {
      return ImportReport(refusedFor: problem.sentence)
    }
  }

  // MARK: Telling

  /// What was wrong, and what had no place.
  private func tell(_ report: ImportReport, of input: InputFile) {
    for failure in report.failures {
      context.messages.line("sessionctl: \(input.name), \(failure.place): \(failure.reason)", .red)
    }
    let more = report.failureCount - report.failures.count
    if more > 0 { context.messages.line("sessionctl: \(input.name): and \(more) more", .red) }
    for note in report.notes { context.note("\(input.name): \(note.sentence)") }
    if !report.isRefused { tellMended(report, of: input) }
    if let ruled = report.ruled, ruled.matched > 0 {
      let effects = [
        counted(ruled.emails, "e-mail"), counted(ruled.surveys, "survey"), counted(ruled.webhooks, "webhook"),
        counted(ruled.messages, "message"),
      ]
      context.note(
        "\(input.name): rules ran on \(counted(ruled.matched, "ticket")) and changed \(ruled.changed) (\(effects.joined(separator: ", ")))"
      )
      for sentence in ruled.leftRouting.sentences { context.note("\(input.name): \(sentence)") }
    }
    if !report.isRefused {
      tellSkipped(report, of: input)
      if let sentence = report.redactedSentence { context.note("\(input.name): \(sentence)") }
    }
  }

  /// What had another form than the API's: each form with its first record.
  private func tellMended(_ report: ImportReport, of input: InputFile) {
    for (form, mended) in report.mended.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let value = mended.example.text.isEmpty ? "" : " \(mended.example.text)"
      context.note(
        "\(input.name): repaired \(counted(mended.count, "record")) with \(form.phrase), the first in \(mended.place): \(mended.example.member)\(value)"
      )
    }
  }

  private func tellSkipped(_ report: ImportReport, of input: InputFile) {
    for kind in WireKind.allCases.map(\.record).sorted(by: { $0.name < $1.name }) {
      guard let reason = kind.unused, let wire = kind.wire, let count = report.counts[wire]?.skipped,
        count > 0
      else { continue }
      context.note("\(input.name): skipped \(kind.counted(count)): \(reason)")
    }
    for kind in RecordKind.all {
      guard let count = report.skipped[kind] else { continue }
      context.note(
        kind == .ownDocument
          ? "\(input.name): skipped \(counted(count, "record")) of a list of this program, which lacks members that import needs; use 'sessionctl export'"
          : "\(input.name): skipped \(kind.counted(count)): not used")
    }
    if report.unknown.skipped > 0 {
      context.note(
        "\(input.name): skipped \(counted(report.unknown.skipped, "record")) of unknown kind: see --explain, or name the kind with --as-type"
      )
    }
  }

  private func write(_ clock: RunClock) throws {
    if context.isSilent { return }
    let fates = total.fates
    try context.write(importDocument, fates, clock)
    if fates.isEmpty && total.failureCount == 0 && context.format == .table {
      context.note("there was nothing to import")
    }
  }
}

extension Person {
  /// The same person, who may have got another id by an import.
  func after(_ report: ImportReport) -> Person {
    var person = self
    person.id = report.mergedStaff[id] ?? id
    return person
  }
}

extension ImportReport {
  /// That records were left out, because nothing brings back who was redacted; nil where none was.
  var redactedSentence: String? {
    redacted == 0 ? nil : "skipped \(counted(redacted, "record")) of redacted users"
  }

  /// Of an input of which nothing could be read.
  fileprivate init(refusedFor reason: String) {
    self.init()
    isRefused = true
    failureCount = 1
    failures = [Failure(line: nil, index: nil, reason: reason)]
  }

  /// What became of the records of a kind, by its name.
  typealias Fate = (name: String, counts: Counts)

  fileprivate var fates: [Fate] {
    var fates = RecordKind.all.compactMap { kind -> Fate? in
      if let counts = kind.wire.flatMap({ self.counts[$0] }) { return (kind.name, counts) }
      return skipped[kind].map { count in
        var counts = Counts()
        counts.skipped = count
        return (kind.name, counts)
      }
    }
    if unknown != Counts() { fates.append(("unknown", unknown)) }
    return fates
  }

  /// Adds another input's numbers; of one that was not committed only the failures.
  fileprivate mutating func merge(_ other: ImportReport) {
    failureCount += other.failureCount
    unknown.failed += other.unknown.failed
    if !other.isRefused {
      unknown.skipped += other.unknown.skipped
      skipped.merge(other.skipped, uniquingKeysWith: +)
    }
    for (kind, counts) in other.counts {
      var sum = self.counts[kind] ?? Counts()
      sum.failed += counts.failed
      if !other.isRefused {
        sum.created += counts.created
        sum.updated += counts.updated
        sum.unchanged += counts.unchanged
        sum.skipped += counts.skipped
        sum.redacted += counts.redacted
        sum.mended += counts.mended
      }
      self.counts[kind] = sum
    }
  }
}
