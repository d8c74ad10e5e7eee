import CommandGrammar
import JSONText
import RemotePush
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let files = Operand<String>(
  "FILE", .file, .repeating,
  help: "The file of answers from the script of 'remote push --as-curl' ('-': standard input)")

let remoteTakeAnswersCommand = Command.answering(
  CommandSpec(
    ["remote", "take-answers"], summary: "Read the answers to a printed push",
    discussion: [
      "Reads the file that the script from `remote push --as-curl` wrote where it ran, `answers.ndjson` unless you named another, and records each ticket's outcome, as a push does. It opens no connection. Reading the same answers again changes nothing. `remote verify` then checks what has ended, and needs a connection."
    ],
    operands: [files],
    examples: [
      Example(
        command: "sessionctl remote take-answers answers.ndjson", explanation: "The outcome of the push")
    ],
    exitNotes: [
      ExitNote(.no, "Some tickets failed, or some answers belong to no push that was printed here"),
      ExitNote(.badInput, "A line is not JSON, or not an answer to a push, or there is no answer at all"),
    ]),
  prints: AnswersDocument.schema.schema
) { context in
  let open = try context.open()
  let paths = context.arguments[all: files]
  guard !paths.isEmpty else {
    throw CommandTable.toolkit.usageError("'remote take-answers' needs a file of answers", in: context.spec)
  }
  var answers: [PrintedAnswer] = []
  for path in paths { answers += try PrintedAnswer.read(path, context) }
  let tally = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    var tally = AnswersTally()
    for answer in answers { try tally.take(answer, writer) }
    if tally.tickets > 0 {
      try writer.log(
        open.entry(
          by: actor, "read answers: \(tally.tagged) of \(counted(tally.tickets, "ticket")) tagged"))
    }
    return tally
  }
  if context.wantsDocument {
    try context.show(AnswersDocument.schema, tally, open.clock)
  } else if !context.isQuiet || tally.isBad {
    var line = "tagged \(tally.tagged) of \(counted(tally.tickets, "ticket"))"
    if tally.failed > 0 { line += ", \(tally.failed) failed" }
    if tally.unclear > 0 { line += ", \(tally.unclear) unclear" }
    if tally.unknown > 0 {
      line += ", \(counted(tally.unknown, "answer")) to no push that was printed here"
    }
    try context.output.write(line + "\n")
  }
  return tally.isBad ? .no : .done
}

/// One answer, with the journal's number of the job that it is about.
private struct PrintedAnswer {
  let job: Int64
  let report: JobReport

  /// - Throws: a failure with status 65 that names the line, also where there is no answer at all.
  static func read(_ path: String, _ context: CommandContext) throws -> [PrintedAnswer] {
    let input = try InputFile.open(path, context)
    var answers: [PrintedAnswer] = []
    var job: Int64?
    try input.forEachLine(longest: 16 << 20) { line, number, _ in
      if line.isEmpty { return }
      func bad(_ reason: String) -> Failure {
        Failure(.badInput, "bad_input", "\(input.name), line \(number): \(reason)")
      }
      let value: JSONValue
      do { value = try JSONValue.parse(line, allowingDuplicateKeys: true) } catch {
        throw bad("this is not JSON; give the file of answers that the script wrote")
      }
      if let number = value["sessionctl_job"]?.integer {
        job = number
        return
      }
      // An error answers nothing: the job is still to be sent.
      guard value["job_status"] != nil || value["job_statuses"] != nil else { return }
      guard let number = job else {
        throw bad("no line before this answer names its job")
      }
      guard let report = JobReport.jobs(in: value).first else { throw bad("the answer names no job") }
      answers.append(PrintedAnswer(job: number, report: report))
      job = nil
    }
    if answers.isEmpty {
      throw Failure(
        .badInput, "bad_input",
        "\(input.name) contains no answer; give the file that the script wrote, answers.ndjson unless you named another"
      )
    }
    return answers
  }
}

/// What answers have come to.
private struct AnswersTally {
  private(set) var tickets = 0
  private(set) var tagged = 0
  private(set) var failed = 0
  private(set) var unclear = 0
  private(set) var unknown = 0

  var isBad: Bool { failed + unclear + unknown > 0 }

  mutating func take(_ answer: PrintedAnswer, _ writer: StoreWriter) throws {
    guard let job = try writer.reader.printedJob(answer.job) else {
      unknown += 1
      return
    }
    guard let outcomes = answer.report.outcomes(of: job.tickets) else {
      // It was still at work when the script gave up on it.
      try writer.nameJob(job.id, answer.report.id)
      return
    }
    try writer.nameJob(job.id, answer.report.id)
    try writer.land(job.id, PushedOutcomes.rows(outcomes))
    tickets += outcomes.count
    for outcome in outcomes.values {
      switch outcome {
      case .tagged: tagged += 1
      case .failed: failed += 1
      case .unclear: unclear += 1
      }
    }
  }
}

/// What `remote take-answers` reports.
private enum AnswersDocument {
  static let schema = RowSchema<AnswersTally>(
    single: "remote-answers",
    [
      RowColumn("tickets", .integer) { $0.tickets }, RowColumn("tagged", .integer) { $0.tagged },
      RowColumn("failed", .integer) { $0.failed }, RowColumn("unclear", .integer) { $0.unclear },
      RowColumn("unknown", .integer) { $0.unknown },
    ])
}
