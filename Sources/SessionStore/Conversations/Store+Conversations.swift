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
      answer.leftRouting = run.summary.leftRouting
      if answer.changed { try writer.log(log(answer)) }
      return answer
    }
  }

  /// Takes the next few thousand events of a feed, in one transaction.
  ///
  /// - Parameters:
  ///   - keepGoing: whether to pass over an event that can't be taken
  ///   - failed: told of each such event; without `keepGoing` it is the last one, and those before it are stored
  ///   - log: makes the run's log entry of the numbers so far, with the id of the one to complete
  /// - Returns: whether there may be more
  package func ingest(
    _ records: JSONRecordReader, now: Instant, keepGoing: Bool, report: inout IngestReport,
    failed: (IngestFailure) -> Void, log: (IngestReport, StoreWriter) throws -> Void
  ) throws -> Bool {
    try write { writer in
      let run = try ConversationRun(writer, at: now)
      let events = try IngestedEvents(writer.db)
      var feed = ConversationFeed(run, events, now: now)
      let hasMore = try feed.takeChunk(records, keepGoing: keepGoing, report: &report, failed: failed)
      try run.flush()
      report.ended += run.summary.ended
      report.leftRouting.add(run.summary.leftRouting)
      report.byShared += run.people.byShared.count
      report.sharedAddress = report.sharedAddress ?? run.people.byShared.first
      if feed.changed { try log(report, writer) }
      return hasMore
    }
  }
}
