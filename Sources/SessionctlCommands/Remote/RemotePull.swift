import CivilTime
import CommandGrammar
import RemoteAccount
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreExchange

/// One run of `remote pull`.
final class RemotePull {
  private let context: CommandContext
  private let arguments: ParsedArguments
  private let open: OpenStore
  private let client: RemoteAccountClient
  private let actor: Person
  private let keepGoing: Bool
  /// Gets the records that are wrong, as they came.
  private let rejects: WholeFile?
  private let since: Int64?
  /// nil: no limit.
  private var pagesLeft: Int?
  private var done: [PulledStream] = []
  private var logID: Int64?
  private var changed = 0
  private var fault: String?

  init(_ context: CommandContext) throws {
    self.context = context
    arguments = context.arguments
    let selected = SelectionOptions.forActivity.first { context.arguments.wasGiven($0.spec) }
    if let selected, !arguments[RemotePullOptions.activity] {
      throw CommandTable.toolkit.usageError(
        "\(selected.spec.spelling) selects sessions for --activity and makes no sense without it",
        in: context.spec)
    }
    if selected == nil, arguments[RemotePullOptions.activity] {
      throw CommandTable.toolkit.usageError(
        "--activity needs a selection, the same as for 'session end'; for everything active, give --all",
        in: context.spec)
    }
    let open = try context.open()
    self.open = open
    client = try open.remote(["read"])
    actor = try open.store.read { try open.admin($0) }
    keepGoing = arguments[RemotePullOptions.keepGoing]
    rejects = try arguments[RemotePullOptions.rejects].map { try WholeFile($0) }
    pagesLeft = arguments[RemotePullOptions.maxPages]
    let clock = open.clock
    since = try context.arguments[RemotePullOptions.since]?.resolve(now: clock.now, zone: clock.zone).seconds
    if let since, since > context.world.now().seconds - 60 {
      throw Failure.usage(
        "--since must be more than a minute ago: the account holds back what is newer")
    }
  }

  func run() throws -> ExitCode {
    defer { rejects?.discard() }
    do {
      for stream in RemoteStream.allCases
      where arguments[RemotePullOptions.only].map({ $0.contains(stream) }) ?? true {
        try pull(stream)
        if pagesLeft == 0 || fault != nil { break }
      }
      if arguments[RemotePullOptions.activity], fault == nil { try pullActivity() }
    } catch {
      // What was taken stays, and is told; what was wrong is there to be looked at.
      try? rejects?.finish()
      if done.contains(where: { $0.pages > 0 }) { try? tell() }
      throw error
    }
    try rejects?.finish()
    try tell()
    if let fault {
      throw Failure.refused("\(fault); everything before it is in the store, and nothing more was requested")
    }
    return done.contains { $0.failed > 0 } ? .no : .done
  }

  private func tell() throws {
    let redacted = done.reduce(0) { $0 + $1.redacted }
    if redacted > 0 { context.note("skipped \(counted(redacted, "record")) of redacted users") }
    if context.isSilent { return }
    try context.write(RemotePullDocument.schema, done, open.clock)
    if done.contains(where: { !$0.isComplete }), pagesLeft == 0 {
      context.note("there is more: the next pull continues where this one stopped")
    }
  }

  // MARK: Streams

  private func pull(_ stream: RemoteStream) throws {
    var cursor = try open.store.read { try $0.remoteCursors() }.first { $0.stream == stream }
    if let cursor, cursor.account != client.address.text {
      throw Failure.refused(
        "this store was pulled from \(cursor.account), but '\(Setting.remoteAddress)' or '\(Setting.remoteSubdomain)' says \(client.address.text): one store holds one account; create another with 'sessionctl init'"
      )
    }
    var place = try place(of: stream, after: cursor)
    var watch = PullWatch()
    // What a list that was read from its beginning to its end does not have any more is gone.
    var listed: Set<Int64>? = stream == .memberships && place == .link("") ? [] : nil
    done.append(PulledStream(stream.word))
    let progress = context.progress("pulling \(stream.word)")
    defer { progress.finish() }
    while pagesLeft != 0 {
      let answer = try client.answer(to: RemoteRequest(stream, at: place))
      let page = try PulledPage(answer, of: stream, at: place, from: client.address)
      let fault = watch.fault(in: page, of: stream, at: place)
      // A page that leads nowhere is taken, and leaves the place where it was.
      let next = fault == nil ? page.next : place
      if fault == nil, !page.hasEnded, pagesLeft != 1 { client.expect(RemoteRequest(stream, at: next)) }
      let rows = done[done.count - 1].rows
      cursor = try take(page, of: stream, from: cursor, to: next)
      listed?.formUnion(page.ids)
      if let second = page.crowdedSecond { noteCrowd(second, rows: done[done.count - 1].rows - rows) }
      pagesLeft = pagesLeft.map { $0 - 1 }
      progress.reach(done[done.count - 1].rows)
      if let fault {
        self.fault = "\(stream.word): \(fault.sentence)"
        return
      }
      if page.hasEnded {
        if let listed { try forgetMemberships(besides: listed) }
        done[done.count - 1].isComplete = true
        return
      }
      place = next
    }
  }

  /// A page of events that one second fills may lack the rest of it, unless it has more rows than pages usually have.
  private func noteCrowd(_ second: Int64, rows: Int) {
    if rows > RemoteStream.usualPage { return }
    context.warn(
      "one page holds only events of \(Instant(second).rfc3339); if more happened in that second, the live account does not show it here, and the pull continues one second later"
    )
  }

  private func place(of stream: RemoteStream, after cursor: RemoteCursor?) throws -> PullPlace {
    guard let cursor, since == nil || stream.isWholeList else {
      return .beginning(of: stream, since: since)
    }
    guard let place = PullPlace(cursor.place) else {
      throw Failure(
        .storeUnavailable, "store_unavailable",
        "the store's place of \(stream.word) can't be read; start again with --since")
    }
    return place
  }

  private func take(
    _ page: PulledPage, of stream: RemoteStream, from cursor: RemoteCursor?, to next: PullPlace
  ) throws -> RemoteCursor? {
    var moved: RemoteCursor?
    let report = try open.store.takePage(
      page.body, of: stream, from: cursor,
      movingTo: { [client, open] report in
        let made = RemoteCursor(
          stream: stream, account: client.address.text, place: next.text, hasEnded: page.hasEnded,
          pulledAt: open.now, pages: (cursor?.pages ?? 0) + 1, rows: (cursor?.rows ?? 0) + report.total)
        moved = made
        return made
      }, keepGoing: keepGoing, now: open.now, rejects: rejects.map { file in { try file.write($0) } },
      log: note)
    try judge(report, "\(stream.word), page \(done[done.count - 1].pages + 1)")
    return moved
  }

  /// One entry in the log for all of a pull.
  private func note(_ report: ImportReport, _ writer: StoreWriter) throws {
    try note(report, writer, alsoChanged: 0)
  }

  private func note(_ report: ImportReport, _ writer: StoreWriter, alsoChanged count: Int) throws {
    let all = changed + report.changed + count
    logID = try open.noteStep(
      writer, in: logID, by: actor.after(report),
      "pulled \(counted(all, "record")) from \(client.address.text)")
  }

  /// Takes those people out of groups here who were taken out there.
  private func forgetMemberships(besides listed: Set<Int64>) throws {
    let count = try open.store.write { writer in
      let count = try writer.forgetImportedMemberships(besides: listed)
      if count > 0 { try note(ImportReport(), writer, alsoChanged: count) }
      return count
    }
    changed += count
    done[done.count - 1].removed += count
  }

  /// Says what was wrong in a page, and stops where nothing of it was taken.
  private func judge(_ report: ImportReport, _ page: String) throws {
    done[done.count - 1].add(report)
    for failure in report.failures {
      context.messages.line("sessionctl: \(page), \(failure.place): \(failure.reason)", .red)
    }
    let more = report.failureCount - report.failures.count
    if more > 0 { context.messages.line("sessionctl: \(page): and \(more) more", .red) }
    if report.isRefused {
      throw Failure(
        .badInput, "bad_input",
        "\(page) was not stored, and the next pull asks for it again; with --keep-going, the rest of it is stored"
      )
    }
    changed += report.changed
  }

  // MARK: Activity

  /// Asks for the messages of the selected sessions, one ticket after the other.
  private func pullActivity() throws {
    let request = SelectionRequest(context)
    let ids = try request.readIDs()
    var tickets: [Int64] = []
    try open.store.read { reader in
      var selection = try request.resolve(reader, open.clock, ids: ids)
      selection.state = .active
      try reader.forEachSession(selection, order: nil, limit: nil) { row in
        if let ticketID = row.ticketID { tickets.append(ticketID) }
      }
    }
    done.append(PulledStream("activity"))
    let progress = context.progress("asking for messages", .total(tickets.count))
    defer { progress.finish() }
    for (index, ticketID) in tickets.enumerated() {
      try Interruption.check()
      try pullLog(of: ticketID)
      progress.reach(index + 1)
    }
    done[done.count - 1].isComplete = true
  }

  private func pullLog(of ticketID: Int64) throws {
    var after: String?
    repeat {
      let page: ConversationLogPage
      do {
        let answer = try client.answer(to: ConversationLogPage.request(of: ticketID, after: after))
        page = try ConversationLogPage(answer, of: ticketID, from: client.address)
      } catch RemoteFailure.notFound {
        // Deleted since: the next pull of tickets says so.
        context.note("ticket \(ticketID) is no longer in the live account")
        return
      }
      let report = try open.store.takeConversationLog(
        page.body, keepGoing: keepGoing, now: open.now, log: note)
      try judge(report, "messages of ticket \(ticketID)")
      if let next = page.next, next == after {
        fault = "activity: \(PullFault.samePlace.sentence)"
        return
      }
      after = page.next
    } while after != nil
  }
}
