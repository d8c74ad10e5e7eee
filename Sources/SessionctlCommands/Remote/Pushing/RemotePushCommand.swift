import CivilTime
import CommandGrammar
import JSONText
import RemoteAccount
import RemotePush
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let planFile = Operand<String>(
  "PLAN", .file, help: "The plan that 'session end … --dry-run --plan-out' wrote ('-': standard input)")
private let yes = Flag("yes", help: "Do not ask; required when not on a terminal")
private let retryFailed = Flag(
  "retry-failed", help: "Also send again what failed, what has no known outcome, and what was only printed")
private let asCurl = Flag(
  "as-curl", help: "Send nothing; print a shell script that sends it with curl",
  details: [
    "For machines that may not connect. The script contains no secret: it takes a token from `ZENDESK_OAUTH_TOKEN` where it runs. It writes the answers to `answers.ndjson`, or to the file that its argument names. `remote take-answers` reads that file."
  ])

let remotePushCommand = Command.answering(
  CommandSpec(
    ["remote", "push"],
    summary: "Tag the tickets of a plan in the live account, where a trigger ends their sessions",
    discussion: [
      "No API ends a messaging session, but a trigger can. `remote setup` creates a trigger in the account that fires on the tag `\(EndingTrigger.tag)`, and `remote push` gives that tag to every ticket of a plan. A job tags a hundred tickets, and at most thirty jobs can wait or run in the whole account, including those of other tools. The sessions stay active here until `remote verify` has seen them end there.",
      "In the account, the end reason is 'ended by trigger', so rules on 'ended by agent' do not fire. Each tag is an update of the ticket: all triggers of the account run on it, and may send mail. An end can't be undone.",
      "Sessions that have changed since they were planned are left out and named. The store records every job and every ticket's outcome. After a push was interrupted or killed, push the same plan again: it continues where it stopped. No ticket is sent twice, except those that were on their way at that moment; adding a tag again does no harm. What failed stays failed until you give `--retry-failed`.",
      "On a terminal it shows the consequences and asks; elsewhere `--yes` is required.",
    ],
    operands: [planFile], options: [yes, retryFailed, asCurl],
    examples: [
      Example(
        command: "sessionctl remote push plan.ndjson --yes", explanation: "Push a plan that was reviewed"
      ),
      Example(
        command: "sessionctl remote push plan.ndjson --retry-failed --yes",
        explanation: "Send again what failed"),
      Example(
        command: "sessionctl remote push plan.ndjson --as-curl > push.sh",
        explanation: "A script for a machine that may connect"),
    ],
    exitNotes: [
      ExitNote(
        .no, "Some tickets failed or were left out, or the account's trigger is missing, off or changed"),
      ExitNote(.badInput, "The file is not a plan, or was changed, or belongs to another store"),
      ExitNote(.notPermitted, "You are not an admin, or ending sessions is switched off"),
      .unreachableAccount,
      ExitNote(
        .busy,
        "Jobs of other tools leave no room, or another push is running, or the live account answered with an error five times in a row, or asks to wait more than 15 minutes"
      ),
    ]),
  prints: RemotePushDocument.schema.schema
) { context in
  let plan = try PlanToPush(context.arguments[required: planFile], context)
  let push = try RemotePushRun(context, plan)
  return try context.arguments[asCurl] ? push.print() : push.run()
}

/// One run of `remote push`.
struct RemotePushRun {
  let context: CommandContext
  let plan: PlanToPush
  let open: OpenStore
  let isRetrying: Bool

  init(_ context: CommandContext, _ plan: PlanToPush) throws {
    self.context = context
    self.plan = plan
    open = try context.open(cacheMiB: 32)
    isRetrying = context.arguments[retryFailed]
    // Who switched it off here wants no end there either.
    guard try open.store.read({ try $0.updatePolicy() }).canEndSessions else {
      throw UpdateRefusal.featureOff
    }
  }

  func run() throws -> ExitCode {
    let client = try open.remote(["read", "tickets:write"])
    let account = client.address.text
    let errand = try StoreErrand(open.store.path, "push", "a push")
    defer { withExtendedLifetime(errand) {} }
    // What was on its way when an earlier run died is sent again.
    if let push = try open.store.read({ try $0.push(ofPlan: plan.word) }) {
      try require(push, account)
      try forgetLost(push)
    }
    let foreseen = try open.store.read { try plan.work($0, retrying: isRetrying) }
    if !foreseen.waiting.isEmpty {
      try RemoteTriggerCheck.requireActive(open, client)
      guard try hasConsent(to: foreseen, account) else {
        context.messages.line("nothing was pushed")
        return .no
      }
    }
    // The account's events are read from then on, and they go by its clock.
    let begun = context.world.now().advanced(by: client.clockDifference ?? 0)
    let (push, work, logID) = try begin(account, counted: Set(foreseen.waiting), at: begun)
    let loop = try PushLoop(
      open.store, client, push, waiting: work.waiting, now: context.world.now, pause: context.world.pause)
    let ending = try go(loop, work)
    let tally = try tally(push, work, loop)
    if let logID { try open.store.write(notes: true) { try $0.amendLog(logID, summary: summary(tally)) } }
    return try report(tally, work, ending)
  }

  private func go(_ loop: PushLoop, _ work: PlanToPush.Work) throws -> PushLoop.Ending {
    let total = work.waiting.count + work.inFlight
    let progress = context.progress("pushing", .total(total))
    defer { progress.finish() }
    return try loop.go { left in progress.reach(max(0, total - left)) }
  }

  // MARK: Before

  func require(_ push: PushRecord, _ account: String) throws {
    guard push.account == account else {
      throw Failure.refused(
        "\(plan.path) was pushed to \(push.account) and can't go to another account; create a new plan for \(account)"
      )
    }
  }

  /// Jobs without the account's word: nobody knows whether it took them. With `--retry-failed` also what was printed.
  private func forgetLost(_ push: PushRecord) throws {
    let lost = try open.store.read { try $0.openJobs(push.id) }
      .filter { $0.word == nil && (!$0.isPrinted || isRetrying) }
    if lost.isEmpty { return }
    try open.store.write { writer in
      for job in lost { try writer.forgetJob(job.id, wasRefused: false) }
    }
  }

  private func hasConsent(to work: PlanToPush.Work, _ account: String) throws -> Bool {
    if context.arguments[yes] { return true }
    let tickets = counted(work.waiting.count, "ticket")
    var lines = [
      "This tags \(tickets) in \(account), where a trigger then ends their sessions.",
      "- The reason there is 'ended by trigger': rules on 'ended by agent', such as a survey's, do not fire.",
      "- Each tag is an update: all triggers of the account run on it, and may send mail.",
      "- An end can't be undone.",
    ]
    if !work.leftOut.isEmpty {
      lines.append(
        "- \(counted(work.leftOut.count, "session")) of the plan changed since and will be left out.")
    }
    return try context.hasConsent(
      to: "Go on?", telling: lines,
      refusal: "this would tag \(tickets) in \(account); give --yes to do it")
  }

  /// Writes down what is going to be sent: only what was counted before the question.
  ///
  /// - Parameter moment: when it begins, by the account's clock if that is known
  func begin(
    _ account: String, counted: Set<Int64>, at moment: Instant
  ) throws -> (push: PushRecord, work: PlanToPush.Work, logID: Int64?) {
    try open.store.write { writer in
      let actor = try open.admin(writer.reader)
      var work = try plan.work(writer.reader, retrying: isRetrying)
      work.waiting = work.waiting.filter(counted.contains)
      let (push, _) = try writer.beginPush(
        ofPlan: plan.word, to: account, at: moment, work.fresh.filter { counted.contains($0.ticketID) })
      try writer.withdraw(work.withdrawn, from: push.id)
      if isRetrying { _ = try writer.retryPushed(push.id) }
      guard !work.waiting.isEmpty else { return (push, work, nil) }
      let entry = try writer.log(
        open.entry(
          by: actor,
          "pushing \(SessionctlCommands.counted(work.waiting.count, "ticket")) to \(account)"))
      return (push, work, entry)
    }
  }

  // MARK: Afterwards

  private func tally(_ push: PushRecord, _ work: PlanToPush.Work, _ loop: PushLoop) throws -> PushTally {
    var tally = try open.store.read { try PushTally(push, $0) }
    tally.leftOut = work.leftOut.count
    tally.jobs = loop.jobs
    return tally
  }

  private func summary(_ tally: PushTally) -> String {
    "pushed \(tally.tagged) of \(counted(tally.total, "ticket")) to \(tally.push.account)"
  }

  private func report(_ tally: PushTally, _ work: PlanToPush.Work, _ ending: PushLoop.Ending) throws
    -> ExitCode
  {
    if context.wantsDocument {
      let schema = RemotePushDocument.schema
      let document = try context.document(schema.schema, open.clock)
      try document.begin(head: RemotePushDocument.head.cells(of: tally))
      try open.store.read { reader in
        try reader.forEachPushedTicket(tally.push.id) {
          try document.row(schema.cells(of: ($0.sessionID, $0.ticketID, $0.state.word, $0.reason)))
        }
      }
      for (id, refusal) in work.leftOut {
        try document.row(schema.cells(of: (id, nil, "left_out", refusal.message)))
      }
      try document.finish()
    } else {
      try say(tally, work)
    }
    switch ending {
    case .done: break
    case .crowdedOut:
      throw Failure(
        .busy, "busy",
        "jobs of other tools leave no room in the live account; \(counted(tally.count(.waiting), "ticket")) still waiting: push the plan again later"
      )
    case .stalled:
      throw Failure(
        .busy, "busy",
        "the live account is still working on \(counted(tally.count(.sent), "ticket")); push the plan again later to see"
      )
    }
    return tally.bad + tally.open + tally.leftOut > 0 ? .no : .done
  }

  private func say(_ tally: PushTally, _ work: PlanToPush.Work) throws {
    context.tell(work.leftOut.lazy.map { ($0.sessionID, $0.1) })
    try context.tellFailed(tally, open)
    if context.isSilent && tally.bad + tally.leftOut == 0 { return }
    var line = "tagged \(tally.tagged) of \(counted(tally.total, "ticket")) in \(tally.push.account)"
    if tally.count(.failed) > 0 { line += ", \(tally.count(.failed)) failed" }
    if tally.count(.unclear) > 0 { line += ", \(tally.count(.unclear)) unclear" }
    if tally.leftOut > 0 { line += ", \(tally.leftOut) left out" }
    try context.output.write(line + "\n")
    if tally.tagged > tally.count(.ended) {
      context.note("'sessionctl remote verify \(plan.path)' checks what ends there, and ends it here")
    }
    if tally.bad > 0 { context.note("--retry-failed sends again what failed") }
    if tally.count(.sent) > 0 {
      context.note(
        "\(counted(tally.count(.sent), "ticket")) in a script that was printed: read its answers with 'sessionctl remote take-answers answers.ndjson', or send the tickets from here with --retry-failed"
      )
    }
  }
}

extension CommandContext {
  /// Says of the first few tickets that failed, why.
  func tellFailed(_ tally: PushTally, _ open: OpenStore) throws {
    if tally.bad == 0 { return }
    var told = 0
    try open.store.read { reader in
      try reader.forEachPushedTicket(tally.push.id) { ticket in
        guard ticket.state == .failed || ticket.state == .unclear else { return }
        told += 1
        guard told <= 10 else { return }
        messages.line("sessionctl: ticket \(ticket.ticketID): \(ticket.reason ?? ticket.state.word)", .red)
      }
    }
    if told > 10 { messages.line("sessionctl: … and \(told - 10) more (--json lists all)", .red) }
  }
}

/// Whether what is tagged ends at all.
enum RemoteTriggerCheck {
  /// - Throws: a failure with status 1 where the account has no trigger that fires on the tag, or it is off, or it is not
  ///   what was set up.
  @discardableResult
  static func requireActive(_ open: OpenStore, _ client: RemoteAccountClient) throws -> RemoteTrigger {
    let advice = "run 'sessionctl remote setup'"
    guard let trigger = try open.store.read({ try $0.remoteTrigger() }),
      trigger.account == client.address.text
    else {
      throw Failure.refused(
        "no trigger in \(client.address.text) ends the sessions of tagged tickets; \(advice)")
    }
    let there: JSONValue
    do {
      there = try client.json(.get("/api/v2/triggers/\(trigger.id).json"))["trigger"] ?? .null
    } catch RemoteFailure.notFound {
      throw Failure.refused("trigger \(trigger.id) is no longer in the live account; \(advice)")
    }
    // Where it was set up before its words were kept, whatever single action it has besides those on tags counts.
    let words = trigger.words.map { EndingTrigger.Action(field: $0.field, value: $0.value) }
    let wanted = EndingTrigger(words ?? EndingTrigger.action(of: there) ?? .init(field: "", value: ""))
    guard let found = wanted.found(there), found.firesOnTag else {
      throw Failure.refused(
        "trigger \(trigger.id) of the live account no longer fires on the tag \(EndingTrigger.tag); \(advice)"
      )
    }
    guard found.isActive else {
      throw Failure.refused("trigger \(trigger.id) of the live account is not active; \(advice)")
    }
    switch wanted.departure(in: there) {
    case nil: break
    case .conditions:
      throw Failure.refused(
        "trigger \(trigger.id) of the live account no longer fires on the tag \(EndingTrigger.tag) alone: somebody changed its conditions; \(advice)"
      )
    case .actions:
      throw Failure.refused(
        "trigger \(trigger.id) of the live account no longer does what it was set up for: somebody changed its actions; \(advice)"
      )
    }
    return trigger
  }
}
