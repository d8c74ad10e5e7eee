import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A run over sessions that are selected: planned alone, or done in one transaction after a yes, then told.
struct SessionRun {
  let context: CommandContext
  let open: OpenStore
  /// Plan it, and change nothing.
  let isDryRun: Bool
  /// What the progress line calls it: `ending`.
  let doing: String
  /// What is said after a no: `nothing was ended`.
  let declined: String
  /// Everything that the run relies on, read in the transaction that does it.
  let request: (StoreReader) throws -> UpdateRequest
  /// What the log says of the run once it is done.
  let logged: (UpdateSummary) -> String
  /// The selection in words, as somebody reads it before saying yes.
  let selected: (StoreReader) throws -> String
  /// How many sessions something would happen to.
  let total: (UpdateSummary) -> Int

  /// What the head of a run's document is made of.
  typealias Told = (summary: UpdateSummary, isDryRun: Bool)

  /// What a run asks before it begins.
  struct Question {
    /// Asked on a terminal: `End 12 sessions?`
    let text: String
    /// Said where nobody can be asked: `this would end 12 sessions`.
    let refusal: String
    /// What must be typed instead of a yes.
    var typing: String?
  }

  /// Does it, or plans it in a dry run.
  /// - Parameter question: what to ask once it is known what would happen, nil for nothing to ask;
  ///   nil itself where a yes was given or isn't needed.
  /// - Returns: nil after a no, which is told.
  func perform(question: ((UpdateSummary) -> Question?)?) throws -> UpdateSummary? {
    if isDryRun { return try plan() }
    var isAgreed = false
    if let question {
      let summary = try plan()
      if let asked = question(summary) {
        guard
          try context.hasConsent(
            to: asked.text, seeing: { try preview(summary) }, typing: asked.typing,
            refusal: asked.refusal + "; give --yes to do it, or --dry-run to look first")
        else {
          context.messages.line(declined)
          return nil
        }
      }
      isAgreed = true
    }
    let progress = context.progress(doing)
    defer { progress.finish() }
    return try open.store.run(
      progress: { progress.reach($0, of: $1) },
      log: { request, summary in open.entry(by: request.update.actor, logged(summary)) },
      { reader in
        var request = try request(reader)
        request.onlyCounted = isAgreed
        request.tellsItems = context.wantsDocument
        return request
      })
  }

  /// Works out what would happen.
  /// - Parameter look: sees the store as it stands, with what was worked out.
  func plan(
    look: (StoreReader, UpdateRequest, UpdateSummary) throws -> Void = { _, _, _ in }
  ) throws -> UpdateSummary {
    let progress = context.progress("planning")
    defer { progress.finish() }
    return try open.store.plan(progress: { progress.reach($0, of: $1) }, request, look: look)
  }

  /// What the plan before is about; reads what it has staged.
  private func preview(_ summary: UpdateSummary) throws -> RunPreview {
    try open.store.read { reader in
      try RunPreview(reader, selection: selected(reader), total: total(summary), now: open.now)
    }
  }

  /// Tells what was done: a document with a row for each session, or one line; a dry run also shows whom
  /// it is about.
  func report(
    _ summary: UpdateSummary, _ schema: @autoclosure () -> DocumentSchema,
    head: @autoclosure () -> [RowColumn<Told>], cells: (UpdateItem) -> [Cell], line: @autoclosure () -> String
  ) throws -> ExitCode {
    if context.wantsDocument {
      let document = try context.document(schema(), open.clock)
      try document.begin(head: head().cells(of: (summary, isDryRun)))
      try open.store.forEachUpdateItem { try document.row(cells($0)) }
      try document.finish()
    } else if !context.isQuiet || isDryRun || summary.failed > 0 {
      // A silent sweep speaks up only when something failed.
      if summary.failed > 0 { try context.tellFailures(open) }
      try context.output.write(line() + "\n")
      if isDryRun && !context.isQuiet {
        try preview(summary).write(to: context.output, context.outputTerminal)
      }
    }
    return summary.failed > 0 ? .no : .done
  }
}
