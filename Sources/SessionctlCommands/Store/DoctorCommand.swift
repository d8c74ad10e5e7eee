import CommandGrammar
import Rendering
import SessionStore
import StoreDoctor
import StoreEngine

private let quick = Flag(
  "quick", help: "Only the checks that take no time in a store of any size: those of what surrounds the data")

let doctorCommand = Command.answering(
  CommandSpec(
    ["doctor"], summary: "Check that the store is undamaged and keeps the rules",
    discussion: [
      "Checks the file and the files beside it, its schema, its permissions, every stored text and document, and the domain's rules, and says how to fix what is wrong. A warning is not a problem yet, and a note is only information, for example about tables that another program keeps in the file. Changes nothing.",
      "With `--format openmetrics` it prints numbers for a monitoring system: how many checks found what, sessions by how long they have been idle, what waits in queues and in the outbox, when a command last changed something, and sizes. Prometheus and node_exporter read it; `sessionctl-cron(7)` has a crontab line and alert rules.",
      "SQLite's `.dump`, `.recover` and `.clone` lose the two numbers that identify a store. A store that they saved is refused; 'sessionctl restore' takes it.",
    ],
    options: [quick, MetricLabel.option, DoctorRescue.option],
    examples: [
      Example(
        command: "sessionctl doctor", explanation: "All checks; the exit status is 1 if one finds a problem"),
      Example(
        command: "sessionctl doctor --quick --output sessionctl.prom",
        explanation: "Measures for a monitoring system"),
      Example(
        command: "sessionctl doctor --rescue saved.db",
        explanation: "Save what can be read of a store that is damaged"),
    ],
    exitNotes: [ExitNote(.no, "A check found a problem, or `--rescue` could not save everything")],
    makesMetrics: true),
  prints: doctorDocument.schema, orElse: DoctorRescue.document.schema
) { context in
  let labels = try MetricLabel.all(context)
  if let target = context.arguments[DoctorRescue.option] {
    if context.arguments[quick] || context.format == .openmetrics {
      throw Failure.usage("--rescue has no measures and is never quick; leave the other option out")
    }
    return try DoctorRescue.run(to: target, context)
  }
  let isMeasured = context.format == .openmetrics
  if isMeasured, context.arguments.wasGiven(GlobalOptions.fields) {
    throw Failure.usage("measures have no fields; leave out --fields")
  }
  _ = try context.fields(of: doctorDocument.schema)
  // All but the look at the pages, which has memory of its own, goes through the tables in their order.
  let open = try asDoctor { try context.open(readOnly: true, cacheMiB: 32, toleratesZone: true) }
  let progress = context.progress("checking")
  defer { progress.finish() }
  let (findings, measures) = try asDoctor {
    try open.store.read { reader in
      let path = try context.storePath
      let findings = try reader.examine(path: path, now: open.now, quickly: context.arguments[quick]) {
        progress.reach($0, of: $1)
      }
      return (findings, isMeasured ? try reader.measures(path: path, now: open.now) : nil)
    }
  }
  if let measures {
    try context.output.write(
      MetricsDocument.text(DoctorMetrics.families(measures, findings).map { $0.labelled(labels) }))
  } else {
    try context.list(doctorDocument, findings, open.clock, emptyNote: "nothing was checked")
  }
  return findings.contains { $0.verdict == .problem } ? .no : .done
}.explained([
  "check": "What was checked", "result": "`ok`, `note`, `warning` or `problem`", "detail": "What was found",
  "remedy": FieldMeaning("What to do about it", null: "if there is nothing to do"),
])

private let doctorDocument = RowSchema<Finding>(
  "doctor",
  [
    RowColumn("check", .text) { $0.check },
    RowColumn(
      "result", .token, styles: ["ok": .green, "note": .dim, "warning": .yellow, "problem": .red]
    ) { $0.verdict.rawValue },
    RowColumn("detail", .text, wraps: true) { $0.detail },
    RowColumn("remedy", .text, wraps: true) { $0.remedy?.advice },
  ])

/// Nobody is sent from the doctor to the doctor.
private func asDoctor<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let error as StoreError where error.kind == .damaged {
    throw Failure(.storeUnavailable, "store_unavailable", "\(error.advised); \(Advice.wayBack)")
  }
}
