import CivilTime
import CommandGrammar
import RemoteAccount
import RemotePush
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let planFile = Operand<String>(
  "PLAN", .file, help: "The plan that was pushed ('-': standard input)")
private let probes = Option<Int>(
  "probes", "N", .nonNegativeInteger, default: String(RemoteVerification.usualProbes),
  help: "Ask about at most this many tickets one by one",
  details: [
    "Each of them takes one or two requests. If more are pending, each run begins with others. The account's events cover a thousand tickets per request, but come a minute late."
  ])
private let lasting = Option<TimeSpan>(
  "for", "DURATION", .timeSpan, help: "Keep checking for this long while something is pending",
  details: ["The account's events come a minute late: `--for 3m` sees what was pushed just now."])

let remoteVerifyCommand = Command.answering(
  CommandSpec(
    ["remote", "verify"], summary: "Check what has really ended in the live account, and end only that here",
    discussion: [
      "Looks for the ends of a pushed plan in the account's ticket events since the push. It also asks for the live conversation of single tickets, which no longer exists once the session has ended. Each ticket is then 'ended', 'pending' or 'failed'.",
      "The sessions that ended there are ended here as soon as that is known: with the reason `trigger_ended`, at the time that the account states, by the account's trigger. If the events say that an agent ended a session, the reason is `agent_ended`, by that agent. Rules here do not run on them, because the account's rules already have.",
      "Running it again continues where it stopped, and ends nothing twice.",
    ],
    operands: [planFile], options: [lasting, probes],
    examples: [
      Example(command: "sessionctl remote verify plan.ndjson", explanation: "What has ended so far?"),
      Example(
        command: "sessionctl remote verify plan.ndjson --for 3m --quiet",
        explanation: "In a sweep, right after the push"),
    ],
    exitNotes: [
      ExitNote(
        .no, "Something is pending, failed, or was not sent, or was left out; or the plan was never pushed"),
      ExitNote(.badInput, "The file is not a plan, or was changed, or belongs to another store"),
      .unreachableAccount, .busyAccount,
    ]),
  prints: RemoteVerifyDocument.schema.schema
) { context in
  if context.arguments[lasting]?.seconds ?? 0 < 0 {
    throw CommandTable.toolkit.usageError("--for takes a duration that is not negative", in: context.spec)
  }
  let plan = try PlanToPush(context.arguments[required: planFile], context)
  let open = try context.open(cacheMiB: 64)
  let client = try open.remote(["read"])
  let (push, unsent) = try open.store.read { reader -> (PushRecord?, Int) in
    guard try reader.identity() == plan.plan.head.store else {
      throw Failure(
        .badInput, "bad_input", "\(plan.path) was made for another store; name that one with --store")
    }
    guard let push = try reader.push(ofPlan: plan.word) else { return (nil, 0) }
    let sent = Set(try reader.pushedTickets(push.id, in: Array(PushedTicket.State.allCases)))
    return (push, plan.plan.sessions.count(where: { $0.ticketID.map { !sent.contains($0) } ?? true }))
  }
  guard let push else {
    throw Failure.refused("\(plan.path) was never pushed; push it with 'sessionctl remote push \(plan.path)'")
  }
  guard push.account == client.address.text else {
    throw Failure.refused("\(plan.path) was pushed to \(push.account), but \(client.address.text) is set now")
  }
  let verification = RemoteVerification(
    context, open, client, push, mostProbes: context.arguments[probes] ?? RemoteVerification.usualProbes,
    unsent: unsent)
  let endedHere = try verification.run(seconds: Int(context.arguments[lasting]?.seconds ?? 0))
  return try verification.report(endedHere: endedHere)
}
