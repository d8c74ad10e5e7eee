import CivilTime
import CommandGrammar
import Delivery
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let kinds = Option<OutboxKind>(
  "kind", "KIND", .vocabulary(), repeatable: true, help: "Only entries of this kind")
private let limit = Option<Int>("limit", "N", .positiveInteger, help: "Try at most this many")
private let attempts = Option<Int>(
  "attempts", "N", .positiveInteger, default: String(RetryPlan.attempts),
  help: "Give an entry up after this many attempts")
private let timeout = Option<TimeSpan>(
  "timeout", "DURATION", .timeSpan, default: "60s",
  help: "How long a program may take for one entry",
  details: ["A program that takes longer is stopped, and its entry counts as perhaps sent."])

let outboxDeliverCommand = Command.answering(
  CommandSpec(
    ["outbox", "deliver"], summary: "Deliver what is due",
    discussion: [
      "E-mails and surveys go, as RFC 5322 messages, to the standard input of the program in `outbox.sendmail`. Webhooks go to the program in `outbox.webhook_command`. Messages, and surveys that were offered while the session was active, go to the program in `outbox.message_command`. The last two programs get the JSON document of `outbox show --json`; its `item` has the webhook's id in `to` and its own JSON in `body`. No shell is involved: the setting is split at its spaces, and quotation marks keep words together. Exit status 0 means that the program has taken the entry.",
      "A failed entry waits for a minute, then longer each time, up to half a day, and is given up after --attempts; `outbox retry` starts again. A mail program's status of 64 to 68 or 76 to 78 means that no later attempt can succeed, so the entry is given up at once.",
      "A missing setting is reported before anything leaves; entries that need it stay, and this does not count as an attempt. With --quiet it is reported once, again after an hour, and then less and less often, down to once a day. The value `none` keeps entries of that kind here without a report.",
      "Several deliveries can run at the same time. If one is killed, or can't record an outcome, the entry that it was working on was perhaps sent. Seven minutes after the end of --timeout, the next run gives that entry up, says so, and leaves it to you. Check whether it arrived; then use `outbox ack` or `outbox retry`.",
      "When it is interrupted, the program that is running gets five seconds to finish. If it does not, or if it takes longer than --timeout, it is stopped, and its entry is given up at once as perhaps sent.",
      "With `--dry-run` no program is called: the command says what is due, and assumes that every program takes it.",
      "From cron: `* * * * * sessionctl outbox deliver --quiet`.",
    ],
    options: [kinds, limit, attempts, timeout],
    examples: [
      Example(command: "sessionctl outbox deliver", explanation: "Everything that is due"),
      Example(
        command: "sessionctl outbox deliver --kind email --kind survey --limit 100 --quiet",
        explanation: "A hundred e-mails, silent unless one fails"),
    ],
    exitNotes: [
      ExitNote(.no, "A delivery failed, an entry was perhaps sent, or a setting is missing"),
      ExitNote(.interrupted, "What was delivered is recorded; the rest waits"),
    ]),
  prints: DeliveryDocument.schema.schema
) { context in
  try OutboxDelivery(context).run()
}

/// One run of `outbox deliver`.
private struct OutboxDelivery {
  private let context: CommandContext
  private let arguments: ParsedArguments
  private let span: TimeSpan

  /// How much longer than its program an entry stays in one's hands: to stop it, and to wait for a busy store until
  /// it is noted how it went.
  private static let spare: Int64 = 420
  private static let perhapsSent =
    "perhaps sent: a delivery started, but its outcome was never recorded; \(Courier.checkAdvice)"

  init(_ context: CommandContext) {
    self.context = context
    arguments = context.arguments
    span = context.arguments[timeout] ?? TimeSpan(seconds: 60)!
  }

  func run() throws -> ExitCode {
    let open = try context.open()
    let wanted = Set(arguments.wasGiven(kinds) ? arguments[all: kinds] : Array(OutboxKind.allCases))
    let (courier, due, hasLost, actor) = try open.store.read { reader in
      (
        try Courier(reader, kinds: wanted, milliseconds: Int(span.seconds) * 1000),
        try reader.outboxDue(at: open.now), try reader.hasLostDeliveries(at: open.now), try open.admin(reader)
      )
    }
    let heldUp = try tellObstacles(courier, due, open)
    let ready = courier.ways.reduce(0) { $0 + (due[$1]?.count ?? 0) }
    var tally = DeliveryTally()
    if hasLost { try settleLost(actor, open, &tally) }
    if ready > 0 { try deliver(courier, ready: ready, actor, open, &tally) }
    try report(tally, heldUp: heldUp, open)
    // What happened is reported first: it has left the machine, and nothing of it is undone.
    if Interruption.isRequested {
      context.warn("interrupted; what was delivered is recorded, and the rest waits")
      return .interrupted
    }
    if let lack = tally.lack {
      throw Failure(
        .ioFailure, "io_failure", "this machine can't start another program (\(lack)); the rest waits"
      )
    }
    return tally.failed > 0 || tally.perhapsSent > 0 || heldUp > 0 ? .no : .done
  }

  /// Said before anything leaves; with `--quiet`, as from cron, not again with each run.
  ///
  /// - Returns: how many entries a setting holds up
  private func tellObstacles(
    _ courier: Courier, _ due: [OutboxWay: OutboxDue], _ open: OpenStore
  ) throws -> Int {
    var heldUp = 0
    for way in OutboxWay.allCases {
      guard let due = due[way] else { continue }
      if courier.switchedOff.contains(way) {
        context.note(
          "\(counted(due.count, way.kind.word)) kept here: \(Courier.key(way)) is \(Setting.noCommand)")
      }
      guard let obstacle = courier.obstacles[way] else { continue }
      if due.unsaid > 0 {
        try open.store.write { try $0.holdBack(way, reason: "can't leave: \(obstacle)", at: open.now) }
      }
      if context.isQuiet && due.unsaid == 0 { continue }
      context.warn("\(counted(due.count, way.kind.word)) can't leave: \(obstacle)")
      heldUp += due.count
    }
    return heldUp
  }

  /// What an earlier run had in hand when it died.
  private func settleLost(_ actor: Person, _ open: OpenStore, _ tally: inout DeliveryTally) throws {
    let entries = try open.store.write { writer in
      let entries = try writer.settleLost(at: open.now, reason: Self.perhapsSent)
      if !entries.isEmpty {
        try writer.log(open.entry(by: actor, "found \(entries.count) perhaps sent"))
      }
      return entries
    }
    for entry in entries { tally.add(lost: entry) }
  }

  /// The result of one entry and the lease of the next share a transaction; the program runs between two of them.
  private func deliver(
    _ courier: Courier, ready: Int, _ actor: Person, _ open: OpenStore, _ tally: inout DeliveryTally
  ) throws {
    let progress = context.progress("delivering", .total(ready))
    defer { progress.finish() }
    let most = arguments[limit] ?? .max
    var lease = try next(after: 0, courier, open)
    var logID: Int64?
    while let current = lease {
      let moment = try open.store.read { try open.clockNow($0).now }
      // A rehearsal supposes that the program takes it.
      let result = try deliver(current, courier, at: moment)
      tally.add(current.entry, result)
      let isLast = tally.tried >= most || tally.lack != nil || Interruption.isRequested
      let summary = tally.summary
      do {
        // It has left the machine, or has not: an interruption must not undo that this is known.
        (lease, logID) = try open.store.write(notes: true) { writer in
          let now = try open.clockNow(writer.reader).now
          try writer.settle(current, result, at: now)
          let entry =
            logID != nil || tally.tried > 0
            ? try open.noteStep(writer, in: logID, by: actor, summary) : nil
          if isLast { return (nil, entry) }
          return (try take(writer, after: current.entry.id, courier, now), entry)
        }
      } catch {
        tellUnnoted(current.entry, result)
        throw error
      }
      progress.advance(by: 1)
    }
  }

  /// A rehearsal supposes that the program takes it.
  private func deliver(_ lease: OutboxLease, _ courier: Courier, at moment: Instant) throws -> DeliveryResult
  {
    if context.isRehearsal {
      return .delivered(subject: lease.entry.subject, body: lease.entry.body, remark: nil)
    }
    return try courier.deliver(
      lease, mostAttempts: arguments[attempts] ?? RetryPlan.attempts, at: moment,
      isAbandoned: { Interruption.isRequested })
  }

  private func tellUnnoted(_ entry: OutboxEntry, _ result: DeliveryResult) {
    guard case .delivered = result else { return }
    context.warn(
      "outbox entry \(entry.id) was sent, but that could not be recorded; it will count as perhaps sent, and is sent again only with 'outbox retry'"
    )
  }

  private func next(after id: Int64, _ courier: Courier, _ open: OpenStore) throws -> OutboxLease? {
    try open.store.write { writer in
      try take(writer, after: id, courier, try open.clockNow(writer.reader).now)
    }
  }

  private func take(
    _ writer: StoreWriter, after id: Int64, _ courier: Courier, _ now: Instant
  ) throws -> OutboxLease? {
    try writer.leaseNext(
      after: id, ways: courier.ways, at: now, until: now.advanced(by: span.seconds + Self.spare),
      receiversLength: MailMessage.receiversLength)
  }

  private func report(_ tally: DeliveryTally, heldUp: Int, _ open: OpenStore) throws {
    if context.wantsDocument {
      return try context.tell(
        DeliveryDocument.schema, DeliveryDocument.head, of: tally, tally.rows, open.clock)
    }
    for line in tally.complaints { context.warn(line) }
    if tally.unsaid > 0 { context.warn("… and \(tally.unsaid) more (see 'sessionctl outbox list')") }
    if context.isQuiet && tally.failed == 0 && tally.perhapsSent == 0 { return }
    // What is held up is not nothing.
    let summary = heldUp > 0 && tally.isEmpty ? "delivered 0" : tally.summary
    try context.output.write(
      (context.isRehearsal ? summary.replacing("delivered", with: "would deliver") : summary) + "\n")
  }
}

/// What became of one entry.
private struct Delivery {
  let entry: OutboxEntry
  /// A word for programs: `delivered`, `failed`.
  let outcome: String
  let error: String?
}

/// What a run of deliveries has come to.
private struct DeliveryTally {
  private(set) var delivered = 0
  private(set) var failed = 0
  private(set) var givenUp = 0
  private(set) var released = 0
  /// Their program was stopped in this run.
  private(set) var stopped = 0
  /// An earlier run was killed while it had them.
  private(set) var lost = 0
  /// What this machine lacks to call a program at all.
  private(set) var lack: String?
  private(set) var rows: [Delivery] = []
  private(set) var complaints: [String] = []
  private(set) var unsaid = 0

  var tried: Int { delivered + failed + stopped }
  var perhapsSent: Int { stopped + lost }
  var isEmpty: Bool { tried == 0 && released == 0 && lost == 0 }

  mutating func add(_ entry: OutboxEntry, _ result: DeliveryResult) {
    let outcome: String
    var error: String?
    switch result {
    case .delivered(_, _, let remark):
      delivered += 1
      outcome = "delivered"
      error = remark
    case .failed(let reason, _):
      failed += 1
      outcome = "failed"
      error = reason
    case .givenUp(let reason):
      failed += 1
      givenUp += 1
      outcome = "given_up"
      error = reason
    case .perhapsSent(let reason):
      stopped += 1
      outcome = "perhaps_sent"
      error = reason
    case .released:
      released += 1
      outcome = "interrupted"
    case .uncalled(let reason):
      lack = reason
      return
    }
    add(entry, outcome, error)
  }

  /// What an earlier run perhaps sent.
  mutating func add(lost entry: OutboxEntry) {
    lost += 1
    add(entry, "perhaps_sent", entry.lastError)
  }

  private mutating func add(_ entry: OutboxEntry, _ outcome: String, _ error: String?) {
    rows.append(Delivery(entry: entry, outcome: outcome, error: error))
    guard let error else { return }
    if complaints.count < 10 {
      complaints.append("outbox entry \(entry.id): \(error)\(outcome == "given_up" ? " (given up)" : "")")
    } else {
      unsaid += 1
    }
  }

  /// `delivered 3, 1 failed (1 given up)`
  var summary: String {
    if isEmpty { return "nothing to deliver" }
    var text = "delivered \(delivered)"
    if failed > 0 { text += ", \(failed) failed" }
    if givenUp > 0 { text += " (\(givenUp) given up)" }
    if stopped > 0 { text += ", \(stopped) perhaps sent" }
    if lost > 0 { text += ", \(lost) perhaps sent before" }
    if released > 0 { text += ", \(released) interrupted" }
    return text
  }
}

/// What `outbox deliver` reports.
private enum DeliveryDocument {
  static let schema = RowSchema<Delivery>(
    run: "outbox-deliver", head: head,
    [
      RowColumn("id", .identifier) { $0.entry.id },
      RowColumn("kind", .token) { $0.entry.kind.word },
      RowColumn("ticket_id", .identifier, header: "TICKET") { $0.entry.ticketID },
      RowColumn("to", .text, flexible: true) { $0.entry.to },
      RowColumn(
        "outcome", .token,
        styles: ["failed": .red, "given_up": .red, "perhaps_sent": .red, "delivered": .green]
      ) { $0.outcome },
      RowColumn("attempts", .integer) { $0.entry.attempts },
      RowColumn("error", .text, wraps: true) { $0.error },
    ])

  static let head: [RowColumn<DeliveryTally>] = [
    RowColumn("delivered", .integer) { $0.delivered }, RowColumn("failed", .integer) { $0.failed },
    RowColumn("given_up", .integer) { $0.givenUp }, RowColumn("count", .integer) { $0.rows.count },
    RowColumn("perhaps_sent", .integer) { $0.perhapsSent },
  ]
}
