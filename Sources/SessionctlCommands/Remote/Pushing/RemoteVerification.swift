import CivilTime
import CommandGrammar
import JSONText
import RemoteAccount
import RemotePush
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// Looks at the live account for the ends of a push, and ends here what has ended there.
final class RemoteVerification {
  static let usualProbes = 100
  /// Before the push began, in seconds: clocks may be that far apart.
  private static let margin: Int64 = 900
  /// Between two looks, in seconds.
  private static let pause = 15
  /// So few are asked about one by one, which tells at once.
  private static let few = 20
  /// After so many answers it is written down what they told: an interrupted run loses no more.
  private static let piece = 20

  private let context: CommandContext
  private let open: OpenStore
  private let client: RemoteAccountClient
  private let push: PushRecord
  private let mostProbes: Int
  /// How many lines of the plan are not in the push.
  private let unsent: Int
  /// Whether more events than a page holds shared a second, so that some of them may not have been told.
  private var isCrowded = false
  /// Whether the account's events were read to their end, as far as they go by now.
  private var hasReadAll = false
  /// How many of those that are pending were asked about one by one in the last look.
  private var stillLive = 0
  /// The ticket that was asked about last.
  private var lastProbed: Int64?

  init(
    _ context: CommandContext, _ open: OpenStore, _ client: RemoteAccountClient, _ push: PushRecord,
    mostProbes: Int, unsent: Int
  ) {
    self.context = context
    self.open = open
    self.client = client
    self.push = push
    self.mostProbes = mostProbes
    self.unsent = unsent
  }

  /// - Returns: how many sessions ended here
  func run(seconds: Int) throws -> Int {
    var ended = 0
    var left = seconds
    while true {
      ended += try look()
      let isPending = try open.store.read { try PushTally(push, $0).pending > 0 }
      guard isPending, left > 0 else { return ended }
      let pause = min(left, Self.pause)
      try context.world.pause(pause)
      left -= pause
    }
  }

  // MARK: Looking

  /// One look: what imports have told already, what the events tell, and single questions for the rest.
  private func look() throws -> Int {
    var pending = Set(try open.store.read { try $0.pushedTickets(push.id, in: [.sent, .tagged, .unclear]) })
    var ended = try takeOver(try open.store.read { try $0.endedMeanwhile(push.id) }, &pending)
    if pending.count > Self.few { ended += try readEvents(&pending) }
    ended += try probe(&pending)
    if !pending.isEmpty, pending.count <= Self.few { ended += try readEvents(&pending) }
    return ended
  }

  private func takeOver(_ ends: [SeenEnd], _ pending: inout Set<Int64>) throws -> Int {
    let ends = ends.filter { pending.contains($0.ticketID) }
    if ends.isEmpty { return 0 }
    let trigger = try open.store.read { try $0.remoteTrigger() }
    let actor = try open.store.read { try open.admin($0) }
    let ended = try open.store.takeOver(
      ends, of: push.id,
      by: RuleReference(id: trigger?.id ?? 0, title: trigger?.title ?? EndingTrigger.title),
      reason: trigger?.action.endReason ?? .triggerEnded, at: open.now
    ) { ended in
      let summary = "ended \(counted(ended, "session")) that ended in \(push.account)"
      let entry = open.entry(by: actor, summary)
      context.journal.changing(summary, inSteps: true)
      return entry
    }
    for end in ends { pending.remove(end.ticketID) }
    return ended
  }

  /// What the account's clock says now. An answer tells how far it is from ours; until one has come, both count as one.
  private var nowThere: Instant {
    context.world.now().advanced(by: client.clockDifference ?? 0)
  }

  /// When the push began by the account's clock, or earlier: a push that was only printed has noted our own, which may be
  /// ahead.
  private var begunThere: Instant {
    min(nowThere, push.begunAt.advanced(by: min(0, client.clockDifference ?? 0)))
  }

  /// Reads the account's events from where they were read last. Where that is, comes from the answers; the very first
  /// time from when the push began.
  private func readEvents(_ pending: inout Set<Int64>) throws -> Int {
    // Any answer tells the account's clock.
    if client.clockDifference == nil { _ = try client.json(.get("/api/v2/users/me.json")) }
    var place =
      try open.store.read { try $0.push(ofPlan: push.plan) }?.seenUntil?.seconds
      ?? max(0, begunThere.seconds - Self.margin)
    let progress = context.progress("reading events")
    defer { progress.finish() }
    var (seen, isOver, ends): (Int, Bool, [SeenEnd]) = (0, false, [])
    let index = RecordIndex()
    while !pending.isEmpty, !isOver {
      let page: EventPage
      do throws(RemoteFailure) { page = try events(from: place, pending, index) } catch {
        // The account withholds the last minute: there is nothing new.
        if case .refused(422, _) = error {
          hasReadAll = true
          break
        }
        throw error
      }
      seen += page.count
      progress.reach(seen)
      for end in page.ends {
        ends.append(
          SeenEnd(ticketID: end.ticketID, at: plausible(end.at), by: .events, personID: end.personID))
      }
      // Asked for each page: reading may take longer than the margin.
      let latest = nowThere.advanced(by: Self.margin).seconds
      switch page.following(place) {
      case .at(let next) where next <= latest: place = next
      case .behind(let second) where second < latest:
        place = second + 1
        if page.count <= RemoteStream.usualPage { isCrowded = true }
      case .end(let next) where next <= latest:
        (place, isOver) = (next, true)
        hasReadAll = true
      case .at, .behind, .end:
        context.warn(
          "the live account's events continue at a time that its own clock has not reached; what comes after was not checked"
        )
        isOver = true
      case .nowhere:
        context.warn(
          "the live account repeats the same page of events; what comes after it was not checked")
        isOver = true
      }
    }
    let ended = try takeOver(ends, &pending)
    try open.store.write { try $0.notePushSeen(push.id, until: Instant(place)) }
    return ended
  }

  /// A moment of the account's: not before the push and not to come, as far as clocks may be apart.
  private func plausible(_ seconds: Int64) -> Instant {
    let (earliest, latest) = (
      begunThere.advanced(by: -Self.margin), nowThere.advanced(by: Self.margin)
    )
    return min(max(Instant(max(0, min(seconds, Instant.latest.seconds))), earliest), max(earliest, latest))
  }

  private func events(
    from place: Int64, _ pending: Set<Int64>, _ index: RecordIndex
  ) throws(RemoteFailure) -> EventPage {
    let answer: RemoteAnswer
    do {
      answer = try client.answer(
        to: .get("/api/v2/incremental/ticket_events.json", ["start_time": String(place)]))
    } catch let failure as RemoteFailure { throw failure } catch { throw .transport(.interrupted) }
    do { return try EventPage(answer.body, about: pending, index) } catch {
      throw RemoteAnswer.failure(error, body: answer.body, kind: answer.headers["content-type"])
    }
  }

  // MARK: Asking one by one

  private func probe(_ pending: inout Set<Int64>) throws -> Int {
    stillLive = 0
    let asked = nextToProbe(pending.sorted())
    if asked.isEmpty { return 0 }
    let progress = context.progress("asking", .total(asked.count))
    defer { progress.finish() }
    var (ended, ends): (Int, [SeenEnd]) = (0, [])
    for (place, ticket) in asked.enumerated() {
      if try hasEnded(ticket) {
        ends.append(
          SeenEnd(ticketID: ticket, at: try open.store.read { try open.clockNow($0).now }, by: .probe))
      } else {
        stillLive += 1
      }
      lastProbed = ticket
      progress.advance(by: 1)
      if (place + 1) % Self.piece == 0 {
        ended += try takeOver(ends, &pending)
        ends = []
      }
    }
    return try ended + takeOver(ends, &pending)
  }

  /// Whom to ask about: as many as may be, from behind the last one on. Each run begins elsewhere, so that no ticket is
  /// left out for ever where more are pending than a run asks about.
  private func nextToProbe(_ pending: [Int64]) -> [Int64] {
    guard pending.count > mostProbes else { return pending }
    // By chance and not by the clock: runs come at regular times, which could always lead to the same few.
    let start =
      lastProbed.map { last in pending.firstIndex { $0 > last } ?? 0 } ?? Int.random(in: pending.indices)
    return (0..<mostProbes).map { pending[(start + $0) % pending.count] }
  }

  /// Whether the account knows no live conversation of a ticket. Without the conversation's word nobody can ask.
  private func hasEnded(_ ticket: Int64) throws -> Bool {
    guard let conversation = try conversation(of: ticket) else { return false }
    let path = "/api/v2/tickets/messaging/conversations/\(RemoteRequest.segment(conversation))/ticket"
    do {
      _ = try client.json(.get(path))
      return false
    } catch RemoteFailure.notFound { return true }
  }

  /// From what was pulled, else from the account.
  private func conversation(of ticket: Int64) throws -> String? {
    let pulled = try open.store.read { try $0.documentsOfConversation(ofTicket: ticket) }
    if let known = pulled.lazy.compactMap(ConversationWord.init).first { return known.text }
    do {
      let answer = try client.json(.get("/api/v2/tickets/\(ticket)/audits.json", ["page[size]": "100"]))
      return (answer["audits"]?.array ?? []).lazy.compactMap(ConversationWord.init).first?.text
    } catch RemoteFailure.notFound { return nil }
  }

  // MARK: Reporting

  func report(endedHere: Int) throws -> ExitCode {
    var tally = try open.store.read { try PushTally(push, $0) }
    tally.unsent = unsent
    let isDone = tally.count(.ended) == tally.total && tally.notSent == 0
    // Whom nothing but an answer of its own can clear up: an earlier run may have read past its end.
    if tally.pending > stillLive, hasReadAll || isCrowded {
      let what =
        isCrowded
        ? "more happened in one second than fits on a page of the live account"
        : "the live account's events were read up to a minute ago, and do not tell of \(counted(tally.pending, "end"))"
      context.note("\(what); --probes \(tally.pending) asks about each pending ticket")
    }
    if context.wantsDocument {
      let document = try context.document(RemoteVerifyDocument.schema.schema, open.clock)
      try document.begin(head: RemoteVerifyDocument.head.cells(of: (tally, endedHere)))
      try open.store.read { reader in
        try reader.forEachPushedTicket(push.id) {
          try document.row(RemoteVerifyDocument.schema.cells(of: $0))
        }
      }
      try document.finish()
    } else if !context.isQuiet || !isDone {
      try context.tellFailed(tally, open)
      var line = "\(tally.count(.ended)) of \(counted(tally.total, "session")) ended in \(push.account)"
      line += ", \(endedHere) of them ended here now"
      if tally.pending > 0 { line += ", \(tally.pending) pending" }
      if tally.count(.failed) > 0 { line += ", \(tally.count(.failed)) failed" }
      if tally.notSent > 0 { line += ", \(tally.notSent) not sent yet" }
      try context.output.write(line + "\n")
    }
    return isDone ? .done : .no
  }
}
