import CivilTime
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// What an ingest did, in numbers.
package struct IngestReport: Sendable, Equatable {
  /// Events that this run took, whether they changed anything or not.
  package var taken = 0
  /// Taken by an earlier run.
  package var known = 0
  /// Events that could not be taken.
  package var failed = 0
  /// Events of customers who were redacted, which were left out.
  package var redacted = 0
  /// Conversations that began.
  package var started = 0
  /// Conversations that got a ticket.
  package var handedOff = 0
  /// Sessions that ended, by an event of the feed or by what rules did.
  package var ended = 0
  /// E4: tickets that nobody has dealt with and that no queue holds any more, by reason.
  package var leftRouting = RoutingExits()
  /// Conversations that began by an address that several customers have.
  package var byShared = 0
  /// The first such address.
  package var sharedAddress: String?

  /// A run that has not begun.
  package init() {}
}

/// An event that could not be taken, and where it stands.
package struct IngestFailure: Error, Sendable {
  /// Where the event stands in its input: `line 3`, or `line 1, event 2` of a list on one line.
  package let place: String
  /// Why it was not taken.
  package let fault: Fault

  /// What is wrong with an event, so that those after it can be taken all the same.
  package enum Fault: Sendable, Equatable {
    /// it can't be read, for this reason, a sentence without a full stop
    case wrong(String)
    /// what it tells can't have happened
    case refused(UpdateRefusal)
    /// it names nobody, or nothing
    case unknownName(UnknownName)

    /// nil for failures that are no fault of an event
    init?(_ error: any Error) {
      switch error {
      case let problem as WireProblem: self = .wrong(problem.message)
      case let refusal as UpdateRefusal: self = .refused(refusal)
      case let name as UnknownName: self = .unknownName(name)
      default: return nil
      }
    }
  }
}

extension Store {
  /// Does what one event tells of a conversation, in one transaction with its log entry, if it changes anything.
  ///
  /// - Throws: `UpdateRefusal` where the domain says no, `UnknownName` where it names what there is none of
  package func converse(
    _ sessionID: Int64?, log: (ConversationAnswer) -> LogEntry,
    _ prepare: (StoreReader) throws -> ConversationEvent
  ) throws -> ConversationAnswer {
    try write { writer in
      let event = try prepare(writer.reader)
      let run = try ConversationRun(writer, at: event.at)
      var answer = try run.take(event, of: sessionID)
      try run.flush()
      answer.leftRouting = run.takeSummary().leftRouting
      if answer.changed { try writer.log(log(answer)) }
      return answer
    }
  }
}

/// Takes a feed of events, some thousand in one transaction. What is known by then is kept from one to the next as long as
/// nobody else writes: rules, statements, and the conversations that events name again and again.
package final class EventIngest {
  private struct Knowledge {
    let run: ConversationRun
    let events: IngestedEvents
    /// Another number once somebody else has written.
    let version: Int
  }

  private let store: Store
  private let now: Instant
  private var known: Knowledge?

  /// - Parameter now: when events happened that do not say it
  package init(_ store: Store, now: Instant) {
    self.store = store
    self.now = now
  }

  /// Takes the next few thousand events, in one transaction.
  ///
  /// - Parameters:
  ///   - keepGoing: whether to pass over an event that can't be taken
  ///   - failed: told of each such event; without `keepGoing` it is the last one, and those before it are stored
  ///   - log: makes the run's log entry of the numbers so far, with the id of the one to complete
  /// - Returns: whether there may be more
  package func takeChunk(
    _ records: JSONRecordReader, keepGoing: Bool, report: inout IngestReport,
    failed: (IngestFailure) -> Void, log: (IngestReport, StoreWriter) throws -> Void
  ) throws -> Bool {
    do {
      return try store.write { writer in
        let known = try knowledge(writer)
        let run = known.run
        var feed = ConversationFeed(run, known.events, now: now)
        let hasMore = try feed.takeChunk(records, keepGoing: keepGoing, report: &report, failed: failed)
        try run.flush()
        known.events.settle()
        let summary = run.takeSummary()
        report.ended += summary.ended
        report.leftRouting.add(summary.leftRouting)
        let shared = run.people.takeShared()
        report.byShared += shared.count
        report.sharedAddress = report.sharedAddress ?? shared.first
        if feed.changed { try log(report, writer) }
        if !hasMore { self.known = nil }
        return hasMore
      }
    } catch {
      // What it knows was not stored.
      known = nil
      throw error
    }
  }

  private func knowledge(_ writer: StoreWriter) throws -> Knowledge {
    let version = try Int.fetchSure(writer.db, sql: "PRAGMA data_version")
    if let known, known.version == version { return known }
    let run = try ConversationRun(writer, at: now)
    let new = Knowledge(run: run, events: try IngestedEvents(writer.db, run.log), version: version)
    known = new
    return new
  }
}
